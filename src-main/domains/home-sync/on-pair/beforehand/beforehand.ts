/** Fetching beforehand, as the app does it by itself and as a person sees it. */
import { randomUUID } from 'node:crypto'
import type { AppParts } from '../../../../commons/capability/app-capability.ts'
import { onIdlePair } from '../../../../commons/capability/on-idle-pair.ts'
import { isFastLink } from '../../../../commons/link-speed/on-pair/link-speed.ts'
import { changeSettings, readSettings } from '../../../../commons/settings/settings-file.ts'
import type { Beforehand } from '../../../../contract/beforehand-calls.ts'
import type { Elsewhere } from '../../../../contract/elsewhere.ts'
import type { Overview } from '../../../../contract/calls.ts'
import type { Handlers } from '../../../../contract/handlers.ts'
import { orAborted } from '../../../../kernel/or-aborted.ts'
import { isoNow, systemClock } from '../../../../kernel/clock.ts'
import { newId } from '../../../../switch/new-id.ts'
import { readPersonRules } from '../exclusions/rules-file.ts'
import { whyNotNow, type Waiting } from './may-fetch.ts'
import { fetchBeforehand } from './round.ts'
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
