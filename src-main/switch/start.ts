/** Makes a switch of the plan that the person has agreed to. */
import type { Answers } from '../contract/preview.ts'
import type { Starting } from '../contract/switch-state.ts'
import { isoNow } from '../kernel/clock.ts'
import { createJournal } from '../journal/journal.ts'
import type { EngineParts } from './engine-parts.ts'
import type { LiveState } from './live-state.ts'
import { questionsOf } from './make-plan.ts'
import { newId } from './new-id.ts'
import type { AnsweredPlan, Planner } from './planner.ts'
import type { Resumption } from './resume.ts'
import type { Run, Runner } from './runner.ts'
import type { Pair } from './step.ts'

export interface StartParts {
  readonly live: LiveState
  readonly planner: Planner
  readonly runner: Runner
  readonly resumption: Resumption
}

interface Asked {
  readonly pair: Pair
  readonly switchId: string
  readonly askedAt: string
}

export type Start = (planId: string, answers: Answers) => Promise<{ readonly switchId: string }>

export function createStart(parts: EngineParts, { live, planner, runner, resumption }: StartParts): Start {
  const { clock, journalFolder } = parts

  const say = (doing?: Starting['doing']) =>
    live.apply({ type: 'start-told', at: isoNow(clock), ...(doing === undefined ? {} : { doing }) })

  async function begin(agreed: AnsweredPlan, { pair, switchId, askedAt }: Asked): Promise<Run> {
    say('looking')
    const { plan, answers, unanswered } = await planner.renew(agreed, pair)
    say('preparing')
    await Promise.all(plan.prepared.map((step) => step.ready(pair, answers)))
    const plans = Object.fromEntries(plan.prepared.map((step) => [step.info.id, step.plan]))
    const journal = await createJournal(journalFolder, switchId, plans)
    planner.forget()
    resumption.keep(plans)
    const tell = live.tellThrough(journal)
    await tell({
      type: 'switch-started',
      at: isoNow(clock),
      askedAt,
      switchId,
      plan: plan.view,
      answers,
      unanswered: [...unanswered],
    })
    const times = { startedAt: askedAt, pausedMs: 0 }
    const asked = { answers, unanswered: new Set(unanswered), questions: questionsOf(plan.view) }
    return { steps: plan.prepared, ...asked, earlier: new Map(), ...times, journal }
  }

  return async (planId, answers) => {
    const askedAt = isoNow(clock)
    const agreed = planner.agree(planId, answers)
    const switchId = newId(clock)
    say('reserving')
    try {
      const pair = await parts.connect(agreed.plan.view.to.name)
      const asked = { pair, switchId, askedAt }
      await runner.run(pair, { switchId, scope: agreed.plan.view.scope }, () => begin(agreed, asked))
      return { switchId }
    } catch (thrown) {
      say()
      throw thrown
    }
  }
}
