/** All that is told of one file system of this laptop. It reads no contents: numbers that the kernel has, and what btrfs-progs kept of the last scrub. */
import type { DiskFacts } from '../../../contract/disks-calls.ts'
import type { HostContext } from '../../../machine/machine.ts'
import { readFileSystem } from '../../../tools/btrfs/btrfs-file-system.ts'
import { readAllQuotas } from '../../../tools/btrfs/btrfs-quota.ts'
import { readScrubStatus } from '../../../tools/btrfs/btrfs-scrub.ts'
import { findOwnMount } from '../../../tools/proc/mountinfo.ts'
import type { RunOptions } from '../../../tools/run.ts'
import { tellDamage } from './damage/tell-damage.ts'
import type { MountedFileSystem } from './list-file-systems.ts'
import { countNew, readSeen } from './seen-errors.ts'

const mostPlaces = 8

export async function describeDisk(
  { device, places, isReadOnly }: MountedFileSystem,
  { stateFolder }: Pick<HostContext, 'stateFolder'>,
  options: RunOptions,
): Promise<DiskFacts> {
  const [place] = places
  const [{ usage, devices, id, label, chunks }, quotas, scrub] = await Promise.all([
    readFileSystem(place, options),
    readAllQuotas(place, options),
    readScrubStatus(place, options),
  ])
  const damage = await tellDamage(place, id, { stateFolder }, options)
  const seen = readSeen(stateFolder)
  const { totalBytes, usedBytes, freeBytes, unallocatedBytes } = usage
  return {
    ...{ id, label, chunks: [...chunks], totalBytes, usedBytes, freeBytes, unallocatedBytes, isReadOnly, scrub },
    places: places.slice(0, mostPlaces),
    hasSnapshots: findOwnMount(stateFolder).device === device,
    devices: devices.map((one) => ({ ...one, newErrors: countNew(seen, id, one) })),
    ...(damage === undefined ? {} : { damage }),
    ...(quotas === undefined ? {} : { quotas: { ...quotas, limits: [...quotas.limits] } }),
  }
}
