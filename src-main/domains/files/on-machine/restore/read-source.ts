/** What is to be brought back, as its snapshot has it. A snapshot cannot change, so it is walked by its path. */
import { snapshotPath } from '../../../../commons/snapshot-sets/on-machine/open-tree.ts'
import { exclusions, type ExclusionKind } from '../../../../commons/home-exclusions/exclusions.ts'
import type { AppError } from '../../../../kernel/app-error.ts'
import { pathPattern } from '../../../../kernel/path-pattern.ts'
import { textFromBytePath, type BytePath } from '../../../../kernel/byte-path.ts'
import { findFacts, type FileFacts } from '../../../../tools/find/find-facts.ts'
import { readNocow } from '../../../../tools/files/lsattr.ts'
import type { RunOptions } from '../../../../tools/run.ts'
import { statInside } from '../../../../tools/files/safe-path.ts'
import type { RestoreChoice, RestoreFrom } from '../../restore-schemas.ts'
import { filesMessages } from '../../messages.ts'

export interface Source {
  /** What is chosen and all that is in it, each folder before what is in it. */
  readonly entries: readonly FileFacts[]
  /** The folders around it, outer ones first. */
  readonly parents: readonly FileFacts[]
}

const ofOneLaptopKinds: readonly ExclusionKind[] = ['key', 'identity', 'syncthing', 'own', 'system']
const stays = exclusions.flatMap(({ kind, pattern }) => (ofOneLaptopKinds.includes(kind) ? [pathPattern(pattern)] : []))

/** What a switch never carries from one laptop to the other either; caches may come. */
function staysHere(path: BytePath): boolean {
  return stays.some((expression) => expression.test(`/${path}`))
}

/** More than this is not described to the other laptop at once. */
const mostDescribed = 200_000

export async function readSource(stateFolder: string, choice: RestoreChoice, options: RunOptions): Promise<Source> {
  const root = snapshotPath(stateFolder, choice.setId, choice.folder)
  const paths = outermost(choice.paths)
  // Through a link in the snapshot one would look at something else.
  const missing = paths.filter((path) => statInside(root, path) === undefined)
  if (missing[0] !== undefined) throw notInside(missing[0])
  const [chosen, around] = await Promise.all([
    findFacts({ root, starts: paths }, options),
    findFacts({ root, starts: parentsOf(paths), depth: { least: 0, most: 0 } }, options),
  ])
  return { entries: [...chosen.entries].sort(byPath), parents: [...around.entries].sort(byPath) }
}

/** For the laptop that gets it. */
export async function describeSource(
  stateFolder: string,
  choice: RestoreChoice,
  options: RunOptions,
): Promise<Extract<RestoreFrom, { kind: 'there' }>> {
  if (choice.folder === 'system') throw filesMessages.systemStays({})
  const { entries: all, parents } = await readSource(stateFolder, choice, options)
  const entries = choice.folder === 'home' ? all.filter(({ path }) => !staysHere(path)) : all
  if (entries.length === 0) throw filesMessages.privateStays({})
  if (entries.length > mostDescribed) throw tooMany(entries.length)
  const root = snapshotPath(stateFolder, choice.setId, choice.folder)
  const nocow = await readNocow({ root, paths: flagged(entries) }, options)
  return {
    kind: 'there',
    choice,
    entries: [...entries],
    parents: [...parents],
    nocow: [...nocow],
    leftOut: leftOutOf(all, entries),
  }
}

function leftOutOf(all: readonly FileFacts[], kept: readonly FileFacts[]): BytePath[] {
  const known = new Set(kept)
  return [...outermost(all.flatMap((facts) => (known.has(facts) ? [] : [facts.path])))]
}

/** Only files and folders have flags. */
export function flagged(entries: readonly FileFacts[]): readonly BytePath[] {
  return entries.flatMap(({ path, type }) => (type === 'f' || type === 'd' ? [path] : []))
}

/** A path in another one is chosen with it. */
export function outermost(paths: readonly BytePath[]): readonly BytePath[] {
  const all = new Set(paths)
  return [...all].filter((path) => !ancestorsOf(path).some((around) => all.has(around)))
}

/** "a", "a/b" of "a/b/c". */
export function ancestorsOf(path: BytePath): readonly BytePath[] {
  const names = path.split('/').slice(0, -1)
  return names.map((_, index) => names.slice(0, index + 1).join('/'))
}

function parentsOf(paths: readonly BytePath[]): readonly BytePath[] {
  return [...new Set(paths.flatMap(ancestorsOf))]
}

/** A folder sorts before what is in it. */
function byPath(one: FileFacts, other: FileFacts): number {
  return one.path < other.path ? -1 : 1
}

function notInside(path: BytePath): AppError {
  return filesMessages.notInSnapshot({ path: textFromBytePath(path) })
}

function tooMany(count: number): AppError {
  return filesMessages.tooMany({ count })
}
