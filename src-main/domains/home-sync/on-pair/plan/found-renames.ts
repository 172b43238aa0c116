/** What a plan remembers of renames: as long as it is shown, and therefore small where most lies in renamed folders. Pure. */
import type { BytePath } from '../../../../kernel/byte-path.ts'
import { isBelowAny, parentKey } from '../../inventory/inventory-entry.ts'
import { eachInTurns } from './in-turns.ts'
import type { HomePlan } from './plan.ts'
import type { NotedName, NamePair } from './renamed-folders.ts'

/** A file, or a folder with what is in it under the same names. */
export interface Rename extends NamePair {
  readonly isFolder: boolean
  /** That came under the new name, with itself. */
  items: number
  bytes: number
}

export interface FoundRenames {
  /** In the order of their new names; nothing that came along with a folder. */
  readonly renames: readonly Rename[]
  /** What of a comparison is said by them. `changed`: among `added`, with other contents than under the old name. */
  readonly tally: Readonly<Record<'added' | 'changed' | 'deleted' | 'bytes', number>>
  /** Whether it went with a rename. */
  readonly isGone: (key: string) => boolean
  /** How it came with a rename; undefined where it did not. */
  readonly cameAs: (key: string) => 'same' | 'changed' | undefined
}

/** What is part of renames on one side, and what is not, as far as the folders do not say it. */
interface Outline {
  readonly folders: ReadonlySet<string>
  readonly outside: ReadonlySet<string>
  readonly others: ReadonlySet<string>
}

/** `left`: what of it is no part of a rename. */
export async function outline(
  noted: ReadonlyMap<string, NotedName>,
  left: ReadonlySet<string>,
  folders: ReadonlySet<string>,
): Promise<Outline> {
  const [outside, others] = [new Set<string>(), new Set<string>()]
  let last = { around: '', isInside: false }
  await eachInTurns(noted.keys(), (key) => {
    const around = parentKey(key)
    if (around !== last.around) last = { around, isInside: folders.has(around) || isBelowAny(around, folders) }
    const isInside = folders.has(key) || last.isInside
    if (isInside === left.has(key)) (isInside ? others : outside).add(key)
  })
  return { folders, outside, others }
}

/** A function of its own, as `tellFound` is: what it answers by is all that it keeps of a plan. */
export function partOf({ folders, outside, others }: Outline): (key: string) => boolean {
  return (key) => outside.has(key) || ((folders.has(key) || isBelowAny(key, folders)) && !others.has(key))
}

interface Telling extends Pick<FoundRenames, 'renames' | 'tally' | 'isGone'> {
  readonly isCome: (key: string) => boolean
  readonly changed: ReadonlySet<string>
}

export function tellFound({ renames, tally, isGone, isCome, changed }: Telling): FoundRenames {
  return {
    renames,
    tally,
    isGone,
    cameAs: (key) => (changed.has(key) ? 'changed' : isCome(key) ? 'same' : undefined),
  }
}

const namedAtMost = 300

/** For the plan, with the first of their names. Nothing where nothing was renamed. */
export function toldRenames(
  { renames, tally }: FoundRenames,
  shown: (key: string) => BytePath,
): Pick<HomePlan['taken'], 'renamed'> {
  if (renames.length === 0) return {}
  const examples = renames.slice(0, namedAtMost).map(({ from, to, items, bytes, isFolder }) => ({
    path: shown(to),
    was: shown(from),
    items,
    bytes,
    ...(isFolder ? { isFolder } : {}),
  }))
  return { renamed: { count: renames.length, ...tally, examples } }
}
