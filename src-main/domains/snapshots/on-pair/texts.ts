/** What the snapshots step and the calls about snapshots say. */
import type { Area } from '../../../commons/capability/area.ts'
import type { AreaId, Layout } from '../../../commons/snapshot-sets/schemas.ts'
import type { WorkResult } from '../../../contract/activity-calls.ts'
import type { calls } from '../../../contract/calls.ts'
import type { Output } from '../../../contract/define.ts'
import type { WireError } from '../../../contract/wire-error.ts'
import type { Wording } from '../../../contract/wording.ts'
import { assertNever } from '../../../kernel/assert-never.ts'
import { countOf } from '../../../kernel/units.ts'

type Ready = Extract<Layout, { kind: 'ready' }>
type Refused = Exclude<Layout, { kind: 'ready' }>

/** "system and home"; one that only an old set knows goes by its ID. */
export function nameAreas(ids: readonly AreaId[], areas: readonly Area[]): string {
  const names = ids.map((id) => areas.find((area) => area.id === id)?.name ?? id)
  const last = names.at(-1) ?? 'nothing'
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} and ${last}`
}

export const stepTitle = 'Take snapshots'
export const setting = {
  title: 'Snapshots and records',
  explanation: 'Not copied, and not rolled back with /home.',
} as const

export const waitsFor = 'Starts after both laptops are checked'
export const rowTitle = 'Snapshots'
export const summary = 'Of both laptops, so that you can go back'
export const layoutChanged = 'What can be snapshotted has changed since the plan was made.'

export function taken(snapshots: number, from: string, to: string): string {
  return `${countOf(snapshots, 'read-only snapshot')} of ${from} and ${to}`
}

export const noRoomCell = 'No room for a snapshot'

interface Words {
  readonly wording: Wording
  readonly areas: readonly Area[]
}

export function readyText(layout: Ready, { wording, areas }: Words): string {
  const { subvolumes, nested, nestedLeftOut, leftOut, outside } = layout
  const ids = subvolumes.flatMap(({ areas }) => areas)
  const possible = `Can be taken of ${nameAreas(ids, areas)}`
  if (nestedLeftOut > 0) return `${possible}, without ${countOf(nestedLeftOut, 'nested subvolume')}`
  const [first] = leftOut ?? []
  if (first !== undefined) return `${possible}, without ${wording.text(first)}`
  if (outside.length > 0) return `${possible}. Not on btrfs: ${nameAreas(outside, areas)}`
  if (nested === 0) return possible
  return `${possible} (${countOf(nested, 'nested subvolume')} ${nested === 1 ? 'is' : 'are'} included)`
}

interface RefusalText {
  readonly cell: string
  readonly title: string
  readonly text: string
}

export function refusalText(layout: Refused, label: string): RefusalText {
  switch (layout.kind) {
    case 'no-btrfs':
      return {
        cell: `${layout.place} is on ${layout.fsType}, not on btrfs`,
        title: `${label} can't take snapshots`,
        text: `${layout.place} is on ${layout.fsType}. pc-switcher changes nothing without a snapshot, so the system and /home must be on btrfs.`,
      }
    case 'elsewhere':
      return {
        cell: `${layout.place} is on another file system`,
        title: `${label} has no place for a snapshot of ${layout.place}`,
        text: `A snapshot must stay on the file system it is taken of, and ${layout.folder} is on another one. Put both on the same btrfs file system.`,
      }
    case 'hidden':
      return {
        cell: `The subvolume of ${layout.place} is not mounted as a whole`,
        title: `${label} can't take a snapshot of ${layout.place}`,
        text: `${layout.place} is a folder of a subvolume that is not mounted as a whole. Mount that subvolume, for example at /mnt/data, and keep it mounted.`,
      }
    case 'link':
      return {
        cell: `${layout.place} is a link to ${layout.target}`,
        title: `${label} can't take a snapshot of ${layout.place}`,
        text: `${layout.place} is a link to ${layout.target}. Mount a btrfs subvolume at ${layout.place} in /etc/fstab instead, with what is in ${layout.target} now, and restart ${label}.`,
      }
    case 'read-only':
      return {
        cell: `The disk is read-only at ${layout.place}`,
        title: `The disk of ${label} is read-only`,
        text: `Nothing can be written at ${layout.place}. Linux makes a disk read-only when it finds damage: back up what matters first, then look for errors with "journalctl -k".`,
      }
    case 'swap-file':
      return {
        cell: `Swap file ${layout.file} prevents snapshots`,
        title: `A swap file on ${label} prevents snapshots`,
        text: `${layout.file} is in use, and btrfs can't snapshot a subvolume with an active swap file. Turn it off with "swapoff", move it to a subvolume of its own, and turn it on again.`,
      }
    default:
      return assertNever(layout)
  }
}

