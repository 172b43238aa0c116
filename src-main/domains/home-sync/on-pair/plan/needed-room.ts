/** What is to come, and how much room there is for it on the target. */
import type { BytePath } from '../../../../kernel/byte-path.ts'
import type { CallOptions } from '../../../../machine/machine.ts'
import type { Pair } from '../../../../switch/step.ts'
import { factsOfIdentity, sizeOfIdentity } from '../../inventory/inventory-entry.ts'
import { filesProvenAtOnce, identifyFiles } from '../../proof-verbs.ts'
import { bytesOf, type Difference } from '../compare/difference.ts'
import type { ToldScan } from '../compare/read-entries.ts'
import { storedBytesOf } from '../compare/stored-bytes.ts'
import { allFetched } from '../run/fetched-before.ts'
import type { HomePlan } from './plan.ts'

/** Below this share of what is free, others that write to the same disk would have to need nearly all of it. */
const shortShare = 0.1

/** Less than this is nothing to wait for. */
const littleBytes = 20_000_000

/** How much of what comes unasked, and how much of it is there under an earlier name. */
export interface Coming {
  readonly bytes: number
  readonly renamed: number
  /** Of those that come unasked, as they are shown. */
  readonly largest: readonly LargeFile[]
}

export interface LargeFile {
  readonly name: string
  readonly bytes: number
}

/** So many are named where there is too little room. */
const largestNamed = 3
/** So many are remembered: some of them may be asked about. */
const largestNoted = 100

/** Hands the differences on, and remembers the largest files that come. */
export function createLargest(): {
  through(differences: AsyncIterable<Difference>): AsyncGenerator<Difference>
  /** Those that are not left out, the largest first. */
  named(isLeftOut: (key: string) => boolean, nameOf: (key: string) => string): readonly LargeFile[]
} {
  let largest: { readonly key: string; readonly bytes: number }[] = []
  const sort = (): void => {
    largest = largest.sort((one, other) => other.bytes - one.bytes).slice(0, largestNoted)
  }
  return {
    async *through(differences) {
      for await (const difference of differences) {
        const { key, from } = difference
        const bytes = from === undefined || from.kind === 'deleted' ? 0 : bytesOf(from)
        if (bytes >= littleBytes) largest.push({ key, bytes })
        if (largest.length > 2 * largestNoted) sort()
        yield difference
      }
    },
    named(isLeftOut, nameOf) {
      sort()
      const coming = largest.filter(({ key }) => !isLeftOut(key)).slice(0, largestNamed)
      return coming.map(({ key, bytes }) => ({ name: nameOf(key), bytes }))
    },
  }
}

/**
 * How much room what is to come needs on the target. What was fetched before, and what is there under an earlier name, does not cross again
 * and takes no room again: its blocks are shared. It is asked for where either matters.
 */
export async function neededRoom(
  pair: Pair,
  { bytes, renamed, largest }: Coming,
  { from, to }: Readonly<Record<'from' | 'to', ToldScan>>,
  options: CallOptions,
): Promise<Required<Pick<HomePlan, 'room' | 'fetchedBytes'>>> {
  const { freeBytes, fileSystem, quotas } = to
  const isLittle = bytes < littleBytes && bytes < freeBytes * shortShare
  const before = isLittle ? 0 : await findFetchedBytes(pair, { from, to }, options)
  const fetched = Math.min(bytes, before + renamed)
  const free = { freeBytes, fileSystem, ...(quotas === undefined ? {} : { quotas }) }
  const room = { bytes: bytes - fetched, ...free, ...(largest.length === 0 ? {} : { largest: [...largest] }) }
  return { room, fetchedBytes: fetched }
}

/** Of files that are there, proven, still the same on the source, and not yet in their places. What was renamed is counted as that. */
async function findFetchedBytes(
  pair: Pair,
  { from, to }: Readonly<Record<'from' | 'to', ToldScan>>,
  { signal }: CallOptions,
): Promise<number> {
  const fetched = new Map<BytePath, string>()
  for await (const { path, identity, isRenamed } of allFetched(pair.to, { signal }))
    if (isRenamed !== true) fetched.set(path, identity)
  const all = [...fetched.keys()]
  const coming: { readonly path: BytePath; readonly bytes: number }[] = []
  for (let at = 0; at < all.length; at += filesProvenAtOnce) {
    const paths = all.slice(at, at + filesProvenAtOnce)
    const [left, taken] = await Promise.all([
      pair.from.call(identifyFiles, { scanId: from.scanId, paths }, { signal }),
      pair.to.call(identifyFiles, { scanId: to.scanId, paths }, { signal }),
    ])
    paths.forEach((path, index) => {
      const identity = left.identities[index] ?? ''
      if (identity === '' || identity !== fetched.get(path)) return
      const standing = taken.identities[index] ?? ''
      if (standing === '' || factsOfIdentity(standing) !== factsOfIdentity(identity))
        coming.push({ path, bytes: sizeOfIdentity(identity) })
    })
  }
  const stored = await storedBytesOf({ machine: pair.from, scan: from }, coming, { signal })
  return coming.reduce((sum, { path, bytes }) => sum + (stored.get(path) ?? bytes), 0)
}
