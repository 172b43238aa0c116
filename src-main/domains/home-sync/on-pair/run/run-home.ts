/**
 * Makes /home on the target like that on the source: fetch, prove, place, and look again. Can be broken off anywhere and run again: each
 * line looks at what is there before it is done. Where every line was done, only the source is looked at again: the target is for the
 * proof.
 */
import { AppError } from '../../../../kernel/app-error.ts'
import { textFromBytePath, type BytePath } from '../../../../kernel/byte-path.ts'
import type { Output, Progress } from '../../../../contract/define.ts'
import type { StepOutcome } from '../../../../contract/switch-state.ts'
import { createPhases, type Phase } from '../../../../switch/phases.ts'
import type { Pair } from '../../../../switch/step.ts'
import { keyOfPath } from '../../inventory/inventory-entry.ts'
import { createCover } from '../../inventory/key-cover.ts'
import { unpackList } from '../../packed-list.ts'
import { scanHome } from '../../scan-verbs.ts'
import { countPlaced, findTouched, readKept } from '../../verbs.ts'
import { fileSetsOf, renamedOf, type Scans } from '../compare/read-entries.ts'
import { besidePaths, keptPaths, type HomePlan } from '../plan/plan.ts'
import { closedAround } from '../plan/staying.ts'
import { sizeOf } from '../plan/tally.ts'
import { isMuchOf } from '../plan/vanished-decisions.ts'
import * as texts from '../texts.ts'
import { agreeOn, keep, withWholes, workDone, type HomeRun } from './agree-on.ts'
import { bring, carried } from './bring.ts'
import { notFetched } from './fetch.ts'
import { withoutHoles } from './fetch-sparse.ts'
import { findDisguised, mayBeTheirs } from './find-disguised.ts'
import { linesOf, type Lines } from './find-lines.ts'
import { alikeAtFirst, homeTime, type HomeTime } from './home-time.ts'
import { nameBeside, noLongerFiles } from './keep-beside.ts'
import { keepAllCommits } from './keep-commits.ts'
import { holdPlanned, readHeld, readPlannedScans, scanBoth, scanFrom } from './scan-both.ts'

/** What is still being written after so many rounds is named in the proof. */
const roundsAtMost = 3
/** A program that opens one file after the other does not keep a switch from ending. */
const keptInUseAtMost = 3
const renamesLogged = 20

export async function runHome(run: HomeRun): Promise<StepOutcome> {
  const { pair, plan, answers, context } = run
  const { switchId, signal } = context
  const items = sizeOf(plan.taken.tally)
  phasesOf(run, { items, bytes: plan.taken.tally.bytes, alike: alikeAtFirst(plan, items) }).of('look')(begun)
  const isBegun = !(await holdPlanned(pair, plan, context))
  const { count: renamed = 0, examples = [] } = plan.taken.renamed ?? {}
  if (renamed > 0 && !isBegun)
    context.logger.log('info', 'files have other names', { renamed, first: namesNow(examples) })
  await keep(run, [...keptPaths(plan, answers), ...plan.keptCommits, ...plan.keptBeside, ...plan.keptSpecials])
  const planned = isBegun ? undefined : await readPlannedScans(pair, context)
  let scans = await firstScans(run, planned)
  const before = isBegun ? await count(run, scans) : undefined
  let files = 0
  let bytes = 0
  let spentMs = 0
  let keptInUse = 0
  let isGiven = false
  for (let round = 1; ; round++) {
    requireStillThere(pair, plan, scans)
    const work = await findWork(run, scans, { isFirst: round === 1, isBegun, isGiven })
    if (work.lines.length === 0 && scans === planned) {
      scans = await withRecorded(run, scans)
      continue
    }
    if (work.lines.length === 0 || round > roundsAtMost) {
      if (work.lines.length === 0) await carried(run, scans)
      break
    }
    const phases = phasesOf(run, { items: work.lines.length, bytes: work.bytes }, spentMs)
    const looksForUse = keptInUse < keptInUseAtMost
    const brought = await bring(run, {
      ...{ scans, work, phases, looksForUse },
      // What an earlier run of this switch did is looked at on both.
      hasChanged: () => (before === undefined ? hasChanged(run) : Promise.resolve(true)),
    })
    if (brought.kind !== 'placed') {
      if (brought.kind === 'unreadable') scans = await scanWithout(run, brought.paths)
      else keptInUse += 1
      if (brought.kind === 'worked-in') scans = { from: scans.from, to: brought.to }
      round -= 1
      continue
    }
    isGiven = true
    files += work.fetched.length + brought.removed
    bytes += work.bytes
    spentMs += phases.ms
    phases.of('lookAgain')(begun)
    if (brought.isLast) break
    scans = await scanBoth(pair, plan, context)
  }
  const { kept } = await pair.to.call(readKept, { switchId }, { signal })
  await keep(run, await keepAllCommits({ pair, plan, answers, context, from: scans.from, kept }))
  if (before === undefined) return outcomeOf(pair, { items: files, bytes })
  return { ...outcomeOf(pair, await count(run, scans)), bytesBefore: before.bytes }
}

function namesNow(renames: NonNullable<HomePlan['taken']['renamed']>['examples']): string[] {
  return renames
    .slice(0, renamesLogged)
    .map(({ was, path }) => texts.isNow(textFromBytePath(was), textFromBytePath(path)))
}

type Amount = Output<typeof countPlaced>

function outcomeOf({ to }: Pair, { items, bytes }: Amount): StepOutcome {
  return { text: items === 0 ? texts.nothingToChange(to.label) : texts.copied(items, to.label), bytes, items }
}

