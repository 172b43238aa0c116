/** What happened to a file, in words, and what restoring it would mean. Pure. */
import type { Change, ChangeCounts, ChangeKind } from '../../../src-main/contract/compare-calls.ts'
import { formatBytes, formatCount } from '../../../src-main/kernel/units.ts'
import { nameOf, textOfPath } from '../../format/path-text.ts'

/** As they stand at the end of a row. */
export const kindWords: Readonly<Record<ChangeKind, string>> = {
  added: 'New',
  changed: 'Changed',
  deleted: 'Deleted',
  renamed: 'Moved',
  attributes: 'Owner or mode',
}

export const kinds: readonly ChangeKind[] = ['added', 'changed', 'deleted', 'renamed', 'attributes']

const plural: Readonly<Record<ChangeKind, string>> = {
  added: 'new',
  changed: 'changed',
  deleted: 'deleted',
  renamed: 'moved',
  attributes: 'with another owner or mode',
}

export const countOfChanges = (counts: ChangeCounts): number => kinds.reduce((sum, kind) => sum + counts[kind], 0)

/** "1,284 changed, 36 deleted" */
export function countsText(counts: ChangeCounts): string {
  const said = kinds.flatMap((kind) => (counts[kind] === 0 ? [] : [`${formatCount(counts[kind])} ${plural[kind]}`]))
  return said.length === 0 ? 'Nothing differs' : said.join(', ')
}

/** The size that says most: of what is there afterwards, else of what was there. Folders have none. */
export function sizeOfChange({ before, after }: Change): string {
  const facts = after ?? before
  return facts === undefined || facts.type === 'folder' ? '' : formatBytes(facts.bytes)
}

/** Where a change is in the tree that is the snapshot's; undefined where it does not exist there. */
export function pathInSnapshot(change: Change, snapshotIs: 'earlier' | 'later'): string | undefined {
  if (snapshotIs === 'later') return change.kind === 'deleted' ? undefined : change.path
  return change.kind === 'added' ? undefined : (change.oldPath ?? change.path)
}

export const isFolder = ({ before, after }: Change): boolean => (after ?? before)?.type === 'folder'

export const nameOfChange = ({ path }: Change): string => textOfPath(nameOf(path))

/** "3 lines differ", "Only owner or mode differ", "0.3 kB now, 0.2 kB in the snapshot" */
export function differenceText(change: Change, lines: number | undefined): string {
  if (lines === 0 && change.kind === 'changed') return 'The words are the same'
  if (lines !== undefined && lines > 0) return lines === 1 ? '1 line differs' : `${formatCount(lines)} lines differ`
  switch (change.kind) {
    case 'attributes':
      return 'Only owner, mode or attributes differ'
    case 'renamed':
      return `It was ${textOfPath(change.oldPath ?? change.path)} before`
    case 'added':
      return 'It is new'
    case 'deleted':
      return 'It was deleted'
    case 'changed':
      return sizesText(change)
  }
}

function sizesText({ before, after }: Change): string {
  if (before === undefined || after === undefined) return 'The contents differ'
  const [then, now] = [formatBytes(before.bytes), formatBytes(after.bytes)]
  return then === now ? 'The contents differ' : `${then} before, ${now} after`
}
