/** Snapshots in lines of text, for a terminal. Pure functions of data. */
import { toned, type Line } from '../colours.ts'
import { errorText } from '../../../contract/wire-error.ts'
import type { TreeChange, ChangeCounts, EntryFacts } from '../../../contract/compare-calls.ts'
import type { EtcRestorePlan, RestorePlan, RestoreResult } from '../../../contract/files-calls.ts'
import type { NamedPaths, RollbackPlan, RollbackSubvolume, RollbackState } from '../../../contract/rollback-calls.ts'
import type { FreedSpace, RetentionView, Snapshot } from '../../../contract/snapshot-calls.ts'
import { assertNever } from '../../../kernel/assert-never.ts'
import { textFromBytePath } from '../../../kernel/byte-path.ts'
import { countOf, formatBytes, formatCount } from '../../../kernel/units.ts'
import { tableLines } from '../fit-lines.ts'
import { localTime } from '../local-time.ts'

export const notYetText = 'Nothing was changed. Run it again with --yes to do it.'
export const noSnapshots = 'No snapshots yet. The first is taken at your first switch.'
export const noSuchName = 'No snapshot contains such a name.'

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

const sizeColumn = [2] as const

/** `short`: what names each of them, where that is less than its ID. */
export function snapshotLines(
  snapshots: readonly Snapshot[],
  short: ReadonlyMap<string, string> = new Map(),
): readonly string[] {
  const rows = snapshots.map(({ id, at, laptop, space, pinned, description, tool }) => [
    ...[localTime(at), laptop, spaceWords(space), `${pinned ? '*' : ' '} ${short.get(id) ?? id}`],
    tool === undefined ? description : `${description} (${tool})`,
  ])
  return tableLines(rows, sizeColumn)
}

export function showLines(one: Snapshot): readonly string[] {
  return [
    `${one.id} on ${one.laptop}`,
    ...tableLines([
      ['  taken', localTime(one.at)],
      ['  reason', one.description],
      ['  frees', spaceWords(one.space)],
      ['  pinned', one.pinned ? 'yes' : 'no'],
      ...(one.neededBecause === undefined ? [] : [['  kept', one.neededBecause]]),
      ...one.subvolumes.map(({ subvolume, title, path }) => [`  ${subvolume}`, path ?? title]),
    ]),
  ]
}

const marks: Readonly<Record<TreeChange['kind'], string>> = {
  added: '+',
  changed: '~',
  deleted: '-',
  renamed: '>',
  attributes: '@',
}

export function changeLines(changes: readonly TreeChange[]): readonly Line[] {
  const rows = changes.map(({ kind, path, oldPath, before, after }) => {
    const name = textFromBytePath(path)
    const from = oldPath === undefined || oldPath === path ? '' : `${textFromBytePath(oldPath)} → `
    return [marks[kind], sizeOf(after) ?? sizeOf(before) ?? '', `${from}${name}`]
  })
  return tableLines(rows, [1]).map((line, at) => (changes[at]?.kind === 'deleted' ? toned('bad', line) : line))
}

function sizeOf(facts: EntryFacts | undefined): string | undefined {
  return facts?.type === 'file' ? formatBytes(facts.bytes) : facts?.type
}

export function countsLine(counts: ChangeCounts): string {
  const parts = [
    `${formatCount(counts.added)} new`,
    `${formatCount(counts.changed)} changed`,
    `${formatCount(counts.deleted)} deleted`,
    `${formatCount(counts.renamed)} renamed`,
    `${formatCount(counts.attributes)} with another mode or owner`,
  ]
  return `${parts.join(', ')} (${formatBytes(counts.bytes)})`
}

export function rollbackSubvolumeLines(subvolume: RollbackSubvolume): readonly Line[] {
  const lost = subvolume.disappears
  return [
    `  ${subvolume.title} (${subvolume.path}): ${whenWords(subvolume.when)}`,
    ...(subvolume.counts === undefined ? [] : [`    since then: ${countsLine(subvolume.counts)}`]),
    ...(lost === undefined || lost.count === 0
      ? []
      : [
          toned(
            'bad',
            `    made since then, would be gone: ${lost.first.map(textFromBytePath).join(', ')}${more(lost)}`,
          ),
        ]),
    ...subvolume.users.map((user) => `    in use: ${user}`),
    ...(subvolume.nested === 0
      ? []
      : [`    ${countOf(subvolume.nested, 'nested subvolume')} ${subvolume.nested === 1 ? 'stays' : 'stay'} as now`]),
  ]
}

/** What is not among the first ones. */
export function more({ first, count }: NamedPaths): string {
  return count > first.length ? ` and ${formatCount(count - first.length)} more` : ''
}

function whenWords(when: RollbackSubvolume['when']): string {
  switch (when.kind) {
    case 'now':
      return 'can be rolled back now'
    case 'next-start':
      return `only at the next restart. ${when.why}`
    case 'refused':
      return `can't be rolled back. ${when.why} ${when.hint}`
    default:
      return assertNever(when)
  }
}

export function rollbackStateLines({ laptop, pending, last }: RollbackState): readonly string[] {
  return [
    ...(pending === undefined
      ? []
      : [`${laptop} rolls back to ${localTime(pending.at)} at its next restart (${pending.subvolumes.join(', ')}).`]),
    ...(last === undefined ? [] : [`${laptop}: ${last.text}`]),
    ...(pending === undefined && last === undefined ? [`${laptop} has not been rolled back.`] : []),
  ]
}

