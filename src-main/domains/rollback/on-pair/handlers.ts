/** Calls about rolling a laptop back: see what it would do, do it, look how it stands. */
import { randomUUID } from 'node:crypto'
import { hostname } from 'node:os'
import { withLock } from '../../../commons/ledger/on-pair/with-lock.ts'
import type { Handlers } from '../../../contract/handlers.ts'
import type { RollbackPart, RollbackState } from '../../../contract/rollback-calls.ts'
import { toWireError } from '../../../contract/wire-error.ts'
import { AppError } from '../../../kernel/app-error.ts'
import { systemClock } from '../../../kernel/clock.ts'
import type { CallOptions, Machine } from '../../../machine/machine.ts'
import type { Reach, RunTask } from '../../../machine/reach.ts'
import {
  cancelRollback,
  readRollbackState,
  restartLaptop,
  runRollback,
  recoverRollback,
  inspectRollback,
} from '../verbs.ts'
import { createPlans, type RollbackPlanned } from './plans.ts'

/** What differs between a snapshot of a part and now; undefined when it cannot be compared. */
export type CompareWithNow = (
  laptop: string,
  part: string,
  setId: string,
) => Promise<Pick<RollbackPart, 'counts' | 'disappears'> | undefined>

export interface HandlerTools {
  readonly reach: Reach
  readonly runTask: RunTask
  readonly compareWithNow: CompareWithNow
}

type Keys = 'rollbackPlan' | 'rollbackRun' | 'rollbackState' | 'rollbackCancel' | 'laptopRestart'

export function createRollbackHandlers(tools: HandlerTools): Pick<Handlers, Keys> {
  const plans = createPlans(systemClock)
  const { reach, runTask } = tools
  return {
    async rollbackPlan({ laptop, id, parts }) {
      const machine = await reach.named(laptop)
      return runTask('rollbackPlan', `See what rolling ${machine.label} back would do`, async (options) => {
        const request = { setId: id, parts: [...new Set(parts)], askedHere: isHere(machine) }
        const inspected = await machine.call(inspectRollback, request, options)
        const planId = plans.remember({ laptop: machine.name, setId: id, parts: inspected.parts })
        const shown = await Promise.all(inspected.parts.map((part) => showPart(part, machine.name, id, tools)))
        return { planId, laptop: machine.name, id, at: inspected.setAt, parts: shown, notes: inspected.notes }
      })
    },
    async rollbackRun({ planId, parts, when }) {
      const plan = plans.find(planId)
      const machine = await reach.named(plan.laptop)
      return runTask('rollbackRun', `Roll ${machine.label} back`, (options) =>
        run(machine, plan, { parts, when }, options),
      )
    },
    async rollbackState() {
      const { machines, missing } = await reach.all()
      const asked = await Promise.allSettled(machines.map((machine) => stateOf(machine)))
      const laptops = asked.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value] : []))
      const silent = asked.flatMap((answer, index) =>
        answer.status === 'rejected'
          ? [{ laptop: machines[index]?.name ?? '', error: toWireError(answer.reason) }]
          : [],
      )
      return { laptops, missing: [...missing, ...silent] }
    },
    async rollbackCancel({ laptop }) {
      const machine = await reach.named(laptop)
      await machine.call(cancelRollback, {})
      return stateOf(machine)
    },
    async laptopRestart({ laptop }) {
      const machine = await reach.named(laptop)
      await withLock(machine, operationId(), () => machine.call(restartLaptop, {}))
      return {}
    },
  }
}

function isHere({ name }: Machine): boolean {
  return name === hostname()
}

function operationId(): string {
  return `rollback-${randomUUID()}`
}

async function showPart(
  { identity, ...part }: RollbackPlanned['parts'][number],
  laptop: string,
  setId: string,
  { compareWithNow }: HandlerTools,
): Promise<RollbackPart> {
  if (identity === undefined) return part
  return { ...part, ...(await compareWithNow(laptop, part.part, setId)) }
}

async function run(
  machine: Machine,
  plan: RollbackPlanned,
  { parts, when }: { readonly parts: readonly string[]; readonly when: 'now' | 'next-start' },
  options: CallOptions,
): Promise<RollbackState> {
  const agreed = parts.map((part) => identityOf(plan, part))
  const id = operationId()
  await withLock(machine, id, () =>
    machine.call(
      runRollback,
      { operationId: id, setId: plan.setId, parts: [...parts], askedHere: isHere(machine), when, agreed },
      options,
    ),
  )
  return stateOf(machine)
}

/** Only what was shown can be agreed to. */
function identityOf({ parts }: RollbackPlanned, wanted: string) {
  const identity = parts.find(({ part }) => part === wanted)?.identity
  if (identity !== undefined) return identity
  throw new AppError({
    code: 'invalid-input',
    message: `The plan has no part "${wanted}" that can be rolled back.`,
    hint: 'Make a plan for it first.',
  })
}

/** One that was interrupted is recovered first: whoever looks shall find an end. */
async function stateOf(machine: Machine): Promise<RollbackState> {
  const first = await machine.call(readRollbackState, {})
  if (first.interrupted) await machine.call(recoverRollback, {}).catch(() => undefined)
  const { pending, last } = first.interrupted ? await machine.call(readRollbackState, {}) : first
  return {
    laptop: machine.name,
    ...(pending === undefined ? {} : { pending }),
    ...(last === undefined ? {} : { last }),
  }
}
