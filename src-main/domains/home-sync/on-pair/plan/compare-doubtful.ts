import type { Output, Progress } from '../../../../contract/define.ts'
import type { CallOptions } from '../../../../machine/machine.ts'
import type { InventoryChangeKind } from '../../inventory/change.ts'
import { keyOfPath, pathOfKey } from '../../inventory/inventory-entry.ts'
import { digestFiles, findExisting } from '../../scan-verbs.ts'
import type { BytePath } from '../../../../kernel/byte-path.ts'
import { treesOf, type Scans, type TreesOfPair } from '../compare/read-entries.ts'
import { unchangedSince } from '../compare/unchanged-since.ts'
import { isAlike, mayBeSame, resolveDoubt, type ChangedBy, type Doubt, type Unit } from './unit.ts'

const filesAtOnce = 2_000
/** Of the verb. */
const askedAtOnce = 5_000

/** What a plan may read: it is made in seconds. It decides what is read now, and never what is equal. */
export interface ReadLimit {
  readonly files: number
  readonly bytes: number
}
const readAtMost: ReadLimit = { files: 20_000, bytes: 2_000_000_000 }

export interface Comparing {
  readonly scans: Scans
  /** The switch after which both were last equal. */
  readonly base: string | undefined
  readonly limit?: ReadLimit | undefined
}

export interface ComparedDoubts {
  /** Keys of what turned out to be the same; also of what is not read yet. */
  readonly same: readonly string[]
  /** How many files look the same, and only the target can have changed them: the run reads them, and what differs stays. */
  readonly unread: number
}

/**
 * Finds out of the files whose looks do not tell who changed them, and enters that into their units. A touch is no change: what is
 * still what it was when both were equal was not changed there, and is not read. All else is read on both, the smallest first. Of
 * what is too much for a plan, what both may have changed counts as different, which asks.
 */
export async function compareDoubtful(
  { scans, base, limit = readAtMost }: Comparing,
  units: readonly Unit[],
  options: CallOptions,
): Promise<ComparedDoubts> {
  const doubts = units.flatMap((unit) => unit.doubts.map((doubt) => ({ unit, doubt, ...doubt.difference })))
  const keysOf = (side: 'from' | 'to', kind: InventoryChangeKind): string[] =>
    doubts.flatMap(({ doubt: { key }, [side]: change }) => (change?.kind === kind ? [key] : []))
  const [unchangedHere, unchangedThere, here] = await Promise.all([
    unchangedSince(scans.from, base, keysOf('from', 'touched'), options),
    unchangedSince(scans.to, base, keysOf('to', 'touched'), options),
    existing(scans.from, keysOf('to', 'deleted'), options),
  ])
  const same: string[] = []
  const resolve = (unit: Unit, doubt: Doubt, changedBy: ChangedBy): void => {
    resolveDoubt(unit, doubt, changedBy)
    if (changedBy === 'neither' && isOrLooksSame(doubt)) same.push(doubt.key)
  }
  const open: OpenDoubt[] = []
  for (const { unit, doubt, from, to } of doubts) {
    const { key } = doubt
    const isChanged = {
      from: from !== undefined && !unchangedHere.has(key),
      to: to?.kind === 'deleted' ? here.has(key) : !unchangedThere.has(key),
    }
    const changedBy = changedByOf(isChanged)
    // What the source alone changed comes, whatever is in it, and where a name is gone there is nothing to read.
    const isTold = changedBy === 'neither' || changedBy === 'from' || to?.kind === 'deleted'
    if (isTold || !mayBeSame(doubt.difference)) resolve(unit, doubt, changedBy)
    else open.push({ unit, doubt, changedBy })
  }
  const { read, beyond } = withinLimit(open, limit)
  let unread = 0
  for (const { unit, doubt, changedBy } of beyond) {
    const isForRun = changedBy === 'to' && isOrLooksSame(doubt)
    resolve(unit, doubt, isForRun ? 'neither' : changedBy)
    if (isForRun) unread += 1
    else if (isOrLooksSame(doubt)) unit.unread += 1
  }
  const paths = read.map(({ doubt }) => pathOfKey(doubt.key))
  const different = await areDifferent(treesOf(scans), paths, 'contents', options)
  read.forEach(({ unit, doubt, changedBy }, index) =>
    resolve(unit, doubt, different[index] === false ? 'neither' : changedBy),
  )
  return { same, unread }
}

/** In all but what is in it, as far as one of them tells. */
function isOrLooksSame({ difference }: Doubt): boolean {
  return difference.from === undefined || isAlike(difference)
}

/** Those of these keys that the laptop has. */
async function existing(
  { machine, scan: { scanId } }: Scans['from'],
  keys: readonly string[],
  { signal }: CallOptions,
): Promise<ReadonlySet<string>> {
  const found = new Set<string>()
  for (let at = 0; at < keys.length; at += askedAtOnce) {
    const paths = keys.slice(at, at + askedAtOnce).map(pathOfKey)
    for (const path of (await machine.call(findExisting, { scanId, paths }, { signal })).paths)
      found.add(keyOfPath(path))
  }
  return found
}

interface OpenDoubt {
  readonly unit: Unit
  readonly doubt: Doubt
  readonly changedBy: 'to' | 'both'
}

function changedByOf({ from, to }: Readonly<Record<'from' | 'to', boolean>>): ChangedBy {
  if (from) return to ? 'both' : 'from'
  return to ? 'to' : 'neither'
}

function withinLimit(open: readonly OpenDoubt[], { files, bytes }: ReadLimit) {
  const bySize = open.toSorted((one, other) => one.doubt.bytes - other.doubt.bytes)
  let sum = 0
  const end = bySize.findIndex(({ doubt }, index) => index >= files || (sum += doubt.bytes) > bytes)
  return end === -1 ? { read: bySize, beyond: [] } : { read: bySize.slice(0, end), beyond: bySize.slice(end) }
}

/** contents: with what is attached to them. everything: type, mode, owner, size, time and target as well. */
export type ComparedParts = 'contents-alone' | 'contents' | 'everything'

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
  if (from.content !== to.content) return true
  if (compared === 'contents-alone') return false
  if (from.attributes !== to.attributes) return true
  return compared === 'everything' && from.facts !== to.facts
}
