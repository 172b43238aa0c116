/** Everything on both laptops, read and compared, outside a switch. */
import { randomUUID } from 'node:crypto'
import type { FullCheck, LastSwitch } from '../commons/capability/app-capability.ts'
import { withLock } from '../commons/ledger/on-pair/with-lock.ts'
import { readLedger } from '../commons/ledger/verbs.ts'
import { sideBySide, sumProgress } from '../commons/side-by-side.ts'
import type { WorkResult } from '../contract/activity-calls.ts'
import { overallVerdict } from '../contract/proof/area-verdict.ts'
import type { CallContext } from '../contract/handlers.ts'
import type { StepId } from '../contract/step-ids.ts'
import type { Laptop, Proof } from '../contract/switch-state.ts'
import type { FullVerification, VerifiedArea } from '../contract/verify-calls.ts'
import { isoNow, type Clock } from '../kernel/clock.ts'
import type { CallOptions, Machine } from '../machine/machine.ts'
import type { RunTask } from '../machine/reach.ts'
import { rehearsalMachine } from '../machine/rehearsal-machine.ts'
import type { Pair } from '../switch/step.ts'
import { verifying } from './texts.ts'

export interface VerifyParts {
  readonly checks: readonly FullCheck[]
  readonly runTask: RunTask
  readonly clock: Clock
  readonly findProof: (switchId: string) => Promise<Proof>
}

/** AppError "locked" while a switch, or other work, has one of the laptops. */
export function verifyFull(pair: Pair, call: CallContext, parts: VerifyParts): Promise<FullVerification> {
  const { from: here, to: peer } = pair
  const task = { title: verifying.title(here.label, peer.label), activity: workResultOf }
  return parts.runTask(call, task, (options) =>
    // Always in the same order, so that two that begin at once cannot have one laptop each.
    reserve([here, peer].toSorted(byName), `verify-${randomUUID()}`, () => compareAll(pair, parts, options)),
  )
}

async function reserve<T>(
  [first, ...others]: readonly Machine[],
  operationId: string,
  work: () => Promise<T>,
): Promise<T> {
  if (first === undefined) return work()
  return withLock(first, operationId, () => reserve(others, operationId, work))
}

async function compareAll(pair: Pair, parts: VerifyParts, options: CallOptions): Promise<FullVerification> {
  const { from: here, to: peer } = pair
  const startedAt = isoNow(parts.clock)
  const last = await findLast(pair, parts)
  // Nothing on a laptop is other than before: what would change something is refused.
  const readOnly = { from: rehearsalMachine(here), to: rehearsalMachine(peer) }
  const reports = sumProgress(parts.checks.length, options.onProgress)
  const areas = await sideBySide(
    parts.checks.map((check, index) => (signal) => check(readOnly, last, { signal, onProgress: reports[index] })),
    options.signal,
  )
  return {
    here: laptopOf(here),
    peer: laptopOf(peer),
    startedAt,
    finishedAt: isoNow(parts.clock),
    verdict: overallVerdict(areas),
    areas,
  }
}

/** Without the proof, what was kept counts as different: it is named either way. */
async function findLast({ from: here }: Pair, { findProof }: VerifyParts): Promise<LastSwitch | undefined> {
  const { lastEqualSwitchId: switchId } = await here.call(readLedger, {})
  if (switchId === undefined) return undefined
  const proof = await findProof(switchId).catch(() => undefined)
  const steps = proof?.steps ?? []
  const itemsOf = (stepId: StepId) =>
    steps.filter(({ id }) => id === stepId).flatMap(({ verification }) => verification.items)
  const leftIn = (stepId: StepId) => itemsOf(stepId).flatMap(({ left = [] }) => left.flatMap(({ names }) => names))
  const undecidedIn = (stepId: StepId) =>
    itemsOf(stepId).flatMap(({ notCompared }) => (notCompared?.why === 'undecided' ? notCompared.names : []))
  return {
    switchId,
    chosen: (stepId) => new Set(itemsOf(stepId).flatMap(({ chosen }) => chosen)),
    left: (stepId) => new Set(leftIn(stepId)),
    open: (stepId) => new Set([...leftIn(stepId), ...undecidedIn(stepId)]),
  }
}

function workResultOf({ verdict, areas }: FullVerification): WorkResult {
  const sum = (of: (area: VerifiedArea) => number) => areas.reduce((total, area) => total + of(area), 0)
  const compared = sum((area) => area.compared)
  if (verdict === 'differs') {
    const names = areas.flatMap(({ differs }) => differs.items.map(({ path }) => path))
    return {
      result: 'failed',
      summary: verifying.differ(
        sum(({ differs }) => differs.count),
        compared,
        names,
      ),
    }
  }
  const apart = {
    chosen: sum(({ asChosen }) => asChosen.count),
    notCompared: sum(({ notCompared }) => notCompared.count),
  }
  return {
    result: 'done',
    summary: verifying.same(
      compared,
      sum((area) => area.bytesRead),
      apart,
    ),
  }
}

function laptopOf({ name, label }: Machine): Laptop {
  return { name, label }
}

function byName(one: Machine, other: Machine): number {
  return one.name < other.name ? -1 : 1
}
