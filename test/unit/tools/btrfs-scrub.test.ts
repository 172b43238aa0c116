import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { parseScrubStatus } from '../../../src-main/tools/btrfs/btrfs-scrub.ts'

/** What the real tool printed; the first line says which. */
function recorded(name: string): string {
  const text = readFileSync(path.resolve(import.meta.dirname, '../../fixtures/btrfs', name), 'utf8')
  return text.slice(text.indexOf('\n') + 1)
}
const none = { errors: 0, corrected: 0, uncorrectable: 0 }

describe('how far a scrub is', () => {
  it('is nothing before the first one', () => {
    expect(parseScrubStatus(recorded('scrub-never-6.2.txt'))).toEqual({ kind: 'never', bytes: 0, ...none })
  })

  it('is all that was read, data and metadata, of one that was cancelled', () => {
    expect(parseScrubStatus(recorded('scrub-aborted-6.2.txt'))).toEqual({
      kind: 'aborted',
      bytes: 420_577_280,
      startedAt: new Date(2026, 10, 28, 5, 13, 42).toISOString(),
      ...none,
    })
  })

  it('has the blocks that are damaged', () => {
    expect(parseScrubStatus(recorded('scrub-errors-6.2.txt'))).toMatchObject({
      kind: 'finished',
      errors: 2,
      corrected: 0,
      uncorrectable: 2,
    })
  })

  it('that lacks a counter, or has a state that nobody knows, is an error', () => {
    const text = recorded('scrub-errors-6.2.txt')
    expect(() => parseScrubStatus(text.replace(/.*csum_errors.*\n/, ''))).toThrow(/btrfs scrub status/)
    expect(() => parseScrubStatus(text.replace('finished', 'dreaming'))).toThrow(/btrfs scrub status/)
  })
})