export function noRoomForSnapshot(label: string, percent: number) {
  return {
    title: `${label} has no room for a snapshot`,
    text: `The part of the disk for metadata is ${percent}% full. Delete files or old snapshots, or run: btrfs balance start -dusage=20 /`,
  }
}

export const proofTitle = (label: string): string => `Snapshots of ${label}`
export const notAllTaken = 'not all were taken'

export function snapshotsKept(count: number, areas: string, label: string): string {
  return `${countOf(count, 'read-only snapshot')} of ${areas} on ${label}`
}
export const snapshotsBroken = (count: number, label: string): string =>
  `${countOf(count, 'snapshot')} on ${label} can't be relied on`

export function nestedLeftOutNote(count: number, label: string): string {
  return `${countOf(count, 'nested subvolume')} on ${label} ${count === 1 ? 'is' : 'are'} not in the snapshots.`
}

export const foreignReason = 'Made by another tool. pc-switcher never touches it.'
export const notFinished = ' (not finished)'
export const missing = (subvolumes: readonly string[]): string => `missing: ${subvolumes.join(', ')}`
export const without = (gaps: readonly string[]): string => `without ${gaps.join(', ')}`

export const taskTitles = {
  take: 'Take a snapshot',
  delete: (count: number): string => `Delete ${countOf(count, 'snapshot')}`,
  prune: 'Delete snapshots that the rule no longer keeps',
  measure: (label: string): string => `Measure snapshots of ${label}`,
} as const

/** `labelOf`: what the person calls the laptop with this host name. */
export function takenWork(
  { taken: sets, failed }: Output<typeof calls.snapshotsCreate>,
  labelOf: (laptop: string) => string,
): WorkResult {
  const on = sets.map(({ laptop }) => labelOf(laptop)).join(' and ')
  return workResult(sets.length, sets.length === 0 ? 'No snapshot taken' : `Taken on ${on}`, failed.map(missingText))
}

export function deletedWork({ deleted, refused }: Output<typeof calls.snapshotsDelete>): WorkResult {
  const kept = refused.map(({ laptop, why }) => `Kept on ${laptop}: ${why}`)
  return workResult(deleted.length, `${countOf(deleted.length, 'snapshot')} deleted`, kept)
}

export function prunedWork({ laptops, missing }: Output<typeof calls.snapshotsPrune>): WorkResult {
  const count = laptops.reduce((sum, one) => sum + one.delete.length, 0)
  return workResult(laptops.length, `${countOf(count, 'snapshot')} deleted`, missing.map(missingText))
}

function missingText({ laptop, error }: { readonly laptop: string; readonly error: WireError }): string {
  return `${laptop}: ${error.message}`
}

/** `problems` are sentences with a full stop. */
function workResult(done: number, summary: string, problems: readonly string[]): WorkResult {
  if (problems.length === 0) return { result: 'done', summary }
  return { result: done === 0 ? 'failed' : 'partly-done', summary: [`${summary}.`, ...problems].join(' ') }
}
