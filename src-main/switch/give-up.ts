/** Puts away what the person does not go on with: a plan, a proof, or a switch that could still be resumed. */
import type { PlanView } from '../contract/switch-state.ts'
import { isoNow } from '../kernel/clock.ts'
import { listJournals, readJournal } from '../journal/journal.ts'
import type { Machine } from '../machine/machine.ts'
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
    case 'interrupted': {
      const here = await parts.here()
      await parts.guard.abandon(here, state.switchId)
      await live.tellOf(state.switchId, { type: 'switch-dismissed', at })
      await tellOther(parts, { here, ...state })
      return
    }
    case 'idle':
    case 'planning':
    case 'running':
      return
  }
}

interface GivenUp {
  readonly here: Pick<Machine, 'name'>
  readonly plan: PlanView
  readonly switchId: string
}

function tellOther(parts: Parts, { here, plan, switchId }: GivenUp): Promise<void> {
  return trying(parts, 'tell the other laptop that the switch was given up', () =>
    withPatience(otherThan(here, plan), async (signal) => {
      const other = otherThan(here, await parts.connect(plan.to.name))
      await parts.guard.abandon(other, switchId, { signal })
    }),
  )
}

function otherThan<T extends { readonly name: string }>(
  here: Pick<Machine, 'name'>,
  { from, to }: { readonly from: T; readonly to: T },
): T {
  return to.name === here.name ? from : to
}

/** A switch that was given up while the other laptop was out of reach is still unfinished there. */
export function tellGivenUp(parts: Parts, pair: Pair): Promise<void> {
  const { guard, journalFolder } = parts
  return trying(parts, 'tell the other laptop what was given up', async () => {
    const other = otherThan(await parts.here(), pair)
    const switchId = await guard.openOn(other)
    if (switchId === undefined || !(await listJournals(journalFolder)).includes(switchId)) return
    const { state } = await readJournal(journalFolder, switchId)
    if (state.kind === 'idle') await guard.abandon(other, switchId)
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
