/** What the rollback program does when it is started: at once, at shutdown, or at boot. */
import type { Message } from '../../../../kernel/message.ts'
import { ledgerMark } from '../../../../commons/ledger/on-machine/unclear-holder.ts'
import { readLock } from '../../../../commons/ledger/on-machine/lock-file.ts'
import { toAppError, toMessage } from '../../../../kernel/app-error.ts'
import type { RollbackContext } from '../state/context.ts'
import { readJournal, readOrder, removeOrder, writeLast, type Last, type Order } from '../state/operation.ts'
import { letGoOfSets, performAtEnd, performNow } from './perform.ts'
import { finish, recover, takeBack } from './recover.ts'
import { rollbackMessages } from '../../messages.ts'

/** Any failure before the new trees are mounted is taken back and recorded. */
export async function rollBackNow(context: RollbackContext, order: Order): Promise<Last> {
  await recoverLeft(context)
  try {
    await performNow(context, order)
  } catch (thrown) {
    const journal = readJournal(context.stateFolder)
    if (journal?.operationId !== order.operationId) throw thrown
    context.log(toAppError(thrown))
    return await takeBack(context, journal, toMessage(thrown))
  }
  const journal = readJournal(context.stateFolder)
  if (journal === undefined) throw new Error('a rollback without a journal')
  return finish(context, journal)
}

/** Undefined when there is nothing to do, or nothing more while the old system still runs. */
export async function rollBackAtEnd(
  context: RollbackContext,
  check: (order: Order) => Promise<Message | undefined>,
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
    context.log(toAppError(thrown))
    const told = toMessage(thrown)
    await takeBack(context, journal, told)
    giveUp(context.stateFolder, order, told)
  }
}

/** Recovers what an interruption or a shutdown left. Undefined when there is nothing. */
export async function recoverLeft(context: RollbackContext): Promise<Last | undefined> {
  const journal = readJournal(context.stateFolder)
  return journal === undefined ? undefined : recover(context, journal, rollbackMessages.wasInterrupted({}))
}

function refusal(stateFolder: string, order: Order): Message | undefined {
  if (readLock(stateFolder)?.alive === true) return rollbackMessages.switchWasRunning({})
  if (ledgerMark(stateFolder) !== order.after) return rollbackMessages.otherCameBetween({})
  return undefined
}

/** An order that can no longer be carried out is recorded as failed. */
export function giveUp(stateFolder: string, order: Order, why: Message): void {
  const { operationId, setId, setAt } = order
  writeLast(stateFolder, {
    version: 1,
    operationId,
    setId,
    setAt,
    subvolumes: order.subvolumes.map(({ subvolume }) => subvolume),
    endedAt: new Date().toISOString(),
    result: 'failed',
    text: [rollbackMessages.notDone({ at: setAt }), why, rollbackMessages.nothingChanged({})],
  })
  removeOrder(stateFolder)
  letGoOfSets(stateFolder, operationId)
}
