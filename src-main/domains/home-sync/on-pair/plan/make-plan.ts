import { hash } from 'node:crypto'
import { countConflicts } from '../../../../commons/person-syncthing/on-pair/count-conflicts.ts'
import { textFromBytePath, type BytePath } from '../../../../kernel/byte-path.ts'
import type { CallOptions } from '../../../../machine/machine.ts'
import type { Pair, PlanContext } from '../../../../switch/step.ts'
import type { LiteralExclusion } from '../../exclusions/exclusion-matcher.ts'
import { keyOfPath, pathOfKey } from '../../inventory/inventory-entry.ts'
import { createCover } from '../../inventory/key-cover.ts'
import { findOpenFiles } from '../../open-files-verbs.ts'
import type { AclAccount } from '../../owner-verbs.ts'
import { readBeside } from '../../verbs.ts'
import { differenceOfChanges, differenceOfInventories, type Difference } from '../compare/difference.ts'
import {
  fileSetsOf,
  joinChanges,
  joinDifferences,
  renamedAloneOf,
  renamedOf,
  type ToldScan,
} from '../compare/read-entries.ts'
import { withStoredBytes } from '../compare/stored-bytes.ts'
import type { PersonHomeRules } from '../exclusions/rules-file.ts'
import { invalidLines } from '../exclusions/texts.ts'
import { createInUse } from '../in-use/in-use.ts'
import { createLineWriter, type PlanLines } from '../look/plan-lines.ts'
import { withoutSyncthings } from '../syncthing/left-to-syncthing.ts'
import { planSyncthing } from '../syncthing/plan-syncthing.ts'
import { alwaysTaken, folderOfPerson, systemStateOf, unitsBeside } from './always-taken.ts'
import { collectUnits, firstExamples, takeFolders, type TakenUnasked } from './collect-units.ts'
import { compareDoubtful, type ReadLimit } from './compare-doubtful.ts'
import { withRepositories } from './compare-repositories.ts'
import { decisionsOf } from './decisions.ts'
import { createCacheDifferences, isCacheOf, slowCaches } from './developer-caches.ts'
import { folderDecisions } from './folder-decisions.ts'
import { createFolderNotes } from './folder-notes.ts'
import { toldRenames } from './found-renames.ts'
import { joinKin, mayHaveKin } from './join-kin.ts'
import { createLargest, neededRoom, type Coming } from './needed-room.ts'
import { aclAccounts, aclBlockers, ownersInTheWay, type OwnersInTheWay } from './owner-blockers.ts'
import type { HomePlan } from './plan.ts'
import { createRenames } from './renames.ts'
import { scanSinceEqual, type SinceEqual } from './scan-since-equal.ts'
import { shownPath } from './shown-path.ts'
import { createCandidates, createClosed, findStaying, foldersOfSpecials } from './staying.ts'
import { createIsOfCommits, createUnits } from './units.ts'
import { vanishedDecisions } from './vanished-decisions.ts'

interface PlanRequest {
  readonly pair: Pair
  readonly planId: string
  readonly own: PersonHomeRules
  /** Whether what the person's own Syncthing carries is left to it. */
  readonly toSyncthing: boolean
  /** The last one that was made: where nothing has changed since, not all is compared again. */
  readonly before?: MadeHomePlan | undefined
  /** What it may read of files that look the same; the usual amount unless told otherwise. */
  readonly limit?: ReadLimit | undefined
}

/** With all that differs, which is too much for the plan itself. */
export interface MadeHomePlan {
  readonly plan: HomePlan
  readonly lines: PlanLines
  /** A digest of all that the rest was made of, but for what is asked anew. */
  readonly madeOf: string
  readonly accounts: readonly AclAccount[]
  readonly needed: Coming
  /** Of developer caches. */
  readonly cached: Readonly<Record<'items' | 'bytes', number>>
}

