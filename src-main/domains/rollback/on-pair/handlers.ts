/** Calls about rolling a laptop back: plan, run, state, cancel, restart. */
import { randomUUID } from 'node:crypto'
import { withLock } from '../../../commons/ledger/on-pair/with-lock.ts'
import { createPlanMemory } from '../../../commons/plans/plan-memory.ts'
import type { Output } from '../../../contract/define.ts'
import type { Handlers } from '../../../contract/handlers.ts'
import type { RollbackSubvolume, RollbackState } from '../../../contract/rollback-calls.ts'
import type { Wording } from '../../../contract/wording.ts'
import { AppError } from '../../../kernel/app-error.ts'
import { systemClock } from '../../../kernel/clock.ts'
import type { CallOptions, Machine } from '../../../machine/machine.ts'
import { askEach } from '../../../machine/ask-each.ts'
import type { HandlerTools } from '../../../machine/reach.ts'
import type { StepDeclaration } from '../../../switch/step.ts'
import {
  cancelRollback,
  readRollbackState,
  restartLaptop,
  runRollback,
  recoverRollback,
  inspectRollback,
} from '../verbs.ts'
import { userWords } from '../messages.ts'

import {
  findUndoable,
  planUndo,
  tellOther,
  type PlanOn,
  type ReadProof,
  type UndoneSwitch,
  type CompareWithNow,
} from './undo.ts'
import * as texts from './texts.ts'

export interface RollbackTools extends HandlerTools {
  readonly compareWithNow: CompareWithNow
  readonly readProof: ReadProof
  readonly steps: () => readonly StepDeclaration[]
}

interface RollbackPlanned {
  readonly laptop: string
  readonly setId: string
  readonly subvolumes: Output<typeof inspectRollback>['subvolumes']
  readonly undoes?: UndoneSwitch
}

const planLifetimeMs = 30 * 60_000

type Keys = 'rollbackPlan' | 'undoPlan' | 'rollbackRun' | 'rollbackState' | 'rollbackCancel' | 'laptopRestart'

export function createRollbackHandlers(tools: RollbackTools): Pick<Handlers, Keys> {
  const plans = createPlanMemory<RollbackPlanned>({
    clock: systemClock,
    lifetimeMs: planLifetimeMs,
    hint: texts.planAgain,
  })
  const { reach, runTask } = tools
  const planOn: PlanOn = async (machine, { id, subvolumes, undoes }, options) => {
    const request = { setId: id, subvolumes: [...new Set(subvolumes)], askedHere: machine.isHere === true }
    const inspected = await machine.call(inspectRollback, request, options)
    const planned = { laptop: machine.name, setId: id, subvolumes: inspected.subvolumes }
    const planId = plans.keep(undoes === undefined ? planned : { ...planned, undoes })
    const shown = await Promise.all(
      inspected.subvolumes.map((subvolume) => showSubvolume(subvolume, machine, id, tools)),
    )
    const notes = inspected.notes.map(machine.wording.text)
    return { planId, laptop: machine.name, id, at: inspected.setAt, subvolumes: shown, notes }
  }
  return {
    async rollbackPlan({ laptop, id, subvolumes }, call) {
      const machine = await reach.named(laptop)
      return runTask(call, { title: texts.taskTitles.plan(machine.label) }, (options) =>
        planOn(machine, { id, subvolumes }, options),
      )
    },
    async undoPlan({ switchId }, call) {
      const found = await findUndoable(reach, switchId)
      const title = texts.taskTitles.planUndo(found.entry.from.label, found.entry.to.label)
      return runTask(call, { title }, (options) => planUndo(found, { ...tools, planOn }, options))
    },
    async rollbackRun({ planId, subvolumes, when }, call) {
      const plan = plans.find(planId)
      const { undoes } = plan
      const machine = await reach.named(plan.laptop)
      const title =
        undoes === undefined
          ? texts.taskTitles.run(machine.label, when)
          : texts.taskTitles.undo(undoes.from.label, undoes.to.label)
      return runTask(call, { title, activity: texts.rolledBack }, async (options) => {
        const state = await run(machine, plan, { subvolumes, when }, options)
        if (undoes !== undefined && state.last?.result === 'done') await tellOther(reach, undoes, state.last.endedAt)
        return state
      })
    },
    async rollbackState() {
      const { answers, missing } = await askEach(await reach.all(), stateOf)
      return { laptops: [...answers], missing }
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

function operationId(): string {
  return `rollback-${randomUUID()}`
}

async function showSubvolume(
  { identity, ...subvolume }: RollbackPlanned['subvolumes'][number],
  { name, wording }: Machine,
  setId: string,
  { compareWithNow }: RollbackTools,
): Promise<RollbackSubvolume> {
  const shown = { ...subvolume, when: wordWhen(subvolume.when, wording), users: subvolume.users.map(userWords) }
  if (identity === undefined) return shown
  const compared = await compareWithNow(name, subvolume.subvolume, setId)
  if (compared === undefined) return shown
  const { counts, disappears, returns } = compared
  return { ...shown, counts, disappears, returns }
}

function wordWhen(when: RollbackPlanned['subvolumes'][number]['when'], wording: Wording): RollbackSubvolume['when'] {
  if (when.kind === 'now') return when
  const { message: why, hint = '' } = wording.words(when.why)
  return when.kind === 'refused' ? { kind: 'refused', why, hint } : { kind: 'next-start', why }
}

async function run(
  machine: Machine,
  plan: RollbackPlanned,
  { subvolumes, when }: { readonly subvolumes: readonly string[]; readonly when: 'now' | 'next-start' },
  options: CallOptions,
): Promise<RollbackState> {
  const agreed = subvolumes.map((subvolume) => identityOf(plan, subvolume))
  const id = operationId()
  const undoes = plan.undoes === undefined ? {} : { undoes: plan.undoes.switchId }
  const request = {
    operationId: id,
    setId: plan.setId,
    subvolumes: [...subvolumes],
    askedHere: machine.isHere === true,
    when,
  }
  await withLock(machine, id, () => machine.call(runRollback, { ...request, agreed, ...undoes }, options))
  return stateOf(machine)
}

/** The identity that the plan showed: only that can be rolled back. */
function identityOf({ subvolumes }: RollbackPlanned, wanted: string) {
  const identity = subvolumes.find(({ subvolume }) => subvolume === wanted)?.identity
  if (identity !== undefined) return identity
  throw new AppError({
    code: 'invalid-input',
    ...texts.notInPlan(wanted),
  })
}

/** Recovers an interrupted rollback first, so that the state always says how it ended. */
async function stateOf(machine: Machine): Promise<RollbackState> {
  const first = await machine.call(readRollbackState, {})
  if (first.interrupted) await machine.call(recoverRollback, {}).catch(() => undefined)
  const { pending, last } = first.interrupted ? await machine.call(readRollbackState, {}) : first
  return {
    laptop: machine.name,
    ...(pending === undefined ? {} : { pending }),
    ...(last === undefined ? {} : { last: { ...last, text: last.text.map(machine.wording.text).join(' ') } }),
  }
}
