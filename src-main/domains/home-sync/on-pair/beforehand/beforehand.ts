/** Fetching beforehand, as the app does it by itself and as a person sees it. */
import { randomUUID } from 'node:crypto'
import type { AppParts } from '../../../../commons/capability/app-capability.ts'
import { onIdlePair } from '../../../../commons/capability/on-idle-pair.ts'
import { hasRoomFor } from '../../../../commons/disk-space.ts'
import { isFastLink } from '../../../../commons/laptop/on-pair/link-speed.ts'
import { changeSettings, readSettings } from '../../../../commons/settings/settings-file.ts'
import type { Beforehand } from '../../../../contract/beforehand-calls.ts'
import type { Overview } from '../../../../contract/overview-calls.ts'
import type { Progress } from '../../../../contract/define.ts'
import type { Elsewhere } from '../../../../contract/elsewhere.ts'
import type { Handlers } from '../../../../contract/handlers.ts'
import { isoNow, systemClock } from '../../../../kernel/clock.ts'
import type { Logger } from '../../../../kernel/logger.ts'
import { orAborted } from '../../../../kernel/or-aborted.ts'
import type { CallOptions } from '../../../../machine/machine.ts'
import { newId } from '../../../../switch/new-id.ts'
import type { Pair } from '../../../../switch/step.ts'
import { readRoom } from '../../beforehand-verbs.ts'
import { createCover } from '../../inventory/key-cover.ts'
import { scanHome } from '../../scan-verbs.ts'
import { compareHomes, foundPaths } from '../compare/compare-homes.ts'
import { readChanges, renamedOf, type Scanned, type Scans } from '../compare/read-entries.ts'
import { readPersonRules } from '../exclusions/rules-file.ts'
import type { Agreement } from '../plan/agreement.ts'
import { alwaysTaken } from '../plan/always-taken.ts'
import type { HomePlan } from '../plan/plan.ts'
import { commonBase } from '../plan/scan-since-equal.ts'
import { fetchLines } from '../run/fetch.ts'
import { withoutHoles } from '../run/fetch-sparse.ts'
import { linesOf, type Lines } from '../run/find-lines.ts'
import { whyNotNow, type Waiting } from './may-fetch.ts'
import { commitMessage, waitSentence } from './texts.ts'

const everyMs = 5 * 60_000

interface Seen {
  readonly fetchBeforehand: boolean
  readonly elsewhere?: Elsewhere
}

type BeforehandCalls = Pick<Handlers, 'homeBeforehand' | 'homeSetBeforehand'>

/** Also has it done from now on. */
export function createBeforehandHandlers(parts: AppParts): BeforehandCalls {
  const { systemState, workState, whenIdle } = parts
  let now: Beforehand['now'] = { kind: 'ready' }
  let fetched: Beforehand['fetched']
  let turnedOff = new AbortController()
  const tell = (next: Beforehand['now']): void => void (now = next)
  const wait = (waiting: Waiting): void => tell({ kind: 'waiting', why: waiting.why, sentence: waitSentence(waiting) })
  /** Where the other laptop has the work, its app fetches, and this one never does. */
  const view = ({ fetchBeforehand: enabled, elsewhere }: Seen): Beforehand => {
    if (elsewhere === undefined) return { enabled, now, ...(fetched === undefined ? {} : { fetched }) }
    const waiting = { why: 'elsewhere', laptop: elsewhere.laptop } as const
    return { enabled, now: { kind: 'waiting', why: waiting.why, sentence: waitSentence(waiting) } }
  }

  async function round(signal: AbortSignal): Promise<void> {
    if (!(await readSettings(systemState)).fetchBeforehand) return
    let laptop = ''
    try {
      const overview = await orAborted(signal, parts.calls().overview({ refresh: true }, { callId: randomUUID() }))
      laptop = overview.peer?.laptop.label ?? ''
      const waiting = whyNotNow(overview)
      if (waiting?.why === 'elsewhere') fetched = undefined
      if (waiting === undefined) tell({ kind: 'fetching' })
      const outcome = waiting ?? (await runRound(parts, overview, { signal, tell }))
      if ('why' in outcome) wait({ laptop, ...outcome })
      else {
        fetched = { at: isoNow(systemClock), laptop, files: outcome.files, bytes: outcome.bytes }
        tell({ kind: 'ready' })
      }
    } catch (thrown) {
      wait({ why: signal.aborted ? 'busy' : 'failed', laptop })
      if (!signal.aborted) throw thrown
    }
  }

  const beginNow = whenIdle({
    everyMs,
    run: (signal) => {
      turnedOff = new AbortController()
      return round(AbortSignal.any([signal, turnedOff.signal]))
    },
  })
  return {
    homeBeforehand: async () => view(await workState.read(({ state }) => readSettings(state))),
    homeSetBeforehand: async ({ enabled }) => {
      const settings = await workState.change(({ state }) =>
        changeSettings(state, { fetchBeforehand: enabled }, commitMessage(enabled)),
      )
      if (enabled) beginNow()
      else turnedOff.abort()
      return view(settings)
    },
  }
}

