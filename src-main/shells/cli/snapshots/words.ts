/** Snapshots in lines of text, for a terminal. */
import type { Change, ChangeCounts, EntryFacts } from '../../../contract/compare-calls.ts'
import type { RollbackSubvolume, RollbackState } from '../../../contract/rollback-calls.ts'
import type { FreedSpace, RetentionView, Snapshot } from '../../../contract/snapshot-calls.ts'
import { assertNever } from '../../../kernel/assert-never.ts'
import { textFromBytePath } from '../../../kernel/byte-path.ts'
import { countOf, formatBytes, formatCount } from '../../../kernel/units.ts'

export function localTime(iso: string): string {
  const at = new Date(iso)
  const two = (value: number) => String(value).padStart(2, '0')
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`
  return `${day} ${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`
}

export function spaceWords(space: FreedSpace): string {
  switch (space.kind) {
    case 'unknown':
      return '-'
    case 'estimate':
      return `~${formatBytes(space.bytes)}`
    case 'exact':
      return formatBytes(space.bytes)
    default:
      return assertNever(space)
  }
}

export function snapshotLine(one: Snapshot): string {
  const mark = one.pinned ? '*' : ' '
  const tool = one.tool === undefined ? '' : ` (${one.tool})`
  const cells = [localTime(one.at), one.laptop.padEnd(10), spaceWords(one.space).padStart(9), `${mark} ${one.id}`]
  return `${cells.join('  ')}  ${one.description}${tool}`
}

export function showLines(one: Snapshot): readonly string[] {
  return [
    `${one.id} on ${one.laptop}`,
    `  taken        ${localTime(one.at)}`,
    `  why          ${one.description}`,
    `  frees        ${spaceWords(one.space)}`,
    `  pinned       ${one.pinned ? 'yes' : 'no'}`,
    ...(one.neededBecause === undefined ? [] : [`  needed       ${one.neededBecause}`]),
    ...one.subvolumes.map(({ subvolume, title, path }) => `  ${subvolume.padEnd(12)} ${path ?? title}`),
  ]
}

const marks: Readonly<Record<Change['kind'], string>> = {
  added: '+',
  changed: '~',
  deleted: '-',
  renamed: '>',
  attributes: '@',
}

export function changeLine({ kind, path, oldPath, before, after }: Change): string {
  const name = textFromBytePath(path)
  const from = oldPath === undefined || oldPath === path ? '' : `${textFromBytePath(oldPath)} → `
  return `${marks[kind]} ${(sizeOf(after) ?? sizeOf(before) ?? '').padStart(9)}  ${from}${name}`
}

function sizeOf(facts: EntryFacts | undefined): string | undefined {
  return facts?.type === 'file' ? formatBytes(facts.bytes) : facts?.type
}

export function countsLine(counts: ChangeCounts): string {
  const subvolumes = [
    `${formatCount(counts.added)} new`,
    `${formatCount(counts.changed)} changed`,
    `${formatCount(counts.deleted)} deleted`,
    `${formatCount(counts.renamed)} renamed`,
    `${formatCount(counts.attributes)} with another mode or owner`,
  ]
  return `${subvolumes.join(', ')} (${formatBytes(counts.bytes)})`
}

export function rollbackSubvolumeLines(subvolume: RollbackSubvolume): readonly string[] {
  const lost = subvolume.disappears
  return [
    `  ${subvolume.title} (${subvolume.path}): ${whenWords(subvolume.when)}`,
    ...(subvolume.counts === undefined ? [] : [`    compared with now: ${countsLine(subvolume.counts)}`]),
    ...(lost === undefined || lost.count === 0
      ? []
      : [`    only there now, would disappear: ${lost.first.map(textFromBytePath).join(', ')}${more(lost)}`]),
    ...subvolume.users.map((user) => `    in use: ${user}`),
    ...(subvolume.nested === 0 ? [] : [`    ${countOf(subvolume.nested, 'subvolume')} inside it stay as they are now`]),
  ]
}

function more({ first, count }: NonNullable<RollbackSubvolume['disappears']>): string {
  return count > first.length ? ` and ${formatCount(count - first.length)} more` : ''
}

function whenWords(when: RollbackSubvolume['when']): string {
  switch (when.kind) {
    case 'now':
      return 'can be done now'
    case 'next-start':
      return `only at the next start. ${when.why}`
    case 'refused':
      return `cannot be rolled back. ${when.why} ${when.hint}`
    default:
      return assertNever(when)
  }
}

export function rollbackStateLines({ laptop, pending, last }: RollbackState): readonly string[] {
  return [
    ...(pending === undefined
      ? []
      : [`${laptop} goes back to ${localTime(pending.at)} at its next start (${pending.subvolumes.join(', ')}).`]),
    ...(last === undefined ? [] : [`${laptop}: ${last.text}`]),
    ...(pending === undefined && last === undefined ? [`${laptop} was not rolled back.`] : []),
  ]
}

export function retentionLines({ laptop, sentence, enabled, schedule, extra }: RetentionView): readonly string[] {
  return [
    `${laptop}: ${sentence}`,
    `  deletes by itself   ${enabled ? 'yes' : 'no; look with "snapshots prune --dry-run", then --enable'}`,
    `  automatic           ${schedule}`,
    ...extra.map((folder) => `  also                ${folder}`),
  ]
}
