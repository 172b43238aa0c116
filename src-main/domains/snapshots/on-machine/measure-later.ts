import { readSets } from '../../../commons/snapshot-sets/on-machine/set-folder.ts'
import { readMeasured } from '../../../commons/snapshot-sets/on-machine/set-sidecars.ts'
import { toWireError } from '../../../contract/wire-error.ts'
import type { Logger } from '../../../kernel/logger.ts'
import { measureSets } from './measure-sets.ts'

/**
 * What a set holds alone is settled once the next one is taken. Nobody waits for this number: it is given up with
 * `signal`, and a list without it only says that it is not known.
 */
export async function measureBeforeLast(stateFolder: string, logger: Logger, signal: AbortSignal): Promise<void> {
  const [, before] = readSets(stateFolder)
  if (before === undefined || readMeasured(stateFolder, before.id) !== undefined) return
  try {
    await measureSets(stateFolder, [before.id], { signal, gently: true, report: () => undefined })
  } catch (thrown) {
    logger.log('debug', 'a snapshot was not measured', { error: toWireError(thrown) })
  }
}
