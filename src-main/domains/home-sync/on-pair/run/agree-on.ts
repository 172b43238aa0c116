/** What differs at a moment of a switch, what of it stays on the target, and what may be changed there. */
import type { Answers } from '../../../../contract/preview.ts'
import type { BytePath } from '../../../../kernel/byte-path.ts'
import type { Pair, RunContext } from '../../../../switch/step.ts'
import { isBelowAny, keyOfPath, pathOfKey } from '../../inventory/inventory-entry.ts'
import { createCover } from '../../inventory/key-cover.ts'
import { findOwnWork, keepPaths, readKept } from '../../verbs.ts'
import {
  compareHomes,
  foundPaths,
  isReplacedFolder,
  looksAlike,
  parentsOf,
  type Differing,
} from '../compare/compare-homes.ts'
import { findOtherFolders, withOtherFolders } from '../compare/other-folders.ts'
import { fileSetsOf, treesOf, type Scanned, type Scans } from '../compare/read-entries.ts'
import { agreementOf, type Agreement } from '../plan/agreement.ts'
import { areDifferent } from '../plan/compare-doubtful.ts'
import { leftToSyncthing, syncthingIn, type LeftToSyncthing } from '../syncthing/left-to-syncthing.ts'
import { alwaysTaken, systemStateOf } from '../plan/always-taken.ts'
import { choiceOf, newerPaths, pathsBy, type HomePlan } from '../plan/plan.ts'
import { closedAround } from '../plan/staying.ts'
import { createIsOfCommits, createUnits, type Units } from '../plan/units.ts'
import { folderChoice } from '../plan/folder-decisions.ts'
import { isAgreedTo } from './find-lines.ts'
import { readPlaced } from './undecided-since.ts'
import { readHeld, scanTo } from './scan-both.ts'
import { tornKin, type KinOfRun } from './torn-kin.ts'

export interface HomeRun {
  readonly pair: Pair
  readonly plan: HomePlan
  readonly answers: Answers
  readonly context: RunContext
}

export interface AgreedHome {
  readonly differing: readonly Differing[]
  /** What the person did on the target since the plan. */
  readonly own: readonly BytePath[]
  readonly kept: readonly BytePath[]
  /** Among it: names that what gave way in this switch has now. */
  readonly beside: readonly BytePath[]
  /** Among it: what programs there had open for writing. */
  readonly used: readonly BytePath[]
  readonly toSyncthing: LeftToSyncthing
  readonly agreement: Agreement
}

/** Agreed to is what the source had changed when it was scanned. */
export async function agreeOn(run: HomeRun, scans: Scans): Promise<AgreedHome> {
  const { pair, plan, answers, context } = run
  const { switchId, signal } = context
  let found = plan.found.map(({ path }) => path)
  // Beside all else; awaited below.
  const others = otherFolders(run, scans)
  others.catch(() => undefined)
  const [own, { kept: before, beside: gaveWay, used }] = await Promise.all([
    ownWork(run, scans),
    pair.to.call(readKept, { switchId }, { signal }),
  ])
  const choiceOf = folderChoice(plan, answers)
  const compare = async (kept: readonly BytePath[]) => {
    const isAside = createCover([...kept, ...found, ...foundPaths(scans)])
    return withOtherFolders(await compareHomes(scans, { kept, found }, { signal }), await others, { isAside, choiceOf })
  }
  const everything = await compare(before)
  const toSyncthing = await leftToSyncthing(syncthingIn(run, scans), everything, { signal })
  found = [...found, ...toSyncthing.paths]
  const all = toSyncthing.paths.length === 0 ? everything : await compare(before)
  const closed = await keepClosed(run, scans, { differing: all, kept: before })
  const kept = await keepOwn(run, scans, { differing: all, own, kept: closed, toSyncthing: toSyncthing.paths })
  const differing = kept.length === before.length ? all : await compare(kept)
  const request = { plan, answers, scans, own, toSyncthing: toSyncthing.paths }
  const first = await agreementOf({ ...request, kept, done: [] }, { signal })
  const done = differing.some((one) => isOpen(one, first)) ? await workDone(run, scans) : []
  const agree = (stay: readonly BytePath[]) => agreementOf({ ...request, kept: stay, done }, { signal })
  const agreement = done.length === 0 ? first : await agree(kept)
  const stays = inTheWay(differing, agreement)
  const beside = gaveWay.flatMap(({ as, isDone }) => (isDone ? [as] : []))
  if (stays.length === 0) return { differing, own, kept, beside, used, toSyncthing, agreement }
  const more = await keep(run, stays)
  return { differing: await compare(more), own, kept: more, beside, used, toSyncthing, agreement: await agree(more) }
}

