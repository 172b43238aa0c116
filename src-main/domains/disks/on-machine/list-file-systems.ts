import { textFromBytePath } from '../../../kernel/byte-path.ts'
import { readMountsOf, type MountEntry } from '../../../tools/proc/mountinfo.ts'

/** One place in each btrfs file system that can be written to, the shortest: "/". Those of attached disks too. */
export function listFileSystems(mounts: readonly MountEntry[] = readMountsOf('self')): readonly string[] {
  const places = new Map<string, string>()
  for (const { fsType, device, target, readOnly } of mounts) {
    if (fsType !== 'btrfs' || readOnly) continue
    const known = places.get(device)
    const place = textFromBytePath(target)
    if (known === undefined || place.length < known.length) places.set(device, place)
  }
  return [...places.values()]
}
