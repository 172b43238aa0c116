/** Takes up a switch that was interrupted: on the person's word, and after the program that ran it has died. */
import type { StoppedBy } from '../contract/switch-state.ts'
import { isoNow } from '../kernel/clock.ts'
import { readJournal, reopenJournal, type JournalContents } from '../journal/journal.ts'
import { pausesIn } from '../journal/pauses.ts'
import { outcomesIn } from './all-runs.ts'
import type { EngineParts } from './engine-parts.ts'
import type { LiveState } from './live-state.ts'
import { questionsOf } from './make-plan.ts'
import { putAwayIfOvertaken } from './overtaken.ts'
import { nothingToResume, overtaken } from './refusals.ts'
import type { Runner } from './runner.ts'
import { stepsInScope } from './step.ts'

export interface Resumption {
  /** What the steps of the switch that begins have planned. */
  keep(plans: JournalContents['plans']): void
  /** Rejects with "not-found" when nothing is interrupted, and with "plan-expired" after a later switch. */
  resume(): Promise<{ readonly switchId: string }>
  /** Takes up a journal that an earlier run of the app left unfinished; `by`: what has ended that run. */
  recover(contents: JournalContents, by: StoppedBy): Promise<void>
}

export function createResumption(parts: EngineParts, live: LiveState, runner: Runner): Resumption {
  const { clock, journalFolder } = parts
  let kept: JournalContents['plans'] | undefined

  async function resume(): Promise<{ readonly switchId: string }> {
    const state = live.now()
    if (state.kind !== 'interrupted' || kept === undefined) throw nothingToResume()
    const { switchId, plan, answers, startedAt, askedAt = startedAt } = state
    const unanswered = new Set(state.unanswered)
    const plans = kept
    const steps = stepsInScope(parts.steps, plan).map((step) => step.restore(plans[step.info.id]))
    const pair = await parts.connect(plan.to.name)
    if (await putAwayIfOvertaken(parts, live, state, pair)) throw overtaken(pair)
    await runner.run(pair, { switchId, scope: plan.scope }, async () => {
      await Promise.all(steps.map((step) => step.ready(pair, answers)))
      const journal = await reopenJournal(journalFolder, switchId)
      await live.tellThrough(journal)({ type: 'switch-resumed', at: isoNow(clock), switchId })
      const { events } = await readJournal(journalFolder, switchId)
      const { pausedMs } = pausesIn(events)
      const done = { earlier: outcomesIn(events), startedAt: askedAt, pausedMs }
      return { steps, answers, unanswered, questions: questionsOf(plan), ...done, journal }
    })
    return { switchId }
  }

  async function recover({ state, plans, switchId }: JournalContents, by: StoppedBy): Promise<void> {
    live.takeUp(state)
    kept = plans
    // The program that ran it is gone, or this one would not be starting.
    if (state.kind === 'running') await live.tellOf(switchId, { type: 'switch-stopped', at: isoNow(clock), by })
  }

  return {
    keep: (plans) => {
      kept = plans
    },
    resume,
    recover,
  }
}
