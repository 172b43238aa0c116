/** What files with holes take of the disk: only that is read, crosses and needs room. Large files alone are asked about. */
import type { BytePath } from '../../../../kernel/byte-path.ts'
import type { CallOptions, Machine } from '../../../../machine/machine.ts'
import { pathOfKey } from '../../inventory/inventory-entry.ts'
import { findSparse, worthAskingForHolesBytes } from '../../scan-verbs.ts'
import { bytesOf, type Difference, type SideChange } from './difference.ts'

/** Of the verb. */
const askedAtOnce = 5_000
/** Differences that are held back until their files were asked about. */
const heldAtOnce = 5_000

interface Asked {
  readonly machine: Machine
  readonly scan: { readonly scanId: string }
}

interface LongFile {
  readonly path: BytePath
  /** Its length. */
  readonly bytes: number
}

/** Of those of these files that have holes, as that scan has them. */
export async function storedBytesOf(
  { machine, scan: { scanId } }: Asked,
  files: readonly LongFile[],
  { signal }: CallOptions,
): Promise<ReadonlyMap<BytePath, number>> {
  const stored = new Map<BytePath, number>()
  const asked = files.filter(({ bytes }) => bytes >= worthAskingForHolesBytes).map(({ path }) => path)
  for (let at = 0; at < asked.length; at += askedAtOnce) {
    const paths = asked.slice(at, at + askedAtOnce)
    const found = await machine.call(findSparse, { scanId, paths }, { signal })
    for (const { path, storedBytes } of found.files) stored.set(path, storedBytes)
  }
  return stored
}

/** Hands the differences on, in their order, with what files with holes take on either laptop. */
export async function* withStoredBytes(
  differences: AsyncIterable<Difference>,
  sides: Readonly<Record<'from' | 'to', Asked>>,
  options: CallOptions,
): AsyncGenerator<Difference> {
  let held: Difference[] = []
  for await (const difference of differences) {
    held.push(difference)
    if (held.length < heldAtOnce) continue
    yield* await askedOf(held, sides, options)
    held = []
  }
  yield* await askedOf(held, sides, options)
}

async function askedOf(
  held: readonly Difference[],
  { from, to }: Readonly<Record<'from' | 'to', Asked>>,
  options: CallOptions,
): Promise<readonly Difference[]> {
  const [ofFrom, ofTo] = await Promise.all([
    storedBytesOf(from, longFiles(held, 'from'), options),
    storedBytesOf(to, longFiles(held, 'to'), options),
  ])
  if (ofFrom.size + ofTo.size === 0) return held
  return held.map((difference) => ({
    ...difference,
    ...withStored('from', difference, ofFrom),
    ...withStored('to', difference, ofTo),
  }))
}

function longFiles(held: readonly Difference[], side: 'from' | 'to'): readonly LongFile[] {
  return held.flatMap(({ key, [side]: change }) => {
    const bytes = change === undefined || change.kind === 'deleted' ? 0 : bytesOf(change)
    return bytes < worthAskingForHolesBytes ? [] : [{ path: pathOfKey(key), bytes }]
  })
}

function withStored(
  side: 'from' | 'to',
  { key, [side]: change }: Difference,
  stored: ReadonlyMap<BytePath, number>,
): Partial<Record<'from' | 'to', SideChange>> {
  const storedBytes = change === undefined ? undefined : stored.get(pathOfKey(key))
  return change === undefined || storedBytes === undefined ? {} : { [side]: { ...change, storedBytes } }
}
