/** What stands above two versions of a file. */
import { describe, expect, it } from 'vitest'
import type { LookSide } from '../../../src-main/contract/look.ts'
import { headFacts, isNewerThan } from '../../../src-renderer/components/diff/side-head.tsx'

const known = { mode: '0644', owner: 'root:root', changedAt: '2026-11-12T09:12:00.000Z', bytes: 1_500 }
const text = (contents: string, more: Partial<typeof known> = {}): LookSide => ({
  ...{ kind: 'text', text: contents },
  ...known,
  ...more,
})
const opaque = (sha256: string, more: Partial<typeof known> = {}): LookSide => ({
  ...{ kind: 'opaque', sha256 },
  ...known,
  ...more,
})
const absent: LookSide = { kind: 'absent' }
const later = { changedAt: '2026-11-13T09:12:00.000Z' }

describe('the head of a version', () => {
  it('has size, date and owner, and the mode where it is another one', () => {
    expect(headFacts(text('a'), text('b'))).toEqual(['1.5 kB', expect.stringContaining('12 Nov'), 'root:root'])
    expect(headFacts(text('a'), text('b', { mode: '0600' }))[3]).toBe('mode 0644')
    expect(headFacts(text('a'), absent)[3]).toBe('mode 0644')
    expect(headFacts(absent, text('a'))).toEqual([])
  })

  it.each<[string, LookSide, LookSide, boolean]>([
    ['was changed later', text('a', later), text('b'), true],
    ['was changed earlier', text('a'), text('b', later), false],
    ['was changed at the same time', text('a'), text('b'), false],
    ['has the same text', text('a', later), text('a'), false],
    ['is a binary changed later', opaque('a', later), opaque('b'), true],
    ['is the same binary', opaque('a', later), opaque('a'), false],
    ['is a binary now', opaque('a', later), text('b'), true],
    ['has no other one beside it', text('a', later), absent, false],
  ])('says "newer" or not of one that %s', (_what, side, other, isNewer) => {
    expect(isNewerThan(side, other)).toBe(isNewer)
  })
})
