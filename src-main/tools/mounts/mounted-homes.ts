/**
 * Home folders that are mounted by themselves. Where one is a whole subvolume of the file system that the others are on, it is
 * copied, snapshotted and rolled back like them; anything else that is mounted there stays as it is.
 */
import { existsSync } from 'node:fs'
import { textFromBytePath, bytePathFromText } from '../../kernel/byte-path.ts'
import { readHomes } from '../accounts/accounts.ts'
import { isSubvolume } from '../btrfs/btrfs-subvolume.ts'
import { findOwnMount, mountsBelow, type MountEntry } from '../proc/mountinfo.ts'

/** Why a home that is mounted cannot be copied. */
export type WhyNotCopied = 'other-file-system' | 'part-of-subvolume' | 'read-only'

/** `root`: "/home", with a file system that answers. Absolute paths below it, of the accounts of this laptop. */
export function mountedHomes(root: string, homes: readonly string[]): readonly string[] {
  const mounts = mountsBelow(bytePathFromText(root))
  return homes.filter((home) => {
    const mount = mountAt(mounts, home)
    return mount !== undefined && whyNotCopied(root, mount) === undefined
  })
}

/** What else is mounted below `root`. */
export function foreignMounts(root: string, homes: readonly string[] = readHomes()): readonly MountEntry[] {
  const copied = new Set(mountedHomes(root, homes))
  return mountsBelow(bytePathFromText(root)).filter(({ target }) => !copied.has(textFromBytePath(target)))
}

/** Nothing is asked of a file system of another kind: it may never answer. */
export function whyNotCopied(root: string, { fsType, device, target, readOnly }: MountEntry): WhyNotCopied | undefined {
  if (fsType !== 'btrfs' || device !== findOwnMount(root).device) return 'other-file-system'
  const folder = textFromBytePath(target)
  if (!existsSync(folder) || !isSubvolume(folder)) return 'part-of-subvolume'
  return readOnly ? 'read-only' : undefined
}

/** Of several on top of one another the last is what is seen. */
function mountAt(mounts: readonly MountEntry[], home: string): MountEntry | undefined {
  return mounts.findLast(({ target }) => textFromBytePath(target) === home)
}
