/** A copy in a store of restic's: its folders are read by the IDs of their trees, and what is chosen comes out as restic restores it. */
import { chmodSync, lchownSync } from 'node:fs'
import { bringPartsBack } from '../../../commons/places/on-machine/store/store-tree.ts'
import { textFromBytePath, type BytePath } from '../../../kernel/byte-path.ts'
import { groupsOf, readAccounts, type LocalAccount } from '../../../tools/accounts/accounts.ts'
import { atParent, statInside } from '../../../tools/files/safe-path.ts'
import type { FileFacts } from '../../../tools/find/find-facts.ts'
import { toolsMessages } from '../../../tools/messages.ts'
import type { StoredNode } from '../../../tools/restic/stored-trees.ts'
import type { Store } from '../../../tools/restic/run-restic.ts'
import type { RunOptions } from '../../../tools/run.ts'
import { giveSignOfLife } from '../../../tools/sign-of-life.ts'
import { copiesMessages } from '../messages.ts'
import type { LookedInto } from './opened-copies.ts'
import { snapshotOf, treeOf } from './known-trees.ts'

/** `id`: of the snapshot. AppError "not-verified" for one that nothing of ours made. */
export async function treeInStore(store: Store, id: string, options: RunOptions): Promise<LookedInto> {
  const { tree: top, paths } = await snapshotOf(store, id, options)
  const [root = ''] = paths
  const way = root.split('/').slice(1)
  // Whoever can write into the store says what was stored.
  if (!root.startsWith('/') || way.some((name) => name === '' || name === '.' || name === '..'))
    throw toolsMessages.storeDamaged({}, { details: root })
  const trees: Trees = { read: (tree) => treeOf(store, tree, options), top, way }
  return {
    async list(folder, as) {
      const nodes = await nodesIn(trees, folder, as && rightsOf(as))
      if (nodes === undefined) throw copiesMessages.noFolder({ path: textFromBytePath(folder) })
      return nodes.map((node) => factsOf(node, folder === '' ? node.name : `${folder}/${node.name}`))
    },
    async measure(chosen) {
      let bytes = 0
      for (const path of chosen) bytes += await bytesAt(trees, await findNode(trees, path))
      return bytes
    },
    async fetch(chosen, into, work) {
      const report = () => work.report({ current: copiesMessages.fetching({}) })
      report()
      const asked = { signal: work.signal, onWritten: report }
      await bringPartsBack(store, { id, tree: root }, { paths: chosen, into }, asked)
      await dressFolders(trees, chosen, into)
    },
  }
}

interface Trees {
  readonly read: (tree: string) => Promise<readonly StoredNode[]>
  /** The ID of the tree at "/". */
  readonly top: string
  /** From there to the subvolume. */
  readonly way: readonly string[]
}

interface Rights {
  readonly uid: number
  readonly gids: ReadonlySet<number>
}

function rightsOf(person: LocalAccount): Rights {
  const { groups } = readAccounts()
  return { uid: person.uid, gids: new Set([person.gid, ...groupsOf(person).flatMap((name) => groups.get(name) ?? [])]) }
}

/**
 * Nobody but the store knows whose files these are: it is asked what the kernel would ask. Where a list of access rights says more
 * (acl(5)), the owner alone is let in.
 */
function mayUse({ mode, uid, gid, hasAcl }: StoredNode, rights: Rights, bits: number): boolean {
  if (rights.uid === 0) return true
  if (hasAcl && uid !== rights.uid) return false
  const shift = uid === rights.uid ? 6 : rights.gids.has(gid) ? 3 : 0
  return ((Number.parseInt(mode, 8) >> shift) & bits) === bits
}

const [enter, look] = [0o1, 0o5]

/** Undefined where there is no such folder. AppError "blocked" for one that these rights do not reach. */
async function nodesIn(trees: Trees, folder: BytePath, rights?: Rights): Promise<readonly StoredNode[] | undefined> {
  const names = folder === '' ? [] : folder.split('/')
  const top = await topOf(trees)
  const require = (node: StoredNode, isLast: boolean): void => {
    if (rights !== undefined && !mayUse(node, rights, isLast ? look : enter))
      throw copiesMessages.notAllowed({ path: textFromBytePath(folder) })
  }
  if (top?.tree === undefined) return undefined
  require(top, names.length === 0)
  let nodes = await trees.read(top.tree)
  for (const [index, name] of names.entries()) {
    const node = nodes.find((one) => one.name === name)
    if (node?.tree === undefined) return undefined
    require(node, index === names.length - 1)
    nodes = await trees.read(node.tree)
  }
  return nodes
}

/** The subvolume itself. */
async function topOf({ read, top, way }: Trees): Promise<StoredNode | undefined> {
  let tree: string | undefined = top
  let node: StoredNode | undefined
  for (const name of way) {
    node = tree === undefined ? undefined : (await read(tree)).find((one) => one.name === name)
    tree = node?.tree
  }
  return node
}

async function bytesAt(trees: Trees, node: StoredNode | undefined): Promise<number> {
  giveSignOfLife()
  if (node?.tree === undefined) return node?.type === 'f' ? node.bytes : 0
  let bytes = 0
  for (const one of await trees.read(node.tree)) bytes += await bytesAt(trees, one)
  return bytes
}

async function findNode(trees: Trees, path: BytePath): Promise<StoredNode | undefined> {
  const around = folderOf(path)
  const nodes = await nodesIn(trees, around)
  return nodes?.find(({ name }) => name === (around === '' ? path : path.slice(around.length + 1)))
}

const folderOf = (path: BytePath): BytePath => path.slice(0, Math.max(0, path.lastIndexOf('/')))

/** restic makes the folders around what it restores as its own. */
async function dressFolders(trees: Trees, chosen: readonly BytePath[], into: string): Promise<void> {
  const around = new Set(chosen.flatMap((path) => foldersOf(path)))
  for (const path of around) {
    const node = await findNode(trees, path)
    if (node === undefined || statInside(into, path)?.isDirectory() !== true) continue
    atParent(into, path, (leaf) => {
      lchownSync(leaf, node.uid, node.gid)
      chmodSync(leaf, Number.parseInt(node.mode, 8))
    })
  }
}

function foldersOf(path: BytePath): readonly BytePath[] {
  const around = folderOf(path)
  return around === '' ? [] : [...foldersOf(around), around]
}

function factsOf(node: StoredNode, path: BytePath): FileFacts {
  const { type, inode, links, mode, uid, gid, bytes, modified, target } = node
  return {
    path,
    type,
    inode,
    links,
    mode,
    uid,
    gid,
    bytes,
    modified,
    target,
    device: '',
    diskBytes: bytes,
    changed: '',
  }
}
