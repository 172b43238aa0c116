/** The snapshots of both laptops in one list, for the call "snapshots.list". */
import type { Area } from '../../../commons/capability/area.ts'
import type { Handlers } from '../../../contract/handlers.ts'
import type { Snapshot } from '../../../contract/snapshot-calls.ts'
import { askEach } from '../../../machine/ask-each.ts'
import type { CallOptions, Machine } from '../../../machine/machine.ts'
import type { Reach } from '../../../machine/reach.ts'
import type { KeptSet } from '../verbs.ts'
import { createAskListing } from './known-listing.ts'
import { viewForeign, viewSet } from './view-set.ts'

export interface SnapshotLists {
  /** One question to the laptop. */
  of(machine: Machine, options?: CallOptions): Promise<readonly Snapshot[]>
  /** Of both laptops, newest first. A laptop that did not answer is named in `missing`. */
  both(reach: Reach): ReturnType<Handlers['snapshotsList']>
}

export function createSnapshotLists(areas: readonly Area[]): SnapshotLists {
  const askListing = createAskListing()
  const viewOnce = createViews(areas)
  const of: SnapshotLists['of'] = async (machine, options = {}) => {
    const { sets, foreign } = await askListing(machine, options)
    return [
      ...sets.map((set) => viewOnce(set, machine)),
      ...foreign.map((snapshot) => viewForeign(snapshot, machine.name, areas)),
    ]
  }
  return {
    of,
    async both(reach) {
      const { answers, missing } = await askEach(await reach.all(), (machine) => of(machine))
      return { snapshots: answers.flat().toSorted((one, other) => (one.at < other.at ? 1 : -1)), missing }
    },
  }
}

/** A set that is as it was is the same object; each is of one laptop. */
function createViews(areas: readonly Area[]): (set: KeptSet, machine: Machine) => Snapshot {
  const views = new WeakMap<KeptSet, Snapshot>()
  return (set, machine) => {
    const view = views.get(set) ?? viewSet(set, machine, areas)
    views.set(set, view)
    return view
  }
}
