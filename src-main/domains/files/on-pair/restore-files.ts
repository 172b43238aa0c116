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
  dropFetched,
  dropFiles,
  fetchFiles,
  placeFiles,
  receiveFiles,
  restoreFiles,
  sendFiles,
  inspectFiles,
} from '../restore-verbs.ts'
import type { HandlerTools } from '../../../machine/reach.ts'
import type { BytePath } from '../../../kernel/byte-path.ts'
import { filesMessages } from '../messages.ts'
import type { AskedKeptTree } from '../verbs.ts'
import { keptTreeOf } from './browse.ts'
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
    restorePlan: ({ laptop, id, subvolume, paths, place, onto, copy }, call) =>
      runTask(call, { title: taskTitles.plan }, async (options) => {
        const [owner, getter] = await Promise.all([reach.named(laptop), reach.named(onto)])
        const keep = ({ digest, ...inspection }: RestoreInspection, choice: RestoreChoice): RestorePlan => {
          const agreed = { laptop: owner.name, onto: getter.name, choice, place, digest, files: inspection.files }
          const words = wordsOf(inspection, getter)
          return { planId: plans.keep(agreed), laptop: owner.name, onto: getter.name, ...inspection, ...words }
        }
        if (copy !== undefined) {
          if (owner.name !== getter.name) throw filesMessages.copyStays({})
          const wanted = { tree: keptTreeOf(copy, id, subvolume), paths, place }
          const { inspected, choice } = await inspectKept(getter, wanted, options)
          return keep(inspected, choice)
        }
        const choice = { setId: id, subvolume, paths }
        const from = await describe(owner, getter, choice, options)
        return keep(await getter.call(inspectFiles, { from, place }, options), choice)
      }),
    async restoreRun({ planId }, call) {
      const agreed = plans.take(planId)
      const [owner, getter] = await Promise.all([reach.named(agreed.laptop), reach.named(agreed.onto)])
      const title = taskTitles.restore(agreed.files, getter.label)
      return runTask(call, { title, activity: restored }, (options) => restore(owner, getter, agreed, options))
    },
  }
}

interface WantedOfKept {
  readonly tree: AskedKeptTree
  readonly paths: BytePath[]
  readonly place: RestorePlace
}

/** What is in a copy comes to this laptop first: what would be restored is seen in what really came. */
async function inspectKept(getter: Machine, wanted: WantedOfKept, options: CallOptions) {
  const fetched = `fetch-${randomUUID()}`
  const { choice, notes } = await getter.call(fetchFiles, { fetched, ...wanted }, options)
  try {
    const { place } = wanted
    const inspected = await getter.call(inspectFiles, { from: { kind: 'here', choice }, place }, options)
    return { choice, inspected: { ...inspected, notes: [...notes, ...inspected.notes] } }
  } catch (thrown) {
    await drop(getter, choice)
    throw thrown
  }
}

/** Where it cannot be asked, its next agent does it. */
async function drop(getter: Machine, { fetched }: RestoreChoice): Promise<void> {
  if (fetched !== undefined) await getter.call(dropFetched, { fetched }).catch(() => undefined)
}

function wordsOf(
  { keeps, notes }: Pick<RestoreInspection, 'keeps' | 'notes'>,
  { wording }: Machine,
): Pick<RestorePlan, 'keeps' | 'notes'> {
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
  if (owner.name === getter.name) return restoreAlone(getter, { operationId, choice, place, digest }, options)
  return withLock(owner, operationId, () =>
    withLock(getter, operationId, () => sendOver(owner, getter, { ...agreed, operationId }, options)),
  )
}

async function restoreAlone(
  getter: Machine,
  request: Pick<Agreed, 'choice' | 'place' | 'digest'> & { readonly operationId: string },
  options: CallOptions,
): Promise<RestoreResult> {
  try {
    return await withLock(getter, request.operationId, async () =>
      wordLeft(await getter.call(restoreFiles, request, options), getter),
    )
  } finally {
    await drop(getter, request.choice)
  }
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
