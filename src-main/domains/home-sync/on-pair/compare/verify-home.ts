/** Asks both disks, not the tools that copied: every name, then contents of all that was placed and of a sample. */
import type { ExclusionKind } from '../../../../commons/home-exclusions/exclusions.ts'
import { exclusionTitle } from '../../../../commons/home-exclusions/texts.ts'
import type { NotCompared, Verification, VerificationItem } from '../../../../contract/switch-state.ts'
import type { Progress } from '../../../../contract/define.ts'
import { textFromBytePath, type BytePath } from '../../../../kernel/byte-path.ts'
import { createPhases } from '../../../../switch/phases.ts'
import type { Pair, RunContext } from '../../../../switch/step.ts'
import { keyOfPath, pathOfKey } from '../../inventory/inventory-entry.ts'
import { createCover } from '../../inventory/key-cover.ts'
import { readKeptCommits, type KeptCommits } from '../../repository-verbs.ts'
import { scanHome } from '../../scan-verbs.ts'
import { holdScan, markDifferent, readPlaced } from '../../verbs.ts'
import { areDifferent } from '../plan/compare-doubtful.ts'
import { folderOfPerson } from '../plan/always-taken.ts'
import { shownPath } from '../plan/decisions.ts'
import { keptPaths, type HomePlan } from '../plan/plan.ts'
import { sizeOf } from '../plan/tally.ts'
import { agreeOn, type HomeRun } from '../run/agree-on.ts'
import { isAgreedTo } from '../run/find-lines.ts'
import { homeProofMs, proofLookMs } from '../run/home-time.ts'
import { readHeld, scanBoth, scanTo } from '../run/scan-both.ts'
import * as texts from '../texts.ts'
import { foundPaths, parentsOf, type Differing } from './compare-homes.ts'
import { readChanges, treesOf, type Scanned, type Scans } from './read-entries.ts'

const namesShown = 500
const carriedElsewhere = 'elsewhere' satisfies ExclusionKind

export async function verifyHome(run: HomeRun): Promise<Verification> {
  const { pair, plan, context } = run
  const { switchId, signal } = context
  const phases = phasesOf(run)
  phases.of('look')({ done: 0, unit: 'files' })
  const carried = await readHeld(pair.from, 'carried', context)
  // What was written here afterwards is named, and comes with the next switch.
  const scans: Scans =
    carried === undefined
      ? await scanBoth(pair, plan, context)
      : { from: carried, to: await scanTo(pair, plan, context) }
  const { differing, own, kept, agreement } = await agreeOn(run, scans)
  const isOpen = (one: Differing): boolean => one.kind === 'differs' && isAgreedTo(one, agreement)
  const wrong = differing.filter(isOpen).map(({ key }) => pathOfKey(key))
  const report = phases.of('read')
  const read = await readBack(scans, new Set([...wrong, ...own]), kept, { ...context, report })
  const different = [...new Set([...wrong, ...read.different])].sort()
  const unplanned = differing.filter((one) => one.kind === 'differs' && !isOpen(one))
  const [{ commits }, later] = await Promise.all([
    pair.to.call(readKeptCommits, { switchId }, { signal }),
    carried === undefined ? [] : changedSince(carried, plan, context),
    pair.to.call(markDifferent, { switchId, paths: [...read.different] }, { signal }),
    different.length === 0 ? holdVerified(scans, context) : undefined,
  ])
  const chosen = withoutCommits(kept, plan, commits)
  const compared = {
    scans,
    kept: chosen,
    own,
    apart: [...chosen, ...unplanned.map(({ key }) => pathOfKey(key))],
    different,
    read,
  }
  return {
    items: [homeItem(compared), ...leftOutItem(scans)],
    notes: notesOf(run, {
      ...compared,
      own,
      commits,
      differing: withoutFoldersOf(differing, commits),
      unplanned,
      later,
    }),
  }
}

function phasesOf({ plan, context }: HomeRun) {
  const { tally } = plan.taken
  const readMs = homeProofMs({ items: sizeOf(tally), bytes: tally.bytes }) - proofLookMs
  const parts = {
    look: { ms: proofLookMs, current: texts.doing.look },
    read: { ms: readMs, current: texts.doing.readBack },
  }
  return createPhases(context.report, parts)
}

