/** Every snapshot of a file system, whoever took it, and every subvolume, in one question. */
import type { BytePath } from '../../kernel/byte-path.ts'
import { placeOf } from './btrfs-ioctl.ts'
import { findRootPaths } from './btrfs-paths.ts'
import { readRoots, type Root, type RootLink } from './btrfs-roots.ts'
import type { RunOptions } from '../run.ts'
import { titles } from '../titles/messages.ts'

export interface CataloguedSnapshot {
  readonly id: number
  readonly uuid: string
  readonly parentUuid: string | undefined
  /** When it came to be here, ISO 8601 to the second; undefined for what was made before Linux 3.6. */
  readonly at: string | undefined
  readonly readOnly: boolean
  /** From the top level of the file system. */
  readonly path: BytePath
}

export interface CatalogueOptions extends RunOptions {
  /** The path of the folder that a name is in, with a slash at its end, where the caller knows it already. */
  readonly knownFolders?: Promise<(link: RootLink) => BytePath | undefined>
}

/** All snapshots, and all read-only subvolumes. One that goes away meanwhile may be left out. */
export async function catalogueSnapshots(
  place: string,
  { knownFolders, ...options }: CatalogueOptions,
): Promise<readonly CataloguedSnapshot[]> {
  const titled = { ...options, title: titles.listDiskSnapshots({}) }
  const [roots, folderOf = () => undefined] = await Promise.all([readRoots(placeOf(place), titled), knownFolders])
  const listed = roots.flatMap((root) => {
    const { link, uuid, isSnapshot, readOnly } = root
    if (link === undefined || uuid === undefined || !(isSnapshot || readOnly)) return []
    return [{ root, uuid, link, folder: folderOf(link) }]
  })
  const unknown = listed.flatMap(({ root, folder }) => (folder === undefined ? [root] : []))
  const paths = await findRootPaths(placeOf(place), unknown, byId(roots), titled)
  const found: CataloguedSnapshot[] = []
  for (const { root, uuid, link, folder } of listed) {
    const path = folder === undefined ? paths.get(root.id) : `${folder}${link.name}`
    if (path === undefined) continue
    const { id, parentUuid, readOnly, createdMs } = root
    const at = createdMs > 0 ? new Date(createdMs).toISOString() : undefined
    found.push({ id, uuid, parentUuid, at, readOnly, path })
  }
  return found
}

export interface CatalogueNode {
  readonly id: number
  /** The subvolume in whose tree it is; 5 is the top level. */
  readonly parentId: number
  readonly uuid: string | undefined
  readonly readOnly: boolean
  /** Whether it was made as a snapshot, and whether what it was taken of is there still. */
  readonly origin: 'none' | 'there' | 'gone'
  /** It came by btrfs-receive(8). */
  readonly isReceived: boolean
  /** From the top level; undefined for a read-only snapshot of one that is there, and for one that is on its way elsewhere. */
  readonly path: BytePath | undefined
}

/** All subvolumes by id. */
export async function readSubvolumeTree(
  place: string,
  options: RunOptions,
): Promise<ReadonlyMap<number, CatalogueNode>> {
  const titled = { ...options, title: titles.listDiskSubvolumes({}) }
  const roots = await readRoots(placeOf(place), titled)
  const placed = roots.flatMap((root) => (root.link === undefined ? [] : [{ root, parentId: root.link.parentId }]))
  const isThere = new Set(placed.map(({ root }) => root.uuid))
  const originOf = ({ parentUuid }: Root): CatalogueNode['origin'] =>
    parentUuid === undefined ? 'none' : isThere.has(parentUuid) ? 'there' : 'gone'
  // There can be hundreds of snapshots, and nobody asks where they are.
  const asked = placed.flatMap(({ root }) => (root.readOnly && originOf(root) === 'there' ? [] : [root]))
  const paths = await findRootPaths(placeOf(place), asked, byId(roots), titled)
  const nodes = placed.map(({ root, parentId }): CatalogueNode => {
    const { id, uuid, readOnly, receivedUuid } = root
    const isReceived = receivedUuid !== undefined
    return { id, parentId, uuid, readOnly, origin: originOf(root), isReceived, path: paths.get(id) }
  })
  return new Map(nodes.map((node) => [node.id, node]))
}

function byId(roots: readonly Root[]): ReadonlyMap<number, Root> {
  return new Map(roots.map((root) => [root.id, root]))
}
