import type { Progress } from '../../../../contract/define.ts'
import type { CallOptions } from '../../../../machine/machine.ts'
import { pathOfKey } from '../../inventory/inventory-entry.ts'
import { digestFiles } from '../../scan-verbs.ts'
import type { BytePath } from '../../../../kernel/byte-path.ts'
import type { Trees } from '../compare/read-entries.ts'
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
  trees: Trees,
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
export type Compared = 'contents' | 'everything'

/** One that is there on one of them alone is different. Progress is in files. */
export async function areDifferent(
  trees: Trees,
  paths: readonly BytePath[],
  compared: Compared,
  options: CallOptions,
): Promise<readonly boolean[]> {
  const different: boolean[] = []
  for (let at = 0; at < paths.length; at += filesAtOnce) {
    const some = paths.slice(at, at + filesAtOnce)
    const onProgress = (progress: Progress): void =>
      options.onProgress?.({ ...progress, done: at + progress.done, total: paths.length })
    different.push(...(await areSomeDifferent(trees, some, compared, { ...options, onProgress })))
  }
  return different
}

async function areSomeDifferent(
  { from, to }: Trees,
  paths: readonly BytePath[],
  compared: Compared,
  options: CallOptions,
): Promise<readonly boolean[]> {
  const [here, there] = await Promise.all([
    from.machine.call(digestFiles, { tree: from.tree, paths: [...paths] }, { signal: options.signal }),
    to.machine.call(digestFiles, { tree: to.tree, paths: [...paths] }, options),
  ])
  return paths.map((_path, index) => {
    const one = here.digests[index]
    const other = there.digests[index]
    if (one === undefined || other === undefined) return true
    if (one.facts === undefined || other.facts === undefined) return one.facts !== other.facts
    if (one.content !== other.content || one.attributes !== other.attributes) return true
    return compared === 'everything' && one.facts !== other.facts
  })
}
