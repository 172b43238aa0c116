/** What a plan has to know of an inventory, summed up from its stretches. */

import { hash } from 'node:crypto'
import type { LeftOutKind, Matcher } from '../../exclusions/exclusion-matcher.ts'
import { parentKey, pathOfKey } from '../../inventory/inventory-entry.ts'
import type { Accounts } from '../../../../tools/accounts/accounts.ts'
import type { Stretch } from './stretch.ts'

const examplesOfAKind = 20

export interface InventorySummary {
  readonly entries: number
  readonly files: number
  readonly bytes: number
  readonly users: ReadonlySet<string>
  readonly groups: ReadonlySet<string>
  /** Folders that hold a `.git`, or are git's own, the outermost ones. */
  readonly repositories: readonly string[]
  /** Git's own folders. */
  readonly gitFolders: readonly string[]
  /** Keys by whose names other sets of files are found. */
  readonly marks: readonly string[]
  /** How many, by kind, and the first of them. */
  readonly leftOut: readonly { readonly kind: LeftOutKind; readonly count: number; readonly examples: string[] }[]
}

/** What is left out without a rule is a subvolume that is not in the tree. */
export function summarize(stretches: readonly Stretch[], isExcluded: Matcher): InventorySummary {
  const sum = (of: 'entries' | 'files' | 'bytes') => stretches.reduce((total, stretch) => total + stretch[of], 0)
  const marks = stretches.flatMap((stretch) => stretch.marks)
  const kinds = new Map<LeftOutKind, { count: number; examples: string[] }>()
  for (const key of stretches.flatMap(({ leftOut }) => leftOut)) {
    const kind = isExcluded(key) ?? 'subvolume'
    const known = kinds.get(kind) ?? { count: 0, examples: [] }
    known.count += 1
    if (known.examples.length < examplesOfAKind) known.examples.push(pathOfKey(key))
    kinds.set(kind, known)
  }
  return {
    entries: sum('entries'),
    files: sum('files'),
    bytes: sum('bytes'),
    users: new Set(stretches.flatMap(({ users }) => users)),
    groups: new Set(stretches.flatMap(({ groups }) => groups)),
    ...findRepositories(marks),
    marks,
    leftOut: [...kinds].map(([kind, { count, examples }]) => ({ kind, count, examples })),
  }
}

/** A repository without a work tree is a unit by itself. */
function findRepositories(marks: readonly string[]): Pick<InventorySummary, 'repositories' | 'gitFolders'> {
  const there = new Set(marks)
  const isGitFolder = (folder: string) => ['objects', 'refs'].every((name) => there.has(`${folder}\u0001${name}`))
  const folders = marks.filter((key) => key.endsWith('\u0001HEAD')).map(parentKey)
  const gitFolders = folders.filter(isGitFolder).map(pathOfKey)
  const bare = gitFolders.filter((folder) => !folder.split('/').includes('.git'))
  const around = marks.filter((key) => key.endsWith('\u0001.git')).map(repositoryAround)
  return { repositories: outermost([...bare, ...around]), gitFolders }
}

/** A home folder is too large for one unit: then it is git's own folder. */
function repositoryAround(gitKey: string): string {
  const folder = parentKey(gitKey)
  return pathOfKey(folder.includes('\u0001') ? folder : gitKey)
}

/** A nested repository belongs to the outer one. */
export function outermost(paths: readonly string[]): string[] {
  const all = new Set(paths)
  return paths.filter((path) => {
    for (let at = path.lastIndexOf('/'); at > 0; at = path.lastIndexOf('/', at - 1)) {
      if (all.has(path.slice(0, at))) return false
    }
    return true
  })
}

/** Of equal lists, with what only this laptop knows, and the same accounts, the same. */
export function exactOf(stretches: readonly Stretch[], { users, groups }: Pick<Accounts, 'users' | 'groups'>): string {
  return hash('sha256', JSON.stringify([stretches.map(({ exact }) => exact), [...users], [...groups]]))
}
