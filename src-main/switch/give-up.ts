/** Puts away what the person does not go on with: a plan, a proof, or a switch that could still be resumed. */
import type { Laptop, PlanView } from '../contract/switch-state.ts'
import { isoNow } from '../kernel/clock.ts'
import { listJournals, readJournal } from '../journal/journal.ts'
import type { EngineParts } from './engine-parts.ts'
import type { LiveState } from './live-state.ts'
import { tooLate } from './refusals.ts'
import type { Pair } from './step.ts'

/** The person waits for it. A connection that is being made, or has gone without a word, can take many times as long. */
const patienceMs = 3_000

type Parts = Pick<EngineParts, 'guard' | 'connect' | 'here' | 'journalFolder' | 'clock' | 'logger'>

/** Does nothing where there is nothing to put away. */
export async function dismiss(parts: Parts, live: LiveState): Promise<void> {
  const state = live.now()
  const at = isoNow(parts.clock)
  switch (state.kind) {
    case 'planned':
    case 'plan-failed':
      live.apply({ type: 'plan-discarded', at })
      return
    case 'done':
      await live.tellOf(state.proof.switchId, { type: 'switch-dismissed', at })
      return
    case 'interrupted':
      await parts.guard.abandon(await parts.here(), state.switchId)
      await live.tellOf(state.switchId, { type: 'switch-dismissed', at })
      await tellOther(parts, state.plan, state.switchId)
      return
    case 'idle':
    case 'planning':
    case 'running':
      return
  }
}

function tellOther(parts: Parts, { to }: PlanView, switchId: string): Promise<void> {
  return trying(parts, 'tell the other laptop that the switch was given up', () =>
    withPatience(to, async (signal) => parts.guard.abandon((await parts.connect(to.name)).to, switchId, { signal })),
  )
}

/** Others may wait for the same connection: it goes on being made. */
async function withPatience(laptop: Laptop, work: (signal: AbortSignal) => Promise<void>): Promise<void> {
  const stop = new AbortController()
  const enough = new Promise<never>((_resolve, reject) =>
    stop.signal.addEventListener('abort', () => reject(tooLate(laptop))),
  )
  const timer = setTimeout(() => stop.abort(), patienceMs)
  try {
    await Promise.race([work(stop.signal), enough])
  } finally {
    clearTimeout(timer)
  }
}

/** A switch that was given up while the other laptop was out of reach is still unfinished there. */
export function tellGivenUp(parts: Parts, { to }: Pair): Promise<void> {
  const { guard, journalFolder } = parts
  return trying(parts, 'tell the other laptop what was given up', async () => {
    const switchId = await guard.openOn(to)
    if (switchId === undefined || !(await listJournals(journalFolder)).includes(switchId)) return
    const { state } = await readJournal(journalFolder, switchId)
    if (state.kind === 'idle') await guard.abandon(to, switchId)
  })
}

/** What fails is logged: the next plan tries again, and asks the person about what is still open. */
async function trying({ logger }: Parts, what: string, work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (thrown) {
    logger.log('warn', `could not ${what}`, { error: String(thrown) })
  }
}