export async function makePlan(
  { pair, planId, own, toSyncthing, before, limit }: PlanRequest,
  { answered, tell, ...options }: CallOptions & Partial<Pick<PlanContext, 'answered' | 'tell'>>,
): Promise<MadeHomePlan> {
  const rules = own.rules.map(({ pattern, decision }) => ({ pattern, decision }))
  const [syncthing, conflicts] = toSyncthing
    ? await Promise.all([planSyncthing(pair, { ...options, answered, tell }), countConflicts(pair, options)])
    : [undefined, 0]
  const since = await scanSinceEqual({ pair, planId, rules }, options)
  const { base, mayHaveBeenEqual, damaged, from, to } = since
  const personFolder = folderOfPerson(from.person)
  const scans = { from: { machine: pair.from, scan: from }, to: { machine: pair.to, scan: to } }
  const [{ places }, { paths: beside }, ofSpecials, ofOwners] = await Promise.all([
    pair.to.call(findOpenFiles, { scanId: to.scanId }, { signal: options.signal }),
    pair.to.call(readBeside, {}, { signal: options.signal }),
    foldersOfSpecials(scans.to, options),
    ownersInTheWay(pair, from, to, options),
  ])
  const found = foundOnBoth(from, to, ofOwners)
  const madeOf = digestOf(pair, since, { own, places, beside, ofSpecials, ofOwners, syncthing, conflicts })
  if (before !== undefined && before.madeOf === madeOf)
    return planAgain(before, { pair, own, ofOwners, since }, options)
  // Asked beside the comparison and awaited below: if that fails first, nobody waits for this.
  const ofAcls = aclAccounts(pair, from, base === undefined ? 'inventory' : 'changes', options)
  ofAcls.catch(() => undefined)
  const inUse = createInUse(places, personFolder)
  const lines = createLineWriter()
  const closed = createClosed(to)
  const folders = createFolderNotes([...found.map(({ path }) => path), ...to.readOnly], (difference) =>
    lines.add(difference),
  )
  const fileSets = fileSetsOf(scans)
  const isCache = isCacheOf(from.person, fileSets)
  const renames = await createRenames(...(await Promise.all([renamedOf(scans), renamedAloneOf(scans)])))
  const record = (difference: Difference): void => {
    lines.add(difference)
    renames.note(difference)
  }
  const caches = createCacheDifferences(isCache, record)
  const differing =
    base === undefined
      ? relevant(joinDifferences(scans.from, scans.to, options), differenceOfInventories, found)
      : relevant(folders.through(joinChanges(scans.from, scans.to, options)), differenceOfChanges, found)
  const largest = createLargest()
  const ours = withoutSyncthings(differing, { pair, personFolder, shared: syncthing?.shared ?? [] }, options)
  const stored = withStoredBytes(closed.through(ours), scans, options)
  const differences = caches.through(largest.through(stored))
  const repositories = new Set([...from.repositories, ...to.repositories])
  const isRepository = memberOf(repositories)
  const gitFolders = [...new Set([...from.gitFolders, ...to.gitFolders])].toSorted(outerFirst)
  const isOfCommits = createIsOfCommits(gitFolders)
  const isBeside = memberOf(beside)
  const isOfSpecials = memberOf(ofSpecials)
  const candidates = createCandidates()
  const isRecorded = from.gitFolders.includes(systemStateOf(from.person).gitFolder)
  const of = createUnits(isRecorded ? unitsBeside(from.person, repositories, gitFolders) : repositories, fileSets)
  const collected = await collectUnits(candidates.through(inUse.watch(differences)), {
    of,
    // The first time nobody knows who changed what: each file is decided by itself.
    ...(base === undefined ? {} : { mayHaveKin: await mayHaveKin(scans.to, of, options) }),
    // Where there is no history yet, the other laptop's is all there is.
    alwaysTaken: isRecorded ? alwaysTaken(from.person) : () => false,
    wasKept: (key) => isOfCommits(key) || isBeside(pathOfKey(key)) || isOfSpecials(pathOfKey(key)),
    mayBeRenamed: (key) => renames.mayHave(key),
    record,
  })
  const [{ same, unread }, otherFolders] = await Promise.all([
    compareDoubtful({ scans, base, limit }, collected.units, options),
    folders.compare({ scans, base }, options),
  ])
  lines.leaveOut([...same, ...otherFolders.same])
  const deciding = { isFirstTime: base === undefined, mayHaveBeenEqual, personFolder, isRepository, gitFolders, of }
  const { taken } = collected
  const units = base === undefined ? collected.units : joinKin(collected)
  const asked = decisionsOf(units, taken, deciding)
  const open = await withRepositories(asked, isRepository, scans, options)
  const seen = await renames.find(createCover(open.flatMap(({ paths }) => paths)))
  const vanished = await vanishedDecisions(taken, { there: to, went: seen.went, wholeOf: of.wholeOf }, personFolder)
  const decisions = [...open, ...vanished]
  // The others are asked about with all that is in them.
  const isAsked = createCover(decisions.flatMap(({ paths }) => paths))
  const { told: renamed } = vanished.length === 0 ? seen : await renames.find(isAsked)
  takeFolders(
    taken,
    otherFolders.other.filter((key) => !isAsked(key)),
  )
  const needed = {
    bytes: taken.tally.bytes,
    renamed: await renames.bytesOfNew((key) => isAsked(key) || isCache(key)),
    largest: largest.named(isAsked, (key) => textFromBytePath(shownPath(pathOfKey(key), personFolder))),
  }
  const openFolders = new Map([...otherFolders.open].filter(([key]) => !isAsked(key) && !isCache(key)))
  const cached = caches.takeInto(taken)
  const slow = await slowCaches(pair, cached, options)
  const shown = (key: string): BytePath => shownPath(pathOfKey(key), personFolder)
  const kept = taken.keptCommits.flatMap(({ keys }) => keys.map(pathOfKey))
  const accounts = await ofAcls
  const plan: HomePlan = {
    version: 1,
    ...(base === undefined ? { mayHaveBeenEqual } : { base }),
    ...scannedFor(since),
    totals: { files: from.files, bytes: from.bytes },
    damaged,
    taken: {
      tally: taken.tally,
      examples: firstExamples(taken, (key) => !renamed.isGone(key) && renamed.cameAs(key) === undefined).map(
        ({ key, ...rest }) => ({ path: shown(key), ...rest }),
      ),
      ...toldRenames(renamed, shown),
    },
    decisions,
    folders: [...folderDecisions(openFolders, personFolder)],
    owned: [...ofOwners.owned],
    rules,
    keptCommits: kept.filter((path) => !isBeside(path) && !isOfSpecials(path)),
    keptBeside: kept.filter(isBeside),
    keptSpecials: kept.filter(isOfSpecials),
    refreshed: refreshedFolders(taken, gitFolders),
    found,
    leftOut: from.leftOut.map(({ kind, count }) => ({ kind, count })),
    inUse: inUse.found(),
    staying: await findStaying(
      { ...scans, base, candidates: candidates.paths, closed: closed.paths, personFolder },
      options,
    ),
    blockers: [...ruleBlockers(own), ...ofOwners.blockers, ...(await aclBlockers(pair, from, accounts, options))],
    ...(unread === 0 ? {} : { unread }),
    ...(slow === undefined ? {} : { slowCaches: slow }),
    ...(syncthing === undefined ? {} : { syncthing }),
    ...(conflicts === 0 ? {} : { conflicts }),
    ...(await neededRoom(pair, needed, { from, to }, options)),
  }
  return { plan, lines: lines.end(personFolder, renamed), madeOf, accounts, needed, cached }
}

