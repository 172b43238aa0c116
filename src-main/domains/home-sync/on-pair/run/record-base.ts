/** What both laptops remember of a switch that was verified. */
import type { BytePath } from '../../../../kernel/byte-path.ts'
import type { Answers } from '../../../../contract/preview.ts'
import type { CallOptions } from '../../../../machine/machine.ts'
import type { Pair } from '../../../../switch/step.ts'
import { isAtOrBelow, leftOut, pathOfKey, isSameExceptLinksAndFolderTime } from '../../inventory/inventory-entry.ts'
import { createCover } from '../../inventory/key-cover.ts'
import { readKept, recordBase } from '../../verbs.ts'
import { compareHomes, foundPaths } from '../compare/compare-homes.ts'
import { findOtherFolders } from '../compare/other-folders.ts'
import { joinDifferences, type Scans } from '../compare/read-entries.ts'
import type { HomePlan } from '../plan/plan.ts'
import { leftToSyncthing, sharedOn, syncthingIn } from '../syncthing/left-to-syncthing.ts'
import { readHeld } from './scan-both.ts'
import { findUndecided } from './undecided-since.ts'

/**
 * From now on both laptops count changes from what this switch has proven. To be called when the whole switch is
 * verified, before the other laptop holds the work; can be repeated. If only one of them gets to it, the base before
 * stays the common one.
 */
export async function recordHomeBase(
  pair: Pair,
  { plan, answers, switchId }: ProvenHome,
  options: CallOptions = {},
): Promise<void> {
  const { kept: stayed } = await pair.to.call(readKept, { switchId }, options)
  const scans = await verifiedScans(pair, switchId, options)
  // Nobody chose the version of a read-only subvolume, and how far it is the same was not told: of it nothing is known.
  const isClosed = new Set(scans?.to.scan.readOnly)
  const kept = stayed.filter((path) => !isClosed.has(path))
  const found = [...plan.found.map(({ path }) => path), ...stayed.filter((path) => isClosed.has(path))]
  // What it is about to bring is nobody's change, and was not compared.
  const onTheWay = scans === undefined ? [] : await onTheWayIn(scans, { pair, plan, kept, found }, options)
  const planned = [...found, ...onTheWay]
  const { otherwise, alone, leftOut } = await findOpen(pair, { kept, planned, scans, plan, switchId }, options)
  const here =
    scans === undefined
      ? { alone: [], otherwise: [] }
      : await findUndecided(pair, { plan, answers, switchId, kept, alone, scans }, options)
  const previous = plan.base === undefined ? {} : { previous: plan.base }
  const input = { switchId, leftOut: [...leftOut], ...previous }
  const there = { kept: [...kept], alone: [...alone], otherwise: [...otherwise] }
  // What was kept is the other laptop's own; this one has what it had, but for what nobody decided about.
  const ownBase = { ...input, kept: [], alone: [...here.alone], otherwise: [...here.otherwise] }
  const sharedIn = (side: 'from' | 'to') => (scans === undefined ? [] : sharedOn(side, { plan }, scans))
  await Promise.all([
    pair.to.call(recordBase, { ...input, ...there, shared: sharedIn('to') }, options),
    pair.from.call(recordBase, { ...ownBase, shared: sharedIn('from') }, options),
  ])
}

interface ProvenHome {
  readonly plan: HomePlan
  readonly answers: Answers
  readonly switchId: string
}

async function verifiedScans(pair: Pair, switchId: string, options: CallOptions): Promise<Scans | undefined> {
  const context = { switchId, signal: options.signal ?? new AbortController().signal }
  const [from, to] = await Promise.all([
    readHeld(pair.from, 'verified', context),
    readHeld(pair.to, 'verified', context),
  ])
  return from === undefined || to === undefined ? undefined : { from, to }
}

interface OnTheWay {
  readonly pair: Pair
  readonly plan: HomePlan
  readonly kept: readonly BytePath[]
  readonly found: readonly BytePath[]
}

/** What differs, and the person's own Syncthing carries. */
async function onTheWayIn(
  scans: Scans,
  { pair, plan, ...aside }: OnTheWay,
  options: CallOptions,
): Promise<readonly BytePath[]> {
  const homes = syncthingIn({ pair, plan }, scans)
  if (homes.shared.length === 0) return []
  return (await leftToSyncthing(homes, await compareHomes(scans, aside, options), options)).paths
}

interface Open {
  /** What the source has, and the target has not, or otherwise. */
  readonly otherwise: readonly { readonly path: BytePath; readonly shared: string }[]
  /**
   * What the other one alone has. Of what was kept, a folder with all that is in it; of what nobody was asked about, not the
   * folders around it, which may hold what is left out.
   */
  readonly alone: readonly BytePath[]
  /** What was left out because of what is on either disk, also when it was found after the plan. */
  readonly leftOut: readonly BytePath[]
}

interface OpenRequest {
  readonly kept: readonly BytePath[]
  /** Left out by the plan because of what is on either disk. */
  readonly planned: readonly BytePath[]
  readonly scans: Scans | undefined
  readonly plan: HomePlan
  readonly switchId: string
}

/**
 * What still differs counts as changed on the target: what is gone there as deleted, also when it was new on the source (a repository that
 * was kept would come back mixed with it), and what nobody was asked about, as the mode of a folder or what is attached to it, as it was
 * before.
 */
async function findOpen(
  pair: Pair,
  { kept, planned, scans, plan, switchId }: OpenRequest,
  options: CallOptions,
): Promise<Open> {
  if (scans === undefined) return { otherwise: [], alone: [], leftOut: planned }
  const { from, to } = scans
  const isKept = createCover(kept)
  const leftOutPaths = [...new Set([...planned, ...foundPaths({ from, to })])]
  const isFound = createCover(leftOutPaths)
  // Beside the lists; awaited below.
  const others = otherFolders(pair, { scans, plan, switchId }, options)
  others.catch(() => undefined)
  const otherwise = new Map<string, string>()
  const alone: string[] = []
  for await (const { key, left, right } of joinDifferences(from, to, options)) {
    if (isFound(key) || left?.shared === leftOut || right?.shared === leftOut) continue
    if (left === undefined) {
      const last = alone.at(-1)
      const isIn = last !== undefined && isAtOrBelow(key, last)
      if (!isIn && (isKept(key) || right?.shared.startsWith('d ') === false)) alone.push(key)
      continue
    }
    const isOpen = right === undefined || (!isKept(key) && !isSameExceptLinksAndFolderTime(left.shared, right.shared))
    if (isOpen) otherwise.set(key, left.shared)
  }
  for (const [key, { shared }] of await others) {
    if (!isKept(key) && !isFound(key) && !otherwise.has(key)) otherwise.set(key, shared)
  }
  return { otherwise: inOrder(otherwise), alone: alone.map(pathOfKey), leftOut: leftOutPaths }
}

async function otherFolders(
  pair: Pair,
  { scans, plan, switchId }: Pick<OpenRequest, 'plan' | 'switchId'> & { readonly scans: Scans },
  options: CallOptions,
): ReturnType<typeof findOtherFolders> {
  const planned = await readHeld(pair.to, 'planned', { switchId, signal: options.signal })
  return findOtherFolders({ scans, base: plan.base, planned }, options)
}

function inOrder(otherwise: ReadonlyMap<string, string>): Open['otherwise'] {
  const keys = [...otherwise.keys()].sort()
  return keys.map((key) => ({ path: pathOfKey(key), shared: otherwise.get(key) ?? '' }))
}
