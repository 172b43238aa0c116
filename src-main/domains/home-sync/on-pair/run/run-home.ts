/**
 * Makes /home on the laptop that is taken like that on the one that is left: fetch, prove, place, and look again. Can be
 * broken off anywhere and run again: each line looks at what is there before it is done.
 */
import { AppError } from '../../../../kernel/app-error.ts'
import { textFromBytePath, type BytePath } from '../../../../kernel/byte-path.ts'
import type { Answers } from '../../../../contract/preview.ts'
import type { StepOutcome } from '../../../../contract/switch-state.ts'
import type { Pair, RunContext } from '../../../../switch/step.ts'
import { findOwnWork, holdScan, keepPaths, placeHome, readKept } from '../../verbs.ts'
import { keyOfPath, pathOfKey } from '../../inventory/inventory-entry.ts'
import { createCover } from '../../inventory/key-cover.ts'
import { compareHomes, foundPaths, isReplacedFolder, parentsOf, type Differing } from '../compare/compare-homes.ts'
import { treesOf, type Scans } from '../compare/read-entries.ts'
import { agreementOf, type Agreement } from '../plan/agreement.ts'
import { alwaysTaken } from '../plan/always-taken.ts'
import { areDifferent } from '../plan/compare-doubtful.ts'
import { keptPaths, type HomePlan } from '../plan/plan.ts'
import * as texts from '../texts.ts'
import { fetchLines } from './fetch.ts'
import { findDisguised, linesOf, type Lines } from './find-lines.ts'
import { keepAllCommits } from './keep-commits.ts'
import { holdPlanned, readHeld, readPlannedScans, scanBoth } from './scan-both.ts'

/** What is still being written after so many rounds is named in the proof. */
const roundsAtMost = 3

export interface HomeRun {
  readonly pair: Pair
  readonly plan: HomePlan
  readonly answers: Answers
  readonly context: RunContext
}

export async function runHome(run: HomeRun): Promise<StepOutcome> {
  const { pair, plan, answers, context } = run
  const { switchId, signal } = context
  const isBegun = !(await holdPlanned(pair, plan, context))
  await keep(run, [...keptPaths(plan, answers), ...plan.keptCommits])
  let scans = (isBegun ? undefined : await readPlannedScans(pair, context)) ?? (await scanBoth(pair, plan, context))
  let files = 0
  let bytes = 0
  for (let round = 1; ; round++) {
    requireStillThere(pair, plan, scans)
    const work = await findWork(run, scans, round === 1)
    if (work.lines.length === 0 || round > roundsAtMost) {
      if (work.lines.length === 0) await carried(run, scans)
      break
    }
    await fetchLines(pair, scans, work, context)
    const lines = work.lines.map(({ path, action }) => ({ path, action }))
    const placed = await pair.to.call(placeHome, { switchId, scanId: scans.to.scan.scanId, lines }, { signal })
    await carried(run, scans)
    if (placed.left.length > 0) {
      const names = placed.left
        .slice(0, 20)
        .map(({ path, why, detail = '' }) => `${textFromBytePath(path)}: ${why} ${detail}`)
      context.logger.log('info', 'left alone, because it is no longer as it was', { names })
    }
    files += work.fetched.length + placed.removed
    bytes += work.bytes
    scans = await scanBoth(pair, plan, context)
  }
  await keep(run, await keepAllCommits({ pair, plan, answers, context, from: scans.from }))
  return {
    text: files === 0 ? texts.nothingToChange(pair.to.label) : texts.copied(files, pair.to.label),
    bytes,
    items: files,
  }
}

/** The other laptop has, as far as it was agreed, what this scan has. */
async function carried({ pair, context: { switchId, signal } }: HomeRun, scans: Scans): Promise<void> {
  await pair.from.call(holdScan, { switchId, scanId: scans.from.scan.scanId, as: 'carried' }, { signal })
}

async function findWork(run: HomeRun, scans: Scans, isFirstRound: boolean): Promise<Lines> {
  const { pair, plan, answers, context } = run
  const { switchId, signal } = context
  const found = plan.found.map(({ path }) => path)
  const own = await ownWork(run, scans)
  const { kept: before, different } = await pair.to.call(readKept, { switchId }, { signal })
  const differing = await compareHomes(scans, { kept: before, found }, { signal })
  const kept = await keepOwn(run, scans, { differing, own, kept: before })
  const open = kept.length === before.length ? differing : await compareHomes(scans, { kept, found }, { signal })
  const agreement: Agreement = await agreementOf({ plan, answers, scans, kept, own }, { signal })
  const since = isFirstRound ? (plan.base === undefined ? 'ever' : 'base') : 'nothing'
  const planned = since === 'base' ? await readHeld(pair.to, 'planned', context) : undefined
  const request = { scans, differing: open, agreement, marked: different, since, planned } as const
  const alike = await findDisguised(request, { signal })
  return linesOf({ differing: open, alike, moved: scans.from.scan.moved }, agreement)
}

interface Compared {
  readonly differing: readonly Differing[]
  readonly own: readonly BytePath[]
  readonly kept: readonly BytePath[]
}

/**
 * What is newer there than the plan stays, whatever the plan says, and is named in the proof; also what was written under
 * the same size and time. A folder around it that should become something else stays as a whole.
 */
export async function keepOwn(
  run: HomeRun,
  scans: Scans,
  { differing, own, kept }: Compared,
): Promise<readonly BytePath[]> {
  const isOwn = createCover(own)
  const isAlways = alwaysTaken(scans.from.scan.person)
  const isAside = createCover([...kept, ...foundPaths(scans)])
  const known = new Set(differing.map(({ key }) => key))
  const isAlike = (key: string): boolean => !known.has(key) && !isAlways(key) && !isAside(key)
  const alike = own.filter((path) => isAlike(keyOfPath(path)))
  const disguised = await areDifferent(treesOf(scans), alike, 'contents', { signal: run.context.signal })
  const paths = [
    ...differing.filter(({ key }) => isOwn(key) && !isAlways(key)).map(({ key }) => pathOfKey(key)),
    ...alike.filter((_path, index) => disguised[index] === true),
  ]
  const around = parentsOf([...kept, ...paths].map(keyOfPath))
  const folders = differing.filter((one) => isReplacedFolder(one) && around.has(one.key))
  const stays = [...paths, ...folders.map(({ key }) => pathOfKey(key))]
  return stays.length === 0 ? kept : keep(run, stays)
}

export async function ownWork({ pair, context }: HomeRun, { to }: Scans): Promise<readonly BytePath[]> {
  const { switchId, signal } = context
  const { scanId } = to.scan
  return (await pair.to.call(findOwnWork, { switchId, scanId }, { signal })).paths
}

/** Adds to what stays on the laptop that is taken in this switch, and gives all of it. */
async function keep({ pair, context }: HomeRun, paths: readonly BytePath[]): Promise<readonly BytePath[]> {
  const { switchId, signal } = context
  return (await pair.to.call(keepPaths, { switchId, paths: [...paths] }, { signal })).kept
}

/** A home that is suddenly half empty is more likely not mounted than deleted, and must not empty the other one. */
function requireStillThere({ from }: Pair, plan: HomePlan, scans: Scans): void {
  if (plan.totals.files < 100 || scans.from.scan.files * 2 > plan.totals.files) return
  throw new AppError({
    code: 'plan-changed',
    ...texts.halfIsGone(from.label),
  })
}
