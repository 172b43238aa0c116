/**
 * Databases are restored as a whole: what stood beside one comes with it, and what stands there now and would be taken for a part of
 * the old version goes. The snapshot that is taken first has all of it.
 */
import { filesOfDatabase } from '../../../../commons/file-sets/on-machine/databases.ts'
import { withFileHeads, type FileHeads } from '../../../../commons/file-sets/on-machine/file-heads.ts'
import { besideDatabase, databaseOf, kindOfFolder } from '../../../../commons/file-sets/what-makes-one.ts'
import { snapshotPath } from '../../../../commons/snapshot-sets/on-machine/open-tree.ts'
import type { BytePath } from '../../../../kernel/byte-path.ts'
import { findFacts, type FileFacts } from '../../../../tools/find/find-facts.ts'
import type { RunOptions } from '../../../../tools/run.ts'
import type { RestoreChoice } from '../../restore-schemas.ts'

/** With all that the snapshot has of the databases that are chosen, by whichever of their files. */
export function wholeChoice(stateFolder: string, choice: RestoreChoice): RestoreChoice {
  const root = snapshotPath(stateFolder, choice.setId, choice.subvolume)
  const paths = withFileHeads(root, (heads) => choice.paths.flatMap((path) => [path, ...databaseWith(path, heads)]))
  return { ...choice, paths: [...new Set(paths)] }
}

function databaseWith(path: BytePath, heads: FileHeads): readonly BytePath[] {
  const files = filesOfDatabase(databaseOf(path) ?? path, heads) ?? []
  return files.includes(path) ? files.filter((file) => heads.exists(file)) : []
}

interface Restored {
  readonly liveRoot: string
  readonly chosen: readonly BytePath[]
  readonly wanted: readonly FileFacts[]
  /** What is there now at and below what is chosen. */
  readonly present: ReadonlyMap<BytePath, FileFacts>
}

/** What is there now, is not wanted, and would be taken for a part of what is. */
export async function mistakableFor(
  { liveRoot, chosen, wanted, present }: Restored,
  options: RunOptions,
): Promise<readonly FileFacts[]> {
  const isWanted = new Set(wanted.map(({ path }) => path))
  const beside = chosen.flatMap(besideDatabase).filter((path) => !isWanted.has(path) && !present.has(path))
  const { entries } =
    beside.length === 0 ? { entries: [] } : await findFacts({ root: liveRoot, starts: beside }, options)
  const extra = [...present.values(), ...entries].filter(({ path, type }) => type === 'f' && !isWanted.has(path))
  if (extra.length === 0) return []
  const folders = databaseFolders(wanted)
  const isInDatabase = (path: BytePath): boolean => folders.some((folder) => path.startsWith(`${folder}/`))
  return withFileHeads(liveRoot, (heads) =>
    extra.filter(({ path }) => {
      const database = databaseOf(path)
      const isBeside = database !== undefined && isWanted.has(database) && databaseWith(path, heads).length > 0
      return isBeside || isInDatabase(path)
    }),
  )
}

/** Of LevelDB, PostgreSQL and their like: newer tables between old ones would be read. */
function databaseFolders(wanted: readonly FileFacts[]): readonly BytePath[] {
  const names = new Map<BytePath, Set<string>>()
  for (const { path } of wanted) {
    const end = Math.max(0, path.lastIndexOf('/'))
    const there = names.get(path.slice(0, end)) ?? new Set()
    names.set(path.slice(0, end), there.add(path.slice(end + 1)))
  }
  return [...names].flatMap(([folder, there]) => (kindOfFolder(there) === 'database-folder' ? [folder] : []))
}
