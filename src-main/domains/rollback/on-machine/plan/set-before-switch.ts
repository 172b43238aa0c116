/** What there was before a switch and after it, by the snapshots that were taken for it. */
import { systemArea } from '../../../../commons/snapshot-sets/areas.ts'
import { isPartOfSystem } from '../../../../commons/snapshot-sets/on-machine/apart-from-system.ts'
import { findDescription, readOneSet } from '../../../../commons/snapshot-sets/on-machine/set-folder.ts'
import type { AreaId, Description, TakenSubvolume } from '../../../../commons/snapshot-sets/schemas.ts'
import type { Output } from '../../../../contract/define.ts'
import type { findBeforeSwitch } from '../../verbs.ts'

export function setBeforeSwitch(
  stateFolder: string,
  switchId: string,
  areas: readonly AreaId[],
): Output<typeof findBeforeSwitch> {
  const before = partOfSet(stateFolder, findDescription(stateFolder, { switchId, reason: 'before-switch' }), areas)
  if (before === undefined) return { kind: 'gone' }
  const after = partOfSet(stateFolder, findDescription(stateFolder, { switchId, reason: 'after-switch' }), areas)
  const had = new Set(before.taken.flatMap((taken) => taken.areas))
  return {
    kind: 'found',
    before: namesOf(before),
    lacking: areas.filter((area) => !had.has(area)),
    ...(after === undefined ? {} : { after: namesOf(after) }),
  }
}

interface PartOfSet {
  readonly setId: string
  readonly taken: readonly TakenSubvolume[]
}

/** Of what is still there: undefined when nothing is. */
function partOfSet(
  stateFolder: string,
  description: Description | undefined,
  areas: readonly AreaId[],
): PartOfSet | undefined {
  if (description?.state !== 'finished') return undefined
  const there = readOneSet(stateFolder, description.id)?.subvolumes ?? []
  const snapshots = description.snapshots.filter(({ subvolume }) => there.includes(subvolume))
  const root = snapshots.find((taken) => taken.areas.includes(systemArea.id))?.path
  const isOfSystem = ({ path }: TakenSubvolume) =>
    areas.includes(systemArea.id) && root !== undefined && path !== undefined && isPartOfSystem(root, path)
  const outer = snapshots.filter((taken) => taken.areas.some((area) => areas.includes(area)) || isOfSystem(taken))
  const names = new Set(outer.map(({ subvolume }) => subvolume))
  const inside = snapshots.filter(({ within }) => within !== undefined && names.has(within.subvolume))
  const taken = [...outer, ...inside.filter(({ subvolume }) => !names.has(subvolume))]
  return taken.length === 0 ? undefined : { setId: description.id, taken }
}

function namesOf({ setId, taken }: PartOfSet) {
  return { setId, subvolumes: taken.map(({ subvolume, areas }) => ({ subvolume, areas })) }
}
