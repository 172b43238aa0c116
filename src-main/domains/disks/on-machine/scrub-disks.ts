/**
 * Has each btrfs file system of this laptop read and compared with its checksums, one after the other. It pauses while the laptop is
 * reserved or without its charger, and goes on where it was, also in the next run.
 */
import type { JobContext } from '../../../commons/capability/agent-capability.ts'
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

export async function scrubDisks(host: Pick<HostContext, 'stateFolder'>, job: JobContext): Promise<Message> {
  const places = listFileSystems().flatMap(({ places: [place], isReadOnly }) => (isReadOnly ? [] : [place]))
  if (places.length === 0) return disksMessages.noFileSystems({})
  const sizes = await Promise.all(places.map((place) => readBtrfsUsage(place, { signal: job.signal })))
  const total = sizes.reduce((sum, { usedBytes }) => sum + usedBytes, 0)
  const where = (current: string) => (places.length > 1 ? { current } : {})
  const found: FoundOn[] = []
  for (const place of places) {
    const before = found.reduce((sum, { bytes }) => sum + bytes, 0)
    const report = ({ bytes }: ScrubStatus): void =>
      job.report({ done: Math.min(total, before + bytes), total, unit: 'bytes', ...where(place) })
    const status = await scrubOne(place, job, report)
    found.push({ place, ...status, files: await nameDamaged(place, status, host, job) })
  }
  return tellFound(found)
}

interface FoundOn extends ScrubStatus {
  readonly place: string
  readonly files: readonly string[]
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

function tellFound(found: readonly FoundOn[]): Message {
  const sum = (count: (one: ScrubStatus) => number) => found.reduce((all, one) => all + count(one), 0)
  const damaged = found.filter(({ uncorrectable }) => uncorrectable > 0)
  if (damaged.length > 0)
    throw disksMessages.damaged({
      paths: damaged.map(({ place }) => place),
      blocks: sum((one) => one.uncorrectable),
      files: damaged.flatMap(({ files }) => files),
    })
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
