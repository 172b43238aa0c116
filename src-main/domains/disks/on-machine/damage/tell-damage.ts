/** The damaged files of a file system as they are now, and what has a whole one. */
import { lstatSync } from 'node:fs'
import path from 'node:path'
import { bufferFromBytePath, bytePathFromText, type BytePath } from '../../../../kernel/byte-path.ts'
import type { DiskDamage } from '../../../../contract/disks-calls.ts'
import type { TakenSubvolume } from '../../../../commons/snapshot-sets/schemas.ts'
import { readSets, setFolder } from '../../../../commons/snapshot-sets/on-machine/set-folder.ts'
import type { HostContext } from '../../../../machine/machine.ts'
import { readRoots } from '../../../../tools/btrfs/btrfs-roots.ts'
import { placeOf } from '../../../../tools/btrfs/btrfs-ioctl.ts'
import type { RunOptions } from '../../../../tools/run.ts'
import { titles } from '../../../../tools/titles/messages.ts'
import { readDamage } from './damage-file.ts'
import { nameFiles } from './name-files.ts'

/** Undefined where the last check found none. A block that no file uses any more is none. */
export async function tellDamage(
  place: string,
  id: string,
  { stateFolder }: Pick<HostContext, 'stateFolder'>,
  options: RunOptions,
): Promise<DiskDamage | undefined> {
  const damage = readDamage(stateFolder, id)
  if (damage === undefined) return undefined
  const { files: used, untold } = await nameFiles(place, damage.blocks, options)
  const live = used.filter(({ isReadOnly }) => !isReadOnly)
  const snapshots = await readSnapshots(place, stateFolder, options)
  const isDamaged = (root: number, inode: number) => used.some((one) => one.root === root && one.inode === inode)
  return {
    files: live.map(({ paths, root, inode, uses }) => {
      const [first] = paths
      const whole = first === undefined ? undefined : findWhole(first, snapshots, isDamaged)
      return {
        path: first ?? '',
        ...{ subvolumeId: root, inode, blocks: new Set(uses.map(({ block }) => block)).size },
        ...(whole === undefined ? {} : { whole }),
      }
    }),
    snapshots: new Set(used.filter(({ isReadOnly }) => isReadOnly).map(({ root }) => root)).size,
    unnamed: damage.unnamed + untold.length,
  }
}

interface OwnSnapshot {
  readonly setId: string
  readonly at: string
  readonly taken: TakenSubvolume
  readonly root: number
  readonly folder: string
}

/** The newest first. */
async function readSnapshots(place: string, stateFolder: string, options: RunOptions): Promise<readonly OwnSnapshot[]> {
  const roots = await readRoots(placeOf(place), { ...options, title: titles.listDiskSubvolumes({}) })
  const byUuid = new Map(roots.flatMap(({ uuid, id }) => (uuid === undefined ? [] : [[uuid, id] as const])))
  return readSets(stateFolder).flatMap(({ id: setId, at, content }) => {
    if (content.kind !== 'described') return []
    return content.description.snapshots.flatMap((taken) => {
      const root = byUuid.get(taken.uuid)
      const folder = path.join(setFolder(stateFolder, setId), taken.subvolume)
      return root === undefined ? [] : [{ setId, at, taken, root, folder }]
    })
  })
}

function findWhole(
  file: BytePath,
  snapshots: readonly OwnSnapshot[],
  isDamaged: (root: number, inode: number) => boolean,
): DiskDamage['files'][number]['whole'] {
  const present = factsOf(file)
  for (const { setId, at, taken, root, folder } of snapshots) {
    const within = taken.path === undefined ? undefined : pathWithin(file, bytePathFromText(taken.path))
    if (within === undefined) continue
    const then = factsOf(`${bytePathFromText(folder)}/${within}`)
    if (then === undefined || isDamaged(root, then.inode)) continue
    const isSame = then.bytes === present?.bytes && then.changedMs === present.changedMs
    return { setId, at, subvolume: taken.subvolume, path: within, isSame }
  }
  return undefined
}

function pathWithin(file: BytePath, folder: BytePath): BytePath | undefined {
  const beginning = folder === '/' ? '/' : `${folder}/`
  return file.startsWith(beginning) ? file.slice(beginning.length) : undefined
}

function factsOf(file: BytePath) {
  const facts = lstatSync(bufferFromBytePath(file), { throwIfNoEntry: false })
  if (facts?.isFile() !== true) return undefined
  return { inode: facts.ino, bytes: facts.size, changedMs: facts.mtimeMs }
}
