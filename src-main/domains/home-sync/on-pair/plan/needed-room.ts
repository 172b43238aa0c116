/** What is to come, and how much room there is for it on the laptop that is taken. */
import type { BytePath } from '../../../../kernel/byte-path.ts'
import type { CallOptions } from '../../../../machine/machine.ts'
import type { Pair } from '../../../../switch/step.ts'
import { factsOfIdentity, sizeOfIdentity } from '../../inventory/inventory-entry.ts'
import { filesProvenAtOnce, identifyFiles } from '../../proof-verbs.ts'
import type { ToldScan } from '../compare/read-entries.ts'
import { allFetched } from '../run/fetched-before.ts'
import type { HomePlan } from './plan.ts'

/** Below this share of what is free, others that write to the same disk would have to need nearly all of it. */
const shortShare = 0.1

/** Less than this is nothing to wait for. */
const littleBytes = 20_000_000

/**
 * How much room what is to come needs on the laptop that is taken. What was fetched before, and what is there under an
 * earlier name, does not cross again and takes no room again: its blocks are shared. It is asked for where either matters.
 */
export async function neededRoom(
  pair: Pair,
  { bytes, renamed }: Readonly<Record<'bytes' | 'renamed', number>>,
  { from, to }: Readonly<Record<'from' | 'to', ToldScan>>,
  options: CallOptions,
): Promise<Required<Pick<HomePlan, 'room' | 'fetchedBytes'>>> {
  const { freeBytes, fileSystem, quotas } = to
  const isLittle = bytes < littleBytes && bytes < freeBytes * shortShare
  const before = isLittle ? 0 : await findFetchedBytes(pair, { from, to }, options)
  const fetched = Math.min(bytes, before + renamed)
  const room = { bytes: bytes - fetched, freeBytes, fileSystem, ...(quotas === undefined ? {} : { quotas }) }
  return { room, fetchedBytes: fetched }
}

/** Of files that are there, proven, still the same on the laptop that is left, and not yet in their places. */
async function findFetchedBytes(
  pair: Pair,
  { from, to }: Readonly<Record<'from' | 'to', ToldScan>>,
  { signal }: CallOptions,
): Promise<number> {
  const fetched = new Map<BytePath, string>()
  for await (const { path, identity } of allFetched(pair.to, { signal })) fetched.set(path, identity)
  const all = [...fetched.keys()]
  let bytes = 0
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
      if (standing === '' || factsOfIdentity(standing) !== factsOfIdentity(identity)) bytes += sizeOfIdentity(identity)
    })
  }
  return bytes
}
