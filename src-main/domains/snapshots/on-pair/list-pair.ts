/** The snapshots of both laptops in one list, for the call "snapshots.list". */
import type { Handlers } from '../../../contract/handlers.ts'
import type { Snapshot } from '../../../contract/snapshot-calls.ts'
import type { CallOptions, Machine } from '../../../machine/machine.ts'
import type { Reach } from '../../../machine/reach.ts'
import type { KeptSet } from '../verbs.ts'
import { askEach } from '../../../machine/ask-each.ts'
import { askListing } from './known-listing.ts'
import { viewForeign, viewSet } from './view-set.ts'

/** A set that is as it was is the same object; each is of one laptop. */
const views = new WeakMap<KeptSet, Snapshot>()

function viewOnce(set: KeptSet, laptop: string): Snapshot {
  const view = views.get(set) ?? viewSet(set, laptop)
  views.set(set, view)
  return view
}

/** One question to the laptop. */
export async function listSnapshotsOf(machine: Machine, options: CallOptions = {}): Promise<readonly Snapshot[]> {
  const { sets, foreign } = await askListing(machine, options)
  return [
    ...sets.map((set) => viewOnce(set, machine.name)),
    ...foreign.map((snapshot) => viewForeign(snapshot, machine.name)),
  ]
}

/** Newest first, of both; one that does not answer is named, so that nobody takes its silence for "none". */
export async function listBoth(reach: Reach): ReturnType<Handlers['snapshotsList']> {
  const { answers, missing } = await askEach(await reach.all(), (machine) => listSnapshotsOf(machine))
  return { snapshots: answers.flat().toSorted((one, other) => (one.at < other.at ? 1 : -1)), missing }
}
