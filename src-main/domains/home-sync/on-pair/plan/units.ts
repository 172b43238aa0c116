/**
 * What is decided as one. Half of a repository, of a database or of an application's folder from each laptop would be worse than
 * either, so each of these is one unit, and so is a folder that only one laptop has. Everything else is decided on its own.
 */
import type { BytePath } from '../../../../kernel/byte-path.ts'
import { createSetOf, type FileSet, type KeyedSet } from '../../file-sets/file-set.ts'
import { createCover } from '../../inventory/key-cover.ts'
import { isAtOrBelow, keyOfPath, parentKey, pathOfKey } from '../../inventory/inventory-entry.ts'

/** Below a person's folder: how many names deep the folders are that each belong to one application. */
const applicationFolders: Readonly<Record<string, number>> = {
  '.config': 2,
  '.mozilla': 2,
  '.thunderbird': 1,
  '.var\u0001app': 3,
  snap: 2,
  '.local\u0001share': 3,
  '.local\u0001state': 3,
}

export interface Units {
  /** The outermost set of files that it belongs to. */
  readonly setOf: (key: string) => KeyedSet | undefined
  /** The key of the unit that the entry with this key belongs to, if no folder above it came or went as a whole. */
  readonly keyOf: (key: string) => string
  /** The set that it belongs to, where that is several paths and no folder has all of them as its own unit. */
  readonly spreadOf: (key: string) => KeyedSet | undefined
  /** The keys of what would be worse in halves; undefined for what is right by itself. */
  readonly wholeOf: (key: string) => readonly string[] | undefined
}

export function createUnits(repositories: Iterable<BytePath>, fileSets: readonly FileSet[]): Units {
  const outer = new Set([...repositories].map(keyOfPath))
  const setOf = createSetOf(fileSets)
  const repositoryOf = (key: string) => (outer.size === 0 ? undefined : foldersOf(key).find((one) => outer.has(one)))
  const spreadOf = (key: string): KeyedSet | undefined => {
    const set = setOf(key)
    if (set === undefined || set.keys.length === 1) return undefined
    const repository = repositoryOf(key)
    // A database of a repository or an application goes with all else that this has, and so does what is all in one repository.
    const isOfLarger =
      set.kind === 'database'
        ? (repository ?? applicationFolderOf(key)) !== undefined
        : repository !== undefined && set.keys.every((one) => isAtOrBelow(one, repository))
    return isOfLarger ? undefined : set
  }
  return {
    setOf,
    spreadOf,
    keyOf(key) {
      const set = setOf(key)
      const folder = set?.keys.length === 1 ? set.keys[0] : undefined
      return repositoryOf(key) ?? applicationFolderOf(key) ?? folder ?? key
    },
    wholeOf(key) {
      const spread = spreadOf(key)?.keys
      if (spread !== undefined) return spread
      const repository = repositoryOf(key)
      return repository === undefined ? setOf(key)?.keys : [repository]
    },
  }
}

/**
 * Where a repository holds commits without anybody having worked in it: objects as git names them, and the names that a
 * switch has given to what the other version had.
 */
export function createIsOfCommits(gitFolders: Iterable<BytePath>): (key: string) => boolean {
  const folders = [...gitFolders]
  const isName = createCover(folders.map((folder) => `${folder}/refs/laptops`))
  const stores = new Set(folders.map((folder) => keyOfPath(`${folder}/objects`)))
  return (key) => {
    const store = foldersOf(key).findLast((folder) => stores.has(folder))
    return isName(key) || (store !== undefined && objectNames.test(pathOfKey(key.slice(store.length + 1))))
  }
}

/** Below `objects`: loose ones, packs, and what git notes about them. */
const objectNames = new RegExp(
  [
    '[0-9a-f]{2}(/([0-9a-f]{38}|[0-9a-f]{62}))?',
    'pack(/(pack|multi-pack-index)(-[0-9a-z]+)?([.][a-z]+)?)?',
    'info(/[a-z-]+(/(commit-graph-chain|graph-[0-9a-f]+[.]graph))?)?',
  ]
    .map((name) => `^${name}$`)
    .join('|'),
)

/** From the outermost to the key itself. */
function foldersOf(key: string): readonly string[] {
  const folders: string[] = []
  for (let at = key.indexOf('\u0001'); at !== -1; at = key.indexOf('\u0001', at + 1)) folders.push(key.slice(0, at))
  return [...folders, key]
}

function applicationFolderOf(key: string): string | undefined {
  const [person, ...names] = key.split('\u0001')
  for (const [prefix, depth] of Object.entries(applicationFolders)) {
    const start = prefix.split('\u0001')
    if (names.length > depth && start.every((name, index) => names[index] === name)) {
      return [person, ...names.slice(0, depth)].join('\u0001')
    }
  }
  return undefined
}

/** "alice/Documents": where a decision is put together with its neighbours when there are too many. */
export function topFolder(key: string, depth: number): string {
  const names = key.split('\u0001')
  return names.length <= depth ? parentKey(key) || key : names.slice(0, depth).join('\u0001')
}
