/** What looks the same on both laptops and is not: size and time say little of what a file holds, or of what is attached to it. */
import type { BytePath } from '../../../../kernel/byte-path.ts'
import type { CallOptions } from '../../../../machine/machine.ts'
import { keyOfPath, pathOfKey, typeOf } from '../../inventory/inventory-entry.ts'
import { looksAlike, type Differing } from '../compare/compare-homes.ts'
import { unpackList } from '../../packed-list.ts'
import { findTouched } from '../../verbs.ts'
import { readAll, readChanges, treesOf, type Scanned, type Scans } from '../compare/read-entries.ts'
import type { Agreement } from '../plan/agreement.ts'
import type { HomePlan } from '../plan/plan.ts'
import { unchangedSince } from '../compare/unchanged-since.ts'
import { areDifferent } from '../plan/compare-doubtful.ts'

interface AlikeRequest {
  readonly scans: Scans
  readonly differing: readonly Differing[]
  readonly agreement: Agreement
  /** Found to differ by an earlier comparison. */
  readonly marked: readonly BytePath[]
  /** Which may differ. ever: nothing is known of earlier, so every file that looks alike. */
  readonly since: 'ever' | 'base' | Carried
  /** What the target had when it was planned: of what it touched, the other version may have been chosen. */
  readonly planned?: Scanned | undefined
  /** The base of a plan that did not read all that this laptop alone touched. */
  readonly unreadSince?: string | undefined
}

/** What may have changed since the other laptop was last given the files of the source, in this switch. */
interface Carried {
  readonly switchId: string
}

/**
 * What looks the same on both and is not: by reading all files that may have been written since they were, and what is attached
 * to them. Folders are among it where nothing is known of earlier; later those that differ are known.
 */
export async function findDisguised(request: AlikeRequest, options: CallOptions): Promise<readonly BytePath[]> {
  const { scans, agreement } = request
  const known = new Set(request.differing.filter((one) => !looksAlike(one)).map(({ key }) => key))
  const asked = new Set<BytePath>(request.marked.filter((path) => agreement.covers(keyOfPath(path))))
  for await (const key of mayBeDisguised(request, options)) {
    if (!known.has(key) && agreement.covers(key)) asked.add(pathOfKey(key))
  }
  for (const key of await leftUnread(request, options)) if (!known.has(key)) asked.add(pathOfKey(key))
  const paths = [...asked]
  const different = await areDifferent(treesOf(scans), paths, 'contents', options)
  return paths.filter((_path, index) => different[index] === true)
}

/** Keys of what the target touched, and may have written to: too much for the plan. Nobody agreed to another version of it. */
async function leftUnread(
  { planned, unreadSince, agreement }: AlikeRequest,
  options: CallOptions,
): Promise<readonly string[]> {
  if (planned === undefined || unreadSince === undefined) return []
  const touched: string[] = []
  for await (const { key, kind } of readChanges(planned, options))
    if (kind === 'touched' && !agreement.isAside(key) && !agreement.isCache(key)) touched.push(key)
  const unchanged = await unchangedSince(planned, unreadSince, touched, options)
  return touched.filter((key) => !unchanged.has(key))
}

type Known = Pick<HomePlan, 'base' | 'mayHaveBeenEqual'>

/**
 * Of these, what may be work of the target that nobody was asked about: it stays there. What it only touched since both were equal is not.
 * Where both had been equal once and nothing is known of that, all that has other contents; of two that meet for the first time nothing,
 * since then the source leads.
 */
export async function mayBeTheirs(
  disguised: readonly BytePath[],
  { scans, since, planned, agreement, plan }: Omit<AlikeRequest, 'differing' | 'marked'> & { readonly plan: Known },
  options: CallOptions,
): Promise<readonly BytePath[]> {
  const open = disguised.filter((path) => !agreement.isDecided(keyOfPath(path)))
  if (open.length === 0) return []
  if (since === 'ever') {
    if (plan.mayHaveBeenEqual !== true) return []
    const differ = await areDifferent(treesOf(scans), open, 'contents-alone', options)
    return open.filter((_path, index) => differ[index] === true)
  }
  if (planned === undefined) return []
  const isOpen = new Set(open.map(keyOfPath))
  const [theirs, touched] = [new Set<string>(), new Array<string>()]
  for await (const { key, kind } of readChanges(planned, options)) {
    if (!isOpen.has(key) || kind === 'deleted') continue
    theirs.add(key)
    if (kind === 'touched') touched.push(key)
  }
  for (const key of await unchangedSince(planned, plan.base, touched, options)) theirs.delete(key)
  return open.filter((path) => theirs.has(keyOfPath(path)))
}

/** Keys. */
async function* mayBeDisguised(
  { since, scans: { from }, planned }: AlikeRequest,
  options: CallOptions,
): AsyncGenerator<string> {
  if (since === 'ever') {
    for await (const entry of readAll(from, options)) if (['f', 'p', 'd'].includes(typeOf(entry))) yield entry.key
  } else if (since === 'base') {
    for (const side of planned === undefined ? [from] : [from, planned]) {
      for await (const change of readChanges(side, options))
        if (change.kind !== 'deleted' && ['f', 'p'].includes(typeOf(change))) yield change.key
    }
  } else {
    const { paths } = await from.machine.call(findTouched, { ...since, scanId: from.scan.scanId }, options)
    yield* (await unpackList(paths)).map(keyOfPath)
  }
}
