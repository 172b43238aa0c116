/** The snapshots of both laptops in one list, for the call "snapshots.list". */
import type { Handlers } from '../../../contract/handlers.ts'
import type { Snapshot } from '../../../contract/snapshot-calls.ts'
import { toWireError } from '../../../contract/wire-error.ts'
import type { CallOptions, Machine } from '../../../machine/machine.ts'
import type { Reach } from '../../../machine/reach.ts'
import { listSnapshots } from '../verbs.ts'
import { viewSet } from './view-set.ts'

/** Newest first. */
export async function listSnapshotsOf(machine: Machine, options: CallOptions = {}): Promise<readonly Snapshot[]> {
  const { sets } = await machine.call(listSnapshots, {}, options)
  return sets.map((set) => viewSet(set, machine.name))
}

/** Newest first, of both; one that does not answer is named, so that nobody takes its silence for "none". */
export async function listBoth(reach: Reach): ReturnType<Handlers['snapshotsList']> {
  const { machines, missing } = await reach.all()
  const asked = await Promise.allSettled(machines.map((machine) => listSnapshotsOf(machine)))
  const snapshots = asked.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []))
  const silent = asked.flatMap((answer, index) =>
    answer.status === 'rejected' ? [{ laptop: machines[index]?.name ?? '', error: toWireError(answer.reason) }] : [],
  )
  return {
    snapshots: snapshots.toSorted((one, other) => other.at.localeCompare(one.at)),
    missing: [...missing, ...silent],
  }
}
