/** One round of a switch of /home: what it has to do is fetched, proven and placed. */
import { AppError } from '../../../../kernel/app-error.ts'
import { textFromBytePath, type BytePath } from '../../../../kernel/byte-path.ts'
import type { Output } from '../../../../contract/define.ts'
import type { Phases } from '../../../../switch/phases.ts'
import { findOpenFiles } from '../../open-files-verbs.ts'
import { keyOfPath } from '../../inventory/inventory-entry.ts'
import { createCover } from '../../inventory/key-cover.ts'
import { packLines, type HomeLine } from '../../placing-lines.ts'
import { holdScan, keepPaths, placeHome } from '../../verbs.ts'
import type { Scanned, Scans } from '../compare/read-entries.ts'
import { usedSince } from '../in-use/in-use.ts'
import { folderOfPerson } from '../plan/always-taken.ts'
import { keep, workedInWholes, type HomeRun } from './agree-on.ts'
import { fetchLines } from './fetch.ts'
import type { Lines } from './find-lines.ts'
import type { CallOptions } from '../../../../machine/machine.ts'
import type { Pair } from '../../../../switch/step.ts'
import { aclAccounts, aclBlockers, ownersInTheWay } from '../plan/owner-blockers.ts'
import { ownedSince } from '../plan/texts.ts'

/** Of the verb. */
const askedAtOnce = 5_000

/** AppError "plan-changed" when some of these lines would give something to another account than it has here. */
async function requireOwners(
  pair: Pair,
  { from, to }: Scans,
  lines: readonly HomeLine[],
  options: CallOptions,
): Promise<void> {
  const coming = lines.flatMap(({ path, action }) => (action === 'remove' ? [] : [path]))
  const ofOwners = await ownersInTheWay(pair, from.scan, to.scan, options)
  const isOwned = createCover(ofOwners.owned.map(({ path }) => path))
  const isSent = coming.some((path) => isOwned(keyOfPath(path)))
  const blockers = [...ofOwners.blockers, ...(isSent ? [ownedSince(ofOwners.owned, pair)] : [])]
  for (let at = 0; at < coming.length && blockers.length === 0; at += askedAtOnce) {
    const accounts = await aclAccounts(pair, from.scan, coming.slice(at, at + askedAtOnce), options)
    blockers.push(...(await aclBlockers(pair, from.scan, accounts, options)))
  }
  const [first] = blockers
  if (first !== undefined) throw new AppError({ code: 'plan-changed', message: `${first.title}.`, hint: first.text })
}

/** A look that was begun so shortly before the work was over says as much as one after it. */
const freshMs = 1_000

interface DoneAndSeen<W, L> {
  readonly done: W
  /** As it was when the work was over, or at most a second before. */
  readonly seen: L
}

/** Looks beside `work`, and once more after it where that took long. What fails is told when neither is at work any more. */
export async function lookBeside<W, L>(work: () => Promise<W>, look: () => Promise<L>): Promise<DoneAndSeen<W, L>> {
  const begunMs = performance.now()
  const [done, seen] = await Promise.allSettled([timed(work), look()])
  if (done.status === 'rejected') throw done.reason
  if (seen.status === 'rejected') throw seen.reason
  const isFresh = done.value.endedMs - begunMs <= freshMs
  return { done: done.value.result, seen: isFresh ? seen.value : await look() }
}

async function timed<T>(work: () => Promise<T>): Promise<{ readonly result: T; readonly endedMs: number }> {
  const result = await work()
  return { result, endedMs: performance.now() }
}

interface Bringing {
  readonly scans: Scans
  readonly work: Lines
  readonly phases: Phases<'fetch' | 'prove' | 'place'>
  /** Whether somebody is, or was meanwhile, at work there in what comes. */
  readonly looksForUse: boolean
  /** Whether the source has changed since these scans. */
  readonly hasChanged: () => Promise<boolean>
}

