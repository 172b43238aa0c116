/** What one round has to do: the lines, each of them agreed to, and none against work that is newer than the plan. */
import type { BytePath } from '../../../../kernel/byte-path.ts'
import type { Output } from '../../../../contract/define.ts'
import {
  countedOf,
  fieldsOf,
  keyOfPath,
  parentKey,
  pathOfKey,
  isSameExceptLinksAndFolderTime,
} from '../../inventory/inventory-entry.ts'
import { worthSeedingBytes } from '../../inventory/change.ts'
import { createSetOf, type FileSet } from '../../file-sets/file-set.ts'
import { groupBy } from '../../../../kernel/group-by.ts'
import { createCover } from '../../inventory/key-cover.ts'
import type { HomeLine } from '../../placing-lines.ts'
import type { scanHome } from '../../scan-verbs.ts'
import type { Agreement } from '../plan/agreement.ts'
import { isReplacedFolder, leaderOf, parentsOf, type Differing } from '../compare/compare-homes.ts'

export interface Lines {
  /** In the order in which they are done; safe to stop after each. */
  readonly lines: readonly HomeLine[]
  /** Everything that has to be fetched for them. */
  readonly fetched: readonly BytePath[]
  /** Folders among it. */
  readonly folders: readonly BytePath[]
  /** Regular files of one name among it, of which the list tells whether they are still the same. */
  readonly files: readonly FileToFetch[]
  /** Folders and large files among it that the target has not. */
  readonly appearing: readonly Appearing[]
  /** Large files that the target has in another version, or under another name. */
  readonly seeds: readonly MovedOnSource[]
  /** Files among it that the target has under another name, as they were when both were equal. */
  readonly renamed: readonly RenamedFile[]
  /** Of the regular files among them. */
  readonly bytes: number
}

export interface FileToFetch {
  readonly path: BytePath
  /** Its record on the source, without the key. */
  readonly identity: string
  readonly bytes: number
  /** Comes when all others have: a developer cache. */
  readonly isLast?: true
  /** It has so many holes that they are left out on the way (fetch-sparse.ts); `bytes` is what it has beside them. */
  readonly isSparse?: true
}

export interface RenamedFile extends FileToFetch {
  readonly from: BytePath
}

export interface Appearing {
  readonly path: BytePath
  readonly isFolder: boolean
}

export type MovedOnSource = Output<typeof scanHome>['moved'][number]

export interface Findings {
  readonly differing: readonly Differing[]
  /** They look alike and are not. */
  readonly alike: readonly BytePath[]
  /** What the source gave another name. */
  readonly moved: readonly MovedOnSource[]
  /** The same of files that are as they were when both were equal. */
  readonly renamed?: readonly MovedOnSource[]
  /** What earlier runs of this switch placed or removed. */
  readonly done?: readonly BytePath[]
  /** Of these, all lines follow one another. */
  readonly fileSets: readonly FileSet[]
}

/**
 * The first switch of a home has a line for each of its files: what is made here for each of them is kept small, and what is only
 * asked about folders is kept of folders alone.
 */
export function linesOf(
  { differing, alike, moved, renamed = [], done = [], fileSets }: Findings,
  agreement: Agreement,
): Lines {
  const agreed = agreedOf(differing, agreement)
  const coming = agreed.filter(isComing)
  const going = agreed.filter(({ from }) => from === undefined).map(({ key }) => key)
  const isInReplaced = createCover(coming.filter(isReplacedFolder).map(({ key }) => pathOfKey(key)))
  const placed = [...coming.map(({ key }) => key), ...alike.map(keyOfPath)]
  const leading = new Set(leadersOf(coming, agreement))
  for (const key of among(placed, leading)) leading.delete(key)
  const differs = among(keysOf(differing), leading)
  const isFinished = new Set(coming.filter(isFolderOfOtherTime).map(({ key }) => key))
  const names = sortedOnce([...placed, ...leading]).filter((key) => !isFinished.has(key))
  const folders = foldersToFinish({ coming, names, going, differing, done }, agreement)
  const fetched = folders.length === 0 ? names : sortedOnce([...names, ...folders])
  const paths = fetched.map(pathOfKey)
  const pathOf = pathsInOrder(fetched, paths)
  const { besides, inOrder } = withDatabasesTogether(names, going, fileSets)
  const [first, last] = [going.filter(isInReplaced), going.filter((key) => !isInReplaced(key) && !besides.has(key))]
  const files = filesToFetch(coming, alike, pathOf, agreement.isCache)
  const line = (key: string, action: HomeLine['action']): HomeLine => ({ path: pathOf(key), action })
  return {
    lines: [
      ...deepestFirst(first).map((key) => line(key, 'remove')),
      ...inOrder.map((key) => {
        if (besides.has(key)) return line(key, 'remove')
        return line(key, leading.has(key) && !differs.has(key) ? 'lead' : 'place')
      }),
      ...deepestFirst(last).map((key) => line(key, 'remove')),
      ...deepestFirst(folders).map((key) => line(key, 'place')),
    ],
    fetched: paths,
    folders: folders.map(pathOf),
    files,
    appearing: coming
      .filter(mayBeStoredApart)
      .map(({ key, from }) => ({ path: pathOf(key), isFolder: from.startsWith('d ') })),
    seeds: [
      ...coming.filter(isLargeOnBoth).map(({ key }) => ({ from: pathOf(key), to: pathOf(key) })),
      ...movedThere(coming, differing, moved),
    ],
    renamed: renamedFiles(movedThere(coming, differing, renamed), files),
    bytes: coming.reduce((sum, { from }) => sum + (from.startsWith('f ') ? countedOf(from).size : 0), 0),
  }
}

