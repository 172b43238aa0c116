/** What the proof of /home says: what is the same, what stays different and why, and what else is good to know. */
import type { ExclusionKind } from '../../../../commons/home-exclusions/exclusion.ts'
import { exclusionTitle } from '../../../../commons/home-exclusions/texts.ts'
import { leftFor, undecidedLeft, verdictFor } from '../../../../contract/proof/left-alone.ts'
import type { Left, NotCompared, VerificationItem } from '../../../../contract/switch-state.ts'
import { textFromBytePath, type BytePath } from '../../../../kernel/byte-path.ts'
import { keyOfPath, pathOfKey } from '../../inventory/inventory-entry.ts'
import { createCover } from '../../inventory/key-cover.ts'
import type { Special } from '../../inventory/special.ts'
import type { NotedCommits } from '../../repository-verbs.ts'
import { folderOfPerson } from '../plan/always-taken.ts'
import { areCachesLeft } from '../plan/developer-caches.ts'
import { foldersBy } from '../plan/folder-decisions.ts'
import { shownPath } from '../plan/shown-path.ts'
import { choiceSoFar, keptPaths, pathsBy, type HomePlan } from '../plan/plan.ts'
import type { HomeRun } from '../run/agree-on.ts'
import type { LeftToSyncthing } from '../syncthing/left-to-syncthing.ts'
import * as syncthingTexts from '../syncthing/texts.ts'
import * as texts from '../texts.ts'
import { parentsOf, type Differing } from './compare-homes.ts'
import type { Scans, ToldScan } from './read-entries.ts'
import type { stillRenamed } from './still-renamed.ts'

const namesShown = 500
const specialsNamed = 20
/** Carried by another step, and told for a reason of their own. */
const notNamedHere: readonly string[] = ['elsewhere', 'unreadable'] satisfies ExclusionKind[]

/** What was compared byte by byte on both laptops. */
export interface ReadBack {
  readonly placed: number
  /** Among it: those that were when they arrived, and have not changed on either laptop. The others were read for the proof. */
  readonly proven: number
  /** Among it: the target had them under another name, unchanged since both had the same, and nothing was read. */
  readonly renamed: number
  readonly sample: readonly BytePath[]
  readonly different: readonly BytePath[]
  readonly examples: readonly BytePath[]
}

interface Found {
  readonly scans: Scans
  readonly differing: readonly Differing[]
  /** What stays on the target, by choice or not. */
  readonly kept: readonly BytePath[]
  /** Among it: names that what gave way in this switch has now. */
  readonly beside: readonly BytePath[]
  /** Among it: what programs there opened for writing after the switch began. */
  readonly used: readonly BytePath[]
  /** What the person did there since the plan. */
  readonly own: readonly BytePath[]
  /** Only the target has them otherwise, and nobody was asked. */
  readonly unplanned: readonly Differing[]
  /** Of developer caches: what the target alone has, or all that differs where they were left out. */
  readonly caches: readonly Differing[]
  /** What changed on the source meanwhile. */
  readonly later: readonly BytePath[]
  readonly commits: readonly NotedCommits[]
  /** Of what was to be read back: the disk of the source does not give it any more. */
  readonly unread: readonly BytePath[]
  /** By accident. */
  readonly different: readonly BytePath[]
  readonly read: ReadBack
  /** Of the plan, where it is so still. */
  readonly renamed: Awaited<ReturnType<typeof stillRenamed>>
  readonly toSyncthing: LeftToSyncthing
}

type Named = (path: BytePath) => string

function nameIn({ from }: Scans): Named {
  const personFolder = folderOfPerson(from.scan.person)
  return (path) => textFromBytePath(shownPath(path, personFolder))
}

export function homeItem(run: HomeRun, found: Found): VerificationItem {
  const { scans, different, read } = found
  const name = nameIn(scans)
  const shown = (paths: readonly BytePath[]): string[] => paths.slice(0, namesShown).map(name)
  const { files, entries } = scans.from.scan
  const { chosen, chosenFolders, left } = sortKept(run, found)
  const isDifferent = different.length > 0
  const names = [...shown(chosen), ...chosenFolders].slice(0, namesShown)
  const more = chosen.length + chosenFolders.length - names.length
  return {
    title: texts.stepTitle,
    verdict: verdictFor({ compared: entries, chosen: names, left, differences: different }),
    text: `${isDifferent ? texts.differ(different.length, entries) : texts.match(files)}, ${texts.readBack({ ...read, sample: read.sample.length })}`,
    compared: entries,
    chosen: names,
    ...(more > 0 ? { moreChosen: more } : {}),
    ...(left.length === 0 ? {} : { left: [...left] }),
    differences: shown(different),
    readBack: shown([...read.sample, ...read.examples]),
  }
}

