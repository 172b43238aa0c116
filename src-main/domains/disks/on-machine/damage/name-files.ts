/** Which files use given blocks of a file system: their paths in what is mounted, and in snapshots. */
import { textFromBytePath, type BytePath } from '../../../../kernel/byte-path.ts'
import { findBlockUses, type BlockUse } from '../../../../tools/btrfs/btrfs-damage.ts'
import { placeOf } from '../../../../tools/btrfs/btrfs-ioctl.ts'
import { readNamesByInode } from '../../../../tools/btrfs/btrfs-names.ts'
import { findRootPaths } from '../../../../tools/btrfs/btrfs-paths.ts'
import { readRoots, topLevelId, type Root } from '../../../../tools/btrfs/btrfs-roots.ts'
import { findOwnMount, readMountsOf, type MountEntry } from '../../../../tools/proc/mountinfo.ts'
import type { RunOptions } from '../../../../tools/run.ts'
import { titles } from '../../../../tools/titles/messages.ts'

/** One file of one subvolume. */
export interface UsedFile {
  readonly root: number
  readonly inode: number
  /** A snapshot, or another subvolume that nobody writes to. */
  readonly isReadOnly: boolean
  /** Absolute; several where it has several names, none where its subvolume is not within anything that is mounted. */
  readonly paths: readonly BytePath[]
  readonly uses: readonly FoundUse[]
}

type FoundUse = BlockUse & { readonly block: number }

interface NamedFiles {
  readonly files: readonly UsedFile[]
  /** Blocks of which the disk does not tell what uses them. */
  readonly untold: readonly number[]
}

export async function nameFiles(place: string, blocks: readonly number[], options: RunOptions): Promise<NamedFiles> {
  const uses: FoundUse[] = []
  const untold: number[] = []
  for (const block of blocks) {
    const found = await findBlockUses(place, block, options)
    if (found === undefined) untold.push(block)
    uses.push(...(found ?? []).map((use) => ({ ...use, block })))
  }
  return { files: uses.length === 0 ? [] : await filesOf(place, uses, options), untold }
}

async function filesOf(place: string, uses: readonly FoundUse[], options: RunOptions): Promise<readonly UsedFile[]> {
  const titled = { ...options, title: titles.listDiskSubvolumes({}) }
  const roots = new Map((await readRoots(placeOf(place), titled)).map((root) => [root.id, root]))
  const wanted = [...new Set(uses.map(({ root }) => root))].flatMap((id) => roots.get(id) ?? [])
  const paths = await findRootPaths(placeOf(place), wanted, roots, titled)
  const mounts = mountsOf(place)
  const files: UsedFile[] = []
  for (const id of new Set(uses.map(({ root }) => root))) {
    const own = uses.filter(({ root }) => root === id)
    const inTree = id === topLevelId ? '' : paths.get(id)
    const folder = inTree === undefined ? undefined : placeIn(mounts, `/${inTree}`)
    const inodes = new Set(own.map(({ inode }) => inode))
    const names: ReadonlyMap<number, readonly BytePath[]> =
      folder === undefined ? new Map() : await readNamesByInode(textFromBytePath(folder), inodes, options)
    for (const inode of inodes) {
      files.push({
        ...{ root: id, inode, isReadOnly: isReadOnly(roots.get(id)) },
        paths: (names.get(inode) ?? []).map((name) => join(folder ?? '', name)),
        uses: own.filter((use) => use.inode === inode),
      })
    }
  }
  return files
}

const isReadOnly = (root: Root | undefined): boolean => root?.readOnly === true
const join = (folder: BytePath, name: BytePath): BytePath => (folder === '/' ? `/${name}` : `${folder}/${name}`)

function mountsOf(place: string): readonly MountEntry[] {
  const { device } = findOwnMount(place)
  return readMountsOf('self').filter((mount) => mount.device === device)
}

/** Where something that stands at `inTree`, from the top of the file system, can be reached. */
function placeIn(mounts: readonly MountEntry[], inTree: BytePath): BytePath | undefined {
  const around = mounts.filter(({ fsRoot }) => fsRoot === '/' || inTree === fsRoot || inTree.startsWith(`${fsRoot}/`))
  const [best] = around.toSorted((one, other) => other.fsRoot.length - one.fsRoot.length)
  if (best === undefined) return undefined
  const rest = best.fsRoot === '/' ? inTree : inTree.slice(best.fsRoot.length)
  return rest === '' || rest === '/' ? best.target : join(best.target, rest.slice(1))
}
