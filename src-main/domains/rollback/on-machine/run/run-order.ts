/** What the program that rolls back does when it is started: at once, at the end of the running system, at its start. */
import { ledgerMark } from '../../../../commons/ledger/on-machine/unclear-holder.ts'
import { readLock } from '../../../../commons/ledger/on-machine/lock-file.ts'
import { toAppError } from '../../../../kernel/app-error.ts'
import { formatExactTime } from '../../../../kernel/format-exact-time.ts'
import type { RollbackContext } from '../state/context.ts'
import { readJournal, readOrder, removeOrder, writeLast, type Last, type Order } from '../state/operation.ts'
import { letGoOfSets, performAtEnd, performNow } from './perform.ts'
import { finish, recover, takeBack } from './recover.ts'

const interrupted = 'It was interrupted before anything was exchanged.'

/** Whatever fails before the exchange is seen is taken back, and why is told. */
export async function rollBackNow(context: RollbackContext, order: Order): Promise<Last> {
  await recoverLeft(context)
  try {
    await performNow(context, order)
  } catch (thrown) {
    const journal = readJournal(context.stateFolder)
    if (journal?.operationId !== order.operationId) throw thrown
    const error = toAppError(thrown)
    context.log(error)
    return await takeBack(context, journal, error.message)
  }
  const journal = readJournal(context.stateFolder)
  if (journal === undefined) throw new Error('a rollback without a journal')
  return finish(context, journal)
}

/** Undefined when there is nothing to do, or it was done as far as it can be while the old system still runs. */
export async function rollBackAtEnd(
  context: RollbackContext,
  check: (order: Order) => Promise<string | undefined>,
): Promise<void> {
  const order = readOrder(context.stateFolder)
  if (order === undefined || readJournal(context.stateFolder) !== undefined) return
  const why = refusal(context.stateFolder, order) ?? (await check(order))
  if (why !== undefined) {
    giveUp(context.stateFolder, order, why)
    return
  }
  try {
    await performAtEnd(context, order)
  } catch (thrown) {
    const journal = readJournal(context.stateFolder)
    if (journal === undefined || journal.stage === 'after') throw thrown
    const error = toAppError(thrown)
    context.log(error)
    await takeBack(context, journal, error.message)
    giveUp(context.stateFolder, order, error.message)
  }
}

/** Recovers what an interruption, or the end of the running system, has left. Undefined when there is nothing. */
export async function recoverLeft(context: RollbackContext): Promise<Last | undefined> {
  const journal = readJournal(context.stateFolder)
  return journal === undefined ? undefined : recover(context, journal, interrupted)
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
    version: 2,
    operationId,
    setId,
    setAt,
    subvolumes: order.subvolumes.map(({ subvolume }) => subvolume),
    endedAt: new Date().toISOString(),
    result: 'failed',
    text: `The rollback to ${formatExactTime(setAt)} was not done. ${why} Nothing was changed.`,
  })
  removeOrder(stateFolder)
  letGoOfSets(stateFolder, operationId)
}