/** Kept commits are told by their names, not by the files that hold them. */
function withoutCommits(
  kept: readonly BytePath[],
  { keptCommits }: HomePlan,
  commits: readonly KeptCommits[],
): readonly BytePath[] {
  const holding = new Set([...keptCommits, ...commits.flatMap(({ paths }) => paths)])
  return kept.filter((path) => !holding.has(path))
}

/** Their times moved when something was added to them. */
function withoutFoldersOf(differing: readonly Differing[], commits: readonly KeptCommits[]): readonly Differing[] {
  const around = parentsOf(commits.flatMap(({ paths }) => paths.map(keyOfPath)))
  return differing.filter(({ key, kind }) => kind !== 'time' || !around.has(key))
}

async function holdVerified({ from, to }: Scans, { switchId, signal }: RunContext): Promise<void> {
  const hold = ({ machine, scan }: Scanned) =>
    machine.call(holdScan, { switchId, scanId: scan.scanId, as: 'verified' }, { signal })
  await Promise.all([hold(from), hold(to)])
}

/** The last look at the laptop that is left: what it changed after the other one was given it. */
async function changedSince(
  { machine }: Scanned,
  { rules }: HomePlan,
  { switchId, signal }: RunContext,
): Promise<readonly BytePath[]> {
  const scan = await machine.call(scanHome, { against: { kind: 'held', switchId, as: 'carried' }, rules }, { signal })
  const paths: BytePath[] = []
  for await (const { key, shared } of readChanges({ machine, scan }, { signal })) {
    if (!shared.startsWith('d ')) paths.push(pathOfKey(key))
  }
  return paths
}

interface ReadBack {
  readonly placed: number
  readonly sample: readonly BytePath[]
  readonly different: readonly BytePath[]
  readonly examples: readonly BytePath[]
}

/** All that was placed, and the sample, byte by byte on both laptops. */
async function readBack(
  scans: Scans,
  known: ReadonlySet<BytePath>,
  kept: readonly BytePath[],
  {
    switchId,
    signal,
    report,
  }: Pick<RunContext, 'switchId' | 'signal'> & { readonly report: (progress: Progress) => void },
): Promise<ReadBack> {
  const isAside = createCover([...kept, ...foundPaths(scans)])
  const holdsKept = parentsOf(kept.map(keyOfPath))
  // A folder that was to go stays around what is kept: every name of it was compared.
  const isOpen = (key: string): boolean => !isAside(key) && !holdsKept.has(key)
  const isAsked = (path: BytePath): boolean => isOpen(keyOfPath(path)) && !known.has(path)
  const { paths } = await scans.to.machine.call(readPlaced, { switchId }, { signal })
  const placed = paths.filter(isAsked)
  const among = new Set(placed)
  const sample = scans.from.scan.sample.filter((path) => isAsked(path) && !among.has(path))
  const read = [...placed, ...sample]
  const differ = await areDifferent(treesOf(scans), read, 'everything', { signal, onProgress: report })
  return {
    placed: placed.length,
    sample,
    different: read.filter((_path, index) => differ[index] === true),
    examples: placed.slice(0, namesShown),
  }
}

interface Found {
  readonly scans: Scans
  readonly kept: readonly BytePath[]
  /** What the person did there since the plan. */
  readonly own: readonly BytePath[]
  /** What was kept, and what only the other laptop has otherwise. */
  readonly apart: readonly BytePath[]
  readonly different: readonly BytePath[]
  readonly read: ReadBack
}

function homeItem({ scans, apart, different, read }: Found): VerificationItem {
  const personFolder = folderOfPerson(scans.from.scan.person)
  const shown = (paths: readonly BytePath[]): string[] =>
    paths.slice(0, namesShown).map((path) => textFromBytePath(shownPath(path, personFolder)))
  const { files, entries } = scans.from.scan
  const differs = different.length > 0
  return {
    title: texts.stepTitle,
    verdict: differs ? 'differs' : apart.length > 0 ? 'as-chosen' : 'same',
    text: `${differs ? texts.differ(different.length, entries) : texts.match(files)}, ${texts.readBack(read.placed, read.sample.length)}`,
    compared: entries,
    chosen: shown(apart),
    ...(apart.length > namesShown ? { moreChosen: apart.length - namesShown } : {}),
    differences: shown(different),
    readBack: shown([...read.sample, ...read.examples]),
  }
}

