/** Puts the laptop that was left to sleep, once nothing needs it any more. */
import { suspendLaptop } from '../commons/awake/verbs.ts'
import { readLedger, type LedgerView } from '../commons/ledger/verbs.ts'
import type { Laptop, Proof } from '../contract/switch-state.ts'
import { AppError, toAppError } from '../kernel/app-error.ts'
import type { Laptops } from './laptops.ts'
import * as texts from './texts.ts'

/**
 * Both laptops have written down who has the work before a switch is called finished. The one that was taken may be away since;
 * when it answers it has its say.
 */
export async function suspendLeft(laptops: Pick<Laptops, 'here' | 'peer'>, proof: Proof): Promise<Laptop> {
  const here = await laptops.here()
  const peer = await laptops.peer().catch((thrown: unknown) => {
    if (toAppError(thrown).code === 'unreachable' && here.name === proof.from.name) return undefined
    throw thrown
  })
  const ledgers = await Promise.all([here, peer].flatMap((machine) => machine?.call(readLedger, {}) ?? []))
  const left = [here, peer].find((machine) => machine?.name === proof.from.name)
  if (left === undefined || !proof.verified || !ledgers.every((ledger) => isAtRest(ledger, proof)))
    throw new AppError({ code: 'blocked', ...texts.mustStayAwake(proof.from.label) })
  await left.call(suspendLaptop, {})
  return { name: left.name, label: left.label }
}

/** It remembers this switch as the last one, and nothing has been begun since. */
function isAtRest({ holder, open, lock }: LedgerView, { switchId, to }: Proof): boolean {
  const isLast = holder.kind === 'held' && holder.switchId === switchId && holder.by === to.name
  return isLast && open === undefined && lock?.alive !== true
}
