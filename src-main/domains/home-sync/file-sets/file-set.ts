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

/** Those that share a path are one: two guests on one base image, or what each laptop has of the same database. */
export function joinFileSets(sets: readonly FileSet[]): readonly FileSet[] {
  const joined = new Set<FileSet>()
  const byPath = new Map<BytePath, FileSet>()
  for (const set of sets) {
    const others = [...new Set(set.paths.flatMap((path) => byPath.get(path) ?? []))]
    const one = [...others, set].reduce(joinTwo)
    for (const other of others) joined.delete(other)
    joined.add(one)
    for (const path of one.paths) byPath.set(path, one)
  }
  return [...joined]
}

function joinTwo(one: FileSet, other: FileSet): FileSet {
  const [first, second] = rank(one) <= rank(other) ? [one, other] : [other, one]
  return { ...first, paths: [...new Set([...first.paths, ...second.paths])] }
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
