/**
 * Brings what is to be placed to the target, into a place that nobody but root can reach, and proves it there against the frozen tree that
 * it was taken from. Nothing that the person can see changes.
 */
import { pushFiles } from '../../../../commons/transfers/on-pair/push-files.ts'
import type { Progress } from '../../../../contract/define.ts'
import { AppError } from '../../../../kernel/app-error.ts'
import { textFromBytePath, type BytePath } from '../../../../kernel/byte-path.ts'
import type { CallOptions, Machine } from '../../../../machine/machine.ts'
import type { Pair, RunContext } from '../../../../switch/step.ts'
import { keyOfPath } from '../../inventory/inventory-entry.ts'
import { createCover } from '../../inventory/key-cover.ts'
import { findNocow } from '../../scan-verbs.ts'
import { findUnreadable, offerScan, receiveHome, takeRenamed } from '../../verbs.ts'
import type { Scans, TreesOfPair } from '../compare/read-entries.ts'
import { areDifferent } from '../plan/compare-doubtful.ts'
import * as texts from '../texts.ts'
import { fetchSparse } from './fetch-sparse.ts'
import { findFetched, recordFetched } from './fetched-before.ts'
import type { Appearing, FileToFetch, Lines } from './find-lines.ts'
import { portionsOf, type Portion, type PortionLimit } from './portions.ts'

const triesAtMost = 3
const askedAtOnce = 20_000
/** Each costs a connection, and is what a fetch that is broken off loses at most. */
const usualLimit: PortionLimit = { files: 20_000, bytes: 2_000_000_000 }

export interface FetchContext extends Pick<RunContext, 'switchId' | 'signal' | 'logger'> {
  readonly report: (progress: Progress) => void
  readonly limit?: PortionLimit
  /** What has arrived is compared. With several portions only for the last one: the others are part of the fetch. */
  readonly reportProof?: (progress: Progress) => void
  /** Before a portion is sent; what it throws ends the fetch. `bytes` are those of its files. */
  readonly beforePortion?: (bytes: number) => Promise<void>
}

export interface Fetched {
  /** Files that were there already, proven earlier, or are there under another name. */
  readonly kept: number
  /** What went over the connection. */
  readonly sentBytes: number
  /** What the disk of the source does not give. Then not everything was fetched: without them, it can be. */
  readonly unreadable: readonly BytePath[]
}

/** AppError "transfer-failed" when something still differs after the third time. */
export async function fetchLines(
  pair: Pair,
  scans: Scans,
  lines: Pick<Lines, 'fetched' | 'folders' | 'files' | 'appearing' | 'seeds' | 'renamed'>,
  context: FetchContext,
): Promise<Fetched> {
  const { switchId, signal, limit = usualLimit, logger } = context
  const { kept: before, changed, unwanted } = await findFetched(pair.to, lines.files, { signal })
  const isKept = new Set(before.map(({ path }) => path))
  const isSparse = new Set(lines.files.flatMap((file) => (file.isSparse === true ? [file.path] : [])))
  const seeds = lines.seeds.filter(({ to }) => !isKept.has(to) && !isSparse.has(to))
  const stale = { changed: [...changed], unwanted: [...unwanted] }
  const nocow = await nocowOf(
    scans.from,
    lines.appearing.filter(({ path }) => !isKept.has(path)),
    { signal },
  )
  await Promise.all([
    pair.from.call(offerScan, { scanId: scans.from.scan.scanId }, { signal }),
    pair.to.call(receiveHome, { switchId, scanId: scans.to.scan.scanId, seeds, nocow, ...stale }, { signal }),
  ])
  const isNocow = createCover(nocow.map(({ path }) => path))
  const renamed = lines.renamed.filter(({ path }) => !isKept.has(path) && !isNocow(keyOfPath(path)))
  for (const { path } of await takeAllRenamed(pair.to, { switchId, scans, renamed }, { signal })) isKept.add(path)
  const portions = portionsOf(lines, (path) => isKept.has(path), limit)
  const meter = meterOf(portions, context)
  let sentBytes = 0
  // Beside the next portion.
  let recorded = Promise.resolve()
  for (const portion of portions) {
    const bytes = bytesOf(portion)
    await context.beforePortion?.(bytes)
    const onProof = portion === portions.at(-1) ? context.reportProof : undefined
    const fetching = { pair, scans, portion, seeds: lines.seeds, onProof }
    const fetched = await fetchPortion(fetching, { ...context, report: meter.report })
    sentBytes += fetched.sentBytes
    if (fetched.unreadable.length > 0) {
      logger.log('warn', 'files cannot be read', { paths: shown(fetched.unreadable) })
      await recorded
      return { kept: isKept.size, sentBytes, unreadable: fetched.unreadable }
    }
    meter.done(bytes)
    await recorded
    recorded = recordFetched(pair.to, { files: portion.files, from: scans.from, switchId }, { signal })
    recorded.catch(() => undefined)
  }
  await recorded
  logger.log('info', 'fetched files of /home', { kept: isKept.size, portions: portions.length, sentBytes })
  return { kept: isKept.size, sentBytes, unreadable: [] }
}

const takenAtOnce = 5_000

interface Renaming {
  readonly switchId: string
  readonly scans: Scans
  readonly renamed: Lines['renamed']
}