async function otherFolders({ pair, plan, context }: HomeRun, scans: Scans): ReturnType<typeof findOtherFolders> {
  const planned = await readHeld(pair.to, 'planned', context)
  return findOtherFolders({ scans, base: plan.base, planned }, { signal: context.signal })
}

/** It differs, and nothing that is known so far says what should become of it. */
function isOpen(one: Differing, agreement: Agreement): boolean {
  return one.kind === 'differs' && !isAgreedTo(one, agreement) && !agreement.isAside(one.key)
}

/**
 * What is there alone, nobody was asked about, and lies in a folder that should go or become something else: it stays, and so
 * does that folder, or the switch could never end. So does a folder that should become something else, and holds what is never
 * removed.
 */
export function inTheWay(differing: readonly Differing[], agreement: Agreement): readonly BytePath[] {
  const agreed = differing.filter((one) => one.kind === 'differs' && isAgreedTo(one, agreement))
  const going = new Set(agreed.filter(({ from }) => from?.startsWith('d ') !== true).map(({ key }) => key))
  const agreedKeys = new Set(agreed.map(({ key }) => key))
  const inside = differing.filter(
    ({ key, kind }) => kind === 'differs' && !agreedKeys.has(key) && isBelowAny(key, going),
  )
  const around = parentsOf(inside.map(({ key }) => key))
  const folders = agreed.filter((one) => isReplacedFolder(one) && around.has(one.key))
  const holding = differing.filter((one) => one.kind === 'stays' && isReplacedFolder(one) && isAgreedTo(one, agreement))
  return [...inside, ...folders, ...holding].map(({ key }) => pathOfKey(key))
}

interface Compared {
  readonly differing: readonly Differing[]
  readonly own: readonly BytePath[]
  readonly kept: readonly BytePath[]
}

/** Nothing can come into a read-only subvolume there: where something would, all of it stays. */
async function keepClosed(
  run: HomeRun,
  { to }: Scans,
  { differing, kept }: Pick<Compared, 'differing' | 'kept'>,
): Promise<readonly BytePath[]> {
  const { readOnly } = to.scan
  if (readOnly.length === 0) return kept
  const around = new Set(differing.flatMap(({ key }) => closedAround(key, readOnly) ?? []))
  const more = [...around].filter((path) => !kept.includes(path))
  return more.length === 0 ? kept : keep(run, more)
}

/**
 * What is newer there than the plan stays, whatever the plan says, and is named in the proof; also what was written under
 * the same size and time. A repository or a set of files that it is in stays as a whole, and so does a folder around it that
 * should become something else. Nothing of it is what the person's own Syncthing carries: that stays by itself.
 */
async function keepOwn(
  run: HomeRun,
  scans: Scans,
  { differing, own, kept, toSyncthing }: Compared & { readonly toSyncthing: readonly BytePath[] },
): Promise<readonly BytePath[]> {
  const isOwn = createCover(own)
  const isAside = createCover([...kept, ...toSyncthing, ...foundPaths(scans)])
  const unlike = differing.filter((one) => !looksAlike(one))
  const known = new Set(unlike.map(({ key }) => key))
  const isAlike = (key: string): boolean => !known.has(key) && !isAside(key)
  const alike = own.filter((path) => isAlike(keyOfPath(path)))
  const disguised = await areDifferent(treesOf(scans), alike, 'contents', { signal: run.context.signal })
  const paths = [
    ...unlike.filter(({ key }) => isOwn(key)).map(({ key }) => pathOfKey(key)),
    ...alike.filter((_path, index) => disguised[index] === true),
  ]
  const wholes = tornWholes(scans, { differing: unlike, own: paths, kept })
  const staying = [...paths, ...kept, ...wholes]
  const torn = [...wholes, ...tornKin(kinOf(run, scans), { differing: unlike, staying, own: paths })]
  const around = parentsOf([...kept, ...paths].map(keyOfPath))
  const folders = differing.filter((one) => isReplacedFolder(one) && around.has(one.key))
  const stays = [...paths, ...torn, ...folders.map(({ key }) => pathOfKey(key))]
  return stays.length === 0 ? kept : keep(run, stays)
}

/**
 * Repositories and sets of files that would become half of one laptop and half of the other: somebody worked in them there, or
 * what stays of a set was decided before all of it was there. Git's objects are no half: both may be there.
 */
