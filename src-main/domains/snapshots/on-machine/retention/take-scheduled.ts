/** What the timer starts: takes a set of this laptop, then runs cleanup if it is turned on. */
import { whileReserved } from '../../../../commons/ledger/on-machine/while-reserved.ts'
import type { AllInAgent } from '../../../../commons/capability/agent-capability.ts'
import type { Places } from '../../../../commons/snapshot-sets/on-machine/find-layout.ts'
import { takeSet } from '../../../../commons/snapshot-sets/on-machine/take-set.ts'
import type { Message } from '../../../../kernel/message.ts'
import type { Logger } from '../../../../kernel/logger.ts'
import { snapshotsMessages } from '../../messages.ts'
import { measureRecent, measureUnknown } from '../measure/measure-later.ts'
import { pruneSets } from './prune-sets.ts'
import { readRetentionFile } from './retention-file.ts'

export interface ScheduledOptions {
  readonly all: Pick<AllInAgent, 'blocksSwitch' | 'inUse' | 'beforeSnapshots'>
  readonly logger: Logger
  readonly signal: AbortSignal
}

/** What was done. Nothing is done while a switch runs, which takes its own. */
export async function takeScheduled(places: Places, options: ScheduledOptions): Promise<Message> {
  const { stateFolder } = places
  const { logger, signal } = options
  const reserved = { signal, blocksSwitch: options.all.blocksSwitch }
  const taken = await whileReserved(stateFolder, reserved, async (requestId) => {
    await options.all.beforeSnapshots({ stateFolder, logger }, signal)
    return take(places, requestId, signal)
  })
  if (taken.kind === 'busy') return snapshotsMessages.notTaken({ why: taken.why })
  if (!readRetentionFile(stateFolder).enabled) {
    await measureRecent(stateFolder, logger, signal)
    return snapshotsMessages.taken(taken.value)
  }
  // This may take minutes, and a switch may begin meanwhile, so the laptop is not locked.
  await measureUnknown(stateFolder, logger, signal)
  const pruned = await whileReserved(stateFolder, reserved, () => prune(stateFolder, options))
  const cleanup = pruned.kind === 'busy' ? { notCleaned: pruned.why } : { deleted: pruned.value }
  return snapshotsMessages.taken({ ...taken.value, ...cleanup })
}

async function take(places: Places, requestId: string, signal: AbortSignal) {
  const quiet = { signal, report: () => undefined }
  const { id, snapshots } = await takeSet(places, { switchId: requestId, reason: 'scheduled' }, quiet)
  return { id, snapshots: snapshots.length }
}

/** How many were deleted. */
async function prune(stateFolder: string, { signal, all }: ScheduledOptions): Promise<number> {
  const { verdicts } = await pruneSets(
    stateFolder,
    { onlyWhenEnabled: true },
    { signal, report: () => undefined, inUse: all.inUse },
  )
  return verdicts.filter(({ keep }) => !keep).length
}
