/** What docs/troubleshooting.md says of the screen and of tests. */
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { hasTest } from './has-test.ts'

const entries = readFileSync('docs/troubleshooting.md', 'utf8')
  .split(/^(?=- |#)/m)
  .filter((part) => part.startsWith('- '))
  .map((part) => part.replaceAll(/\s+/g, ' ').trim())

/** Every text of the product, with `…` for what is put in. */
const said = ['src-main', 'src-renderer']
  .flatMap((root) => readdirSync(root, { recursive: true, encoding: 'utf8' }).map((name) => path.join(root, name)))
  .filter((file) => /(?:texts|words|messages|problems)\.ts$/.test(file))
  .flatMap((file) => withoutData(readFileSync(file, 'utf8')))
  .join('\n')

/** A text may stand in what is put into another one, so each depth counts. */
function withoutData(text: string): readonly string[] {
  const shorter = text.replaceAll(/\$\{[^${}]*\}/g, '…')
  return shorter === text ? [text] : [text, ...withoutData(shorter)]
}

describe('docs/troubleshooting.md', () => {
  it('begins each entry with the words of the screen', () => {
    expect(entries.length).toBeGreaterThan(50)
    const shown = entries.map((entry) => /^- \*\*(.+?)\*\* /.exec(entry)?.[1] ?? entry)
    expect(shown.filter((words) => !said.includes(words))).toEqual([])
  })

  it('ends each entry with a test that exists', () => {
    const wrong = entries.filter((entry) => {
      const [, file = '', name = ''] = /`((?:test|e2e)\/[\w./-]+\.(?:test|spec)\.tsx?)`: "([^"]+)"$/.exec(entry) ?? []
      return !hasTest(file, name)
    })
    expect(wrong).toEqual([])
  })
})
