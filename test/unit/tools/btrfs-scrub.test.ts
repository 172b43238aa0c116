import { describe, expect, it } from 'vitest'
import { parseScrubStatus } from '../../../src-main/tools/btrfs/btrfs-scrub.ts'
import { recordedText } from './recorded.ts'

const printed = (name: string) => recordedText(`btrfs/${name}`)
const none = { errors: 0, corrected: 0, uncorrectable: 0 }

describe('how far a scrub is', () => {
  it('is nothing before the first one', () => {
    expect(parseScrubStatus(printed('scrub-never-6.2.txt'))).toEqual({ kind: 'never', bytes: 0, ...none })
  })

  it('is all that was read, data and metadata, of one that was cancelled', () => {
    expect(parseScrubStatus(printed('scrub-aborted-6.2.txt'))).toEqual({
      kind: 'aborted',
      bytes: 420_577_280,
      startedAt: new Date(2026, 10, 28, 5, 13, 42).toISOString(),
      ...none,
    })
  })

  it('has the blocks that are damaged', () => {
    expect(parseScrubStatus(printed('scrub-errors-6.2.txt'))).toMatchObject({
      kind: 'finished',
      errors: 2,
      corrected: 0,
      uncorrectable: 2,
    })
  })

  it('that lacks a counter, or has a state that nobody knows, is an error', () => {
    const text = printed('scrub-errors-6.2.txt')
    expect(() => parseScrubStatus(text.replace(/.*csum_errors.*\n/, ''))).toThrow(/btrfs scrub status/)
    expect(() => parseScrubStatus(text.replace('finished', 'dreaming'))).toThrow(/btrfs scrub status/)
  })
})
