/** The snapshots of both laptops in one list, for the call "snapshots.list". */
import type { Handlers } from '../../../contract/handlers.ts'
import type { Snapshot } from '../../../contract/snapshot-calls.ts'
import type { CallOptions, Machine } from '../../../machine/machine.ts'
import type { Reach } from '../../../machine/reach.ts'
import { askEach } from './ask-each.ts'
import { askListing } from './known-listing.ts'
import { viewForeign, viewSet } from './view-set.ts'

/** One question to the laptop. */
export async function listSnapshotsOf(machine: Machine, options: CallOptions = {}): Promise<readonly Snapshot[]> {
  const { sets, foreign } = await askListing(machine, options)
  return [
    ...sets.map((set) => viewSet(set, machine.name)),
    ...foreign.map((snapshot) => viewForeign(snapshot, machine.name)),
  ]
}

/** Newest first, of both; one that does not answer is named, so that nobody takes its silence for "none". */
export async function listBoth(reach: Reach): ReturnType<Handlers['snapshotsList']> {
  const { answers, missing } = await askEach(reach, [], (machine) => listSnapshotsOf(machine))
  return { snapshots: answers.flat().toSorted((one, other) => (one.at < other.at ? 1 : -1)), missing }
}
