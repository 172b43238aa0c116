/** What a laptop told of its snapshots, kept as long as its agent serves us: the next time it tells only what differs. */
import type { Output } from '../../../contract/define.ts'
import type { CallOptions, Machine } from '../../../machine/machine.ts'
import { listSnapshots, type ForeignSnapshot, type KeptSet } from '../verbs.ts'

export interface KnownListing {
  readonly revision: string
  /** Newest first. */
  readonly sets: readonly KeptSet[]
  readonly foreign: readonly ForeignSnapshot[]
}

/** As it is now, in one question. */
export type AskListing = (machine: Machine, options?: CallOptions) => Promise<KnownListing>

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