/**
 * What SQLite would take for a part of the new version goes right before it, and all of a database comes at once: the fewer
 * lines there are in between, the less a power cut can leave of both versions.
 */
function withDatabasesTogether(
  names: readonly string[],
  going: readonly string[],
  fileSets: readonly FileSet[],
): { readonly inOrder: readonly string[]; readonly besides: ReadonlySet<string> } {
  const databases = fileSets.filter(({ kind }) => kind === 'database')
  if (databases.length === 0) return { inOrder: names, besides: new Set() }
  const setOf = createSetOf(databases)
  const databaseOf = (key: string): string => setOf(key)?.keys[0] ?? ''
  const placed = groupBy(names, databaseOf)
  const gone = groupBy(
    going.filter((key) => databaseOf(key) !== '' && placed.has(databaseOf(key))),
    databaseOf,
  )
  const inOrder = names.flatMap((key) => {
    const database = databaseOf(key)
    const members = database === '' ? undefined : placed.get(database)
    if (members === undefined) return [key]
    return members[0] === key ? [...(gone.get(database) ?? []), ...members] : []
  })
  return { inOrder, besides: new Set([...gone.values()].flat()) }
}

/** One text for each of these keys, however often it is named; asked in their order, it is found at once. */
function pathsInOrder(keys: readonly string[], paths: readonly BytePath[]): (key: string) => BytePath {
  let at = 0
  return (key) => {
    if (keys[at] !== key) at = keys[at + 1] === key ? at + 1 : indexIn(keys, key)
    return keys[at] === key ? (paths[at] ?? pathOfKey(key)) : pathOfKey(key)
  }
}

/** Of the first that is not before it. */
function indexIn(keys: readonly string[], key: string): number {
  let [first, end] = [0, keys.length]
  while (first < end) {
    const middle = (first + end) >>> 1
    if ((keys[middle] ?? '') < key) first = middle + 1
    else end = middle
  }
  return first
}

function isComing(one: Differing): one is Coming {
  return one.from !== undefined
}

function* keysOf(all: readonly Differing[], isMeant: (one: Differing) => boolean = () => true): Generator<string> {
  for (const one of all) if (isMeant(one)) yield one.key
}

/** Those that are wanted. */
function among(keys: Iterable<string>, wanted: ReadonlySet<string>): ReadonlySet<string> {
  const found = new Set<string>()
  if (wanted.size === 0) return found
  for (const key of keys) if (wanted.has(key)) found.add(key)
  return found
}

function sortedOnce(keys: string[]): readonly string[] {
  return keys.sort().filter((key, index) => key !== keys[index - 1])
}

/** What comes into it or goes moves its time again: its one line is the last. */
function isFolderOfOtherTime({ kind, from }: Coming): boolean {
  return kind === 'time' && from.startsWith('d ')
}

/** Names of one file come together or not at all, and what only looked alike is not to be told by its looks. */
function filesToFetch(
  coming: readonly Coming[],
  alike: readonly BytePath[],
  pathOf: (key: string) => BytePath,
  isCache: (key: string) => boolean,
): readonly FileToFetch[] {
  const apart = new Set(alike.map(keyOfPath))
  for (const one of coming) if (leaderOf(one) !== '') apart.add(leaderOf(one))
  const [files, last]: [FileToFetch[], FileToFetch[]] = [[], []]
  for (const one of coming) {
    const { key, from, local } = one
    if (!from.startsWith('f ') || local === undefined || leaderOf(one) !== '' || apart.has(key)) continue
    const { leader, size } = fieldsOf(from)
    if (leader !== '') continue
    const isLast = isCache(key)
    const file = { path: pathOf(key), identity: `${local} ${from}`, bytes: size, ...(isLast ? { isLast } : {}) }
    ;(isLast ? last : files).push(file)
  }
  return [...files, ...last]
}

/**
 * What came of a file comes under all names that it has: one that differs only in how it is linked goes with the first. What the target
 * alone did to a folder stays, though something came into it on the source.
 */
