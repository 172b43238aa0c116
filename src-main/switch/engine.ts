/**
 * The engine: plans a switch, runs it, stops it, resumes it, and tells everybody by events. It knows steps and pairs
 * only by their shapes; which steps there are, how laptops are reached and what locks are is handed in.
 */
import type { Answers } from '../contract/preview.ts'
import type { PlanView, StoppedBy, SwitchState, Starting } from '../contract/switch-state.ts'
import { type JournalContents, createJournal, readJournal, reopenJournal } from '../journal/journal.ts'
import { pausesIn } from '../journal/pauses.ts'
import { isoNow } from '../kernel/clock.ts'
import { outcomesIn } from './run-steps.ts'
import type { EngineParts } from './engine-parts.ts'
import { dismiss } from './give-up.ts'
import type { AnswerChanges } from './kept-answers.ts'
import { createLiveState, type LiveState } from './live-state.ts'
import type { Looking } from './looking.ts'
import { questionsOf } from './make-plan.ts'
import { newId } from './new-id.ts'
import { putAwayIfOvertaken } from './overtaken.ts'
import { createPlanner, type WantedPlan, type AnsweredPlan, type Planner } from './planner.ts'
import { alreadyRunning, nothingToResume, overtaken } from './refusals.ts'
import { createRunner, type Run, type Runner } from './runner.ts'
import { type GetBeforehand, type Pair, stepsInScope } from './step.ts'

export interface Engine {
  state(): SwitchState
  plan(wanted: WantedPlan): Promise<PlanView>
  start(planId: string, answers: Answers): Promise<{ readonly switchId: string }>
  /** Keeps answers to the present plan; null takes one back. */
  answer(planId: string, changes: AnswerChanges): void
  /** Gets what the present plan would need, while the person answers it, on agents of their own. Undefined where none is shown, or it needs nothing. */
  beforehand(): GetBeforehand | undefined
  /** Tells everybody how far it is with that, of this plan as long as it is shown. */
  tellBeforehand(planId: string, sentence: string): void
  /** At what the present plan asks about and would do. */
  readonly looking: Looking
  resume(): Promise<{ readonly switchId: string }>
  /** What runs, or is looked at to be started. `by`: who wants it; the person, unless it is said. */
  pause(by?: Extract<StoppedBy, 'person' | 'battery'>): Promise<void>
  /** The program ends: what runs is stopped, and says so. */
  close(): Promise<void>
  dismiss(): Promise<void>
  /** Takes up a journal that an earlier run of the app left unfinished; `by`: what has ended that run. */
  recover(contents: JournalContents, by?: Extract<StoppedBy, 'crash' | 'killed' | 'power'>): Promise<void>
  /** Resolves when nothing runs. */
  untilIdle(): Promise<void>
  /** Something runs, still lets go of the laptops after its end, or is just being answered. */
  isAtWork(): boolean
}

export function createEngine(parts: EngineParts): Engine {
  const live = createLiveState(parts)
  const planner = createPlanner(parts, live)
  const runner = createRunner(parts, live)
  const resumption = createResumption(parts, live, runner)
  const start = createStart(parts, { live, planner, runner, resumption })
  let busy = false

  /** One deed at a time: a second click while one is being answered is refused, not queued. */
  async function alone<T>(deed: () => Promise<T>): Promise<T> {
    // What has come to its end still lets go of both laptops for a moment.
    if (runner.isRunning() && live.now().kind !== 'running') await runner.untilIdle()
    if (busy || runner.isRunning()) throw alreadyRunning()
    busy = true
    try {
      return await deed()
    } finally {
      busy = false
    }
  }

  async function putAway(): Promise<void> {
    await dismiss(parts, live)
    planner.forget()
  }

  return {
    state: () => live.now(),
    plan: (wanted) => alone(() => planner.make(wanted)),
    start: (planId, answers) => alone(() => start(planId, answers)),
    answer: (planId, changes) => {
      // What is being started has its answers.
      if (busy) throw alreadyRunning()
      planner.answer(planId, changes)
    },
    beforehand: () => planner.beforehand(),
    tellBeforehand: (planId, sentence) => planner.tellBeforehand(planId, sentence),
    looking: planner.looking,
    resume: () => alone(() => resumption.resume()),
    // One that is being started is not begun.
    pause: (by = 'person') => (planner.stop() ? Promise.resolve() : runner.stop(by)),
    close: () => runner.stop('closed'),
    // A plan that is still being made is put away by stopping it.
    dismiss: () => (planner.stop() ? Promise.resolve() : alone(() => putAway())),
    recover: (contents, by = 'killed') => resumption.recover(contents, by),
    untilIdle: () => runner.untilIdle(),
    isAtWork: () => busy || runner.isRunning(),
  }
}

interface StartParts {
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

type Start = (planId: string, answers: Answers) => Promise<{ readonly switchId: string }>

/** Makes a switch of the plan that the person has agreed to. */
function createStart(parts: EngineParts, { live, planner, runner, resumption }: StartParts): Start {
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

interface Resumption {
  /** What the steps of the switch that begins have planned. */
  keep(plans: JournalContents['plans']): void
  /** Rejects with "not-found" when nothing is interrupted, and with "plan-expired" after a later switch. */
  resume(): Promise<{ readonly switchId: string }>
  /** Takes up a journal that an earlier run of the app left unfinished; `by`: what has ended that run. */
  recover(contents: JournalContents, by: StoppedBy): Promise<void>
}

/** Takes up a switch that was interrupted: on the person's word, and after the program that ran it has died. */
function createResumption(parts: EngineParts, live: LiveState, runner: Runner): Resumption {
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
