import type { CallOptions } from '../../../../machine/machine.ts'
import { pathOfKey } from '../../inventory/inventory-entry.ts'
import { digestFiles } from '../../verbs.ts'
import type { Pair } from '../../../../switch/step.ts'
import { resolveDoubt, type Doubt, type Unit } from './collect-units.ts'

/** What a plan may read: a plan is made in seconds. Beyond it, files count as different, which asks and loses nothing. */
const filesRead = 2_000
const bytesRead = 200_000_000
const filesAtOnce = 500

/** Reads on both laptops the files whose contents alone can tell, and enters what comes of it into their units. */
export async function compareDoubtful(pair: Pair, units: readonly Unit[], options: CallOptions): Promise<void> {
  let files = 0
  let bytes = 0
  const read: { readonly unit: Unit; readonly doubt: Doubt }[] = []
  for (const unit of units) {
    for (const doubt of unit.doubts) {
      files += 1
      bytes += doubt.bytes
      if (files <= filesRead && bytes <= bytesRead) read.push({ unit, doubt })
      else resolveDoubt(unit, doubt, true)
    }
  }
  const different = await areDifferent(
    pair,
    read.map(({ doubt }) => pathOfKey(doubt.key)),
    options,
  )
  read.forEach(({ unit, doubt }, index) => resolveDoubt(unit, doubt, different[index] ?? true))
}

export type Compared = 'contents' | 'contents and attributes'

/** By contents, and unless told otherwise by attributes; a file that one of them cannot read is different. */
export async function areDifferent(
  pair: Pair,
  paths: readonly string[],
  options: CallOptions,
  compared: Compared = 'contents and attributes',
): Promise<readonly boolean[]> {
  const different: boolean[] = []
  for (let at = 0; at < paths.length; at += filesAtOnce) {
    different.push(...(await areSomeDifferent(pair, paths.slice(at, at + filesAtOnce), options, compared)))
  }
  return different
}

async function areSomeDifferent(
  pair: Pair,
  paths: readonly string[],
  options: CallOptions,
  compared: Compared,
): Promise<readonly boolean[]> {
  const input = { paths: [...paths] }
  const [from, to] = await Promise.all([
    pair.from.call(digestFiles, input, { signal: options.signal }),
    pair.to.call(digestFiles, input, options),
  ])
  return paths.map((_path, index) => {
    const one = from.digests[index]
    const other = to.digests[index]
    if (one?.attributes === undefined || other?.attributes === undefined) return true
    if (one.content !== other.content) return true
    return compared === 'contents and attributes' && one.attributes !== other.attributes
  })
}