export function isAgreedTo(one: Differing, { covers, isDecided, isAside, isCache }: Agreement): boolean {
  const { key, from, to, isOfTaken = false } = one
  if (from === undefined && isCache(key)) return false
  if (isOfTaken && !isDecided(key)) return false
  if (covers(key)) return true
  if (from === undefined || to === undefined || isAside(key)) return false
  const leader = leaderOf(one)
  return leader !== '' && covers(leader) && isSameExceptLinksAndFolderTime(from, to)
}

/** With the folders that are missing there around what comes, though nothing of them changed since both were equal. */
function agreedOf(differing: readonly Differing[], agreement: Agreement): readonly Differing[] {
  const { isAside } = agreement
  const isAgreed = (one: Differing): boolean =>
    one.kind !== 'stays' && one.kind !== 'unlinked' && isAgreedTo(one, agreement)
  const coming = differing.filter((one) => one.from !== undefined && isAgreed(one))
  const around = parentsOf(coming.map(({ key }) => key))
  return differing.filter((one) => isAgreed(one) || (one.to === undefined && around.has(one.key) && !isAside(one.key)))
}

interface Coming extends Differing {
  readonly from: string
}

interface Agreed {
  readonly coming: readonly Coming[]
  /** All that is placed. */
  readonly names: readonly string[]
  readonly going: readonly string[]
  /** Agreed or not. */
  readonly differing: readonly Differing[]
  readonly done: readonly BytePath[]
}

/** Names become one file only together with the first of them, also when nothing else happened to that. */
function leadersOf(coming: readonly Coming[], { isAside }: Agreement): readonly string[] {
  const leaders = coming.map(leaderOf)
  return leaders.filter((leader) => leader !== '' && !isAside(leader))
}

/**
 * Their times move when something is placed in them or goes, also in a run that was broken off. A folder that was given another mode, owner
 * or attribute on the target alone keeps what it was given.
 */
function foldersToFinish(
  { coming, names, going, differing, done }: Agreed,
  { covers, isAside, holdsKept }: Agreement,
): readonly string[] {
  const aroundGoing = new Set(going.map(parentKey))
  const noFolders = among(
    keysOf(differing, ({ from }) => from?.startsWith('d ') !== true),
    aroundGoing,
  )
  const aroundDone = among(
    keysOf(differing, ({ kind, from }) => kind === 'time' && from?.startsWith('d ') === true),
    new Set(done.map((path) => parentKey(keyOfPath(path)))),
  )
  const around = new Set(aroundDone)
  for (const key of names) around.add(parentKey(key))
  for (const key of aroundGoing) if (!noFolders.has(key) && !holdsKept(key)) around.add(key)
  around.delete('')
  const differs = among(
    keysOf(differing, ({ kind }) => kind !== 'time'),
    around,
  )
  const ofTaken = new Set(keysOf(differing, ({ isOfTaken }) => isOfTaken === true))
  const isFinished = (key: string): boolean => !ofTaken.has(key) && (covers(key) || !(isAside(key) || differs.has(key)))
  const parents = [...around].filter(isFinished)
  const own = coming.filter(({ from }) => from.startsWith('d ')).map(({ key }) => key)
  return [...new Set([...parents, ...own])]
}

function deepestFirst(keys: readonly string[]): readonly string[] {
  return [...keys].sort().reverse()
}

/** Under its earlier name it is there still, and goes or is replaced. */
function movedThere(
  coming: readonly Coming[],
  differing: readonly Differing[],
  moved: readonly MovedOnSource[],
): readonly MovedOnSource[] {
  if (moved.length === 0) return []
  const isNew = new Set(coming.filter(({ to }) => to === undefined).map(({ key }) => key))
  const isThere = new Set(differing.filter(({ to }) => to?.startsWith('f ') === true).map(({ key }) => key))
  return moved.filter(({ from, to }) => isNew.has(keyOfPath(to)) && isThere.has(keyOfPath(from)))
}

function renamedFiles(there: readonly MovedOnSource[], files: readonly FileToFetch[]): readonly RenamedFile[] {
  const fromOf = new Map(there.map(({ from, to }) => [to, from]))
  return files.flatMap((file) => {
    const from = fromOf.get(file.path)
    return from === undefined ? [] : [{ ...file, from }]
  })
}

/** The disk may store it in another way than its folder says. */
function mayBeStoredApart({ from, to }: Coming): boolean {
  return (
    to === undefined && (from.startsWith('d ') || (from.startsWith('f ') && countedOf(from).size >= worthSeedingBytes))
  )
}

function isLargeOnBoth({ from, to }: Coming): boolean {
  if (to === undefined || !from.startsWith('f ') || !to.startsWith('f ')) return false
  return Math.min(fieldsOf(from).size, fieldsOf(to).size) >= worthSeedingBytes
}
