/** All that is told of one file system of this laptop. It reads no contents: numbers that the kernel has, and what btrfs-progs kept of the last scrub. */
import type { DiskFacts, DiskPart } from '../../../contract/disks-calls.ts'
import { toAppError } from '../../../kernel/app-error.ts'
import { redactText } from '../../../kernel/redact.ts'
import type { HostContext } from '../../../machine/machine.ts'
import { readFileSystem } from '../../../tools/btrfs/btrfs-file-system.ts'
import { readAllQuotas } from '../../../tools/btrfs/btrfs-quota.ts'
import { readScrubStatus } from '../../../tools/btrfs/btrfs-scrub.ts'
import { findOwnMount } from '../../../tools/proc/mountinfo.ts'
import type { RunOptions } from '../../../tools/run.ts'
import { tellDamage } from './damage/tell-damage.ts'
import type { MountedFileSystem } from './list-file-systems.ts'
import { countNew, nothingSeen, readSeen } from './seen-errors.ts'

/** A few of them. */
export const placesToTell = (places: readonly string[]): string[] => places.slice(0, 8)

/** Without its room and devices there is nothing to tell. Any other part of it may be unreadable: a dying disk is told of as long as it can be. */
export async function describeDisk(
  { device, places, isReadOnly }: MountedFileSystem,
  { stateFolder }: Pick<HostContext, 'stateFolder'>,
  options: RunOptions,
): Promise<DiskFacts> {
  const [place] = places
  const unread: NonNullable<DiskFacts['unread']> = []
  const read = async <T>(part: DiskPart, work: () => T | Promise<T>): Promise<T | undefined> => {
    try {
      return await work()
    } catch (thrown) {
      if (options.signal?.aborted === true) throw thrown
      unread.push({ part, ...whyUnread(thrown) })
      return undefined
    }
  }
  const [{ usage, devices, id, label, chunks }, quotas, scrub] = await Promise.all([
    readFileSystem(place, options),
    read('quotas', () => readAllQuotas(place, options)),
    read('scrub', () => readScrubStatus(place, options)),
  ])
  const damage = await read('damage', () => tellDamage(place, id, { stateFolder }, options))
  const seen = (await read('seen', () => readSeen(stateFolder))) ?? nothingSeen
  const { totalBytes, usedBytes, freeBytes, unallocatedBytes } = usage
  return {
    ...{ id, label, chunks: [...chunks], totalBytes, usedBytes, freeBytes, unallocatedBytes, isReadOnly },
    places: placesToTell(places),
    hasSnapshots: findOwnMount(stateFolder).device === device,
    devices: devices.map((one) => ({ ...one, newErrors: countNew(seen, id, one) })),
    ...(scrub === undefined ? {} : { scrub }),
    ...(damage === undefined ? {} : { damage }),
    ...(quotas === undefined ? {} : { quotas: { ...quotas, limits: [...quotas.limits] } }),
    ...(unread.length === 0 ? {} : { unread }),
  }
}

/** The first line of what the system said: the others are of a program's own. */
function whyUnread(thrown: unknown): { readonly why?: string } {
  const [why = ''] = redactText(toAppError(thrown).details ?? '').split('\n')
  return why === '' ? {} : { why }
}
