/** Finds out who uses a subvolume now. */
import { distinct } from '../../../../kernel/distinct.ts'
import type { User } from '../../messages.ts'
import { descend } from '../../../../commons/snapshot-sets/on-machine/find-nested.ts'
import { textFromBytePath, type BytePath } from '../../../../kernel/byte-path.ts'
import { listSubvolumes, resolveSubvolume } from '../../../../tools/btrfs/btrfs-subvolume.ts'
import {
  describeProcess,
  findProcessUsers,
  listProcesses,
  type ProcessUser,
} from '../../../../tools/proc/process-users.ts'
import type { RunOptions } from '../../../../tools/run.ts'
import { isWhole, keptElsewhere, mountedInside, mountsOf } from './subvolume-mounts.ts'
import type { OperationSubvolume } from '../state/operation.ts'
import { withFolder } from '../run/safe-place.ts'
import type { LaptopContext } from '../state/context.ts'
import { groupUsers, type Users } from './users.ts'

/** How the subvolume is reached: below a folder whose path is text. */
export interface SearchedPlace {
  readonly root: string
  readonly base: BytePath
  /** From the top level. */
  readonly name: BytePath
}

/** Everything that has it open, has its working folder in it, or would keep it mounted. */
export async function findUsers(
  subvolume: Pick<OperationSubvolume, 'root' | 'within' | 'name' | 'oldId'>,
  context: LaptopContext,
  options: RunOptions,
  place: SearchedPlace = { root: subvolume.root, base: subvolume.within?.path ?? '', name: subvolume.name },
): Promise<Users> {
  const processes = findProcessUsers(await devicesOf(subvolume, place, options))
  const keepers = keptElsewhere(subvolume.oldId, context)
    .filter(({ pids }) => !pids.includes(process.pid))
    .flatMap(({ pid: keeper }) => describeProcess(keeper) ?? [])
  const { users, ours } = withManagers(
    groupUsers([...processes, ...keepers], context.names),
    [...processes, ...keepers],
    context,
  )
  const mounts = mountsOf(subvolume.oldId, context)
  const targets = mounts.map(({ target }) => target)
  const inTheWay = [
    ...mountedInside(targets, context.mountNamespacePid),
    ...mounts.filter((mount) => !isWhole(mount, subvolume.name)),
  ]
  const ofMounts = inTheWay.map(({ target }): User => ({ kind: 'mount', target: textFromBytePath(target) }))
  return { users: distinct([...users, ...ofMounts]), ours }
}

/** A person's service manager is stopped only if nothing else runs under it, in the subvolume or not. */
function withManagers(users: Users, processes: readonly ProcessUser[], { names }: LaptopContext): Users {
  const managers = users.ours.filter((unit) => unit.startsWith('user@'))
  if (managers.length === 0) return users
  const members = listProcesses().filter(({ cgroup }) => managers.some((unit) => cgroup.includes(`/${unit}/`)))
  return groupUsers([...processes, ...members], names)
}

/** Device numbers of a subvolume and of all inside it, as in stat(2). */
async function devicesOf(
  { oldId }: Pick<OperationSubvolume, 'oldId'>,
  { root, base, name }: SearchedPlace,
  options: RunOptions,
): Promise<ReadonlySet<number>> {
  const inside = descend(await listSubvolumes(root, options), oldId)
  const devices = new Set<number>()
  for (const within of ['', ...(await pathsWithin(root, name, inside, options))]) {
    const folder = [base, within].filter((piece) => piece !== '').join('/')
    const device = await withFolder(root, folder, (_open, { dev }) => Promise.resolve(dev))
    if (device !== undefined) devices.add(device)
  }
  return devices
}

async function pathsWithin(
  path: string,
  name: BytePath,
  ids: readonly number[],
  options: RunOptions,
): Promise<readonly BytePath[]> {
  const paths: BytePath[] = []
  for (const id of ids) {
    const whole = await resolveSubvolume(id, path, options)
    if (whole?.startsWith(`${name}/`) === true) paths.push(whole.slice(name.length + 1))
  }
  return paths
}
