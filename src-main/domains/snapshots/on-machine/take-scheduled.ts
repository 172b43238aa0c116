/** What the timer starts: a set of this laptop alone, and then what need not be kept goes, when that is turned on. */
import { randomBytes } from 'node:crypto'
import { hostname } from 'node:os'
import { releaseLock, takeLock } from '../../../commons/ledger/on-machine/lock-file.ts'
import type { Places } from '../../../commons/snapshot-sets/on-machine/find-layout.ts'
import { takeSet } from '../../../commons/snapshot-sets/on-machine/take-set.ts'
import { toAppError } from '../../../kernel/app-error.ts'
import type { Logger } from '../../../kernel/logger.ts'
import { countOf } from '../../../kernel/units.ts'
import { measureRecent, measureUnknown } from './measure-later.ts'
import { pruneSets } from './prune-sets.ts'
import { readRetentionFile } from './retention-file.ts'

/** What was done, as a sentence for the system's log. While a switch runs nothing is: it takes its own. */
export async function takeScheduled(places: Places, logger: Logger, signal: AbortSignal): Promise<string> {
  const { stateFolder } = places
  if (readRetentionFile(stateFolder).enabled) await measureUnknown(stateFolder, logger, signal)
  const switchId = `${new Date().toISOString().replace(/[-:.]/g, '')}-${randomBytes(3).toString('hex')}`
  const laptop = { name: hostname(), label: hostname() }
  try {
    await takeLock(stateFolder, { switchId, from: laptop, to: laptop, startedBy: hostname() }, signal)
  } catch (thrown) {
    const { code, message } = toAppError(thrown)
    if (code === 'locked') return `No snapshot was taken. ${message}`
    throw thrown
  }
  try {
    const sentence = await takeAndPrune(places, switchId, signal)
    await releaseLock(stateFolder, switchId, signal)
    await measureRecent(stateFolder, logger, signal)
    return sentence
  } finally {
    await releaseLock(stateFolder, switchId, signal)
  }
}

async function takeAndPrune(places: Places, switchId: string, signal: AbortSignal): Promise<string> {
  const quiet = { signal, report: () => undefined }
  const { id, snapshots } = await takeSet(places, { switchId, reason: 'scheduled' }, quiet)
  const taken = `Took ${countOf(snapshots.length, 'snapshot')} as ${id}.`
  const { verdicts } = await pruneSets(places.stateFolder, { onlyWhenEnabled: true }, quiet)
  const gone = verdicts.filter(({ keep }) => !keep).length
  return gone === 0 ? taken : `${taken} Deleted ${countOf(gone, 'set')} that need not be kept.`
}