export function tornWholes(scans: Scans, { differing, own, kept }: Compared): readonly BytePath[] {
  const { from, to } = scans
  const fileSets = fileSetsOf(scans)
  const { wholeOf, spreadOf } = unitsOf(scans)
  const isAside = createCover([...own, ...kept])
  // Also where a folder around one of its paths was kept.
  const inKept = fileSets.filter(({ paths }) => paths.length > 1 && paths.some((path) => isAside(keyOfPath(path))))
  const staying = [
    ...own.map((path) => wholeOf(keyOfPath(path))),
    ...kept.map((path) => spreadOf(keyOfPath(path))?.keys),
    ...inKept.map(({ paths }) => paths.map(keyOfPath)),
  ]
  const isStaying = new Set(staying.flatMap((whole) => whole?.[0] ?? []))
  const isOfCommits = createIsOfCommits([...from.scan.gitFolders, ...to.scan.gitFolders])
  const open = differing.filter(({ key, kind }) => kind === 'differs' && !isAside(key) && !isOfCommits(key))
  const torn = open
    .map(({ key }) => wholeOf(key) ?? [])
    .filter(([first]) => first !== undefined && isStaying.has(first))
  return [...new Set(torn.flat())].map(pathOfKey)
}

/** What this program itself records in a repository is no half of it. */
function unitsOf(scans: Scans): Units {
  const { from, to } = scans
  const repositories = new Set([...from.scan.repositories, ...to.scan.repositories])
  repositories.delete(systemStateOf(from.scan.person).folder)
  return createUnits(repositories, fileSetsOf(scans))
}

/**
 * What is about to come is looked at line by line, which does not show that somebody worked at another part of the same thing. The target
 * as it is now, where they did since that was looked at.
 */
export async function workedInWholes(
  run: HomeRun,
  { from, to }: Scans,
  coming: readonly BytePath[],
): Promise<Scanned | undefined> {
  const wholesOf = (scans: Scans, paths: readonly BytePath[]): ReadonlySet<string> => {
    const { wholeOf } = unitsOf(scans)
    return new Set(paths.flatMap((path) => wholeOf(keyOfPath(path))?.[0] ?? []))
  }
  if (wholesOf({ from, to }, coming).size === 0) return undefined
  const now = { from, to: await scanTo(run.pair, run.plan, run.context) }
  const worked = wholesOf(now, await ownWork(run, now))
  return [...wholesOf(now, coming)].some((whole) => worked.has(whole)) ? now.to : undefined
}

/** With the rest of the repositories and sets of files that they are in, and what differs of their kin. */
export function withWholes(
  run: HomeRun,
  scans: Scans,
  { paths, differing }: { readonly paths: readonly BytePath[]; readonly differing: readonly Differing[] },
): readonly BytePath[] {
  const repositories = [...scans.from.scan.repositories, ...scans.to.scan.repositories]
  const { wholeOf } = createUnits(repositories, fileSetsOf(scans))
  const rest = paths.flatMap((path) => wholeOf(keyOfPath(path)) ?? [])
  const staying = [...new Set([...paths, ...rest.map(pathOfKey)])]
  return [...staying, ...tornKin(kinOf(run, scans), { differing, staying, own: paths })]
}

/** Undefined on a first switch, when nobody knows who changed what. */
function kinOf({ plan, answers }: HomeRun, scans: Scans): KinOfRun | undefined {
  if (plan.base === undefined) return undefined
  const { from, to } = scans
  const isAlways = alwaysTaken(from.scan.person)
  const taken = plan.decisions.flatMap((decision) => pathsBy(decision, choiceOf(decision, answers)).taken)
  const isTaken = createCover(taken)
  const of = createUnits([...from.scan.repositories, ...to.scan.repositories], fileSetsOf(scans))
  return { of, isTaken: (key) => isAlways(key) || isTaken(key) }
}

async function ownWork({ pair, plan, context }: HomeRun, { to }: Scans): Promise<readonly BytePath[]> {
  const { switchId, signal } = context
  const { scanId } = to.scan
  const { paths } = await pair.to.call(findOwnWork, { switchId, scanId }, { signal })
  return [...new Set([...paths, ...newerPaths(plan)])]
}

/** What this switch did, also in a run that was broken off. */
export async function workDone(
  { pair, context: { switchId, signal } }: HomeRun,
  { to }: Scans,
): Promise<readonly BytePath[]> {
  const { scanId } = to.scan
  const { paths, open, removed } = await readPlaced(pair.to, { switchId, scanId }, { signal })
  const isBegun = new Set(open)
  return [...paths.filter((path) => !isBegun.has(path)), ...removed]
}

/** Adds to what stays on the target in this switch, and gives all of it. */
export async function keep({ pair, context }: HomeRun, paths: readonly BytePath[]): Promise<readonly BytePath[]> {
  const { switchId, signal } = context
  return (await pair.to.call(keepPaths, { switchId, paths: [...paths] }, { signal })).kept
}
