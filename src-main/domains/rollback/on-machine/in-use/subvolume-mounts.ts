/** The mounts of a subvolume: undone before the exchange and made again after it. Whoever keeps one of his own is a user. */
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

/** Whose mounts, and of which file system. */
export type MountContext = Pick<LaptopContext, 'mountNamespacePid' | 'device'>

type Unmounted = SubvolumeProgress['unmounted']

/** What everybody sees of it, in the order in which it was mounted. */
export function mountsOf(subvolumeId: number, { mountNamespacePid: pid, device }: MountContext): readonly MountEntry[] {
  return readMountsOf(pid).filter((mount) => mount.device === device && mount.subvolumeId === subvolumeId)
}

/** A mount that is not of the whole subvolume cannot be made again from outside. */
export function isWhole({ fsRoot }: MountEntry, name: BytePath): boolean {
  return fsRoot === `/${name}`
}

/** What is mounted inside, and would be in the way. */
export function mountedInside(targets: readonly BytePath[], pid: number): readonly MountEntry[] {
  return readMountsOf(pid).filter(({ target }) => targets.some((outer) => target.startsWith(`${outer}/`)))
}

/** Namespaces that would keep it when everybody else's mounts are undone: they do not follow them. */
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

/** What has to be remembered to make the mounts again. */
export function describeMounts({ name }: SubvolumeProgress, id: number, context: MountContext): Unmounted {
  return mountsOf(id, context).map((mount) => {
    if (!isWhole(mount, name))
      throw rollbackMessages.stillUsed({ user: { kind: 'mount', target: textFromBytePath(mount.target) } })
    return { target: mount.target, source: mount.source, options: mount.options }
  })
}

/** False when somebody still uses it; some may be undone then. */
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

/** In whatever namespace: by way of the top level the kernel deletes a mounted subvolume without a word. */
export function isMountedAnywhere(id: number, device: string): boolean {
  return readMountNamespaces().some(({ mounts }) =>
    mounts.some((mount) => mount.device === device && mount.subvolumeId === id),
  )
}

/** Makes what was undone again, of whatever has the name now, and looks whether it is `wantedId` that is seen. */
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

/** A comma ends an option, and a name need not be text: then its number says which. */
function subvolumeWords(name: BytePath, id: number): string {
  return isUtf8(name) && !name.includes(',')
    ? `subvol=/${Buffer.from(name, 'latin1').toString('utf8')}`
    : `subvolid=${id}`
}

function notSeen(target: string): AppError {
  return rollbackMessages.notSeen({ target })
}
