/** The mounts of a subvolume: unmounted before the exchange and mounted again after it. A private mount counts as a user. */
import { isUtf8, textFromBytePath, type BytePath } from '../../../../kernel/byte-path.ts'
import type { AppError } from '../../../../kernel/app-error.ts'
import { mountBtrfs, unmount } from '../../../../tools/mounts/mount.ts'
import {
  readMountNamespaces,
  readMountsOf,
  type MountNamespace,
  type MountEntry,
} from '../../../../tools/proc/mountinfo.ts'
import type { RunOptions } from '../../../../tools/run.ts'
import type { SubvolumeProgress } from '../state/operation.ts'
import type { LaptopContext } from '../state/context.ts'
import { rollbackMessages } from '../../messages.ts'

/** The mount namespace and the file system. */
export type MountContext = Pick<LaptopContext, 'mountNamespacePid' | 'device'>

type Unmounted = SubvolumeProgress['unmounted']

/** Its mounts in the main namespace, in mount order. */
export function mountsOf(subvolumeId: number, { mountNamespacePid: pid, device }: MountContext): readonly MountEntry[] {
  return readMountsOf(pid).filter((mount) => mount.device === device && mount.subvolumeId === subvolumeId)
}

/** A mount of only a part of the subvolume cannot be mounted again from outside. */
export function isWhole({ fsRoot }: MountEntry, name: BytePath): boolean {
  return fsRoot === `/${name}`
}

/** Mounts inside it, which would be in the way. */
export function mountedInside(targets: readonly BytePath[], pid: number): readonly MountEntry[] {
  return readMountsOf(pid).filter(({ target }) => targets.some((outer) => target.startsWith(`${outer}/`)))
}

/** Namespaces that would keep it mounted, because they do not follow unmounts of the main one. */
export function keptElsewhere(subvolumeId: number, context: MountContext): readonly MountNamespace[] {
  const shown = new Set(mountsOf(subvolumeId, context).flatMap(({ shared }) => (shared === undefined ? [] : [shared])))
  return readMountNamespaces().filter(
    ({ pids, mounts }) =>
      !pids.includes(context.mountNamespacePid) &&
      mounts.some(
        (mount) =>
          mount.device === context.device &&
          mount.subvolumeId === subvolumeId &&
          !(mount.master !== undefined && shown.has(mount.master)) &&
          !(mount.shared !== undefined && shown.has(mount.shared)),
      ),
  )
}

/** What is needed to mount it again. */
export function describeMounts({ name }: SubvolumeProgress, id: number, context: MountContext): Unmounted {
  return mountsOf(id, context).map((mount) => {
    if (!isWhole(mount, name))
      throw rollbackMessages.stillUsed({ user: { kind: 'mount', target: textFromBytePath(mount.target) } })
    return { target: mount.target, source: mount.source, options: mount.options }
  })
}

/** False when it is still in use. Some mounts may be unmounted then. */
export async function unmountSubvolume(
  subvolume: SubvolumeProgress,
  id: number,
  context: LaptopContext,
  options: RunOptions,
): Promise<boolean> {
  for (const { target } of subvolume.unmounted.toReversed()) {
    if (!mountsOf(id, context).some((mount) => mount.target === target)) continue
    if ((await unmount(textFromBytePath(target), context.within, options)) === 'busy') return false
  }
  return !isMountedAnywhere(id, context.device)
}

/** In any namespace: through the top level the kernel deletes a mounted subvolume without an error. */
export function isMountedAnywhere(id: number, device: string): boolean {
  return readMountNamespaces().some(({ mounts }) =>
    mounts.some((mount) => mount.device === device && mount.subvolumeId === id),
  )
}

/** Mounts again what was unmounted, from whatever has the name now, and checks that it is `wantedId`. */
export async function mountSubvolume(
  subvolume: SubvolumeProgress,
  wantedId: number,
  { mountNamespacePid: pid, within }: LaptopContext,
  options: RunOptions,
): Promise<void> {
  for (const { target, source, options: own } of subvolume.unmounted) {
    const at = (): MountEntry | undefined => readMountsOf(pid).findLast((mount) => mount.target === target)
    const seen = at()
    if (seen?.subvolumeId === wantedId) continue
    if (seen !== undefined && [subvolume.oldId, subvolume.newId].includes(seen.subvolumeId)) {
      if ((await unmount(textFromBytePath(target), within, options)) === 'busy')
        throw rollbackMessages.stillUsed({ user: { kind: 'unknown-program' } })
    }
    const words = `${own},${subvolumeWords(subvolume.name, wantedId)}`
    await mountBtrfs({ source, target: textFromBytePath(target), options: words }, within, options)
    if (at()?.subvolumeId !== wantedId) throw notSeen(textFromBytePath(target))
  }
}

/** A comma would end the option, and a name need not be text: then its ID is used. */
function subvolumeWords(name: BytePath, id: number): string {
  return isUtf8(name) && !name.includes(',')
    ? `subvol=/${Buffer.from(name, 'latin1').toString('utf8')}`
    : `subvolid=${id}`
}

function notSeen(target: string): AppError {
  return rollbackMessages.notSeen({ target })
}
