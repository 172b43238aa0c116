/** What a job does while this laptop is reserved for it alone. */
import { randomBytes } from 'node:crypto'
import { hostname } from 'node:os'
import { toAppError, toMessage } from '../../../kernel/app-error.ts'
import type { Message } from '../../../kernel/message.ts'
import { readPrettyName } from '../../../tools/machine-info.ts'
import type { AllInAgent } from '../../capability/agent-capability.ts'
import { haveIdentity } from '../../laptop/on-machine/identity.ts'
import { releaseLock, takeLock } from './lock-file.ts'

export type Reserved<T> =
  { readonly kind: 'done'; readonly value: T } | { readonly kind: 'busy'; readonly why: Message }

interface Options {
  readonly signal: AbortSignal
  readonly blocksSwitch: AllInAgent['blocksSwitch']
}

/** Busy, and nothing is done, while a switch or other work has the laptop. `work` gets the id of the request. */
export async function whileReserved<T>(
  stateFolder: string,
  { signal, blocksSwitch }: Options,
  work: (requestId: string) => Promise<T>,
): Promise<Reserved<T>> {
  const requestId = `${new Date().toISOString().replace(/[-:.]/g, '')}-${randomBytes(3).toString('hex')}`
  const { name } = haveIdentity(stateFolder)
  const laptop = { name, label: readPrettyName() ?? hostname() }
  try {
    const of = { kind: 'work' as const, laptop }
    await takeLock(stateFolder, { id: requestId, of, startedBy: name }, { signal, blocksSwitch })
  } catch (thrown) {
    if (toAppError(thrown).code === 'locked') return { kind: 'busy', why: toMessage(thrown) }
    throw thrown
  }
  try {
    return { kind: 'done', value: await work(requestId) }
  } finally {
    await releaseLock(stateFolder, requestId, signal)
  }
}
