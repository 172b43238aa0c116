/**
 * The engine: plans a switch, runs it, stops it, resumes it, and tells everybody by events. It knows steps and pairs
 * only by their shapes; which steps there are, how laptops are reached and what locks are is handed in.
 */
import type { Answers } from '../contract/preview.ts'
import type { PlanView, StoppedBy, SwitchState } from '../contract/switch-state.ts'
import type { JournalContents } from '../journal/journal.ts'
import type { EngineParts } from './engine-parts.ts'
import type { AnswerChanges } from './kept-answers.ts'
import { dismiss } from './give-up.ts'
import { createLiveState } from './live-state.ts'
import type { Looking } from './looking.ts'
import { createPlanner, type WantedPlan } from './planner.ts'
import { alreadyRunning } from './refusals.ts'
import { createResumption } from './resume.ts'
import { createRunner } from './runner.ts'
import { createStart } from './start.ts'
import type { GetBeforehand } from './step.ts'

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
  /** `by`: who wants it; the person, unless it is said. */
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
    pause: (by = 'person') => runner.stop(by),
    close: () => runner.stop('closed'),
    // A plan that is still being made is put away by stopping it.
    dismiss: () => (planner.stop() ? Promise.resolve() : alone(() => putAway())),
    recover: (contents, by = 'killed') => resumption.recover(contents, by),
    untilIdle: () => runner.untilIdle(),
    isAtWork: () => busy || runner.isRunning(),
  }
}
