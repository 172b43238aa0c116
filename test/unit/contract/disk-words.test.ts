import { expect, it } from 'vitest'
import { diskTroubles, quotasText, scrubText, unreadableText } from '../../../src-main/contract/disk-words.ts'
import { factLines } from '../../../src-main/shells/cli/disks/texts.ts'
import { textOf } from '../../../src-main/shells/cli/colours.ts'
import { dyingDisks } from '../../renderer/disks-answers.ts'

it('what of a disk cannot be read is unknown, and no claim that it is off or was never done', () => {
  const [healthy, dying] = dyingDisks.disks
  if (healthy === undefined || dying === undefined) throw new Error('no disks')
  expect(diskTroubles(healthy)).toEqual([])
  expect(diskTroubles(dying)).toEqual([
    'Its quotas cannot be read: btrfs: /media/alice/old: Input/output error. Copy what is on it while that is possible.',
    'Its last check cannot be read: btrfs ended with 1: ERROR: cannot read the status.',
  ])
  expect(quotasText(healthy)).toBe('Off.')
  expect(quotasText(dying)).toBe('Not known: it cannot be read.')
  expect(scrubText(dying.scrub, '')).toBe('Not known: it cannot be read.')
  const lines = factLines(dying).map(textOf)
  expect(lines.map((line) => line.replaceAll(/ {2,}/g, '  '))).toContain('  Checksums  Not known: it cannot be read.')
  expect(lines.some((line) => line.includes('Copy what is on it'))).toBe(true)
})

it('a disk that tells nothing is named by its place, with what the system says', () => {
  expect(dyingDisks.unreadable.map(unreadableText)).toEqual([
    '/media/alice/gone cannot be read: btrfs: /media/alice/gone: Input/output error. "sudo dmesg" may say why.',
  ])
})