/** Only what was placed has changed anything: of the others, what there is to do has to be found again. */
type Brought =
  | { readonly kind: 'unreadable'; readonly paths: readonly BytePath[] }
  | { readonly kind: 'in-use' }
  | { readonly kind: 'worked-in'; readonly to: Scanned }
  | {
      readonly kind: 'placed'
      readonly removed: number
      /** Every line was done, nothing has another name or is linked otherwise, and nothing has changed meanwhile. */
      readonly isLast: boolean
    }

export async function bring(
  run: HomeRun,
  { scans, work, phases, looksForUse, hasChanged }: Bringing,
): Promise<Brought> {
  const { pair, context } = run
  const { switchId, signal } = context
  const reports = { report: phases.of('fetch'), reportProof: phases.of('prove') }
  const { unreadable } = await fetchLines(pair, scans, work, { ...context, ...reports }).catch(
    async (thrown: unknown) => {
      if (thrown instanceof AppError && thrown.code === 'transfer-failed')
        await requireOwners(pair, scans, work.lines, { signal })
      throw thrown
    },
  )
  if (unreadable.length > 0) return { kind: 'unreadable', paths: unreadable }
  // It was made sure at the start that nobody uses what comes; a fetch takes its time, and Resume may come a day later.
  if (looksForUse && (await keepUsed(run, scans, work))) return { kind: 'in-use' }
  const to = looksForUse ? await workedInWholes(run, scans, pathsOf(work)) : undefined
  if (to !== undefined) return { kind: 'worked-in', to }
  const request = { switchId, scanId: scans.to.scan.scanId, lines: await packLines(work.lines) }
  await carried(run, scans)
  const place = () => pair.to.call(placeHome, request, { signal, onProgress: phases.of('place') })
  const { done: placed, seen: isChanged } = await lookBeside(place, hasChanged)
  await keepUnnamed(run, work, placed.left)
  if (placed.left.length > 0) {
    const names = placed.left
      .slice(0, 20)
      .map(({ path, why, detail = '' }) => `${textFromBytePath(path)}: ${why} ${detail}`)
    context.logger.log('info', 'left alone, because it is no longer as it was', { names })
  }
  const isPlain = work.lines.every(({ beside }) => beside === undefined)
  const isLast = isPlain && placed.left.length + placed.separate === 0 && !isChanged
  return { kind: 'placed', removed: placed.removed, isLast }
}

function pathsOf({ lines }: Lines): readonly BytePath[] {
  return lines.map(({ path }) => path)
}

/** What a program there writes to by now stays: what it saves afterwards would go to a file that is gone. */
async function keepUsed({ pair, plan, context }: HomeRun, { to }: Scans, work: Lines): Promise<boolean> {
  const { switchId, signal } = context
  if (work.lines.length === 0) return false
  const { places } = await pair.to.call(findOpenFiles, { scanId: to.scan.scanId }, { signal })
  const paths = usedSince(plan, places, pathsOf(work), folderOfPerson(to.scan.person))
  if (paths.length === 0) return false
  await pair.to.call(keepPaths, { switchId, paths: [...paths], inUse: true }, { signal })
  return true
}

/** A rule leaves the name out under which the other version would have stayed: then that keeps its place. */
async function keepUnnamed(run: HomeRun, { lines }: Lines, left: Output<typeof placeHome>['left']): Promise<void> {
  const isNamed = new Set(lines.flatMap(({ path, beside }) => (beside === undefined ? [] : [path])))
  const unnamed = left.flatMap(({ path, why }) => (why === 'excluded' && isNamed.has(path) ? [path] : []))
  if (unnamed.length > 0) await keep(run, unnamed)
}

/** The other laptop has, as far as it was agreed, what this scan has, or is about to get it. */
export async function carried({ pair, context: { switchId, signal } }: HomeRun, scans: Scans): Promise<void> {
  await pair.from.call(holdScan, { switchId, scanId: scans.from.scan.scanId, as: 'carried' }, { signal })
}