/** What no rule lets cross: nothing is said about whether it is the same. */
function leftOutItem({ from: { scan } }: Scans): readonly VerificationItem[] {
  const personFolder = folderOfPerson(scan.person)
  const leftOut = scan.leftOut.filter(({ kind, count }) => count > 0 && kind !== carriedElsewhere)
  const count = leftOut.reduce((sum, one) => sum + one.count, 0)
  if (count === 0) return []
  const examples = leftOut.flatMap((one) => one.examples)
  const notCompared: NotCompared = {
    why: 'left-out',
    count,
    what: texts.leftOut.what(count),
    names: examples.slice(0, namesShown).map((path) => textFromBytePath(shownPath(path, personFolder))),
    decideIn: 'home-exclusions',
  }
  return [
    {
      title: texts.leftOut.title,
      verdict: 'not-compared',
      text: texts.leftOut.text(leftOut.map((one) => ({ title: exclusionTitle(one.kind), count: one.count }))),
      compared: 0,
      chosen: [],
      notCompared,
      differences: [],
      readBack: [],
    },
  ]
}

interface Noted extends Found {
  readonly differing: readonly Differing[]
  /** Only the laptop that is taken has them otherwise, and nobody was asked. */
  readonly unplanned: readonly Differing[]
  /** What changed on the laptop that is left meanwhile. */
  readonly later: readonly BytePath[]
  /** What changed on the laptop that is taken meanwhile. */
  readonly own: readonly BytePath[]
  readonly commits: readonly KeptCommits[]
}

function notesOf({ pair, plan, answers }: HomeRun, noted: Noted): string[] {
  const { scans, kept, own, differing, unplanned, later, commits } = noted
  const personFolder = folderOfPerson(scans.from.scan.person)
  const name = (path: BytePath): string => textFromBytePath(shownPath(path, personFolder))
  const named = (kind: Differing['kind']) =>
    differing.filter((one) => one.kind === kind).map(({ key }) => name(pathOfKey(key)))
  const chosen = new Set(keptPaths(plan, answers))
  const stay = foldersWithSpecials(noted)
  const stayed = kept.filter((path) => !chosen.has(path) && !stay.has(path))
  const isOwn = createCover(own)
  const aroundOwn = parentsOf(own.map(keyOfPath))
  const isOfOwn = (path: BytePath): boolean => isOwn(keyOfPath(path)) || aroundOwn.has(keyOfPath(path))
  const alone = [...stayed.filter((path) => !isOfOwn(path)), ...unplanned.map(({ key }) => pathOfKey(key))]
  const replaced = plan.decisions.filter((decision) => decision.kind === 'first' && answers[decision.id] !== 'keep')
  return [
    texts.notes.replaced(
      replaced.map(({ subject }) => subject),
      pair,
    ),
    texts.notes.appeared(stayed.filter(isOfOwn).map(name), pair),
    texts.notes.unplanned(alone.map(name), pair),
    texts.notes.later(later.map(name), scans.from.scan.at, pair),
    texts.notes.foldersStay(named('stays'), pair),
    texts.notes.foldersWithSpecials([...stay].map(name), pair),
    texts.notes.unlinked(named('unlinked')),
    texts.notes.times(named('time')),
    ...commits.map((one) => commitsNote(one, name(repositoryOf(one)), pair)),
  ].filter((text) => text !== undefined)
}

/** Kept by this program: nobody has changed anything else in them. */
function foldersWithSpecials({ scans, kept, own }: Noted): ReadonlySet<BytePath> {
  const around = parentsOf(scans.to.scan.specials.map(({ path }) => keyOfPath(path)))
  const changed = parentsOf(own.map(keyOfPath))
  return new Set(kept.filter((path) => around.has(keyOfPath(path)) && !changed.has(keyOfPath(path))))
}

function commitsNote({ of, refs, why }: KeptCommits, place: string, pair: Pair): string | undefined {
  const { label, wording } = pair.from.name === of ? pair.from : pair.to
  if (why !== undefined) return texts.notes.commitsLost({ place, label, why: wording.text(why) })
  return texts.notes.commits({ place, label, names: refs.map(textFromBytePath) })
}

/** As the person knows it: the folder around `.git`. */
function repositoryOf({ gitFolder }: KeptCommits): BytePath {
  return gitFolder.replace(/\/\.git$/, '')
}
