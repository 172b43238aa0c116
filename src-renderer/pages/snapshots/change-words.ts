/** What happened to a file, in words, and what restoring it would mean. Pure. */
import type { TreeChange, ChangeCounts, TreeChangeKind } from '../../../src-main/contract/compare-calls.ts'
import type { BytePath } from '../../../src-main/kernel/byte-path.ts'
import { formatBytes, formatCount } from '../../../src-main/kernel/units.ts'
import { nameOf, textOfPath } from '../../format/path-text.ts'
import { texts } from './texts.ts'

/** As they stand at the end of a row. */
export const kindWords = texts.kinds

export const kinds: readonly TreeChangeKind[] = ['added', 'changed', 'deleted', 'renamed', 'attributes']

/** "1,284 changed, 36 deleted" */
export function countsText(counts: ChangeCounts): string {
  const said = kinds.flatMap((kind) =>
    counts[kind] === 0 ? [] : [`${formatCount(counts[kind])} ${texts.kindsCounted[kind]}`],
  )
  return said.length === 0 ? texts.nothingDiffers : said.join(', ')
}

/** The size that says most: of what is there afterwards, else of what was there. Folders have none. */
export function sizeOfChange({ before, after }: TreeChange): string {
  const facts = after ?? before
  return facts === undefined || facts.type === 'folder' ? '' : formatBytes(facts.bytes)
}

/** Where a change is in the tree that is the snapshot's; undefined where it does not exist there. */
export function pathInSnapshot(change: TreeChange, snapshotIs: 'earlier' | 'later'): string | undefined {
  if (snapshotIs === 'later') return change.kind === 'deleted' ? undefined : change.path
  return change.kind === 'added' ? undefined : (change.oldPath ?? change.path)
}

export const isFolder = ({ before, after }: TreeChange): boolean => (after ?? before)?.type === 'folder'

export const nameOfChange = ({ path }: TreeChange): string => textOfPath(nameOf(path))

/** "3 lines differ", "Moved from /srv/a", "0.3 kB before, 0.2 kB after". `shown` is a path as the person knows it. */
export function differenceText(
  change: TreeChange,
  lines: number | undefined,
  shown: (path: BytePath) => string,
): string {
  if (lines === 0 && change.kind === 'changed') return texts.sameText
  if (lines !== undefined && lines > 0)
    return lines === 1 ? texts.oneLineDiffers : texts.linesDiffer(formatCount(lines))
  switch (change.kind) {
    case 'attributes':
      return texts.onlyAttributesDiffer
    case 'renamed':
      return texts.movedFrom(shown(change.oldPath ?? change.path))
    case 'added':
      return texts.isNew
    case 'deleted':
      return texts.wasDeleted
    case 'changed':
      return sizesText(change)
  }
}

function sizesText({ before, after }: TreeChange): string {
  if (before === undefined || after === undefined) return texts.contentsDiffer
  const [then, now] = [formatBytes(before.bytes), formatBytes(after.bytes)]
  return then === now ? texts.contentsDiffer : texts.sizes(then, now)
}
