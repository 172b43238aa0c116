/** Asks both disks, not the tools that copied: every name, then contents of all that was placed and of a sample. */
import type { Progress } from '../../../../contract/define.ts'
import type { Verification } from '../../../../contract/switch-state.ts'
import type { BytePath } from '../../../../kernel/byte-path.ts'
import { createPhases } from '../../../../switch/phases.ts'
import type { Pair, RunContext } from '../../../../switch/step.ts'
import { keyOfPath, pathOfKey } from '../../inventory/inventory-entry.ts'
import { createCover } from '../../inventory/key-cover.ts'
import { filesProvenAtOnce, findProven, identifyFiles } from '../../proof-verbs.ts'
import { readKeptCommits } from '../../repository-verbs.ts'
import { drawSample, scanHome } from '../../scan-verbs.ts'
import { findUnreadable, holdScan, markDifferent, type FetchedFile } from '../../verbs.ts'
import { areDifferent } from '../plan/compare-doubtful.ts'
import type { HomePlan } from '../plan/plan.ts'
import { sizeOf } from '../plan/tally.ts'
import { agreeOn, type HomeRun } from '../run/agree-on.ts'
import { lookBeside } from '../run/bring.ts'
import { allFetched } from '../run/fetched-before.ts'
import { isAgreedTo } from '../run/find-lines.ts'
import { homeProofTime } from '../run/home-time.ts'
import { readHeld, scanFrom, scanTo } from '../run/scan-both.ts'
import { readPlaced } from '../run/undecided-since.ts'
import { awaitSyncthing, behindSyncthing, notSyncthings, syncthingIn } from '../syncthing/left-to-syncthing.ts'
import * as texts from '../texts.ts'
import { foundPaths, parentsOf, type Differing } from './compare-homes.ts'
import { homeItem, leftOutItem, notesOf, type ReadBack } from './home-proof.ts'
import { readChanges, treesOf, type Scanned, type Scans } from './read-entries.ts'
import { stillRenamed } from './still-renamed.ts'

const namesShown = 500

export async function verifyHome(run: HomeRun): Promise<Verification> {
  const { pair, plan, context } = run
  const { switchId, signal } = context
  const phases = phasesOf(run)
  phases.of('look')({ done: 0, unit: 'files' })
  const carried = await readHeld(pair.from, 'carried', context)
  // What was written here afterwards is named, and comes with the next switch.
  const source = carried === undefined ? scanFrom(pair, plan, context) : Promise.resolve(carried)
  const both = [source, afterSyncthing(run, source, phases.of('look')).then(() => scanTo(pair, plan, context))] as const
  // Beside all else; awaited below.
  const proven = findUnchanged(pair, both, { switchId, signal })
  proven.catch(() => undefined)
  const [from, to] = await Promise.all(both)
  const scans: Scans = { from, to }
  const { differing, own, kept, beside, used, toSyncthing, agreement } = await agreeOn(run, scans)
  const isOpen = (one: Differing): boolean => one.kind === 'differs' && isAgreedTo(one, agreement)
  const wrong = differing.filter(isOpen).map(({ key }) => pathOfKey(key))
  const report = phases.of('read')
  const stays = differing.filter((one) => one.kind === 'differs' && !isOpen(one))
  const [unplanned, caches] = [
    stays.filter(({ key }) => !agreement.isCache(key)),
    stays.filter(({ key }) => agreement.isCache(key)),
  ]
  const known = [...wrong, ...own, ...toSyncthing.paths, ...stays.map(({ key }) => pathOfKey(key))]
  const { done: read, seen: changed } = await lookBeside(
    () => readBack(scans, new Set(known), kept, { ...context, report, proven }),
    () => (carried === undefined ? Promise.resolve([]) : changedSince(carried, plan, context)),
  )
  const later = await notSyncthings(syncthingIn(run, scans), changed, { signal })
  const unread = await unreadableAmong(run, scans.from, read.different)
  const damaged = new Set(unread)
  const different = [...new Set([...wrong, ...read.different])].filter((path) => !damaged.has(path)).sort()
  const marked = read.different.filter((path) => !damaged.has(path))
  const [{ commits }] = await Promise.all([
    pair.to.call(readKeptCommits, { switchId }, { signal }),
    pair.to.call(markDifferent, { switchId, paths: marked }, { signal }),
    different.length === 0 ? holdVerified(scans, context) : undefined,
  ])
  const found = {
    unread,
    scans,
    differing,
    kept,
    beside,
    used,
    own,
    unplanned,
    caches,
    later,
    commits,
    different,
    read,
    renamed: await stillRenamed(plan, scans),
    toSyncthing,
  }
  return {
    items: [homeItem(run, found), ...leftOutItem(scans)],
    notes: notesOf(run, found),
    ...(await behindSyncthing(syncthingIn(run, scans), toSyncthing, { signal })),
  }
}

/** What the source had when it was frozen is on the target by then, as far as Syncthing carries it. */
async function afterSyncthing(
  { pair, plan, context }: HomeRun,
  source: Promise<Scanned>,
  report: (progress: Progress) => void,
): Promise<void> {
  if ((plan.syncthing?.shared ?? []).length === 0) return
  await source
  const tell = (current: string) => report({ done: 0, unit: 'files', current })
  await awaitSyncthing(pair, { signal: context.signal, tell })
}