/** What all runs of this switch put into its place, also one that ended without a word. */
function count({ pair, context: { switchId, signal } }: HomeRun, { to }: Scans): Promise<Amount> {
  return pair.to.call(countPlaced, { switchId, scanId: to.scan.scanId }, { signal })
}

/**
 * What was planned from, as long as it is new: the agreed lines are against it. A first switch always records both systems, and
 * another round for that alone would compare everything again.
 */
async function firstScans(run: HomeRun, planned: Scans | undefined): Promise<Scans> {
  const { pair, plan, context } = run
  if (planned === undefined) return scanBoth(pair, plan, context)
  const isNothing = sizeOf(plan.taken.tally) + plan.decisions.length + plan.folders.length === 0
  return isNothing || plan.base === undefined ? withRecorded(run, planned) : planned
}

/**
 * This switch itself has recorded both systems since the plan was made, on the source. The target is looked at again before each line, and
 * for the proof.
 */
async function withRecorded({ pair, plan, context }: HomeRun, { to }: Scans): Promise<Scans> {
  return { from: await scanFrom(pair, plan, context), to }
}

const begun: Progress = { done: 0, unit: 'files' }

function phasesOf({ pair, context }: HomeRun, amount: Parameters<typeof homeTime>[0], spentMs = 0) {
  const { look, fetch, prove, place, lookAgain } = homeTime(amount)
  const { doing } = texts
  const parts: Readonly<Record<keyof HomeTime, Phase>> = {
    look: { ms: look, current: doing.look },
    fetch: { ms: fetch, current: doing.fetch(pair.to.label) },
    prove: { ms: prove, current: doing.prove, on: 'to' },
    place: { ms: place, current: doing.place(pair.to.label), on: 'to' },
    lookAgain: { ms: lookAgain, current: doing.lookAgain },
  }
  return createPhases(context.report, parts, spentMs)
}

/** A scan leaves out what the disk does not give. Nothing was placed. */
async function scanWithout({ pair, plan, context }: HomeRun, unreadable: readonly BytePath[]): Promise<Scans> {
  const scans = await scanBoth(pair, plan, context)
  const isLeftOut = new Set(scans.from.scan.found.map(({ path }) => path))
  const open = unreadable.filter((path) => !isLeftOut.has(path))
  if (open.length > 0) throw notFetched(open, pair)
  return scans
}

/** On the source, since the target was given what it had. */
async function hasChanged({ pair, plan, context: { switchId, signal } }: HomeRun): Promise<boolean> {
  const against = { kind: 'held', switchId, as: 'carried' } as const
  const { scanId, changes } = await pair.from.call(scanHome, { against, rules: plan.rules }, { signal })
  if (changes > 0) return true
  const { paths } = await pair.from.call(findTouched, { switchId, scanId }, { signal })
  return (await unpackList(paths)).length > 0
}

interface Round {
  readonly isFirst: boolean
  /** The switch was, by an earlier run. */
  readonly isBegun: boolean
  /** This run has given the other laptop something: what looks alike was read before that. */
  readonly isGiven: boolean
}

async function findWork(run: HomeRun, scans: Scans, { isFirst, isBegun, isGiven }: Round): Promise<Lines> {
  const { pair, plan, answers, context } = run
  const { switchId, signal } = context
  const { different, beside } = await pair.to.call(readKept, { switchId }, { signal })
  const { differing, agreement } = await agreeOn(run, scans)
  const isDone = new Set(beside.flatMap((one) => (one.isDone ? [one.path] : [])))
  const wanted = besidePaths(plan, answers).filter((path) => !isDone.has(path))
  const since = isGiven ? { switchId } : plan.base === undefined ? 'ever' : 'base'
  const planned = since === 'base' ? await readHeld(pair.to, 'planned', context) : undefined
  const unreadSince = plan.unread === undefined ? undefined : plan.base
  const request = { scans, differing, agreement, marked: different, since, planned, unreadSince } as const
  const found = await findDisguised(request, { signal })
  const theirs = await mayBeTheirs(found, { ...request, plan }, { signal })
  const closed = found.flatMap((path) => closedAround(keyOfPath(path), scans.to.scan.readOnly) ?? [])
  const paths = [...theirs, ...new Set(closed), ...noLongerFiles(differing, wanted)]
  const staying = withWholes(run, scans, { paths, differing })
  if (staying.length > 0) await keep(run, staying)
  const isStaying = createCover(staying)
  const alike = found.filter((path) => !isStaying(keyOfPath(path)))
  const open = differing.filter(({ key }) => !isStaying(key))
  const done = isFirst && isBegun ? await workDone(run, scans) : []
  const work = linesOf(
    {
      differing: open,
      alike,
      moved: scans.from.scan.moved,
      renamed: await renamedOf(scans),
      done,
      fileSets: fileSetsOf(scans),
    },
    agreement,
  )
  const lines = await nameBeside(work.lines, wanted, scans, { signal })
  return withoutHoles({ ...work, lines }, scans.from, { signal })
}

/** What asks while a switch is planned stops it afterwards, when nobody is there to be asked. */
function requireStillThere({ from }: Pair, { totals }: HomePlan, { from: { scan } }: Scans): void {
  const gone = { entries: totals.files - scan.files, bytes: totals.bytes - scan.bytes }
  if (!isMuchOf(gone, { entries: totals.files, bytes: totals.bytes })) return
  throw new AppError({
    code: 'plan-changed',
    ...texts.muchIsGone(from.label),
  })
}
