/** One snapshot set as clients show it. */
import type { Area } from '../../../commons/capability/area.ts'
import type { Description } from '../../../commons/snapshot-sets/schemas.ts'
import type { Snapshot } from '../../../contract/snapshot-calls.ts'
import type { Wording } from '../../../contract/wording.ts'
import { assertNever } from '../../../kernel/assert-never.ts'
import { textFromBytePath } from '../../../kernel/byte-path.ts'
import type { Machine } from '../../../machine/machine.ts'
import type { ForeignSnapshot, KeptSet } from '../verbs.ts'
import { areaTitles, showSubvolumes } from './show-subvolumes.ts'
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
    description: `${texts.reasonText(description, wording)}${describeGaps(description, subvolumes, wording)}`,
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
