/** One snapshot set as clients show it. */
import type { Area } from '../../../commons/capability/area.ts'
import { homeArea } from '../../../commons/snapshot-sets/areas.ts'
import type { Description, AreaId } from '../../../commons/snapshot-sets/schemas.ts'
import { reasonText } from '../../../commons/snapshot-sets/texts.ts'
import type { Snapshot, SnapshotSubvolume } from '../../../contract/snapshot-calls.ts'
import type { Wording } from '../../../contract/wording.ts'
import { assertNever } from '../../../kernel/assert-never.ts'
import { textFromBytePath, type BytePath } from '../../../kernel/byte-path.ts'
import type { Machine } from '../../../machine/machine.ts'
import type { ForeignSnapshot, KeptSet } from '../verbs.ts'
import * as texts from './texts.ts'

type SetOwner = Pick<Machine, 'name' | 'wording'>

export function viewSet(set: KeptSet, machine: SetOwner, areas: readonly Area[]): Snapshot {
  const { id, at, subvolumes, content, pinned, neededBecause, space } = set
  const { name, wording } = machine
  const needed = neededBecause === undefined ? {} : { neededBecause: wording.text(neededBecause) }
  const known = { id, laptop: name, at, pinned, space, ...needed } as const
  switch (content.kind) {
    case 'described':
      return { ...known, ...viewDescription(content.description, subvolumes, { wording, areas }), readable: true }
    case 'undescribed':
      return {
        ...known,
        areas: ownAreas(subvolumes),
        areaTitles: areaTitles(ownAreas(subvolumes), areas),
        subvolumes: showSubvolumes(
          subvolumes.map((subvolume) => ({ subvolume })),
          areas,
        ),
        reason: 'unknown',
        description: wording.text(content.why),
        readable: false,
      }
    default:
      return assertNever(content)
  }
}

/** Known by its path. Its ID is never that of a set, so that no call can delete or pin it. */
export function viewForeign(
  { uuid, at, tool, areas, path }: ForeignSnapshot,
  laptop: string,
  known: readonly Area[],
): Snapshot {
  return {
    id: `foreign-${uuid}`,
    laptop,
    at,
    areas,
    areaTitles: areaTitles(areas, known),
    subvolumes: [],
    reason: 'foreign',
    description: textFromBytePath(path),
    tool,
    pinned: false,
    neededBecause: texts.foreignReason,
    space: { kind: 'unknown' },
    readable: true,
  }
}

interface Words {
  readonly wording: Wording
  readonly areas: readonly Area[]
}

function viewDescription(description: Description, subvolumes: readonly string[], { wording, areas: known }: Words) {
  const { switchId, from, to, reason, snapshots, state } = description
  const there = snapshots.filter(({ subvolume }) => subvolumes.includes(subvolume))
  const areas = state === 'finished' ? [...new Set(there.flatMap((taken) => taken.areas))] : ownAreas(subvolumes)
  const ofSwitch = reason === 'before-switch' || reason === 'after-switch'
  return {
    areas,
    areaTitles: areaTitles(areas, known),
    subvolumes: showSubvolumes(there, known),
    reason,
    description: `${reasonText(description, wording)}${describeGaps(description, subvolumes, wording)}`,
    groupId: switchId,
    ...(ofSwitch ? { switchId } : {}),
    ...(from === undefined || to === undefined ? {} : { from: from.name, to: to.name }),
  }
}

/** A subvolume has the name of its first area; what is nested or was added belongs to none. */
function ownAreas(subvolumes: readonly string[]): string[] {
  return subvolumes.filter((subvolume) => !subvolume.includes('/'))
}

function describeGaps(
  { state, snapshots, leftOut = [] }: Description,
  subvolumes: readonly string[],
  wording: Wording,
): string {
  if (state === 'taking') return texts.notFinished
  const missing = snapshots.map(({ subvolume }) => subvolume).filter((subvolume) => !subvolumes.includes(subvolume))
  const gaps = [
    ...(missing.length === 0 ? [] : [texts.missing(missing)]),
    ...(leftOut.length === 0 ? [] : [texts.without(leftOut.map(wording.text))]),
  ]
  return gaps.length === 0 ? '' : ` (${gaps.join('; ')})`
}

interface Named {
  readonly subvolume: string
  readonly path?: BytePath | undefined
  readonly within?: { readonly path: BytePath } | undefined
}

/** Areas and subvolumes of a snapshot with the titles and in the order in which clients show them. */
export function showSubvolumes(found: readonly Named[], areas: readonly Area[]): SnapshotSubvolume[] {
  return found
    .map((one) => showSubvolume(one, areas))
    .toSorted((a, b) => rank(a.subvolume, areas) - rank(b.subvolume, areas) || a.title.localeCompare(b.title))
}

function areaTitles(ids: readonly AreaId[], areas: readonly Area[]): string[] {
  return ids
    .toSorted((a, b) => rank(a, areas) - rank(b, areas) || a.localeCompare(b))
    .map((id) => shortTitleOf(id, areas) ?? id)
}

/** One that was added goes by its path, one inside another by its path there. */
function showSubvolume({ subvolume, path, within }: Named, areas: readonly Area[]): SnapshotSubvolume {
  const area = within === undefined ? areas.find(({ id }) => id === subvolume) : undefined
  const title = within === undefined ? (area?.title ?? path ?? subvolume) : textFromBytePath(within.path)
  const shortTitle = area?.shortTitle ?? title
  return { subvolume, title, shortTitle, ...(path === undefined ? {} : { path }) }
}

function shortTitleOf(id: string, areas: readonly Area[]): string | undefined {
  const area = areas.find((one) => one.id === id)
  return area?.shortTitle ?? area?.title
}

/** /home first, as a person thinks of it; then areas as capabilities bring them, folders that were added, the nested. */
function rank(subvolume: string, areas: readonly Area[]): number {
  if (subvolume === homeArea.id) return -1
  const known = areas.findIndex(({ id }) => id === subvolume)
  if (known >= 0) return known
  return subvolume.startsWith('nested/') ? areas.length + 1 : areas.length
}
