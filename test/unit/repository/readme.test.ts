import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { exitCodes } from '../../../src-main/shells/cli/exit-codes.ts'

const readme = readFileSync('README.md', 'utf8')
const commandLine = readFileSync('docs/command-line.md', 'utf8')

/** As wc(1) counts them, without what draws tables. */
const wordsOf = (text: string): number => text.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length

it('has every exit code where the command line is described, and no other', () => {
  const codes = [...commandLine.matchAll(/^\| (\d+) +\|/gm)].map(([, code]) => Number(code))
  expect(codes).toEqual(Object.values(exitCodes))
})

describe('the README', () => {
  it('names only commands that exist', () => {
    const named = [...readme.matchAll(/npm run ([\w:]+)/g)].map(([, name]) => name)
    const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as {
      scripts: Readonly<Record<string, string>>
    }
    expect(named).toContain('practice')
    expect(Object.keys(scripts)).toEqual(expect.arrayContaining(named))
  })

  it('says first what travels and how it is installed, and at most 800 words', () => {
    const headings = [...readme.matchAll(/^## (.*)/gm)].map(([, heading]) => heading)
    expect(headings.slice(0, 3)).toEqual(['What travels', 'Install', 'The first switch'])
    expect(wordsOf(readme)).toBeLessThanOrEqual(800)
  })

  it('links only to files that exist', () => {
    const targets = [...readme.matchAll(/\]\((?!https?:)([^)#]+)/g)].map(([, target = '']) => target)
    expect(targets).toContain('CONTRIBUTING.md')
    expect(targets.filter((target) => !existsSync(target))).toEqual([])
  })
})

it('has the GNU GPL, version 3, word for word', () => {
  const sum = createHash('sha256').update(readFileSync('LICENSE')).digest('hex')
  // https://www.gnu.org/licenses/gpl-3.0.txt
  expect(sum).toBe('3972dc9744f6499f0f9b2dbf76696f2ae7ad8af9b23dde66d6af86c9dfb36986')
})
