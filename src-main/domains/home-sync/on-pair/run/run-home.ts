/**
 * Makes /home on the laptop that is taken like that on the one that is left: fetch, prove, place, and look again. Can be
 * broken off anywhere and run again: each line looks at what is there before it is done.
 */
import { AppError } from '../../../../kernel/app-error.ts'
import { textFromBytePath } from '../../../../kernel/byte-path.ts'
import type { StepOutcome } from '../../../../contract/switch-state.ts'
import type { Pair } from '../../../../switch/step.ts'
import { holdScan, placeHome, readKept } from '../../verbs.ts'
import type { Scans } from '../compare/read-entries.ts'
import { keptPaths, type HomePlan } from '../plan/plan.ts'
import * as texts from '../texts.ts'
import { agreeOn, keep, type HomeRun } from './agree-on.ts'
import { fetchLines } from './fetch.ts'
import { findDisguised, linesOf, type Lines } from './find-lines.ts'
import { keepAllCommits } from './keep-commits.ts'
import { holdPlanned, readHeld, readPlannedScans, scanBoth } from './scan-both.ts'

/** What is still being written after so many rounds is named in the proof. */
const roundsAtMost = 3

export async function runHome(run: HomeRun): Promise<StepOutcome> {
  const { pair, plan, answers, context } = run
  const { switchId, signal } = context
  const isBegun = !(await holdPlanned(pair, plan, context))
  await keep(run, [...keptPaths(plan, answers), ...plan.keptCommits])
  const planned = isBegun ? undefined : await readPlannedScans(pair, context)
  let scans = planned ?? (await scanBoth(pair, plan, context))
  let files = 0
  let bytes = 0
  for (let round = 1; ; round++) {
    requireStillThere(pair, plan, scans)
    const work = await findWork(run, scans, round === 1)
    if (work.lines.length === 0 && scans === planned) {
      // This switch itself has recorded both systems since the plan was made.
      scans = await scanBoth(pair, plan, context)
      continue
    }
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
  const { kept } = await pair.to.call(readKept, { switchId }, { signal })
  await keep(run, await keepAllCommits({ pair, plan, answers, context, from: scans.from, kept }))
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
  const { pair, plan, context } = run
  const { switchId, signal } = context
  const { different } = await pair.to.call(readKept, { switchId }, { signal })
  const { differing, agreement } = await agreeOn(run, scans, scans.from)
  const since = isFirstRound ? (plan.base === undefined ? 'ever' : 'base') : 'nothing'
  const planned = since === 'base' ? await readHeld(pair.to, 'planned', context) : undefined
  const request = { scans, differing, agreement, marked: different, since, planned } as const
  const alike = await findDisguised(request, { signal })
  return linesOf({ differing, alike, moved: scans.from.scan.moved }, agreement)
}

/** A home that is suddenly half empty is more likely not mounted than deleted, and must not empty the other one. */
function requireStillThere({ from }: Pair, plan: HomePlan, scans: Scans): void {
  if (plan.totals.files < 100 || scans.from.scan.files * 2 > plan.totals.files) return
  throw new AppError({
    code: 'plan-changed',
    ...texts.halfIsGone(from.label),
  })
}
