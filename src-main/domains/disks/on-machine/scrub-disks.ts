/**
 * Has each btrfs file system of this laptop read and compared with its checksums, one after the other. It pauses while the laptop is
 * reserved or without its charger, and goes on where it was, also in the next run.
 */
import type { JobContext } from '../../../commons/capability/agent-capability.ts'
import { toAppError, toMessage } from '../../../kernel/app-error.ts'
import { textFromBytePath } from '../../../kernel/byte-path.ts'
import type { Message } from '../../../kernel/message.ts'
import { readBtrfsUsage } from '../../../tools/btrfs/btrfs-usage.ts'
import { cancelScrub, readScrubStatus, scrub, type ScrubStatus } from '../../../tools/btrfs/btrfs-scrub.ts'
import type { HostContext } from '../../../machine/machine.ts'
import { keepDamage } from './damage/find-damage.ts'
import { nameFiles } from './damage/name-files.ts'
import { disksMessages } from '../messages.ts'
import { listFileSystems } from './list-file-systems.ts'
import { whileTold } from './while-told.ts'

export async function scrubDisks(
  host: Pick<HostContext, 'stateFolder'>,
  job: JobContext,
  mounted = listFileSystems(),
): Promise<Message> {
  const places = mounted.flatMap(({ places: [place], isReadOnly }) => (isReadOnly ? [] : [place]))
  if (places.length === 0) return disksMessages.noFileSystems({})
  const sizes = await Promise.all(places.map((place) => usedOn(place, job)))
  const total = sizes.reduce((sum, bytes) => sum + bytes, 0)
  const where = (current: string) => (places.length > 1 ? { current } : {})
  const found: FoundOn[] = []
  const failed: FailedOn[] = []
  const unnamed: FailedOn[] = []
  for (const place of places) {
    const before = found.reduce((sum, { bytes }) => sum + bytes, 0)
    const report = ({ bytes }: ScrubStatus): void =>
      job.report({ done: Math.min(total, before + bytes), total, unit: 'bytes', ...where(place) })
    const attempt = async <T>(work: () => Promise<T>, note: FailedOn[]): Promise<T | undefined> => {
      try {
        return await work()
      } catch (thrown) {
        if (job.signal.aborted) throw thrown
        note.push({ place, thrown })
        return undefined
      }
    }
    const status = await attempt(() => scrubOne(place, job, report), failed)
    if (status === undefined) continue
    const files = await attempt(() => nameDamaged(place, status, host, job), unnamed)
    found.push({ place, ...status, files: files ?? [] })
  }
  return tellFound(found, failed, unnamed)
}

/** For how far it is: of a disk that does not say, nothing. */
async function usedOn(place: string, { signal }: JobContext): Promise<number> {
  try {
    return (await readBtrfsUsage(place, { signal })).usedBytes
  } catch (thrown) {
    if (signal.aborted) throw thrown
    return 0
  }
}

interface FoundOn extends ScrubStatus {
  readonly place: string
  readonly files: readonly string[]
}

/** Could not be checked, or what was found there could not be named. */
interface FailedOn {
  readonly place: string
  readonly thrown: unknown
}

async function nameDamaged(
  place: string,
  { uncorrectable }: ScrubStatus,
  host: Pick<HostContext, 'stateFolder'>,
  { signal }: JobContext,
): Promise<readonly string[]> {
  const damage = await keepDamage(place, uncorrectable, host, { signal })
  const { files } = await nameFiles(place, damage?.blocks ?? [], { signal })
  return files.flatMap(({ isReadOnly, paths: [file] }) =>
    isReadOnly || file === undefined ? [] : [textFromBytePath(file)],
  )
}

function tellFound(found: readonly FoundOn[], failed: readonly FailedOn[], unnamed: readonly FailedOn[]): Message {
  const sum = (count: (one: ScrubStatus) => number) => found.reduce((all, one) => all + count(one), 0)
  const [only] = failed
  if (only !== undefined && failed.length === 1 && found.length === 0) throw only.thrown
  const notChecked = failed.map(({ place, thrown }) => ({ place, why: toMessage(thrown) }))
  const details = [...failed, ...unnamed]
    .map(({ thrown }) => toAppError(thrown).details)
    .filter((one) => one !== undefined)
  const circumstances = details.length === 0 ? {} : { details: details.join('\n') }
  const damaged = found.filter(({ uncorrectable }) => uncorrectable > 0)
  if (damaged.length > 0)
    throw disksMessages.damaged(
      {
        paths: damaged.map(({ place }) => place),
        blocks: sum((one) => one.uncorrectable),
        files: damaged.flatMap(({ files }) => files),
        notChecked,
      },
      circumstances,
    )
  if (failed.length > 0) {
    const checked = found.map(({ place }) => place).filter((place) => failed.every((one) => one.place !== place))
    throw disksMessages.notAllChecked({ notChecked, checked }, circumstances)
  }
  return disksMessages.scrubbed({
    bytes: sum(({ bytes }) => bytes),
    errors: sum(({ errors }) => errors),
    corrected: sum(({ corrected }) => corrected),
  })
}

async function scrubOne(place: string, job: JobContext, report: (status: ScrubStatus) => void): Promise<ScrubStatus> {
  const { signal } = job
  const { kind } = await readScrubStatus(place, { signal })
  if (kind === 'running') throw disksMessages.scrubbedByOther({ path: place })
  // One whose program was killed goes on in the kernel, and nobody would hear its end.
  await cancelScrub(place, { signal })
  let how: 'start' | 'resume' = kind === 'aborted' || kind === 'interrupted' ? 'resume' : 'start'
  for (;;) {
    const turn = await job.turn()
    const stop = AbortSignal.any([signal, turn])
    const end = await whileTold(
      () => scrub(place, how, { signal: stop }),
      async () => report(await readScrubStatus(place, {})),
    )
    signal.throwIfAborted()
    if (end === 'cancelled' && !turn.aborted) throw disksMessages.cancelledByOther({ path: place })
    if (end === 'finished') return readScrubStatus(place, { signal })
    how = end === 'cancelled' ? 'resume' : 'start'
  }
}
