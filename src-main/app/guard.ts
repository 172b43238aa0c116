import { historyEntryOf } from '../contract/proof/history-entry.ts'
import type { Laptop, Proof } from '../contract/switch-state.ts'
import {
  concludeSwitch,
  dismissSwitch,
  lockLedger,
  openSwitch,
  readLedger,
  unlockLedger,
} from '../commons/ledger/verbs.ts'
import { hasLaterSwitch } from '../commons/ledger/on-pair/later-switch.ts'
import { flushDisks } from '../commons/laptop/verbs.ts'
import type { AfterSwitch, Holding } from '../commons/capability/app-capability.ts'
import type { Machine } from '../machine/machine.ts'
import type { NamedRun, SwitchEnd, SwitchGuard } from '../switch/engine-parts.ts'
import { driverOf, type Pair, type PreparedStep } from '../switch/step.ts'

/** What the app itself remembers of a proven switch. Can be run again. */
export type Remember = (pair: Pair, proof: Proof) => Promise<void>

/** Locks both laptops, keeps what has to be kept, and at the end lets both remember who holds the work. */
export interface GuardParts {
  readonly holdings: readonly Holding[]
  readonly afterSwitch: readonly AfterSwitch[]
  readonly remember: Remember
}

export function createGuard({ holdings, afterSwitch, remember }: GuardParts): SwitchGuard {
  return {
    async enter(pair, { switchId, scope }) {
      const of = { kind: 'switch' as const, from: laptopOf(pair.from), to: laptopOf(pair.to) }
      const startedBy = driverOf(pair).name
      const letGo = (end: SwitchEnd) => release(pair, { switchId, scope }, { holdings, end })
      try {
        // Always in the same order, so that two apps that start at once cannot hold one laptop each.
        for (const machine of inOrder(pair)) await machine.call(lockLedger, { id: switchId, of, startedBy })
        await Promise.all(holdings.map(async (holding) => holding.hold?.(pair, switchId)))
        return letGo
      } catch (thrown) {
        await letGo('broken-off')
        throw thrown
      }
    },
    async begin(pair, { switchId, scope }, since) {
      const record = {
        switchId,
        from: laptopOf(pair.from),
        to: laptopOf(pair.to),
        since,
        startedBy: driverOf(pair).name,
      }
      await Promise.all([pair.from, pair.to].map((machine) => machine.call(openSwitch, record)))
      await Promise.all(holdings.map(async (holding) => holding.begin?.(pair, { scope })))
    },
    async handOver(pair, proof, steps, answers) {
      // What is remembered as equal has to be there after a power loss: on the source, too.
      await Promise.all([pair.from, pair.to].map((machine) => machine.call(flushDisks, {})))
      for (const step of steps) await step.remember(pair, proof, answers)
      const changedLaptop = hasChanged(proof, steps)
      for (const follow of afterSwitch) await follow({ pair, proof, changedLaptop })
      await remember(pair, proof)
      const conclusion = {
        switchId: proof.switchId,
        entry: historyEntryOf(proof),
        ...(proof.scope === undefined ? { holder: { by: pair.to.name, since: proof.finishedAt } } : {}),
        proofJson: JSON.stringify(proof),
      }
      // The receiver first: only it makes the claim true. The other can be told again at the next start.
      await pair.to.call(concludeSwitch, conclusion)
      await pair.from.call(concludeSwitch, conclusion)
    },
    async isStillOpen(pair, switchId, since) {
      const ledgers = await Promise.all([pair.from, pair.to].map((machine) => machine.call(readLedger, {})))
      return !hasLaterSwitch(ledgers, { switchId, since })
    },
    async isUndone(pair, switchId) {
      const ledgers = await Promise.all([pair.from, pair.to].map((machine) => machine.call(readLedger, {})))
      const newest = ledgers.flatMap(({ history }) => history[0] ?? [])
      const isNewest = newest.every((entry) => entry.switchId === switchId)
      return isNewest && newest.some(({ undoneAt }) => undoneAt !== undefined)
    },
    async abandon(machine, switchId, options = {}) {
      await machine.call(dismissSwitch, { switchId }, options)
    },
    openOn: async (machine) => (await machine.call(readLedger, {})).open?.switchId,
  }
}

interface Held {
  readonly holdings: readonly Holding[]
  readonly end: SwitchEnd
}

async function release(pair: Pair, { switchId, scope }: NamedRun, { holdings, end }: Held): Promise<void> {
  // A laptop that is gone cannot be asked; its agent lets go of everything when the connection ends.
  await Promise.allSettled(holdings.map((holding) => holding.release(pair, end, { scope })))
  await Promise.allSettled([pair.from, pair.to].map((machine) => machine.call(unlockLedger, { id: switchId })))
}

function inOrder(pair: Pair): readonly Machine[] {
  return [pair.from, pair.to].sort((one, other) => (one.name < other.name ? -1 : 1))
}

function laptopOf(machine: Machine): Laptop {
  return { name: machine.name, label: machine.label }
}

/** A step that changes nothing of the person's there may have done much all the same. */
function hasChanged({ steps: proven }: Proof, steps: readonly PreparedStep[]): boolean {
  const changing = new Set(steps.filter(({ undo }) => undo !== 'nothing-changed').map(({ info }) => info.id))
  return proven.some(({ id, outcome }) => changing.has(id) && outcome.items + outcome.bytes > 0)
}