export function retentionLines({ laptop, sentence, enabled, schedule, extra }: RetentionView): readonly string[] {
  return [
    `${laptop}: ${sentence}`,
    ...tableLines([
      ['  automatic cleanup', enabled ? 'on' : 'off (see "snapshots prune --dry-run", then turn on with --enable)'],
      ['  automatic snapshots', schedule],
      ...extra.map((folder) => ['  also snapshotted', folder]),
    ]),
  ]
}

export function restorePlanLines(plan: RestorePlan): readonly Line[] {
  const how = plan.instant ? ', instantly (no data is copied)' : ''
  const more = plan.overwrittenCount - plan.overwritten.length
  return [
    `Restores ${countOf(plan.files, 'file')}, ${formatBytes(plan.bytes)}, to ${plan.onto}${how}`,
    ...changeLines(plan.overwritten),
    ...(more > 0 ? [`  and ${formatCount(more)} more that differ`] : []),
    ...(plan.overwrittenCount === 0 ? [] : [plan.keeps]),
    ...plan.notes,
  ]
}

export function restoreResultLines(result: RestoreResult): readonly string[] {
  return [
    `Restored ${countOf(result.files, 'file')}, ${formatBytes(result.bytes)}.`,
    ...result.places.slice(0, 20).map((place) => `  ${place}`),
    ...result.keptAs.slice(0, 20).map((place) => `  previous version: ${place}`),
    ...(result.keptSet === undefined ? [] : [`  previous versions: snapshot ${result.keptSet}`]),
    ...result.left.slice(0, 20).map(({ path, why }) => `  NOT restored: ${path}. ${why}`),
    ...(result.left.length > 20 ? [`  NOT restored: ${formatCount(result.left.length - 20)} more`] : []),
  ]
}

export function etcPlanLines(plan: EtcRestorePlan): readonly Line[] {
  return [
    plan.changes.length === 0
      ? '/etc is the same as in the snapshot.'
      : `Changes /etc on ${plan.laptop} back to the snapshot:`,
    ...changeLines(plan.changes),
    ...plan.keptIdentity.map((name) => `= stays as it is: ${name}`),
    ...plan.services.map(({ unit, how, why }) => `  ${how} ${unit}: ${why}`),
    ...plan.notes,
  ]
}

export const reloadedLine = (unit: string): string => `  reloaded ${unit}`
export const notReloadedLine = (unit: string): string => `  NOT reloaded: ${unit}`

export function rollbackPlanLines(plan: RollbackPlan): readonly Line[] {
  return [
    `Rolls ${plan.laptop} back to ${localTime(plan.at)}:`,
    ...plan.subvolumes.flatMap(rollbackSubvolumeLines),
    ...plan.notes,
    'The present state is kept as a snapshot.',
  ]
}

interface Failure {
  readonly laptop: string
  readonly error: { readonly message: string; readonly hint?: string | undefined }
}

/** A laptop that could not be asked. */
export const failureLine = ({ laptop, error }: Failure): string => `${laptop}: ${errorText(error)}`
export const notListedLine = ({ laptop, error }: Failure): string =>
  `${laptop}: snapshots can't be listed. ${error.message}`
export const notSearchedLine = ({ laptop, error }: Failure): string => `${laptop}: not searched. ${error.message}`

export function pinnedLine(id: string, laptop: string, pinned: boolean): string {
  return pinned ? `${id} on ${laptop} is kept until you unpin it.` : `${id} on ${laptop} is no longer pinned.`
}

export const deletedLine = (words: string, dryRun: boolean): Line =>
  toned('bad', `${dryRun ? 'Would delete' : 'Deleted'}  ${words}`)

export function keptLine({ laptop, id, why }: { readonly laptop: string; readonly id: string; readonly why: string }) {
  return `Kept          ${laptop}  ${id}  ${why}`
}

/** `bytes` that the deleted snapshots held; 0 when nobody measured them. */
export function pendingLine(bytes: number): string {
  const what = bytes === 0 ? 'The space' : formatBytes(bytes)
  return `${what} will be free shortly: btrfs cleans up in the background.`
}

export function pruneLine(laptop: string, counts: { readonly keep: number; readonly gone: number }, dryRun: boolean) {
  const gone = `${dryRun ? 'would delete' : 'deleted'} ${formatCount(counts.gone)}`
  return `${laptop}: keeps ${formatCount(counts.keep)}, ${gone}`
}

export const moreFoundLine = (shown: number): string =>
  `Only the first ${formatCount(shown)} are shown. Give a longer name, or raise --limit.`

export const foundWhen = (there: boolean, newestAt: string): string =>
  there ? 'still there' : `last in ${localTime(newestAt)}`

export const versionSize = (facts: EntryFacts | undefined): string =>
  facts === undefined ? 'absent' : formatBytes(facts.bytes)
export const versionChanged = (facts: EntryFacts | undefined): string =>
  facts === undefined ? '' : `changed ${localTime(facts.changedAt)}`
export const alsoInWords = (older: number): string => (older === 0 ? '' : `  (same in ${formatCount(older)} older)`)