/** What the target has under another name is neither sent nor read. */
async function takeAllRenamed(to: Machine, { switchId, scans, renamed }: Renaming, options: CallOptions) {
  const since = scans.from.scan.renamed?.since
  if (since === undefined) return []
  const taken: FileToFetch[] = []
  for (let at = 0; at < renamed.length; at += takenAtOnce) {
    const some = renamed.slice(at, at + takenAtOnce)
    const files = some.map(({ from, path, identity }) => ({ from, path, identity }))
    const answered = await to.call(takeRenamed, { switchId, scanId: scans.to.scan.scanId, since, files }, options)
    taken.push(...some.filter((_file, index) => answered.taken[index] === true))
  }
  return taken
}

/** What is new on the target is stored there as on the source. */
async function nocowOf(
  { machine, scan: { scanId } }: Scans['from'],
  appearing: Lines['appearing'],
  options: CallOptions,
): Promise<Appearing[]> {
  const found = new Set<BytePath>()
  for (let at = 0; at < appearing.length; at += askedAtOnce) {
    const of = appearing.slice(at, at + askedAtOnce).map(({ path }) => path)
    for (const path of (await machine.call(findNocow, { scanId, of }, options)).paths) found.add(path)
  }
  return appearing.filter(({ path }) => found.has(path))
}

interface Fetching {
  readonly pair: Pair
  readonly scans: Scans
  readonly portion: Portion
  readonly seeds: Lines['seeds']
  readonly onProof: ((progress: Progress) => void) | undefined
}

async function fetchPortion(
  { pair, scans, portion, seeds, onProof }: Fetching,
  context: FetchContext,
): Promise<Omit<Fetched, 'kept'>> {
  const { switchId, signal, report, logger } = context
  const trees: TreesOfPair = {
    from: { machine: pair.from, tree: { kind: 'scan', scanId: scans.from.scan.scanId } },
    to: { machine: pair.to, tree: { kind: 'incoming', switchId } },
  }
  const isProven = new Set(portion.proven)
  const asked = { pair, scans, switchId, files: portion.files, seeds }
  const sparse = await fetchSparse(asked, { signal, onProgress: report })
  // Besides, in the first try.
  const beside = bytesOf({ files: portion.files.filter(({ path }) => sparse.paths.has(path)) })
  const onProgress = (progress: Progress): void =>
    report({
      ...progress,
      done: beside + progress.done,
      ...(progress.total === undefined ? {} : { total: beside + progress.total }),
    })
  let open = portion.sent
  let sentBytes = sparse.sentBytes
  for (let tries = 1; open.length > 0; tries++) {
    if (tries > triesAtMost) throw notFetched(open, pair)
    const unpacked = tries > 1 ? [] : open.filter((path) => sparse.paths.has(path))
    const others = unpacked.length === 0 ? open : open.filter((path) => !sparse.paths.has(path))
    const sent = await pushReadable({ pair, scans, paths: others }, { signal, onProgress })
    if (sent.unreadable.length > 0) return { sentBytes, unreadable: sent.unreadable }
    const finished = await pushFiles(pair, { area: 'home-attributes', paths: unpacked }, { signal })
    sentBytes += sent.sentBytes + finished.sentBytes
    const proven = open.filter((path) => isProven.has(path))
    const different = await areDifferent(trees, proven, 'everything', { signal, onProgress: onProof })
    open = proven.filter((_path, index) => different[index] === true)
    if (open.length > 0) logger.log('warn', 'fetched files differ from what was sent', { paths: shown(open) })
  }
  return { sentBytes, unreadable: [] }
}

interface Pushing {
  readonly pair: Pair
  readonly scans: Scans
  readonly paths: readonly BytePath[]
}

/** When not everything could be sent, asks whether that is because of the disk. */
async function pushReadable({ pair, scans, paths }: Pushing, options: CallOptions): Promise<Omit<Fetched, 'kept'>> {
  try {
    const { sentBytes } = await pushFiles(pair, { area: 'home', paths }, options)
    return { sentBytes, unreadable: [] }
  } catch (thrown) {
    if (!(thrown instanceof AppError) || thrown.code !== 'transfer-failed') throw thrown
    const asked = { scanId: scans.from.scan.scanId, paths: [...paths] }
    const { paths: unreadable } = await pair.from.call(findUnreadable, asked, { signal: options.signal })
    if (unreadable.length === 0) throw thrown
    return { sentBytes: 0, unreadable }
  }
}

/** One amount for all portions. */
function meterOf(portions: readonly Portion[], { report }: FetchContext) {
  const total = portions.reduce((sum, portion) => sum + bytesOf(portion), 0)
  let before = 0
  return {
    report: (progress: Progress): void => {
      const done = before + progress.done
      report(portions.length < 2 ? progress : { ...progress, done, total: Math.max(done, total) })
    },
    done: (bytes: number): void => {
      before += bytes
    },
  }
}

function bytesOf({ files }: Pick<Portion, 'files'>): number {
  return files.reduce((sum, { bytes }) => sum + bytes, 0)
}

export function notFetched(paths: readonly BytePath[], { to }: Pair): AppError {
  return new AppError({
    code: 'transfer-failed',
    ...texts.notFetched(paths.length, to.label),
    details: shown(paths).join('\n'),
  })
}

function shown(paths: readonly BytePath[]): readonly string[] {
  return paths.slice(0, 20).map(textFromBytePath)
}
