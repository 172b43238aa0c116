/**
 * ~/system-state that counts: of the laptop that has the latest work, because the next switch brings it to the other one. Where
 * that is the other laptop, its person's app is asked, so that a rule is never lost and never has to be made elsewhere. A switch
 * that leaves the other one all the same goes by it too, and records it where it begins.
 */
import type { Elsewhere } from '../../../contract/elsewhere.ts'
import type { Laptop } from '../../../contract/switch-state.ts'
import { toWireError } from '../../../contract/wire-error.ts'
import { AppError } from '../../../kernel/app-error.ts'
import type { ErrorCode } from '../../../kernel/error-codes.ts'
import type { Machine } from '../../../machine/machine.ts'
import type { Reach } from '../../../machine/reach.ts'
import { withPatience } from '../../../switch/patience.ts'
import type { Pair } from '../../../switch/step.ts'
import { agreedHolder } from '../../ledger/on-pair/agreement.ts'
import { readLedger } from '../../ledger/verbs.ts'
import type { LeftState, LeftStateOn } from './left-state.ts'
import { holderUnclear } from './texts.ts'

/** One laptop's, with an agent on it. */
export interface StateOnLaptop {
  readonly state: LeftState
  readonly laptop: Machine
}

/** `elsewhere`: where the other laptop has the work. */
type Told<T> = T | (T & { readonly elsewhere: Elsewhere })
type Work<T> = (at: StateOnLaptop, signal?: AbortSignal) => Promise<T>

export interface WorkState {
  /** Where the other laptop has the work and does not answer in time, this one's older copy is read. */
  read<T>(work: Work<T>): Promise<Told<T>>
  /** AppError "unreachable" where the other laptop has the work and does not answer, "blocked" where the two disagree. */
  change<T>(work: Work<T>): Promise<Told<T>>
  /** What a switch goes by: of the source, unless both remember that the target has the latest work. */
  readonly of: (pair: Pair) => RulesReader
}

export type RulesReader = Pick<LeftState, 'readFile'>
export type RulesOf = WorkState['of']

interface WorkStateParts {
  readonly here: () => Promise<Machine>
  readonly reach: Pick<Reach, 'named'>
  readonly leftStateOn: LeftStateOn
}

const unreadable: readonly ErrorCode[] = ['invalid-rules', 'state-unreadable']

export function createWorkState({ here, reach, leftStateOn }: WorkStateParts): WorkState {
  const at = (laptop: Machine): StateOnLaptop => ({ laptop, state: leftStateOn(laptop) })
  return {
    async read(work) {
      const own = await here()
      const holder = await otherHolder(own)
      if (holder === undefined) return work(at(own))
      const read = await withPatience(holder, async (signal) => {
        const there = await reach.named(holder.name)
        if (!(await hasTheWork(there, own))) return work(at(own), signal)
        return { ...(await work(at(there), signal)), elsewhere: { laptop: there.label, isRead: true } }
      }).catch((thrown: unknown) => {
        // What cannot be read in its files is told: only a laptop that does not answer is done without.
        if (unreadable.includes(toWireError(thrown).code)) throw thrown
        return undefined
      })
      return read ?? { ...(await work(at(own))), elsewhere: { laptop: holder.label, isRead: false } }
    },
    async change(work) {
      const own = await here()
      const holder = await otherHolder(own)
      if (holder === undefined) return work(at(own))
      const there = await reach.named(holder.name)
      if (!(await hasTheWork(there, own))) return work(at(own))
      if ((await otherHolder(there)) !== undefined)
        throw new AppError({ code: 'blocked', ...holderUnclear(own.label, there.label) })
      return { ...(await work(at(there))), elsewhere: { laptop: there.label, isRead: true } }
    },
    of: (pair) => ({
      readFile: async (name, options) => leftStateOn(await findHolder(pair)).readFile(name, options),
    }),
  }
}

async function findHolder({ from, to }: Pair): Promise<Machine> {
  const [mine, theirs] = await Promise.all([from.call(readLedger, {}), to.call(readLedger, {})])
  return agreedHolder(mine.holder, theirs.holder)?.by === to.name ? to : from
}

/** `own` takes `other` for the laptop that has it, and both do not know better: of a switch that was undone `own` may not have heard. */
export async function hasTheWork(other: Machine, own: Machine): Promise<boolean> {
  if ((await otherHolder(own))?.name !== other.name) return false
  return (await findHolder({ from: other, to: own })).name === other.name
}

/** The same at any time. */
export function readerOf({ read }: Pick<WorkState, 'read'>): RulesReader {
  return { readFile: async (name) => (await read(async ({ state }) => ({ text: await state.readFile(name) }))).text }
}

/** The laptop that has the latest work as `laptop` knows it; undefined where that is itself, or nobody knows. */
async function otherHolder(laptop: Machine): Promise<Laptop | undefined> {
  const { holder, history } = await laptop.call(readLedger, {})
  if (holder.kind !== 'held' || holder.by === laptop.name) return undefined
  const known = history.flatMap(({ from, to }) => [from, to]).find(({ name }) => name === holder.by)
  return known ?? { name: holder.by, label: holder.by }
}
