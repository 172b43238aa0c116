/** Puts away what the person does not go on with: a plan, a proof, or a switch that could still be resumed. */
import type { PlanView } from '../contract/switch-state.ts'
import { isoNow } from '../kernel/clock.ts'
import { listJournals, readJournal } from '../journal/journal.ts'
import type { EngineParts } from './engine-parts.ts'
import type { LiveState } from './live-state.ts'
import { withPatience } from './patience.ts'
import type { Pair } from './step.ts'

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