interface Round {
  readonly signal: AbortSignal
  readonly tell: (now: Beforehand['now']) => void
}

type Outcome =
  Awaited<ReturnType<typeof fetchBeforehand>> | { readonly kind: 'waiting'; readonly why: 'slow-link' | 'busy' }

/** On agents of its own: when it is to stop, they end, and all that they do. */
async function runRound(parts: AppParts, overview: Overview, { signal, tell }: Round): Promise<Outcome> {
  const { reach, systemState, logger } = parts
  const [own, to] = await orAborted(signal, Promise.all([parts.here(), reach.named(overview.peer?.laptop.name ?? '')]))
  if (!(await isFastLink(to, signal))) return { kind: 'waiting', why: 'slow-link' }
  const { rules } = await readPersonRules(systemState)
  const outcome = await onIdlePair({ connect: parts.connectIdle, watched: [own, to], signal }, (pair, stopped) =>
    fetchBeforehand(
      pair,
      rules.map(({ pattern, decision }) => ({ pattern, decision })),
      {
        roundId: `beforehand-${newId(systemClock)}`,
        signal: stopped,
        logger,
        report: ({ done, total }) =>
          tell({ kind: 'fetching', doneBytes: done, ...(total === undefined ? {} : { totalBytes: total }) }),
      },
    ),
  )
  return outcome.kind === 'ended' ? outcome.value : { kind: 'waiting', why: 'busy' }
}

/** What a round that is stopped loses at most. */
const limit = { files: 2_000, bytes: 256_000_000 }

interface RoundContext {
  /** What is fetched into is this round's, as it is a switch's otherwise. */
  readonly roundId: string
  readonly signal: AbortSignal
  readonly logger: Logger
  readonly report: (progress: Progress) => void
}

type RoundOutcome =
  | { readonly kind: 'done'; readonly files: number; readonly bytes: number }
  | { readonly kind: 'waiting'; readonly why: 'never-switched' | 'little-room' }

/**
 * One round: what this laptop alone changed since both homes were equal is fetched to the other one, proven there and
 * recorded. Nothing is placed, nobody is asked, and no lock is taken.
 */
async function fetchBeforehand(pair: Pair, rules: HomePlan['rules'], context: RoundContext): Promise<RoundOutcome> {
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
  const isAside = createCover([...foundPaths(scans), ...scans.to.scan.readOnly])
  const agreement: Agreement = {
    isAside,
    isDecided: () => false,
    isCache: () => false,
    holdsKept: () => false,
    covers: (key) => !isAside(key) && (isAlways(key) || (ours.has(key) && !theirs.has(key))),
  }
  const { moved } = scans.from.scan
  const found = { differing, alike: [], moved, renamed: await renamedOf(scans), fileSets: [] }
  return withoutHoles(linesOf(found, agreement), scans.from, options)
}

async function keysOf(side: Scanned, options: CallOptions): Promise<ReadonlySet<string>> {
  const keys = new Set<string>()
  for await (const { key } of readChanges(side, options)) keys.add(key)
  return keys
}