/** What stays there, by choice or for reasons that nobody was asked about. */
function sortKept(
  { pair, plan, answers, context }: HomeRun,
  { scans, differing, kept, beside, used, own, unplanned, commits, unread, toSyncthing }: Found,
): { readonly chosen: readonly BytePath[]; readonly chosenFolders: readonly string[]; readonly left: readonly Left[] } {
  const isUnanswered = ({ id }: HomePlan['decisions'][number]) => context.unanswered.has(id)
  const keptBy = (fits: (decision: HomePlan['decisions'][number]) => boolean) =>
    keptPaths({ decisions: plan.decisions.filter(fits) }, answers)
  const isChosen = createReaches([...keptBy((one) => !isUnanswered(one)), ...plan.keptBeside, ...beside])
  const isUsual = createReaches(keptBy(isUnanswered))
  const open = withoutCommits(kept, plan, commits)
  const chosen = open.filter(isChosen)
  const unsaid = open.filter((path) => !isChosen(path) && isUsual(path))
  const stayed = open.filter((path) => !isChosen(path) && !isUsual(path))
  const isOwn = createCover(own)
  const aroundOwn = parentsOf(own.map(keyOfPath))
  const aroundSpecials = parentsOf(scans.to.scan.specials.map(({ path }) => keyOfPath(path)))
  const isUsed = new Set(used)
  const isClosed = new Set(scans.to.scan.readOnly)
  const whyOf = (path: BytePath): 'closed' | 'own' | 'used' | 'special' | 'alone' => {
    const key = keyOfPath(path)
    if (isClosed.has(path)) return 'closed'
    if (isUsed.has(path)) return 'used'
    if (isOwn(key) || aroundOwn.has(key)) return 'own'
    return aroundSpecials.has(key) ? 'special' : 'alone'
  }
  const name = nameIn(scans)
  const stays = (why: ReturnType<typeof whyOf>) => stayed.filter((path) => whyOf(path) === why)
  const holding = differing.filter(({ kind }) => kind === 'stays').map(({ key }) => pathOfKey(key))
  const damaged = damagedIn(scans)
  const isKeptFolder = new Set(foldersBy(plan, answers, 'keep').map(keyOfPath))
  const nameOf = (one: Differing): string =>
    (isFolderOfBoth(one) ? texts.folderItself : String)(name(pathOfKey(one.key)))
  const [keptFolders, unasked] = [
    unplanned.filter(({ key }) => isKeptFolder.has(key)),
    unplanned.filter(({ key }) => !isKeptFolder.has(key)),
  ]
  const unaskedOf = (isMissing: boolean) => unasked.filter(({ to }) => (to === undefined) === isMissing).map(nameOf)
  const others = leftFor([
    [texts.leftThere.unreadable(pair.from), [...damaged.from, ...unread].map(name)],
    [texts.leftThere.unreadable(pair.to), damaged.to.map(name)],
    [syncthingTexts.leftThere, toSyncthing.missing.map(name)],
    [texts.leftThere.own(pair), stays('own').map(name)],
    [texts.leftThere.closed(pair), stays('closed').map(name)],
    [texts.leftThere.owned(pair), plan.owned.map(({ place }) => place)],
    [texts.leftThere.used(pair), stays('used').map(name)],
    [texts.leftThere.alone(pair), [...stays('alone').map(name), ...unaskedOf(false)]],
    [texts.leftThere.missing(pair), unaskedOf(true)],
    [texts.leftThere.holdsExcluded(pair), holding.map(name)],
    [texts.leftThere.holdsSpecials(pair), stays('special').map(name)],
  ])
  return { chosen, chosenFolders: keptFolders.map(nameOf), left: [...undecidedLeft(unsaid.map(name)), ...others] }
}

/** Whether something is one of these, in one of them, or a folder around one. */
function createReaches(paths: readonly BytePath[]): (path: BytePath) => boolean {
  const isBelow = createCover(paths)
  const around = parentsOf(paths.map(keyOfPath))
  return (path) => isBelow(keyOfPath(path)) || around.has(keyOfPath(path))
}

/** Nothing is said of what is in it. */
function isFolderOfBoth({ from, to }: Differing): boolean {
  return from?.startsWith('d ') === true && to?.startsWith('d ') === true
}

function damagedIn({ from, to }: Scans): { readonly from: readonly BytePath[]; readonly to: readonly BytePath[] } {
  const of = ({ scan }: Scans['from']) => scan.found.flatMap(({ path, kind }) => (kind === 'unreadable' ? [path] : []))
  return { from: of(from), to: of(to) }
}

/** Kept commits are told by their names, not by the files that hold them. */
function withoutCommits(
  kept: readonly BytePath[],
  { keptCommits }: HomePlan,
  commits: readonly NotedCommits[],
): readonly BytePath[] {
  const holding = new Set([...keptCommits, ...commits.flatMap(({ paths }) => paths)])
  return kept.filter((path) => !holding.has(path))
}

