/** The mounts of a part: undone before the exchange and made again after it. Whoever keeps one of his own is a user. */
import { isUtf8, textFromBytePath, type BytePath } from '../../../../kernel/byte-path.ts'
import { AppError } from '../../../../kernel/app-error.ts'
import { mountBtrfs, unmount } from '../../../../tools/mounts/mount.ts'
import {
  readMountNamespaces,
  readMountsOf,
  type MountNamespace,
  type MountEntry,
} from '../../../../tools/proc/mountinfo.ts'
import type { RunOptions } from '../../../../tools/run.ts'
import type { PartProgress } from '../state/operation.ts'
import type { Surroundings } from '../state/context.ts'

/** Whose mounts, and of which file system. */
export type Seeing = Pick<Surroundings, 'mountsOf' | 'device'>

type Unmounted = PartProgress['unmounted']

/** What everybody sees of it, in the order in which it was mounted. */
export function mountsOf(subvolumeId: number, { mountsOf: pid, device }: Seeing): readonly MountEntry[] {
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
export function keptElsewhere(subvolumeId: number, seeing: Seeing): readonly MountNamespace[] {
  const shown = new Set(mountsOf(subvolumeId, seeing).flatMap(({ shared }) => (shared === undefined ? [] : [shared])))
  return readMountNamespaces().filter(
    ({ pids, mounts }) =>
      !pids.includes(seeing.mountsOf) &&
      mounts.some(
        (mount) =>
          mount.device === seeing.device &&
          mount.subvolumeId === subvolumeId &&
          !(mount.master !== undefined && shown.has(mount.master)) &&
          !(mount.shared !== undefined && shown.has(mount.shared)),
      ),
  )
}

/** What has to be remembered to make the mounts again. */
export function describeMounts({ name }: PartProgress, id: number, seeing: Seeing): Unmounted {
  return mountsOf(id, seeing).map((mount) => {
    if (!isWhole(mount, name)) throw stillUsed(textFromBytePath(mount.target))
    return { target: mount.target, source: mount.source, options: mount.options }
  })
}

/** False when somebody still uses it; some may be undone then. */
export async function unmountPart(
  part: PartProgress,
  id: number,
  around: Surroundings,
  options: RunOptions,
): Promise<boolean> {
  for (const { target } of part.unmounted.toReversed()) {
    if (!mountsOf(id, around).some((mount) => mount.target === target)) continue
    if ((await unmount(textFromBytePath(target), around.within, options)) === 'busy') return false
  }
  return !isMountedAnywhere(id, around.device)
}

/** In whatever namespace: by way of the top level the kernel deletes a mounted subvolume without a word. */
export function isMountedAnywhere(id: number, device: string): boolean {
  return readMountNamespaces().some(({ mounts }) =>
    mounts.some((mount) => mount.device === device && mount.subvolumeId === id),
  )
}

/** Makes what was undone again, of whatever has the name now, and looks whether it is `wantedId` that is seen. */
export async function mountPart(
  part: PartProgress,
  wantedId: number,
  { mountsOf: pid, within }: Surroundings,
  options: RunOptions,
): Promise<void> {
  for (const { target, source, options: own } of part.unmounted) {
    const at = (): MountEntry | undefined => readMountsOf(pid).findLast((mount) => mount.target === target)
    const seen = at()
    if (seen?.subvolumeId === wantedId) continue
    if (seen !== undefined && [part.oldId, part.newId].includes(seen.subvolumeId)) {
      if ((await unmount(textFromBytePath(target), within, options)) === 'busy') throw stillUsed('a program')
    }
    const words = `${own},${subvolumeWords(part.name, wantedId)}`
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

export function stillUsed(what: string): AppError {
  return new AppError({
    code: 'blocked',
    message: `It is in use, so it cannot be rolled back now: ${what}.`,
    hint: 'Nothing was changed. End what uses it, or roll back when the laptop restarts.',
  })
}

function notSeen(target: string): AppError {
  return new AppError({
    code: 'not-verified',
    message: `What is mounted at ${target} is not what was rolled back to.`,
    hint: 'It is put back as it was. Look at /etc/fstab: it should name the subvolume, not its number.',
  })
}
