/**
 * Has file systems of which hardly anything is unallocated give back chunks that are set aside for data and not full: the emptiest
 * first, and no more of them than are needed. It ends between two chunks while the laptop is reserved or without its charger.
 */
import { z } from 'zod'
import type { JobContext } from '../../../commons/capability/agent-capability.ts'
import { balanceUse, wantedUnallocated } from '../../../contract/disk-words.ts'
import type { Message } from '../../../kernel/message.ts'
import { balanceData } from '../../../tools/btrfs/btrfs-balance.ts'
import { readFileSystem } from '../../../tools/btrfs/btrfs-file-system.ts'
import { readBtrfsUsage } from '../../../tools/btrfs/btrfs-usage.ts'
import { disksMessages } from '../messages.ts'
import { refuseUseless } from '../refuse-useless.ts'
import { askEachFileSystem, whyNotFound } from './each-file-system.ts'
import { listFileSystems } from './list-file-systems.ts'
import { whileTold } from './while-told.ts'

/** `id`: of one file system, as its UUID; without it all of this laptop. */
export const balanceInputSchema = z.partialRecord(z.enum(['id']), z.string())

/** Of a chunk, in percent. A fuller one costs more to move than it gives back. */
const steps = [5, 20, 40, 60, 80]

export async function balanceDisks(job: JobContext, mounted = listFileSystems()): Promise<Message> {
  const { id } = job.input
  const { answers: found, failed } = await askEachFileSystem(mounted, (one) => look(one, job), job)
  const wanted = found.filter((one) => one.id === id || (id === undefined && balanceUse(one).kind === 'useful'))
  const [only] = wanted
  if (id !== undefined && only === undefined) throw whyNotFound(id, failed)
  if (id !== undefined && only !== undefined) refuseUseless({ ...only, places: [only.place] })
  let gained = 0
  for (const one of wanted) gained += await balanceOne(one, job)
  const [first] = failed
  if (id === undefined && first !== undefined) throw first.thrown
  return disksMessages.balanced({ bytes: gained, disks: wanted.length })
}

interface Looked {
  readonly id: string
  readonly place: string
  readonly isReadOnly: boolean
  readonly totalBytes: number
  readonly unallocatedBytes: number
  readonly chunks: Parameters<typeof balanceUse>[0]['chunks']
}

async function look(
  { places: [place], isReadOnly }: ReturnType<typeof listFileSystems>[number],
  { signal }: Pick<JobContext, 'signal'>,
): Promise<Looked> {
  const { id, chunks, usage } = await readFileSystem(place, { signal })
  const { totalBytes, unallocatedBytes } = usage
  return { id, place, isReadOnly, totalBytes, unallocatedBytes, chunks: [...chunks] }
}

async function balanceOne(before: Looked, job: JobContext): Promise<number> {
  const { place } = before
  const total = wantedUnallocated(before)
  const tell = async (): Promise<number> => {
    const { unallocatedBytes } = await readBtrfsUsage(place, {})
    job.report({ done: Math.min(total, unallocatedBytes), total, unit: 'bytes', current: place })
    return unallocatedBytes
  }
  let unallocatedBytes = await tell()
  for (const usage of steps) {
    if (unallocatedBytes >= total) break
    await whileTold(
      () => oneStep(place, usage, job),
      async () => void (await tell()),
    )
    unallocatedBytes = await tell()
  }
  return Math.max(0, unallocatedBytes - before.unallocatedBytes)
}

/** From the start again after a pause: what was moved before is full, and is not looked at any more. */
async function oneStep(place: string, usage: number, job: JobContext): Promise<void> {
  for (;;) {
    const turn = await job.turn()
    const end = await balanceData(place, usage, { signal: AbortSignal.any([job.signal, turn]) })
    job.signal.throwIfAborted()
    if (end === 'finished') return
    if (end === 'no-room') throw disksMessages.balanceNoRoom({ place })
    if (end === 'other-works' || !turn.aborted) throw disksMessages.balancedByOther({ place })
  }
}
