/** What is said of files that are there more than once: every client takes it from here. Pure. */
import type { BytePath } from '../kernel/byte-path.ts'
import { countOf, formatBytes } from '../kernel/units.ts'
import type { ReclaimDisk, ReclaimLook, SameFiles } from './reclaim-calls.ts'

/** "Reclaimed 38 GB since 3 March. About 6 GB more can be freed." `when`: as the client writes times. */
export function reclaimText({ reclaimedBytes, since, look }: ReclaimDisk, when: (time: string) => string): string {
  const reclaimed = since === undefined ? '' : `Reclaimed ${formatBytes(reclaimedBytes)} since ${when(since)}. `
  if (look === undefined) return `${reclaimed}Not looked for duplicates yet.`
  return `${reclaimed}${moreText(look, since !== undefined)}`
}

/** Nothing is said of files that were not looked at. */
export const lateText = (files: number): string =>
  `${countOf(files, 'file')} changed within the last 5 minutes, and ${files === 1 ? 'was' : 'were'} not looked at.`

function moreText({ gainBytes, laterBytes, groups, paths, leftOut }: ReclaimLook, hasRun: boolean): string {
  const where = paths.length === 0 ? '' : ` in ${paths.join(', ')}`
  if (groups === 0) {
    const none = `No ${hasRun ? 'further ' : ''}duplicates found${where}.`
    return leftOut.late === undefined ? none : `${none} ${lateText(leftOut.late)}`
  }
  const more = hasRun ? ' more' : ''
  const later = laterBytes === 0 ? '' : ` ${formatBytes(laterBytes)} of duplicates are also held by what is left alone.`
  return `About ${formatBytes(gainBytes)}${more} can be freed${where}.${later}`
}

/** "3 copies of 1.2 GB, 2.4 GB can be freed" */
export function sameFilesText({ bytes, copies, gainBytes }: SameFiles): string {
  return `${copies} copies of ${formatBytes(bytes)}, ${formatBytes(gainBytes)} can be freed`
}

/** `shown`: as the client decodes bytes. */
export function samePlaceText(
  { path, snapshotAt }: SameFiles['places'][number],
  shown: (path: BytePath) => string,
  when: (time: string) => string,
): string {
  return snapshotAt === undefined ? shown(path) : `${shown(path)}, in the snapshot of ${when(snapshotAt)}`
}

const why: Readonly<Record<keyof ReclaimLook['leftOut'], (files: string) => string>> = {
  'left-out': (files) => `${files} excluded.`,
  gone: (files) => `${files} deleted, moved or covered by a mount meanwhile.`,
  changed: (files) => `${files} changed meanwhile.`,
  late: (files) => `${files} changed within the last 5 minutes.`,
  'not-supported': (files) => `${files} stored in a way that cannot be shared.`,
  'not-permitted': (files) => `${files} that the kernel does not open for it.`,
}

/** What was left out and why, a sentence each. */
export function leftOutTexts({ groups, heldSnapshots, writtenSnapshots, leftOut }: ReclaimLook): readonly string[] {
  const files = Object.entries(why).flatMap(([word, text]) => {
    const count = Object.entries(leftOut).find(([one]) => one === word)?.[1] ?? 0
    // Where nothing was found, it stands in the sentence about that.
    return count === 0 || (word === 'late' && groups === 0) ? [] : [text(countOf(count, 'file'))]
  })
  return [
    ...(heldSnapshots === 0 ? [] : [`${countOf(heldSnapshots, 'snapshot')} needed by a switch, a copy or other work.`]),
    ...(writtenSnapshots === 0
      ? []
      : [`${countOf(writtenSnapshots, 'snapshot')} changed since being taken, or received from elsewhere.`]),
    ...files,
  ]
}
