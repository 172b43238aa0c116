/** Reads what is restored from its snapshot. A snapshot cannot change, so it is read by path. */
import type { ExclusionKind } from '../../../../commons/home-exclusions/exclusion.ts'
import { exclusions } from '../../../../commons/home-exclusions/exclusions.ts'
import type { AppError } from '../../../../kernel/app-error.ts'
import { pathPattern } from '../../../../kernel/path-pattern.ts'
import { textFromBytePath, type BytePath } from '../../../../kernel/byte-path.ts'
import { findFacts, type FileFacts } from '../../../../tools/find/find-facts.ts'
import { readNocow } from '../../../../tools/files/lsattr.ts'
import type { RunOptions } from '../../../../tools/run.ts'
import { statInside } from '../../../../tools/files/safe-path.ts'
import { sourceRootOf } from './source-root.ts'
import type { RestoreChoice, RestoreFrom } from '../../restore-schemas.ts'
import { filesMessages } from '../../messages.ts'
import { ancestorsOf, outermost } from '../tree/ancestors.ts'
import { wholeChoice } from './whole-sets.ts'

export interface RestoreSource {
  /** The selected entries with everything in them, folders before their contents. */
  readonly entries: readonly FileFacts[]
  /** The folders around it, outer ones first. */
  readonly parents: readonly FileFacts[]
}

const ofOneLaptopKinds: readonly ExclusionKind[] = [
  'key',
  'identity',
  'lock',
  'hardware',
  'store',
  'syncthing',
  'own',
  'system',
]
const stays = exclusions.flatMap(({ kind, pattern }) => (ofOneLaptopKinds.includes(kind) ? [pathPattern(pattern)] : []))

/** What a switch never copies between laptops either. Caches are allowed. */
export function staysHere(path: BytePath): boolean {
  return stays.some((expression) => expression.test(`/${path}`))
}

/** The most that is described to the other laptop at once. */
const mostDescribed = 200_000

export async function readSource(
  stateFolder: string,
  choice: RestoreChoice,
  options: RunOptions,
): Promise<RestoreSource> {
  const root = sourceRootOf(stateFolder, choice)
  const paths = outermost(choice.paths)
  // A link in the snapshot would lead elsewhere.
  const missing = paths.filter((path) => statInside(root, path) === undefined)
  if (missing[0] !== undefined) throw notInside(missing[0], choice)
  const [chosen, around] = await Promise.all([
    findFacts({ root, starts: paths }, options),
    findFacts({ root, starts: parentsOf(paths), depth: { least: 0, most: 0 } }, options),
  ])
  return { entries: [...chosen.entries].sort(byPath), parents: [...around.entries].sort(byPath) }
}

/** For the laptop that gets it. */
export async function describeSource(
  stateFolder: string,
  chosen: RestoreChoice,
  options: RunOptions,
): Promise<Extract<RestoreFrom, { kind: 'there' }>> {
  if (chosen.subvolume === 'system') throw filesMessages.systemStays({})
  const choice = wholeChoice(sourceRootOf(stateFolder, chosen), chosen)
  const { entries: all, parents } = await readSource(stateFolder, choice, options)
  const entries = choice.subvolume === 'home' ? all.filter(({ path }) => !staysHere(path)) : all
  if (entries.length === 0) throw filesMessages.privateStays({})
  if (entries.length > mostDescribed) throw tooMany(entries.length)
  const root = sourceRootOf(stateFolder, choice)
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

function parentsOf(paths: readonly BytePath[]): readonly BytePath[] {
  return [...new Set(paths.flatMap(ancestorsOf))]
}

/** Folders sort before their contents. */
function byPath(one: FileFacts, other: FileFacts): number {
  return one.path < other.path ? -1 : 1
}

function notInside(path: BytePath, { fetched }: RestoreChoice): AppError {
  const missing = { path: textFromBytePath(path) }
  return fetched === undefined ? filesMessages.notInSnapshot(missing) : filesMessages.notInCopy(missing)
}

function tooMany(count: number): AppError {
  return filesMessages.tooMany({ count })
}
