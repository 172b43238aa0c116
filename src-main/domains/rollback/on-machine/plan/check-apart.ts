import { existsSync } from 'node:fs'
import path from 'node:path'
import { isPartOfSystem } from '../../../../commons/snapshot-sets/on-machine/apart-from-system.ts'
import { textFromBytePath } from '../../../../kernel/byte-path.ts'
import type { Message } from '../../../../kernel/message.ts'
import { readFstab } from '../../../../tools/mounts/fstab.ts'
import { readMountsOf } from '../../../../tools/proc/mountinfo.ts'
import type { RunOptions } from '../../../../tools/run.ts'
import { rollbackMessages } from '../../messages.ts'
import type { LaptopContext } from '../state/context.ts'
import type { OperationSubvolume } from '../state/operation.ts'

/**
 * Whether programs and what dpkg knows of them would be of two times afterwards, as a part of the system is mounted by itself, and
 * does not go back too: now, or by what /etc/fstab of the snapshot mounts. `root`: of the running system.
 */
export async function checkApart(
  { all, snapshot }: { readonly all: readonly OperationSubvolume[]; readonly snapshot: string },
  root: string,
  { mountNamespacePid: pid, device }: LaptopContext,
  options: RunOptions,
): Promise<Message | undefined> {
  const mounted = new Map(readMountsOf(pid).map((mount) => [textFromBytePath(mount.target), mount]))
  const fstab = path.join(snapshot, 'etc/fstab')
  const entries = existsSync(fstab) ? await readFstab(fstab, options) : []
  const places = [...mounted.keys(), ...entries.map(({ target }) => target)]
  const goesBack = (place: string): boolean => {
    const mount = mounted.get(place)
    return mount?.device === device && all.some(({ oldId }) => oldId === mount.subvolumeId)
  }
  const apart = places.find((place) => isPartOfSystem(root, place) && !goesBack(place))
  return apart === undefined ? undefined : rollbackMessages.mountedApart({ place: apart })
}
