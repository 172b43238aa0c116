import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { findTroubles, readTroubles } from '../../../src-renderer/pages/help/troubles.ts'

const markdown = readFileSync('docs/troubleshooting.md', 'utf8')

describe('the help page', () => {
  it('has every entry of docs/troubleshooting.md, and none of the tests that are named there', () => {
    const troubles = readTroubles(markdown).flatMap((group) => group.troubles)
    expect(troubles).toHaveLength(markdown.match(/^- /gm)?.length ?? 0)
    expect(troubles.filter(({ shown, text }) => shown === '' || text === '' || text.includes('.ts`'))).toEqual([])
  })

  it('keeps what stands above the entries of a group', () => {
    expect(
      readTroubles('# All\n\n## Copying\n\nNothing is lost.\n\n- **Lost …** Wake\n  it. `test/a.test.ts`: "b"\n'),
    ).toEqual([{ title: 'Copying', lead: 'Nothing is lost.', troubles: [{ shown: 'Lost …', text: 'Wake it.' }] }])
  })

  it('finds an entry by words of the message or of what to do, in any order', () => {
    const found = findTroubles(readTroubles(markdown), 'answer does address')
    expect(found.flatMap(({ troubles }) => troubles.map(({ shown }) => shown))).toContain('… does not answer.')
    expect(findTroubles(readTroubles(markdown), 'nothing like this')).toEqual([])
  })
})
