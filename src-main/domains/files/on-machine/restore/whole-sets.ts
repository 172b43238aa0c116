/**
 * What makes one thing is restored as a whole (commons/file-sets): what belonged to it comes with what was chosen of it, and what stands
 * there now and would be taken for a part of the old version goes. The snapshot that is taken first has all of it.
 */
import { filesOfDatabase } from '../../../../commons/file-sets/on-machine/databases.ts'
import { placesElsewhere } from '../../../../commons/file-sets/on-machine/elsewhere.ts'
import { withFileHeads, type FileHeads } from '../../../../commons/file-sets/on-machine/file-heads.ts'
import { imagesOf } from '../../../../commons/file-sets/on-machine/images.ts'
import { filesOfStem } from '../../../../commons/file-sets/on-machine/stem-databases.ts'
import { besideInStem } from '../../../../commons/file-sets/one-stem.ts'
import { besideDatabase, databaseOf, imageName, kindOfFolder } from '../../../../commons/file-sets/what-makes-one.ts'
import { homeArea } from '../../../../commons/snapshot-sets/areas.ts'
import type { BytePath } from '../../../../kernel/byte-path.ts'
import { findFacts, type FileFacts } from '../../../../tools/find/find-facts.ts'
import { readFolderInside } from '../../../../tools/files/safe-path.ts'
import type { RunOptions } from '../../../../tools/run.ts'
import type { RestoreChoice } from '../../restore-schemas.ts'
import { ancestorsOf, outermost } from '../tree/ancestors.ts'
import { guestsIn } from './guests-in-tree.ts'

/**
 * `root`: where the tree lies. With all that the snapshot has of the databases that are chosen, by whichever of their files. In their original places also of
 * guests, of images that build on others, and of folders of which a part alone would be read wrongly: a copy beside them harms none.
 */
export function wholeChoice(
  root: string,
  choice: RestoreChoice,
  place: 'original' | 'beside' = 'original',
): RestoreChoice {
  const paths = withFileHeads(root, (heads) => {
    const databases = choice.paths.flatMap((path) => [path, ...databaseWith(path, heads)])
    if (place === 'beside') return databases
    const isHome = choice.subvolume === homeArea.id
    const guests = isHome ? guestsIn(root, homesOf(choice.paths), heads).map((guest) => guest.paths) : []
    const images = choice.paths.flatMap((path) => imagesWith(root, path, heads))
    return [
      ...databases.flatMap((path) => wholeFolder(root, path, isHome ? heads : undefined) ?? path),
      ...guests.filter((members) => members.some((one) => isPartOfAny(one, choice.paths))).flat(),
      ...images,
    ]
  })
  return { ...choice, paths: [...outermost(paths)] }
}

/**
 * Before anything of a tree is read: what may belong to what is chosen, by names alone. `namesIn`: of a folder of it, none where there
 * is none.
 */
export async function mayBelongTo(
  paths: readonly BytePath[],
  namesIn: (folder: BytePath) => Promise<ReadonlySet<string>>,
): Promise<readonly BytePath[]> {
  const beside = paths.flatMap((path) => [...besideDatabase(databaseOf(path) ?? path), ...besideInStem(path)])
  const databases = paths.flatMap((path) => databaseOf(path) ?? [])
  const folders: BytePath[] = []
  for (const folder of new Set(paths.flatMap((path) => ancestorsOf(path).slice(1)))) {
    const kind = kindOfFolder(await namesIn(folder))
    if (kind === 'database-folder' || kind === 'guest') folders.push(folder)
  }
  return [...beside, ...databases, ...folders]
}

function databaseWith(path: BytePath, heads: FileHeads): readonly BytePath[] {
  const files = filesOfDatabase(databaseOf(path) ?? path, heads) ?? filesOfStem(path, heads) ?? []
  return files.includes(path) ? files.filter((file) => heads.exists(file)) : []
}

/** What it builds on, and what builds on it in the same folder with all of that. */
function imagesWith(root: string, path: BytePath, heads: FileHeads): readonly BytePath[] {
  if (!imageName.test(path)) return []
  const folder = path.slice(0, Math.max(0, path.lastIndexOf('/')))
  const names = folder === '' ? [] : readFolderInside(root, folder).filter(({ isFile }) => isFile)
  const others = names.map(({ name }) => `${folder}/${name}`).filter((one) => imageName.test(one))
  return others
    .map((one) => imagesOf(one, homeArea.folder, heads))
    .filter((chain) => chain.length > 1 && chain.includes(path))
    .flat()
}

