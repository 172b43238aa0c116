/** How a laptop answers about rollbacks. A separate program, which outlives the agent, makes the changes. */
import { asProblem } from '../../../contract/catalogue.ts'
import { mkdirSync } from 'node:fs'
import path from 'node:path'
import type { Area } from '../../../commons/capability/area.ts'
import { requireLock } from '../../../commons/ledger/on-machine/lock-file.ts'
import { answer, type Answer, type AnswerContext, type HostContext } from '../../../machine/machine.ts'
import {
  followDetached,
  isDetachedRunning,
  startDetached,
  type DetachedUnit,
} from '../../../tools/systemd/detached-unit.ts'
import { isSystemStopping, restartSystem } from '../../../tools/systemd/system-state.ts'
import { readActiveStates, startUnit } from '../../../tools/systemd/systemctl-units.ts'
import {
  cancelRollback,
  findBeforeSwitch,
  readRollbackState,
  restartLaptop,
  runRollback,
  recoverRollback,
  inspectRollback,
} from '../verbs.ts'
import { makeOrder } from './plan/check-order.ts'
import { setBeforeSwitch } from './plan/set-before-switch.ts'
import { machineInspection } from './plan/machine-inspection.ts'
import {
  readJournal,
  readLast,
  readOrder,
  removeOrder,
  rollbackFolder,
  writeOrder,
  writeRequest,
  type RollbackJournal,
  type Last,
  lastOf,
} from './state/operation.ts'
import { holdSets, letGoOfSets } from './run/perform.ts'
import type { LaptopContext } from './state/context.ts'
import { inspect } from './plan/inspect.ts'
import { rollbackMessages } from '../messages.ts'

const program = '/usr/lib/pc-switcher/rollback'
const unitAtEnd = 'pc-switcher-rollback.service'

/** The state of the laptop, for one answer. */
export type LookAround = (host: HostContext, isAskedHere: boolean) => LaptopContext

export function createRollbackAnswers(lookAround: LookAround, areas: readonly Area[]): readonly Answer[] {
  return [
    answer(inspectRollback, async ({ setId, subvolumes, askedHere }, { host, signal }) => {
      const context = lookAround(host, askedHere)
      const inspected = await inspect(
        machineInspection(host.stateFolder, areas),
        context,
        { setId, subvolumes },
        { signal },
      )
      return { setAt: inspected.setAt, subvolumes: inspected.subvolumes, notes: inspected.notes }
    }),
    answer(findBeforeSwitch, ({ switchId, areas }, { host: { stateFolder } }) =>
      Promise.resolve(setBeforeSwitch(stateFolder, switchId, areas)),
    ),
    answer(runRollback, async ({ askedHere, ...request }, context) => {
      const { host, signal } = context
      requireLock(host.stateFolder, request.operationId)
      await requireNothingElse(host)
      const order = await makeOrder(machineInspection(host.stateFolder, areas), lookAround(host, askedHere), request, {
        signal,
      })
      if (request.when === 'now') {
        writeRequest(host.stateFolder, order)
        await runProgram('now', context)
        requireOutcome(host.stateFolder, order.operationId)
        return {}
      }
      await requireUnit()
      holdSets(host.stateFolder, order)
      writeOrder(host.stateFolder, order)
      return {}
    }),
    answer(recoverRollback, async (_input, context) => {
      if (readJournal(context.host.stateFolder) === undefined || (await isSystemStopping())) return { recovered: false }
      await runProgram('recover', context)
      return { recovered: readJournal(context.host.stateFolder) === undefined }
    }),
    answer(readRollbackState, async (_input, { host }) => readState(host)),
    answer(cancelRollback, async (_input, { host }) => {
      const order = readOrder(host.stateFolder)
      if (readJournal(host.stateFolder) !== undefined || (await isSystemStopping()))
        throw rollbackMessages.inProgress({})
      if (order === undefined) return {}
      removeOrder(host.stateFolder)
      letGoOfSets(host.stateFolder, order.operationId)
      return {}
    }),
    answer(restartLaptop, async () => {
      await restartSystem()
      return {}
    }),
  ]
}

