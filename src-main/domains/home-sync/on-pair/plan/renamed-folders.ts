/** Which folders have another name: those of which most files that went are under the new one, as they were. Pure. */
import { fieldsOf, isAtOrBelow, parentKey } from '../../inventory/inventory-entry.ts'
import { eachInTurns } from './in-turns.ts'

/** Keys: the old name and the new one. */
export interface NamePair {
  readonly from: string
  readonly to: string
}

/** What went, or what came. */
export interface NotedName {
  readonly bytes: number
  /** Absent of files that are known to be renamed. */
  readonly shared?: string
}

interface FolderPair extends NamePair {
  /** Files that are in it under both names. */
  files: number
}

/** From the outermost. */
export function aroundOf(key: string): readonly string[] {
  const around: string[] = []
  for (let at = key.indexOf('\u0001'); at !== -1; at = key.indexOf('\u0001', at + 1)) around.push(key.slice(0, at))
  return around
}

const nameOf = (key: string): string => key.slice(key.lastIndexOf('\u0001') + 1)

/** All that these files may have been renamed with. */
export async function foldersAround(pairs: Iterable<NamePair>): Promise<readonly FolderPair[]> {
  const innermost = createFolderPairs()
  let last: FolderPair | undefined
  await eachInTurns(pairs, (pair) => {
    const around = folderAround(pair)
    if (around === undefined) return
    if (last?.from !== around.from || last.to !== around.to) last = innermost.of(around)
    last.files += 1
  })
  const all = createFolderPairs()
  await eachInTurns(innermost.all(), ({ files, ...inner }) => {
    for (let at: NamePair | undefined = inner; at !== undefined; at = folderAround(at)) all.of(at).files += files
  })
  return [...all.all()]
}

function createFolderPairs() {
  const known = new Map<string, FolderPair>()
  return {
    of({ from, to }: NamePair): FolderPair {
      const name = `${from}\0${to}`
      const one = known.get(name) ?? { from, to, files: 0 }
      known.set(name, one)
      return one
    },
    all: () => known.values(),
  }
}

/** Undefined for what has another name itself. */
export function folderAround({ from, to }: NamePair): NamePair | undefined {
  if (nameOf(from) !== nameOf(to)) return undefined
  const around = { from: parentKey(from), to: parentKey(to) }
  return around.from === around.to || around.from === '' || around.to === '' ? undefined : around
}

interface Choosing {
  /** Files that are known to be renamed. */
  readonly pairs: readonly NamePair[]
  readonly gone: ReadonlyMap<string, NotedName>
  readonly come: ReadonlyMap<string, NotedName>
  readonly isAsked: (key: string) => boolean
}

/** What each is called now. None is two folders' new name. */
export async function renamedFolders({ pairs, gone, come, isAsked }: Choosing): Promise<ReadonlyMap<string, string>> {
  const isFolder = (noted: NotedName | undefined): boolean => noted?.shared?.startsWith('d ') === true
  const candidates = (await foldersAround(pairs)).filter(
    ({ from, to }) =>
      isFolder(gone.get(from)) && isFolder(come.get(to)) && !isAsked(from) && !isAsked(to) && !isAtOrBelow(to, from),
  )
  const went = await filesIn(gone, new Set(candidates.map(({ from }) => from)), isAsked)
  const folders = new Map<string, string>()
  const taken = new Set<string>()
  for (const { from, to, files } of candidates.sort((one, other) => other.files - one.files)) {
    if (files * 2 <= (went.get(from) ?? 0) || folders.has(from) || taken.has(to)) continue
    folders.set(from, to)
    taken.add(to)
  }
  return folders
}

/** How many went of each of these folders. Further names of a file are none: nothing tells where they are now. */
async function filesIn(
  gone: ReadonlyMap<string, NotedName>,
  folders: ReadonlySet<string>,
  isAsked: (key: string) => boolean,
): Promise<ReadonlyMap<string, number>> {
  const counts = new Map<string, number>()
  const add = (folder: string, files: number): void => void counts.set(folder, (counts.get(folder) ?? 0) + files)
  let last = { folder: '', files: 0 }
  const addLast = (): void => {
    for (const folder of [...aroundOf(last.folder), last.folder]) if (folders.has(folder)) add(folder, last.files)
  }
  await eachInTurns(gone, ([key, { shared }]) => {
    if ((shared !== undefined && !isFirstName(shared)) || isAsked(key)) return
    const folder = parentKey(key)
    if (folder !== last.folder) {
      addLast()
      last = { folder, files: 0 }
    }
    last.files += 1
  })
  addLast()
  return counts
}

function isFirstName(shared: string): boolean {
  return shared.startsWith('f ') && fieldsOf(shared).leader === ''
}

/** What something is called now that is a renamed folder, or in one. */
export function nameNow(key: string, whole: ReadonlyMap<string, string>): string | undefined {
  if (whole.size === 0) return undefined
  const folder = [...aroundOf(key), key].findLast((around) => whole.has(around))
  return folder === undefined ? undefined : `${whole.get(folder) ?? ''}${key.slice(folder.length)}`
}
