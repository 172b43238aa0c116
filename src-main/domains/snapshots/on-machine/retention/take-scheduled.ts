/** What the timer starts: takes a set of this laptop, then runs cleanup if it is turned on. */
import { randomBytes } from 'node:crypto'
import { hostname } from 'node:os'
import { releaseLock, takeLock } from '../../../../commons/ledger/on-machine/lock-file.ts'
import type { AllInAgent } from '../../../../commons/capability/agent-capability.ts'
import type { Places } from '../../../../commons/snapshot-sets/on-machine/find-layout.ts'
import { takeSet } from '../../../../commons/snapshot-sets/on-machine/take-set.ts'
import { toAppError } from '../../../../kernel/app-error.ts'
import type { Logger } from '../../../../kernel/logger.ts'
import { countOf } from '../../../../kernel/units.ts'
import { measureRecent, measureUnknown } from '../measure/measure-later.ts'
import { pruneSets } from './prune-sets.ts'
import { readRetentionFile } from './retention-file.ts'

export interface ScheduledOptions {
  readonly all: Pick<AllInAgent, 'blocksSwitch' | 'inUse' | 'beforeSnapshots'>
  readonly logger: Logger
  readonly signal: AbortSignal
}

/** What was done, as sentences for the log. Nothing is done while a switch runs, which takes its own. */
export async function takeScheduled(places: Places, options: ScheduledOptions): Promise<string> {
  const { stateFolder } = places
  const { logger, signal } = options
  const taken = await whileReserved(stateFolder, options, async (requestId) => {
    await options.all.beforeSnapshots({ stateFolder, logger }, signal)
    return take(places, requestId, signal)
  })
  if (taken.kind === 'busy') return `No snapshot was taken. ${taken.why}`
  if (!readRetentionFile(stateFolder).enabled) {
    await measureRecent(stateFolder, logger, signal)
    return taken.value
  }
  // This may take minutes, and a switch may begin meanwhile, so the laptop is not locked.
  await measureUnknown(stateFolder, logger, signal)
  const pruned = await whileReserved(stateFolder, options, () => prune(stateFolder, options))
  return `${taken.value} ${pruned.kind === 'busy' ? `Nothing was deleted. ${pruned.why}` : pruned.value}`
}

type Reserved<T> = { readonly kind: 'done'; readonly value: T } | { readonly kind: 'busy'; readonly why: string }

async function whileReserved<T>(
  stateFolder: string,
  { signal, all }: ScheduledOptions,
  work: (requestId: string) => Promise<T>,
): Promise<Reserved<T>> {
  const requestId = `${new Date().toISOString().replace(/[-:.]/g, '')}-${randomBytes(3).toString('hex')}`
  const laptop = { name: hostname(), label: hostname() }
  try {
    const of = { kind: 'work' as const, laptop }
    await takeLock(
      stateFolder,
      { id: requestId, of, startedBy: hostname() },
      { signal, blocksSwitch: all.blocksSwitch },
    )
  } catch (thrown) {
    const { code, message } = toAppError(thrown)
    if (code === 'locked') return { kind: 'busy', why: message }
    throw thrown
  }
  try {
    return { kind: 'done', value: await work(requestId) }
  } finally {
    await releaseLock(stateFolder, requestId, signal)
  }
}

async function take(places: Places, requestId: string, signal: AbortSignal): Promise<string> {
  const quiet = { signal, report: () => undefined }
  const { id, snapshots } = await takeSet(places, { switchId: requestId, reason: 'scheduled' }, quiet)
  return `Took ${countOf(snapshots.length, 'snapshot')} as ${id}.`
}

async function prune(stateFolder: string, { signal, all }: ScheduledOptions): Promise<string> {
  const { verdicts } = await pruneSets(
    stateFolder,
    { onlyWhenEnabled: true },
    { signal, report: () => undefined, inUse: all.inUse },
  )
  const gone = verdicts.filter(({ keep }) => !keep).length
  return gone === 0 ? 'All are kept.' : `Deleted ${countOf(gone, 'set')} that need not be kept.`
}
