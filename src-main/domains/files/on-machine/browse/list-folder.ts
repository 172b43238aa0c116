import { closeSync } from 'node:fs'
import type { Output } from '../../../../contract/define.ts'
import type { FolderEntry } from '../../../../contract/files-calls.ts'
import type { Places } from '../../../../commons/snapshot-sets/on-machine/find-layout.ts'
import { readOneSet } from '../../../../commons/snapshot-sets/on-machine/set-folder.ts'
import type { TakenSubvolume, Tree } from '../../../../commons/snapshot-sets/schemas.ts'
import type { AppError } from '../../../../kernel/app-error.ts'
import { textFromBytePath, type BytePath } from '../../../../kernel/byte-path.ts'
import type { OpenedTree } from '../../../../commons/capability/kept-trees.ts'
import type { LocalAccount } from '../../../../tools/accounts/accounts.ts'
import type { Account } from '../../../../tools/accounts/as-person.ts'
import { findEntries } from '../../../../tools/find/find-entries.ts'
import { findFacts, type FileFacts } from '../../../../tools/find/find-facts.ts'
import type { RunOptions } from '../../../../tools/run.ts'
import { openFolderInside } from '../../../../tools/files/safe-path.ts'
import type { listFolder } from '../../verbs.ts'
import { createDescribe, type Describe } from '../tree/entry-facts.ts'
import { withTree } from '../tree/with-tree.ts'
import { filesMessages } from '../../messages.ts'

export interface FolderRequest {
  readonly tree: Tree
  readonly path: BytePath
  readonly offset: number
  readonly limit: number
}

/** The inode number of a placeholder. Nothing else in btrfs has it. */
const placeholderInode = '2'

export async function readFolder(
  places: Places,
  person: Account,
  { tree, path, offset, limit }: FolderRequest,
  options: RunOptions,
): Promise<Output<typeof listFolder>> {
  return withTree(places, tree, options, async ({ root }) => {
    requireFolder(root, path)
    const { names, denied } = await findEntries({ root, folder: path, as: person }, options)
    const starts = foldersFirst(names)
      .slice(offset, offset + limit)
      .map((name) => (path === '' ? name : `${path}/${name}`))
    // Reads facts only of entries on this page. Entries that are gone by now are left out.
    const page = await findFacts({ root, starts, depth: { least: 0, most: 0 }, as: person }, options)
    if (denied || page.denied) throw notAllowed(path)
    const describe = createDescribe()
    const subvolumeOf = subvolumesBelow(places.stateFolder, tree)
    const entries = page.entries.map((facts) => view({ facts, name: nameOf(facts.path) }, describe, subvolumeOf))
    return { total: names.length, entries }
  })
}

/** Of a tree in a place: the same, by what the place says. */
export async function readKeptFolder(
  open: OpenedTree,
  person: LocalAccount,
  { path, offset, limit }: Omit<FolderRequest, 'tree'>,
): Promise<Output<typeof listFolder>> {
  const byName = new Map((await open.list(path, person)).map((facts) => [`${facts.type}${nameOf(facts.path)}`, facts]))
  const describe = createDescribe()
  const names = foldersFirst([...byName.keys()])
  const ofName = new Map([...byName.values()].map((facts) => [nameOf(facts.path), facts]))
  const entries = names
    .slice(offset, offset + limit)
    .flatMap((name) => ofName.get(name) ?? [])
    .map((facts) => view({ facts, name: nameOf(facts.path) }, describe, () => undefined))
  return { total: names.length, entries }
}

interface Named {
  readonly facts: FileFacts
  readonly name: BytePath
}

function view(
  { facts, name }: Named,
  describe: Describe,
  subvolumeOf: (path: BytePath) => string | undefined,
): FolderEntry {
  const subvolume = facts.type === 'd' && facts.inode === placeholderInode ? subvolumeOf(facts.path) : undefined
  return {
    name,
    facts: describe(facts),
    ...(facts.type === 'l' ? { linkTarget: textFromBytePath(facts.target) } : {}),
    ...(subvolume === undefined ? {} : { subvolume }),
  }
}

/** Folders first, then by name as a person sorts: letter case only decides between equals. */
function foldersFirst(names: BytePath[]): readonly BytePath[] {
  // By bytes first, which is fast and leaves little to do for the slow sort by letters.
  names.sort()
  const [folders, others] = [names.filter(isFolder), names.filter((name) => !isFolder(name))]
  return [...byLetters(folders), ...byLetters(others)]
}

/** Of find's letter and name. */
function isFolder(name: BytePath): boolean {
  return name.startsWith('d')
}

function byLetters(names: readonly BytePath[]): readonly BytePath[] {
  return names
    .map((letterAndName) => letterAndName.slice(1))
    .map((name) => ({ name, text: textFromBytePath(name) }))
    .sort((one, other) => collator.compare(one.text, other.text) || (one.name < other.name ? -1 : 1))
    .map(({ name }) => name)
}

const collator = new Intl.Collator('en', { numeric: true })

/** The snapshot of a nested subvolume is beside this one in the same set. */
function subvolumesBelow(stateFolder: string, tree: Tree): (path: BytePath) => string | undefined {
  if (tree.kind === 'now') return () => undefined
  const content = readOneSet(stateFolder, tree.setId)?.content
  if (content?.kind !== 'described') return () => undefined
  const { snapshots } = content.description
  const own = snapshots.find(({ subvolume }) => subvolume === tree.subvolume)?.within
  return (path) => snapshots.find((taken) => isAt(taken, tree.subvolume, path, own))?.subvolume
}

function isAt({ within }: TakenSubvolume, subvolume: string, path: BytePath, own: TakenSubvolume['within']): boolean {
  if (within === undefined) return false
  if (own === undefined) return within.subvolume === subvolume && within.path === path
  return within.subvolume === own.subvolume && within.path === `${own.path}/${path}`
}

/** Follows no link: a link in a snapshot would lead into the running system. */
export function requireFolder(root: string, path: BytePath): void {
  const descriptor = openFolderInside(root, path)
  if (descriptor === undefined) {
    throw filesMessages.noFolder({ path: textFromBytePath(path) })
  }
  closeSync(descriptor)
}

export function nameOf(path: BytePath): BytePath {
  return path.slice(path.lastIndexOf('/') + 1)
}

function notAllowed(path: BytePath): AppError {
  return filesMessages.notAllowed({ path: textFromBytePath(path) })
}
