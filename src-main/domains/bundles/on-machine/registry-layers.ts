/**
 * Which files of a bundle are in one layer, and how they get there and back. What is in a layer is decided by names and sizes alone, so that
 * a later version has the same layers but for those of which something changed.
 */
import { createHash } from 'node:crypto'
import path from 'node:path'
import type { BytePath } from '../../../kernel/byte-path.ts'
import { toAppError } from '../../../kernel/app-error.ts'
import { unpackFiles } from '../../../tools/files/tar-layers.ts'
import { findFacts } from '../../../tools/find/find-facts.ts'
import type { RunOptions } from '../../../tools/run.ts'
import type { BundleEntry } from '../schemas.ts'
import { filesOf } from './bundle-paths.ts'

/** One that is larger is a layer by itself. */
const largeBytes = 16 * 2 ** 20
const mostBytes = 64 * 2 ** 20
const leastBytes = 4 * 2 ** 20
const mostFiles = 10_000
/** After one name in so many a layer that has enough ends. */
const endsAfterOneIn = 16

const top = path.basename(filesOf(''))

/** Paths in the tree of a bundle, all of its files in some order; folders and links are the first. */
export function layersOf(entries: readonly BundleEntry[]): readonly (readonly BytePath[])[] {
  const names = new Map<BytePath, BytePath[]>()
  for (const { path: name, sameAs } of entries)
    if (sameAs !== undefined) names.set(sameAs, [...(names.get(sameAs) ?? []), name])
  const layers: BytePath[][] = []
  let layer: BytePath[] = []
  let bytes = 0
  const end = (): void => {
    if (layer.length > 0) layers.push(layer)
    ;[layer, bytes] = [[], 0]
  }
  for (const entry of entries) {
    if (entry.type !== 'f' || entry.sameAs !== undefined) continue
    const all = [entry.path, ...(names.get(entry.path) ?? [])].map(inTree)
    const size = entry.bytes ?? 0
    if (size >= largeBytes) {
      layers.push(all)
      continue
    }
    if (bytes + size > mostBytes) end()
    layer.push(...all)
    bytes += size
    if (layer.length >= mostFiles || (bytes >= leastBytes && isEnd(entry.path))) end()
  }
  end()
  const others = entries.flatMap(({ path: name, type }) => (type === 'f' ? [] : [inTree(name)]))
  return [[top, ...others], ...layers]
}

const inTree = (name: BytePath): BytePath => `${top}/${name}`

const isEnd = (name: BytePath): boolean =>
  (createHash('sha256').update(name, 'latin1').digest()[0] ?? 0) % endsAfterOneIn === 0

/** What the archives can have unpacked, at most: contents, and heads for each name. */
export function mostUnpacked(entries: readonly BundleEntry[]): number {
  return entries.reduce((sum, { path: name, bytes = 0, sameAs, target = '', attributes = '' }) => {
    const words = 4 * (name.length + target.length + (sameAs?.length ?? 0)) + 2 * attributes.length
    return sum + (sameAs === undefined ? bytes * 1.01 : 0) + words + 8_192
  }, 2 ** 20)
}

/** Into the tree of a bundle, which has nothing but its lists. Answers false where the archives are none, or have something else. */
export async function unpackLayers(
  {
    archives,
    tree,
    entries,
  }: { readonly archives: readonly string[]; readonly tree: string; readonly entries: readonly BundleEntry[] },
  options: RunOptions,
): Promise<boolean> {
  try {
    if (!(await unpackFiles({ archives, folder: tree, member: top, mostBytes: mostUnpacked(entries) }, options)))
      return false
  } catch (thrown) {
    options.signal?.throwIfAborted()
    if (toAppError(thrown).code === 'tool-failed') return false
    throw thrown
  }
  return hasSizes(tree, entries, options)
}

/** Before anything is read: a file of holes may be of any size. */
async function hasSizes(tree: string, entries: readonly BundleEntry[], options: RunOptions): Promise<boolean> {
  const sizes = new Map(entries.map(({ path: name, bytes = 0 }) => [name, bytes]))
  const { entries: found } = await findFacts({ root: filesOf(tree), starts: [''] }, options)
  return found.every(
    ({ path: name, type, bytes }) => name === '' || (type === 'f' ? sizes.get(name) === bytes : sizes.has(name)),
  )
}