/** For an agent that has just started: recovers an interrupted rollback at once. */
export async function recoverAtStart(stateFolder: string): Promise<void> {
  if (readJournal(stateFolder) === undefined || (await isSystemStopping())) return
  const unit = workUnit(stateFolder)
  if (await isDetachedRunning(unit, {})) return
  await startDetached(
    unit,
    { description: 'Finish an interrupted rollback', argv: [program, 'recover'], env: {}, pausedTimers: [] },
    {},
  )
}

function workUnit(stateFolder: string): DetachedUnit {
  mkdirSync(rollbackFolder(stateFolder), { recursive: true, mode: 0o700 })
  return { name: 'pc-switcher-rollback-work', prefix: path.join(rollbackFolder(stateFolder), 'unit') }
}

/** Waits until it ends. If the caller goes away, only the waiting ends. */
async function runProgram(mode: 'now' | 'recover', { host, signal }: AnswerContext): Promise<void> {
  const unit = workUnit(host.stateFolder)
  const descriptions = { now: 'Roll subvolumes back', recover: 'Finish an interrupted rollback' }
  if (!(await isDetachedRunning(unit, { signal })))
    await startDetached(
      unit,
      { description: descriptions[mode], argv: [program, mode], env: {}, pausedTimers: [] },
      { signal },
    )
  const outcome = await followDetached(unit, () => undefined, { signal })
  if (outcome.kind === 'ended' && outcome.exitCode === 0) return
  if (outcome.kind === 'torn' && mode === 'now') {
    await runProgram('recover', { host, signal, report: () => undefined })
    return
  }
  throw rollbackMessages.unfinished({}, { details: outcome.output.slice(-4_000) })
}

/** A rollback that was taken back is an error for the caller. The laptop records it all the same. */
function requireOutcome(stateFolder: string, operationId: string): void {
  const last = readLast(stateFolder)
  if (last?.operationId === operationId && last.result === 'done') return
  const [why] = last?.operationId === operationId ? last.text : []
  throw why === undefined ? rollbackMessages.notBegun({}) : asProblem('blocked', why)
}

async function requireNothingElse({ stateFolder }: HostContext): Promise<void> {
  if (readJournal(stateFolder) !== undefined || (await isSystemStopping())) throw rollbackMessages.inProgress({})
  if (readOrder(stateFolder) === undefined) return
  throw rollbackMessages.otherWaits({})
}

/** Without it the order would not be carried out. */
async function requireUnit(): Promise<void> {
  await startUnit(unitAtEnd, {})
  for (let tries = 0; tries < 40; tries += 1) {
    if ((await readActiveStates([unitAtEnd], {})).get(unitAtEnd) === 'active') return
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw rollbackMessages.noService({ unit: unitAtEnd })
}

async function readState({ stateFolder }: HostContext) {
  const order = readOrder(stateFolder)
  const journal = readJournal(stateFolder)
  const isInterrupted = journal !== undefined && !(await isDetachedRunning(workUnit(stateFolder), {}))
  const last = isInterrupted ? unfinished(journal) : readLast(stateFolder)
  return {
    ...(order === undefined
      ? {}
      : {
          pending: {
            operationId: order.operationId,
            id: order.setId,
            at: order.setAt,
            subvolumes: order.subvolumes.map(({ subvolume }) => subvolume),
            askedAt: order.askedAt,
            ...(order.undoes === undefined ? {} : { undoes: order.undoes }),
          },
        }),
    ...(last === undefined ? {} : { last: { ...last, id: last.setId, at: last.setAt } }),
    interrupted: isInterrupted,
  }
}

/** Reported until it has ended, because no switch can begin before. */
function unfinished(journal: RollbackJournal): Last {
  return lastOf(journal, 'failed', [rollbackMessages.isInterrupted({})], journal.startedAt)
}
