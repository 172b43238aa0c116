import { textFromBytePath } from '../../../kernel/byte-path.ts'
import { readMountsOf, type MountEntry } from '../../../tools/proc/mountinfo.ts'

export interface MountedFileSystem {
  /** Major and minor number. */
  readonly device: string
  /** Where it is mounted, the shortest first: "/". Those where it can be written to, if there are any. */
  readonly places: readonly [string, ...string[]]
  readonly isReadOnly: boolean
}

/** Each btrfs file system of this laptop once, those of attached disks too. */
export function listFileSystems(mounts: readonly MountEntry[] = readMountsOf('self')): readonly MountedFileSystem[] {
  const ofBtrfs = mounts.filter(({ fsType }) => fsType === 'btrfs')
  return [...new Set(ofBtrfs.map(({ device }) => device))].flatMap((device) => {
    const own = ofBtrfs.filter((mount) => mount.device === device)
    const written = own.filter(({ readOnly }) => !readOnly)
    const isReadOnly = written.length === 0
    const [first, ...others] = (isReadOnly ? own : written)
      .map(({ target }) => textFromBytePath(target))
      .toSorted((one, other) => one.length - other.length)
    return first === undefined ? [] : [{ device, places: [first, ...others], isReadOnly }]
  })
}