/** What no rule lets cross, and what never does because of its type: nothing is said about whether it is the same. */
export function leftOutItem({ from: { scan }, to }: Scans): readonly VerificationItem[] {
  const personFolder = folderOfPerson(scan.person)
  const name = (path: BytePath): string => textFromBytePath(shownPath(path, personFolder))
  const leftOut = [
    ...withOtherPlaces(scan, to.scan)
      .filter(({ kind, count }) => count > 0 && !notNamedHere.includes(kind))
      .map(({ kind, ...found }) => ({ title: exclusionTitle(kind), ...found })),
    ...specialsByKind([...scan.specials, ...to.scan.specials]).map((found) => ({
      ...found,
      title: texts.leftOut.byType(found.title, found.examples.slice(0, 1).map(name)),
    })),
  ]
  const count = leftOut.reduce((sum, one) => sum + one.count, 0)
  if (count === 0) return []
  const examples = leftOut.flatMap((one) => one.examples)
  const notCompared: NotCompared = {
    why: 'left-out',
    count,
    what: texts.leftOut.what(count),
    names: examples.slice(0, namesShown).map(name),
  }
  return [
    {
      title: texts.leftOut.title,
      verdict: 'not-compared',
      text: texts.leftOut.text(leftOut),
      compared: 0,
      chosen: [],
      notCompared,
      differences: [],
      readBack: [],
    },
  ]
}

/** Where something else lies on the target alone, the source may have files of the person's. */
const otherPlaces = ['mount', 'subvolume', 'store', 'deep'] as const satisfies readonly ExclusionKind[]

function withOtherPlaces(from: ToldScan, to: ToldScan): ToldScan['leftOut'] {
  const known = new Set(from.found.map(({ path }) => path))
  const there = otherPlaces.flatMap((kind) => {
    const paths = to.found.filter((one) => one.kind === kind && !known.has(one.path)).map(({ path }) => path)
    return paths.length === 0 ? [] : [{ kind, count: paths.length, examples: paths.slice(0, namesShown) }]
  })
  const ofKind = (wanted: string) => there.filter(({ kind }) => kind === wanted)
  const isInBoth = new Set(from.leftOut.map(({ kind }) => kind))
  return [
    ...from.leftOut.map((one) => ({
      kind: one.kind,
      count: ofKind(one.kind).reduce((sum, { count }) => sum + count, one.count),
      examples: [...one.examples, ...ofKind(one.kind).flatMap(({ examples }) => examples)],
    })),
    ...there.filter(({ kind }) => !isInBoth.has(kind)),
  ]
}

/** Both laptops may have the same ones. */
export function specialsByKind(
  specials: readonly Special[],
): readonly { readonly title: string; readonly count: number; readonly examples: readonly BytePath[] }[] {
  return (['device', 'socket'] as const).flatMap((kind) => {
    const paths = [...new Set(specials.flatMap((one) => (one.kind === kind ? [one.path] : [])))]
    const examples = paths.slice(0, specialsNamed)
    return paths.length === 0 ? [] : [{ title: texts.specialTitles[kind], count: paths.length, examples }]
  })
}

export function notesOf({ pair, plan, answers }: HomeRun, found: Found): string[] {
  const { scans, later, commits } = found
  const name = nameIn(scans)
  const differing = withoutFoldersOf(found.differing, commits)
  const named = (kind: Differing['kind']) =>
    differing.filter((one) => one.kind === kind).map(({ key }) => name(pathOfKey(key)))
  const replaced = plan.decisions.filter((decision) => {
    const choice = choiceSoFar(decision, answers)
    return decision.kind === 'first' && choice !== 'both' && pathsBy(decision, choice).taken.length > 0
  })
  const { count, examples } = found.renamed
  return [
    texts.notes.renamed(
      count,
      examples.map(({ was, path }) => ({ was: textFromBytePath(was), name: textFromBytePath(path) })),
    ),
    texts.notes.replaced(
      replaced.map(({ subject }) => subject),
      pair,
    ),
    texts.notes.later(later.map(name), scans.from.scan.at, pair),
    texts.notes.caches(found.caches.length, areCachesLeft(answers), pair),
    texts.notes.unlinked(named('unlinked')),
    texts.notes.times(named('time')),
    ...commits.map((one) => commitsNote(one, name(repositoryOf(one)), pair)),
  ].filter((text) => text !== undefined)
}

/** Their times moved when something was added to them. */
function withoutFoldersOf(differing: readonly Differing[], commits: readonly NotedCommits[]): readonly Differing[] {
  const around = parentsOf(commits.flatMap(({ paths }) => paths.map(keyOfPath)))
  return differing.filter(({ key, kind }) => kind !== 'time' || !around.has(key))
}

function commitsNote({ of, refs, why }: NotedCommits, place: string, pair: HomeRun['pair']): string | undefined {
  const { label, wording } = pair.from.name === of ? pair.from : pair.to
  if (why !== undefined) return texts.notes.commitsLost({ place, label, why: wording.text(why) })
  return texts.notes.commits({ place, label, names: refs.map(textFromBytePath) })
}

/** As the person knows it: the folder around `.git`. */
function repositoryOf({ gitFolder }: NotedCommits): BytePath {
  return gitFolder.replace(/\/\.git$/, '')
}