function phasesOf({ plan, context }: HomeRun) {
  const { tally } = plan.taken
  const { look, read } = homeProofTime({ items: sizeOf(tally), bytes: tally.bytes })
  const parts = {
    look: { ms: look, current: texts.doing.look },
    read: { ms: read, current: texts.doing.readBack },
  }
  return createPhases(context.report, parts)
}

/** Nothing can be said of it, and nothing copied: the other laptop keeps what it has. */
async function unreadableAmong(
  { pair, context }: HomeRun,
  { scan }: Scanned,
  paths: readonly BytePath[],
): Promise<readonly BytePath[]> {
  if (paths.length === 0) return []
  const asked = { scanId: scan.scanId, paths: [...paths] }
  return (await pair.from.call(findUnreadable, asked, { signal: context.signal })).paths
}

async function holdVerified({ from, to }: Scans, { switchId, signal }: RunContext): Promise<void> {
  const hold = ({ machine, scan }: Scanned) =>
    machine.call(holdScan, { switchId, scanId: scan.scanId, as: 'verified' }, { signal })
  await Promise.all([hold(from), hold(to)])
}

/** The last look at the source: what it changed after the target was given it. */
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

type Asking = Pick<RunContext, 'switchId' | 'signal'>

/**
 * All that was placed, and the sample, byte by byte on both laptops: but for files that were compared like this when they
 * arrived, and are still what they were on either laptop.
 */
async function readBack(
  scans: Scans,
  known: ReadonlySet<BytePath>,
  kept: readonly BytePath[],
  {
    switchId,
    signal,
    report,
    proven,
  }: Asking & {
    readonly report: (progress: Progress) => void
    /** Need not be read, and for each whether it was renamed (`findUnchanged`). */
    readonly proven: Promise<ReadonlyMap<BytePath, boolean>>
  },
): Promise<ReadBack> {
  const isAside = createCover([...kept, ...foundPaths(scans)])
  const holdsKept = parentsOf(kept.map(keyOfPath))
  // A folder that was to go stays around what is kept: every name of it was compared.
  const isOpen = (key: string): boolean => !isAside(key) && !holdsKept.has(key)
  const isAsked = (path: BytePath): boolean => isOpen(keyOfPath(path)) && !known.has(path)
  const { from, to } = scans
  const [{ paths }, drawn] = await Promise.all([
    readPlaced(to.machine, { switchId, scanId: to.scan.scanId }, { signal }),
    from.machine.call(drawSample, { scanId: from.scan.scanId }, { signal }),
  ])
  const placed = paths.filter(isAsked)
  const among = new Set(placed)
  const sample = drawn.paths.filter((path) => isAsked(path) && !among.has(path))
  const isProven = await proven
  const unproven = placed.filter((path) => !isProven.has(path))
  const renamed = placed.filter((path) => isProven.get(path) === true).length
  const read = [...unproven, ...sample]
  const differ = await areDifferent(treesOf(scans), read, 'everything', { signal, onProgress: report })
  return {
    placed: placed.length,
    proven: placed.length - unproven.length - renamed,
    renamed,
    sample,
    different: read.filter((_path, index) => differ[index] === true),
    examples: unproven.slice(0, namesShown),
  }
}

/**
 * Of what was fetched, the files that need not be read for the proof. Those that were compared with the file of the source when they
 * arrived, where that is still the same file, and which stand in their places with the very contents that arrived; and those that the
 * target had under another name, which is told. While the target is listed, the source identifies its files.
 */
async function findUnchanged(
  { to: taken }: Pair,
  [from, to]: readonly [Promise<Scanned>, Promise<Scanned>],
  context: Asking,
): Promise<ReadonlyMap<BytePath, boolean>> {
  const unchanged = new Map<BytePath, boolean>()
  let some: FetchedFile[] = []
  let last = Promise.resolve()
  // While one laptop compares some, the other one identifies those that follow.
  const look = async (): Promise<void> => {
    const files = some
    some = []
    const same = await identicalAmong(await from, files, context)
    await last
    last = provenAmong(await to, same, context).then((proven) => {
      for (const { path, isRenamed } of proven) unchanged.set(path, isRenamed === true)
    })
    last.catch(() => undefined)
  }
  for await (const file of allFetched(taken, { signal: context.signal })) {
    some.push(file)
    if (some.length === filesProvenAtOnce) await look()
  }
  await look()
  await last
  return unchanged
}

/** Those that the source has still as they were when they were fetched. */
async function identicalAmong(
  { machine, scan }: Scanned,
  files: readonly FetchedFile[],
  { signal }: Asking,
): Promise<readonly FetchedFile[]> {
  if (files.length === 0) return []
  const asked = { scanId: scan.scanId, paths: files.map(({ path }) => path) }
  const { identities } = await machine.call(identifyFiles, asked, { signal })
  return files.filter(({ identity }, index) => identities[index] === identity)
}

async function provenAmong(
  { machine, scan }: Scanned,
  same: readonly FetchedFile[],
  { switchId, signal }: Asking,
): Promise<readonly FetchedFile[]> {
  if (same.length === 0) return []
  const paths = same.map(({ path }) => path)
  const { proven } = await machine.call(findProven, { switchId, scanId: scan.scanId, paths }, { signal })
  return same.filter((_file, index) => proven[index] === true)
}
