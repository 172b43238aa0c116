/** The snapshots of both laptops in one list, for the call "snapshots.list". */
import type { Area } from '../../../commons/capability/area.ts'
import type { Handlers } from '../../../contract/handlers.ts'
import type { Snapshot } from '../../../contract/snapshot-calls.ts'
import { askEach } from '../../../machine/ask-each.ts'
import type { CallOptions, Machine } from '../../../machine/machine.ts'
import type { Reach } from '../../../machine/reach.ts'
import { type KeptSet, listSnapshots, type ForeignSnapshot } from '../verbs.ts'
import { viewForeign, viewSet } from './view-set.ts'
import type { Output } from '../../../contract/define.ts'

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

/** What a laptop told of its snapshots, kept as long as its agent serves us: the next time it tells only what differs. */
export interface KnownListing {
  readonly revision: string
  /** Newest first. */
  readonly sets: readonly KeptSet[]
  readonly foreign: readonly ForeignSnapshot[]
}

/** As it is now, in one question. */
type AskListing = (machine: Machine, options?: CallOptions) => Promise<KnownListing>

export function createAskListing(): AskListing {
  // An agent that is gone takes what it told along: another one has revisions of its own.
  const listings = new WeakMap<Machine, KnownListing>()
  return async (machine, options = {}) => {
    const before = listings.get(machine)
    const known = before === undefined ? {} : { known: before.revision }
    const told = await machine.call(listSnapshots, known, options)
    const listing = bringUpToDate(before, told)
    listings.set(machine, listing)
    return listing
  }
}

/** `told` with a `since` answers what `before` was given for. */
export function bringUpToDate(before: KnownListing | undefined, told: Output<typeof listSnapshots>): KnownListing {
  const { revision, since, sets, gone, foreign = before?.foreign ?? [] } = told
  if (before === undefined || since !== before.revision) return { revision, sets: sets.toSorted(newestFirst), foreign }
  if (revision === before.revision) return before
  const byId = new Map(before.sets.map((set) => [set.id, set]))
  for (const id of gone) byId.delete(id)
  for (const set of sets) byId.set(set.id, set)
  return { revision, sets: [...byId.values()].sort(newestFirst), foreign }
}

function newestFirst(one: KeptSet, other: KeptSet): number {
  if (one.at !== other.at) return one.at < other.at ? 1 : -1
  return one.id < other.id ? 1 : -1
}
