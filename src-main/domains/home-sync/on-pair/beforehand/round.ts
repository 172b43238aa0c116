/**
 * One round: what this laptop alone changed since both homes were equal is fetched to the other one, proven there and
 * recorded. Nothing is placed, nobody is asked, and no lock is taken.
 */
import { hasRoomFor } from '../../../../commons/disk-space.ts'
import type { Logger } from '../../../../kernel/logger.ts'
import type { Progress } from '../../../../contract/define.ts'
import type { CallOptions } from '../../../../machine/machine.ts'
import type { Pair } from '../../../../switch/step.ts'
import { readRoom } from '../../beforehand-verbs.ts'
import { createCover } from '../../inventory/key-cover.ts'
import { scanHome } from '../../scan-verbs.ts'
import { compareHomes, foundPaths } from '../compare/compare-homes.ts'
import { readChanges, type Scanned, type Scans } from '../compare/read-entries.ts'
import type { Agreement } from '../plan/agreement.ts'
import { alwaysTaken } from '../plan/always-taken.ts'
import { commonBase } from '../plan/scan-since-equal.ts'
import type { HomePlan } from '../plan/plan.ts'
import { fetchLines } from '../run/fetch.ts'
import { linesOf, type Lines } from '../run/find-lines.ts'

/** What a round that is stopped loses at most. */
const limit = { files: 2_000, bytes: 256_000_000 }

export interface RoundContext {
  /** What is fetched into is this round's, as it is a switch's otherwise. */
  readonly roundId: string
  readonly signal: AbortSignal
  readonly logger: Logger
  readonly report: (progress: Progress) => void
}

export type RoundOutcome =
  | { readonly kind: 'done'; readonly files: number; readonly bytes: number }
  | { readonly kind: 'waiting'; readonly why: 'never-switched' | 'little-room' }

export async function fetchBeforehand(
  pair: Pair,
  rules: HomePlan['rules'],
  context: RoundContext,
): Promise<RoundOutcome> {
  const { roundId, signal, logger, report } = context
  const { base } = await commonBase(pair, { signal })
  if (base === undefined) return { kind: 'waiting', why: 'never-switched' }
  const request = { against: { kind: 'base', switchId: base }, rules, purpose: 'beforehand' } as const
  const [from, to] = await Promise.all([pair.from, pair.to].map((machine) => scanOf(machine, request, { signal })))
  if (from === undefined || to === undefined) throw new Error('two laptops were asked')
  const lines = await findLines({ from, to }, { signal })
  const bytes = lines.files.reduce((sum, file) => sum + file.bytes, 0)
  if (lines.files.length === 0) return { kind: 'done', files: 0, bytes }
  const full = new AbortController()
  const stopped = AbortSignal.any([signal, full.signal])
  const beforePortion = async (coming: number): Promise<void> => {
    if (!hasRoomFor(coming, await pair.to.call(readRoom, {}, { signal }))) full.abort()
    stopped.throwIfAborted()
  }
  try {
    await fetchLines(pair, { from, to }, lines, {
      switchId: roundId,
      signal: stopped,
      logger,
      report,
      limit,
      beforePortion,
    })
  } catch (thrown) {
    if (full.signal.aborted && !signal.aborted) return { kind: 'waiting', why: 'little-room' }
    throw thrown
  }
  return { kind: 'done', files: lines.files.length, bytes }
}

async function scanOf(
  machine: Pair['from'],
  request: Parameters<typeof machine.call<typeof scanHome>>[1],
  options: CallOptions,
): Promise<Scanned> {
  return { machine, scan: await machine.call(scanHome, request, options) }
}

/** What both changed is a question, and comes when it is answered. */
async function findLines(scans: Scans, options: CallOptions): Promise<Lines> {
  const differing = await compareHomes(scans, { kept: [], found: [] }, options)
  const [ours, theirs] = await Promise.all([keysOf(scans.from, options), keysOf(scans.to, options)])
  const isAlways = alwaysTaken(scans.from.scan.person)
  const isAside = createCover(foundPaths(scans))
  const agreement: Agreement = {
    isAside,
    isDecided: () => false,
    isCache: () => false,
    holdsKept: () => false,
    covers: (key) => !isAside(key) && (isAlways(key) || (ours.has(key) && !theirs.has(key))),
  }
  return linesOf({ differing, alike: [], moved: scans.from.scan.moved, fileSets: [] }, agreement)
}

async function keysOf(side: Scanned, options: CallOptions): Promise<ReadonlySet<string>> {
  const keys = new Set<string>()
  for await (const { key } of readChanges(side, options)) keys.add(key)
  return keys
}
