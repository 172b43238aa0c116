import { describe, expect, it } from 'vitest'
import { besideName } from '../../../src-main/commons/placing/beside-name.ts'
import { bytePathFromText, textFromBytePath } from '../../../src-main/kernel/byte-path.ts'

describe('the name of what stays beside something', () => {
  it('has the words before the ending, and a number where they are taken', () => {
    const names = ['plan.md', '.bashrc', 'README', 'a.tar.gz', 'notes. and more than that', 'x.', '...', '..x', '..x.y']
    expect(names.map((name) => besideName(name, 'XPS 13', 1))).toEqual([
      'plan (XPS 13).md',
      '.bashrc (XPS 13)',
      'README (XPS 13)',
      'a.tar (XPS 13).gz',
      'notes. and more than that (XPS 13)',
      'x. (XPS 13)',
      '... (XPS 13)',
      '..x (XPS 13)',
      '..x (XPS 13).y',
    ])
    expect(besideName('plan.md', 'XPS 13', 12)).toBe('plan (XPS 13 12).md')
  })

  it('is one name, whatever a laptop is called', () => {
    expect(besideName('a', 'mine/../yours', 1)).toBe('a (mine-..-yours)')
    expect(besideName('a', 'two\nlines\0\u0085', 1)).toBe('a (two lines  )')
    expect(textFromBytePath(besideName('a', 'Büro 💻', 1))).toBe('a (Büro 💻)')
  })

  it('has 255 bytes at most, of which none is cut out of a letter', () => {
    for (const [letter, label] of [
      ['é', 'XPS 13'],
      ['💻', '💻'.repeat(90)],
      ['a', 'a'.repeat(4000)],
    ] as const) {
      for (const ending of ['', '.md']) {
        const name = besideName(bytePathFromText(letter.repeat(300).slice(0, 60)) + ending, label, 99)
        expect(name.length).toBeLessThanOrEqual(255)
        expect(textFromBytePath(name)).not.toContain('\ufffd')
        expect(name.endsWith(` 99)${ending}`)).toBe(true)
      }
    }
    const long = `${'a'.repeat(252)}.md`
    expect(besideName(long, 'XPS 13', 1)).toBe(`${'a'.repeat(243)} (XPS 13).md`)
  })
})
