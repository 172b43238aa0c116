/** Where subvolumes are, and folders in them (linux/btrfs.h: INO_LOOKUP). */
import { bytePathFromBuffer, type BytePath } from '../../kernel/byte-path.ts'
import { ioctlNumber, ioctls, padded, type IoctlOptions } from './btrfs-ioctl.ts'
import { rootFolderInode, topLevelId, type Root, type RootLink } from './btrfs-roots.ts'

/**
 * Paths from the top level, "@home/alice/projects", of as many as asked; one that is gone meanwhile is not in the answer.
 * `roots` are all there are.
 */
export async function findRootPaths(
  place: BytePath,
  wanted: readonly Root[],
  roots: ReadonlyMap<number, Root>,
  options: IoctlOptions,
): Promise<ReadonlyMap<number, BytePath>> {
  const folders = await findFolders(place, withAncestors(wanted, roots), options)
  const paths = new Map<number, BytePath>()
  for (const { id } of wanted) {
    const path = pathOf(id, roots, folders)
    if (path !== undefined) paths.set(id, path)
  }
  return paths
}

function withAncestors(wanted: readonly Root[], roots: ReadonlyMap<number, Root>): readonly RootLink[] {
  const links = new Map<number, RootLink>()
  for (const root of wanted) {
    let each: Root | undefined = root
    while (each?.link !== undefined && !links.has(each.id)) {
      links.set(each.id, each.link)
      each = roots.get(each.link.parentId)
    }
  }
  return [...links.values()]
}

const folderKey = ({ parentId, folderInode }: RootLink) => `${parentId} ${folderInode}`

/** "alice/" for the folder of a name within its subvolume, "" for that subvolume's root folder. */
async function findFolders(
  place: BytePath,
  links: readonly RootLink[],
  options: IoctlOptions,
): Promise<ReadonlyMap<string, BytePath>> {
  const asked = new Map(links.map((link) => [folderKey(link), link]))
  const folders = new Map<string, BytePath>()
  for (const [key, { folderInode }] of asked) if (folderInode === rootFolderInode) folders.set(key, '')
  const calls = [...asked].filter(([key]) => !folders.has(key))
  if (calls.length === 0) return folders
  const answers = await ioctls(
    place,
    calls.map(([, { parentId, folderInode }]) => lookUpFolder(parentId, folderInode)),
    options,
  )
  answers.forEach(({ errno, bytes }, index) => {
    const [key] = calls[index] ?? []
    // Gone meanwhile, or a path longer than the kernel tells: the caller does without.
    if (errno === 0 && key !== undefined) folders.set(key, parseLookUp(bytes))
  })
  return folders
}

const lookUpBytes = 4096

export function lookUpFolder(treeId: number, inode: number) {
  const argument = Buffer.alloc(16)
  argument.writeBigUInt64LE(BigInt(treeId), 0)
  argument.writeBigUInt64LE(BigInt(inode), 8)
  return { number: ioctlNumber('both', 18, lookUpBytes), size: lookUpBytes, wanted: lookUpBytes, argument }
}

export function parseLookUp(bytes: Buffer): BytePath {
  const name = padded(bytes, lookUpBytes).subarray(16)
  return bytePathFromBuffer(name.subarray(0, name.indexOf(0)))
}

function pathOf(
  id: number,
  roots: ReadonlyMap<number, Root>,
  folders: ReadonlyMap<string, BytePath>,
): BytePath | undefined {
  const parts: BytePath[] = []
  for (let at = id; at !== topLevelId;) {
    const link = roots.get(at)?.link
    const folder = link === undefined ? undefined : folders.get(folderKey(link))
    // Deeper than any disk: somebody moves subvolumes into one another while we look.
    if (link === undefined || folder === undefined || parts.length > 1000) return undefined
    parts.unshift(`${folder}${link.name}`)
    at = link.parentId
  }
  return parts.join('/')
}
