import type { Output, Progress } from '../../../../contract/define.ts'
import type { CallOptions } from '../../../../machine/machine.ts'
import { pathOfKey } from '../../inventory/inventory-entry.ts'
import { digestFiles } from '../../scan-verbs.ts'
import type { BytePath } from '../../../../kernel/byte-path.ts'
import type { TreesOfPair } from '../compare/read-entries.ts'
import { isAlike, resolveDoubt, type Doubt, type Unit } from './unit.ts'

/**
 * What a plan may read: a plan is made in seconds. Beyond it, files count as different, which asks and loses nothing,
 * unless size, time and owner are the same.
 */
const filesRead = 2_000
const bytesRead = 200_000_000
const filesAtOnce = 2_000

/** Reads on both laptops the files whose contents alone can tell, and enters what comes of it into their units. Returns the keys of what is the same. */
export async function compareDoubtful(
  trees: TreesOfPair,
  units: readonly Unit[],
  options: CallOptions,
): Promise<readonly string[]> {
  const same: string[] = []
  const resolve = (unit: Unit, doubt: Doubt, isDifferent: boolean): void => {
    resolveDoubt(unit, doubt, isDifferent)
    if (!isDifferent && (isAlike(doubt.difference) || doubt.difference.from === undefined)) same.push(doubt.key)
  }
  let files = 0
  let bytes = 0
  const read: { readonly unit: Unit; readonly doubt: Doubt }[] = []
  for (const unit of units) {
    for (const doubt of unit.doubts) {
      files += 1
      bytes += doubt.bytes
      if (files <= filesRead && bytes <= bytesRead) read.push({ unit, doubt })
      else resolve(unit, doubt, !isAlike(doubt.difference))
    }
  }
  const paths = read.map(({ doubt }) => pathOfKey(doubt.key))
  const different = await areDifferent(trees, paths, 'contents', options)
  read.forEach(({ unit, doubt }, index) => resolve(unit, doubt, different[index] ?? true))
  return same
}

/** contents: with what is attached to them. everything: type, mode, owner, size, time and target as well. */
export type ComparedParts = 'contents' | 'everything'

/** One that is there on one of them alone is different. Progress is in files. */
export async function areDifferent(
  trees: TreesOfPair,
  paths: readonly BytePath[],
  compared: ComparedParts,
  options: CallOptions,
): Promise<readonly boolean[]> {
  const different: boolean[] = []
  for await (const some of digestBoth(trees, paths, options)) {
    different.push(...some.map((one) => isDifferent(one, compared)))
  }
  return different
}

type Digest = Output<typeof digestFiles>['digests'][number]

export interface BothDigests {
  readonly path: BytePath
  readonly from: Digest
  readonly to: Digest
}

/** What either tree has of each: all of them in the order asked, some at a time. */
export async function* digestBoth(
  { from, to }: TreesOfPair,
  paths: readonly BytePath[],
  { signal, onProgress }: CallOptions,
): AsyncGenerator<readonly BothDigests[]> {
  for (let at = 0; at < paths.length; at += filesAtOnce) {
    const some = paths.slice(at, at + filesAtOnce)
    const report = (progress: Progress): void =>
      onProgress?.({ ...progress, done: at + progress.done, total: paths.length })
    const [here, there] = await Promise.all([
      from.machine.call(digestFiles, { tree: from.tree, paths: some }, { signal }),
      to.machine.call(digestFiles, { tree: to.tree, paths: some }, { signal, onProgress: report }),
    ])
    yield some.map((path, index) => {
      const [one, other] = [here.digests[index], there.digests[index]]
      if (one === undefined || other === undefined) throw new Error('fewer digests than files')
      return { path, from: one, to: other }
    })
  }
}

export function isDifferent({ from, to }: BothDigests, compared: ComparedParts): boolean {
  if (from.facts === undefined || to.facts === undefined) return from.facts !== to.facts
  if (from.content !== to.content || from.attributes !== to.attributes) return true
  return compared === 'everything' && from.facts !== to.facts
}
