/** Restores files: planned on the laptop that gets them, then run exactly as shown. */
import { randomUUID } from 'node:crypto'
import { withLock } from '../../../commons/ledger/on-pair/with-lock.ts'
import { createPlanMemory } from '../../../commons/plans/plan-memory.ts'
import type { Handlers } from '../../../contract/handlers.ts'
import type { RestorePlan, RestoreResult } from '../../../contract/files-calls.ts'
import { AppError, type ErrorText } from '../../../kernel/app-error.ts'
import { systemClock } from '../../../kernel/clock.ts'
import type { CallOptions, Machine } from '../../../machine/machine.ts'
import type { RestoreInspection, RestoreChoice, RestoreFrom, RestorePlace } from '../restore-schemas.ts'
import {
  describeFiles,
  dropFiles,
  placeFiles,
  receiveFiles,
  restoreFiles,
  sendFiles,
  inspectFiles,
} from '../restore-verbs.ts'
import type { HandlerTools } from '../../../machine/reach.ts'
import * as texts from './texts.ts'
import { planAgain, restored, taskTitles } from './texts.ts'
import { wordLeft } from './restore-etc.ts'
import type { ErrorCode } from '../../../kernel/error-codes.ts'

interface Agreed {
  readonly laptop: string
  readonly onto: string
  readonly choice: RestoreChoice
  readonly place: RestorePlace
  readonly digest: string
  readonly files: number
}

type Keys = 'restorePlan' | 'restoreRun'

export function createRestoreHandlers({ reach, runTask }: HandlerTools): Pick<Handlers, Keys> {
  const plans = createPlanMemory<Agreed>({ clock: systemClock, hint: planAgain })
  return {
    restorePlan: ({ laptop, id, subvolume, paths, place, onto }, call) =>
      runTask(call, { title: taskTitles.plan }, async (options) => {
        const [owner, getter] = await Promise.all([reach.named(laptop), reach.named(onto)])
        const choice = { setId: id, subvolume, paths }
        const from = await describe(owner, getter, choice, options)
        const inspected = await getter.call(inspectFiles, { from, place }, options)
        const { digest, ...inspection } = { ...inspected, ...wordsOf(inspected, getter) }
        const agreed = { laptop: owner.name, onto: getter.name, choice, place, digest, files: inspection.files }
        return { planId: plans.keep(agreed), laptop: owner.name, onto: getter.name, ...inspection }
      }),
    async restoreRun({ planId }, call) {
      const agreed = plans.take(planId)
      const [owner, getter] = await Promise.all([reach.named(agreed.laptop), reach.named(agreed.onto)])
      const title = taskTitles.restore(agreed.files, getter.label)
      return runTask(call, { title, activity: restored }, (options) => restore(owner, getter, agreed, options))
    },
  }
}

function wordsOf({ keeps, notes }: RestoreInspection, { wording }: Machine): Pick<RestorePlan, 'keeps' | 'notes'> {
  return { keeps: wording.text(keeps), notes: notes.map(wording.text) }
}

async function describe(
  owner: Machine,
  getter: Machine,
  choice: RestoreChoice,
  options: CallOptions,
): Promise<RestoreFrom> {
  return owner.name === getter.name ? { kind: 'here', choice } : owner.call(describeFiles, choice, options)
}

function restore(owner: Machine, getter: Machine, agreed: Agreed, options: CallOptions): Promise<RestoreResult> {
  const { choice, place, digest } = agreed
  const operationId = `restore-${randomUUID()}`
  if (owner.name === getter.name)
    return withLock(getter, operationId, async () =>
      wordLeft(await getter.call(restoreFiles, { operationId, choice, place, digest }, options), getter),
    )
  return withLock(owner, operationId, () =>
    withLock(getter, operationId, () => sendOver(owner, getter, { ...agreed, operationId }, options)),
  )
}

async function sendOver(
  owner: Machine,
  getter: Machine,
  { choice, place, digest, operationId }: Agreed & { readonly operationId: string },
  options: CallOptions,
): Promise<RestoreResult> {
  let stage: Halt['stage'] = 'preparing'
  try {
    const from = await describe(owner, getter, choice, options)
    const { paths, bytes, ticket } = await getter.call(receiveFiles, { operationId, from, place, digest }, options)
    const { setId, subvolume } = choice
    stage = 'sending'
    if (paths.length > 0)
      await whileThere(getter, options, (bounded) =>
        owner.call(sendFiles, { setId, subvolume, paths, bytes, ticket }, bounded),
      )
    stage = 'placing'
    return wordLeft(await getter.call(placeFiles, { operationId }, options), getter)
  } catch (thrown) {
    // A laptop that can't be reached clears up when its agent starts next.
    await getter.call(dropFiles, { operationId, subvolume: choice.subvolume }).catch(() => undefined)
    throw explainHalt(thrown, { owner, getter, stage })
  }
}

/** Stops the work when the agent of `machine` ends: nothing would place what is still sent. */
async function whileThere<T>(
  machine: Machine,
  options: CallOptions,
  work: (options: CallOptions) => Promise<T>,
): Promise<T> {
  const stop = new AbortController()
  let reason: AppError | undefined
  void machine.ended?.then((why) => {
    reason = why
    stop.abort()
  })
  const signals = options.signal === undefined ? [] : [options.signal]
  try {
    return await work({ ...options, signal: AbortSignal.any([stop.signal, ...signals]) })
  } catch (thrown) {
    throw reason ?? thrown
  }
}

/** Words the errors of a transfer to the other laptop: what became of the files, and what to do. */
interface Halt {
  readonly owner: Machine
  readonly getter: Machine
  /** Before "placing" nothing of the person's has changed. */
  readonly stage: 'preparing' | 'sending' | 'placing'
}

export function explainHalt(thrown: unknown, halt: Halt): unknown {
  if (!(thrown instanceof AppError)) return thrown
  const { code, details } = thrown
  const text = textOf(code, halt)
  return text === undefined ? thrown : new AppError({ code, ...text, details, cause: thrown })
}

function textOf(code: ErrorCode, { owner, getter, stage }: Halt): ErrorText | undefined {
  const lost = textOfLost(code, owner.label, getter.label)
  if (lost === undefined) return stage === 'sending' ? whileSending(code, getter.label) : undefined
  return stage === 'placing' ? texts.whilePlacing(lost, getter.label) : texts.beforePlacing(lost)
}

/** An ended agent on the other laptop looks the same as a lost connection; the one on this laptop can be told apart. */
function textOfLost(code: ErrorCode, owner: string, getter: string): ErrorText | undefined {
  if (code === 'agent-died') return texts.agentStopped
  return code === 'unreachable' ? texts.connectionLost(owner, getter) : undefined
}

function whileSending(code: ErrorCode, label: string): ErrorText | undefined {
  switch (code) {
    case 'disk-full':
      return texts.diskFull(label)
    case 'transfer-failed':
      return texts.transferFailed(label)
    case 'ticket-refused':
      return texts.ticketRefused(label)
    default:
      return undefined
  }
}
