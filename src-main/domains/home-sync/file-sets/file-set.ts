/**
 * Files that make one thing, as a database and its log, or a virtual machine: with half of each laptop's it would be worse than
 * either. One list for the plan, which decides about them as one, for placing, and for what programs have open. Pure.
 */
import { z } from 'zod'
import { fileSetKindSchema } from '../../../commons/file-sets/what-makes-one.ts'
import { relativeBytePathSchema } from '../../../contract/path-schemas.ts'
import type { BytePath } from '../../../kernel/byte-path.ts'
import { keyOfPath } from '../inventory/inventory-entry.ts'

export const fileSetSchema = z.object({
  kind: fileSetKindSchema,
  /** Of a guest, as its owner calls it. */
  name: z.string().optional(),
  /** Files, and folders with all that is in them; the one it is called by comes first. Some may be missing. */
  paths: z.array(relativeBytePathSchema).min(1),
})
export type FileSet = z.infer<typeof fileSetSchema>

/**
 * Those that share a path are one, and so are those of which one lies partly in the other: two guests on one base image, what each
 * laptop has of the same database, a disk in the folder of a guest that builds on one elsewhere.
 */
export function joinFileSets(sets: readonly FileSet[]): readonly FileSet[] {
  const byPath = setsByPath(sets)
  const isWithin = (set: FileSet, one: FileSet): boolean =>
    set.paths.every((path) => aroundPath(path).some((outer) => outer !== path && one.paths.includes(outer)))
  const groups = new Map<FileSet, Set<FileSet>>(sets.map((set) => [set, new Set([set])]))
  for (const set of sets) {
    const others = new Set(set.paths.flatMap(aroundPath).flatMap((path) => byPath.get(path) ?? []))
    for (const other of others) if (!isWithin(set, other)) joinGroups(groups, set, other)
  }
  const last = new Map(sets.map((set, index) => [groups.get(set), index]))
  return [...last]
    .sort(([, one], [, other]) => one - other)
    .flatMap(([group]) => (group === undefined ? [] : [asOne([...group])]))
}

function setsByPath(sets: readonly FileSet[]): ReadonlyMap<BytePath, readonly FileSet[]> {
  const byPath = new Map<BytePath, FileSet[]>()
  for (const set of sets) {
    for (const path of set.paths) {
      const known = byPath.get(path)
      if (known === undefined) byPath.set(path, [set])
      else known.push(set)
    }
  }
  return byPath
}

function joinGroups(groups: Map<FileSet, Set<FileSet>>, one: FileSet, other: FileSet): void {
  const [kept, given] = [groups.get(one) ?? new Set([one]), groups.get(other) ?? new Set([other])]
  if (kept === given) return
  for (const member of given) {
    kept.add(member)
    groups.set(member, kept)
  }
}

/** Called by what it mostly is: what lies in another's folder does not give it its name. */
function asOne(members: readonly FileSet[]): FileSet {
  const [only, ...more] = members
  if (only !== undefined && more.length === 0) return only
  const all = new Set(members.flatMap(({ paths }) => paths))
  const outermost = (path: BytePath): BytePath => aroundPath(path).find((outer) => all.has(outer)) ?? path
  const isOuter = ({ paths }: FileSet): boolean => paths.some((path) => outermost(path) === path)
  const [first, ...others] = members.filter(isOuter).toSorted((one, other) => rank(one) - rank(other))
  if (first === undefined) throw new Error('a set of files has no path')
  return { ...first, paths: [...new Set([first, ...others].flatMap(({ paths }) => paths.map(outermost)))] }
}

/** From the outermost to the path itself. */
function aroundPath(path: BytePath): readonly BytePath[] {
  const names = path.split('/')
  return names.map((_name, index) => names.slice(0, index + 1).join('/'))
}

function rank({ kind }: FileSet): number {
  return fileSetKindSchema.options.indexOf(kind)
}

export interface KeyedSet extends FileSet {
  readonly keys: readonly [string, ...string[]]
}

/** The outermost one that has the entry with this key, or a folder around it. */
export function createSetOf(sets: readonly FileSet[]): (key: string) => KeyedSet | undefined {
  const byKey = new Map<string, KeyedSet>()
  for (const set of sets) {
    const [first, ...others] = set.paths.map(keyOfPath)
    if (first === undefined) continue
    const keyed: KeyedSet = { ...set, keys: [first, ...others] }
    for (const key of keyed.keys) byKey.set(key, keyed)
  }
  if (byKey.size === 0) return () => undefined
  return (key) => {
    for (let at = key.indexOf('\u0001'); at !== -1; at = key.indexOf('\u0001', at + 1)) {
      const found = byKey.get(key.slice(0, at))
      if (found !== undefined) return found
    }
    return byKey.get(key)
  }
}
