/** What the program that rolls back does when it is started: at once, at the end of the running system, at its start. */
import { ledgerMark } from '../../../../commons/ledger/on-machine/unclear-holder.ts'
import { readLock } from '../../../../commons/ledger/on-machine/lock-file.ts'
import { toAppError } from '../../../../kernel/app-error.ts'
import { formatExactTime } from '../../../../kernel/format-exact-time.ts'
import type { Ground } from '../state/ground.ts'
import { readJournal, readOrder, removeOrder, writeLast, type Last, type Order } from '../state/operation.ts'
import { letGoOfSets, performAtEnd, performNow } from './perform.ts'
import { finish, recover, takeBack } from './recover.ts'
import type { Surroundings } from '../state/context.ts'

const interrupted = 'It was interrupted before anything was exchanged.'

/** Whatever fails before the exchange is seen is taken back, and why is told. */
export async function rollBackNow(ground: Ground, around: Surroundings, order: Order): Promise<Last> {
  await recoverLeft(ground, around)
  try {
    await performNow(ground, around, order)
  } catch (thrown) {
    const journal = readJournal(ground.stateFolder)
    if (journal?.operationId !== order.operationId) throw thrown
    const error = toAppError(thrown)
    around.log(error)
    return await takeBack(ground, around, journal, error.message)
  }
  const journal = readJournal(ground.stateFolder)
  if (journal === undefined) throw new Error('a rollback without a journal')
  return finish(ground, around, journal)
}

/** Undefined when there is nothing to do, or it was done as far as it can be while the old system still runs. */
export async function rollBackAtEnd(
  ground: Ground,
  around: Surroundings,
  check: (order: Order) => Promise<string | undefined>,
): Promise<void> {
  const order = readOrder(ground.stateFolder)
  if (order === undefined || readJournal(ground.stateFolder) !== undefined) return
  const why = refusal(ground.stateFolder, order) ?? (await check(order))
  if (why !== undefined) {
    giveUp(ground.stateFolder, order, why)
    return
  }
  try {
    await performAtEnd(ground, around, order)
  } catch (thrown) {
    const journal = readJournal(ground.stateFolder)
    if (journal === undefined || journal.stage === 'after') throw thrown
    const error = toAppError(thrown)
    around.log(error)
    await takeBack(ground, around, journal, error.message)
    giveUp(ground.stateFolder, order, error.message)
  }
}

/** Recovers what an interruption, or the end of the running system, has left. Undefined when there is nothing. */
export async function recoverLeft(ground: Ground, around: Surroundings): Promise<Last | undefined> {
  const journal = readJournal(ground.stateFolder)
  return journal === undefined ? undefined : recover(ground, around, journal, interrupted)
}

function refusal(stateFolder: string, order: Order): string | undefined {
  if (readLock(stateFolder)?.alive === true) return 'A switch was running when the laptop went down.'
  if (ledgerMark(stateFolder) !== order.after)
    return 'A switch or another rollback came between, so what was planned did not fit any more.'
  return undefined
}

/** An order that cannot be carried out any more is told as failed, so that nobody waits for it for ever. */
export function giveUp(stateFolder: string, order: Order, why: string): void {
  const { operationId, setId, setAt } = order
  writeLast(stateFolder, {
    version: 1,
    operationId,
    setId,
    setAt,
    parts: order.parts.map(({ part }) => part),
    endedAt: new Date().toISOString(),
    result: 'failed',
    text: `The rollback to ${formatExactTime(setAt)} was not done. ${why} Nothing was changed.`,
  })
  removeOrder(stateFolder)
  letGoOfSets(stateFolder, operationId)
}