/** Of which trees a plan is, and why all of them was listed. */
function scannedFor({ from, to }: Pick<SinceEqual, 'from' | 'to'>): Pick<HomePlan, 'scans' | 'whole'> {
  return { scans: { from: from.scanId, to: to.scanId }, whole: { from: from.whole, to: to.whole } }
}

/** What two plans are made of that are the same but for what `planAgain` asks. */
function digestOf(pair: Pair, { from, to, ...common }: SinceEqual, looked: object): string {
  const anew = { scanId: '', at: '', whole: undefined, freeBytes: 0, quotas: undefined }
  const lasting = (scan: ToldScan) => ({ ...scan, ...anew })
  const names = [pair.from.name, pair.to.name]
  return hash('sha256', JSON.stringify([names, common, lasting(from), lasting(to), looked]))
}

interface Again {
  readonly pair: Pair
  readonly own: PersonHomeRules
  readonly ofOwners: OwnersInTheWay
  readonly since: SinceEqual
}

/** Nothing has changed on either laptop. What the target knows of accounts, its room, and the link may have. */
async function planAgain(
  before: MadeHomePlan,
  { pair, own, ofOwners, since }: Again,
  options: CallOptions,
): Promise<MadeHomePlan> {
  const ofAcls = await aclBlockers(pair, since.from, before.accounts, options)
  const slow = await slowCaches(pair, before.cached, options)
  const plan = {
    ...before.plan,
    slowCaches: slow,
    ...scannedFor(since),
    blockers: [...ruleBlockers(own), ...ofOwners.blockers, ...ofAcls],
    ...(await neededRoom(pair, before.needed, since, options)),
  }
  return { ...before, plan }
}

function memberOf(paths: Iterable<BytePath>): (path: BytePath) => boolean {
  const members = new Set(paths)
  return (path) => members.has(path)
}

/** The repository itself comes before what is inside it. */
function outerFirst(one: BytePath, other: BytePath): number {
  return one.split('/').length - other.split('/').length || (one < other ? -1 : 1)
}

function refreshedFolders({ keptCommits }: TakenUnasked, gitFolders: readonly BytePath[]): BytePath[] {
  const isChanged = createCover(keptCommits.filter((one) => one.isChanged).map(({ unit }) => pathOfKey(unit)))
  return gitFolders.filter((folder) => isChanged(keyOfPath(folder)))
}

/** What is left out because of what is on one laptop's disk, or of whose it is, is left out on both. */
function foundOnBoth(from: ToldScan, to: ToldScan, { owned }: OwnersInTheWay): LiteralExclusion[] {
  const ofOthers = owned.map(({ path }) => ({ path, kind: 'owner' as const }))
  return [...new Map([...from.found, ...to.found, ...ofOthers].map((found) => [found.path, found])).values()]
}

async function* relevant<T extends { readonly key: string }>(
  pairs: AsyncIterable<T>,
  differenceOf: (pair: T) => Difference | undefined,
  found: readonly LiteralExclusion[],
): AsyncGenerator<Difference> {
  const isFound = createCover(found.map(({ path }) => path))
  for await (const pair of pairs) {
    const difference = isFound(pair.key) ? undefined : differenceOf(pair)
    if (difference !== undefined) yield difference
  }
}

type Blockers = HomePlan['blockers']

/** What was planned without these lines is not what the person wants. */
function ruleBlockers({ invalid }: PersonHomeRules): Blockers {
  return invalid.length === 0 ? [] : [{ ...invalidLines(invalid), code: 'invalid-rules' }]
}