/** The folder around it of which a part alone would be read wrongly, with what lies elsewhere; a home itself is none. */
function wholeFolder(root: string, path: BytePath, heads: FileHeads | undefined): readonly BytePath[] | undefined {
  const [, ...inHome] = ancestorsOf(path)
  for (const folder of inHome) {
    const kind = kindOfFolder(new Set(readFolderInside(root, folder).map(({ name }) => name)))
    if (kind !== 'database-folder' && kind !== 'guest') continue
    return [folder, ...(heads === undefined ? [] : placesElsewhere({ folder, kind }, homeArea.folder, heads))]
  }
  return undefined
}

function homesOf(paths: readonly BytePath[]): readonly string[] {
  return [...new Set(paths.flatMap((path) => path.split('/').slice(0, 1)))]
}

/** The same, or the one in the other. */
function isPartOfAny(path: BytePath, others: readonly BytePath[]): boolean {
  return others.some((other) => other === path || path.startsWith(`${other}/`) || other.startsWith(`${path}/`))
}

interface Restored {
  readonly liveRoot: string
  readonly isHome: boolean
  readonly chosen: readonly BytePath[]
  readonly wanted: readonly FileFacts[]
  /** What is there now at and below what is chosen. */
  readonly present: ReadonlyMap<BytePath, FileFacts>
}

/** What is there now, is not wanted, and would be taken for a part of what is. */
export async function mistakableFor(
  { liveRoot, isHome, chosen, wanted, present }: Restored,
  options: RunOptions,
): Promise<readonly FileFacts[]> {
  const isWanted = new Set(wanted.map(({ path }) => path))
  const memories = isHome ? savedMemories(liveRoot, isWanted) : new Set<BytePath>()
  const besides = new Set([...chosen.flatMap(besideDatabase), ...chosen.flatMap(besideInStem), ...memories])
  const beside = [...besides].filter((path) => !isWanted.has(path) && !present.has(path))
  const { entries } =
    beside.length === 0 ? { entries: [] } : await findFacts({ root: liveRoot, starts: beside }, options)
  const extra = [...present.values(), ...entries].filter(({ path, type }) => type === 'f' && !isWanted.has(path))
  if (extra.length === 0) return []
  return withFileHeads(liveRoot, (heads) => {
    const folders = databaseFolders(wanted, isHome ? heads : undefined)
    const isInDatabase = (path: BytePath): boolean => folders.some((folder) => path.startsWith(`${folder}/`))
    return extra.filter(({ path }) => {
      const database = databaseOf(path)
      const isBeside = database !== undefined && isWanted.has(database) && databaseWith(path, heads).length > 0
      const isOfStem = filesOfStem(path, heads)?.some((one) => isWanted.has(one)) === true
      return isBeside || isOfStem || isInDatabase(path) || memories.has(path)
    })
  })
}

/** Of guests as they are now of which something is restored: resumed on disks of then, they would destroy these. */
function savedMemories(liveRoot: string, isWanted: ReadonlySet<BytePath>): ReadonlySet<BytePath> {
  const guests = withFileHeads(liveRoot, (heads) => guestsIn(liveRoot, homesOf([...isWanted]), heads))
  const touched = guests.filter(({ paths }) => paths.some((path) => isWanted.has(path)))
  return new Set(touched.flatMap(({ paths }) => paths.filter((path) => path.endsWith('.save'))))
}

/** Of LevelDB, PostgreSQL and their like: newer tables between old ones would be read. With those that lie elsewhere. */
function databaseFolders(wanted: readonly FileFacts[], heads: FileHeads | undefined): readonly BytePath[] {
  const names = new Map<BytePath, Set<string>>()
  for (const { path } of wanted) {
    const end = Math.max(0, path.lastIndexOf('/'))
    const there = names.get(path.slice(0, end)) ?? new Set()
    names.set(path.slice(0, end), there.add(path.slice(end + 1)))
  }
  return [...names].flatMap(([folder, there]) => {
    const kind = kindOfFolder(there)
    if (kind !== 'database-folder') return []
    return [folder, ...(heads === undefined ? [] : placesElsewhere({ folder, kind }, homeArea.folder, heads))]
  })
}
