import type { HostContext } from '../../../machine/machine.ts'

/** Undefined, and a line in the log, when it fails. */
export async function trying<T>(
  { logger }: HostContext,
  failure: string,
  work: () => T | Promise<T>,
): Promise<T | undefined> {
  try {
    return await work()
  } catch (thrown) {
    logger.log('warn', failure, { error: String(thrown) })
    return undefined
  }
}
