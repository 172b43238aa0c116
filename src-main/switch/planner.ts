/** Plans a switch, keeps the last plan for the person to answer, and makes it anew before it is run. */
import type { Answers } from '../contract/preview.ts'
import type { StepId } from '../contract/step-ids.ts'
import { scopeOf, type Scoped } from '../contract/switch-scope.ts'
import type { PlanView } from '../contract/switch-state.ts'
import { toWireError } from '../contract/wire-error.ts'
import { toAppError } from '../kernel/app-error.ts'
import { isoNow } from '../kernel/clock.ts'
import { keptFile, readAside, readKept, takeBack, writeKept, type KeptAnswers } from '../journal/kept-answers.ts'
import { readTimes } from '../journal/step-times.ts'
import { type EngineParts, stoppable } from './engine-parts.ts'
import { joinBeforehand } from './get-beforehand.ts'
import { tellGivenUp } from './give-up.ts'
import type { LiveState } from './live-state.ts'
import { answersAfter, storedFor, withKept, type AnswerChanges } from './kept-answers.ts'
import { createLooking, type Looking } from './looking.ts'
import {
  completeAnswers,
  makePlan,
  pickOffered,
  questionsOf,
  withEstimates,
  type MadePlan,
  type PlanNames,
} from './make-plan.ts'
import { newId } from './new-id.ts'
import { putAwayIfOvertaken } from './overtaken.ts'
import { planChanged, planExpired, unfinished } from './refusals.ts'
import { stepsInScope, type GetBeforehand, type Pair } from './step.ts'

/** A plan with all its answers. */
export interface AnsweredPlan {
  readonly plan: MadePlan
  readonly answers: Answers
  /** Ids of the questions of which these are the usual answers alone. */
  readonly unanswered: readonly string[]
}

export interface WantedPlan extends Scoped {
  /** Host name of the target. */
  readonly to: string
  /** Nobody has asked to switch. */
  readonly quiet?: true | undefined
}

export interface Planner {
  /** Probes all steps. Rejects with "blocked" while a switch can be resumed, and with whatever keeps it from planning. */
  make(wanted: WantedPlan): Promise<PlanView>
  /** Stops a plan that is being made; false when none is. */
  stop(): boolean
  /** The last plan, answered. Throws "plan-expired" for another one, and what `completeAnswers` throws. */
  agree(planId: string, answers: Answers): AnsweredPlan
  /** The same plan as of now. Rejects with "plan-changed" when the answers may not hold; then the new one is shown. */
  renew(agreed: AnsweredPlan, pair: Pair): Promise<AnsweredPlan>
  /** Keeps answers to the last plan. Throws "plan-expired" for another one, "invalid-input" for what it does not ask or offer. */
  answer(planId: string, changes: AnswerChanges): void
  /** The plan has become a switch. */
  forget(): void
  /** Gets what the last plan would need, as long as it is what the person sees; undefined where that is nothing. `pair` may be either way round. */
  beforehand(): GetBeforehand | undefined
  /** How far it is with that, of the last plan; nothing where the person sees another one. */
  tellBeforehand(planId: string, sentence: string): void
  /** At the last plan, as long as it is what the person sees. */
  readonly looking: Looking
}

export function createPlanner(parts: EngineParts, live: LiveState): Planner {
  const { clock, logger, linkSpeed } = parts
  let planned: MadePlan | undefined
  let probing: AbortController | undefined

  async function make(wanted: WantedPlan): Promise<PlanView> {
    const state = live.now()
    const pair = await parts.connect(wanted.to)
    if (state.kind === 'interrupted' && !(await putAwayIfOvertaken(parts, live, state, pair))) {
      throw unfinished(state.plan)
    }
    await tellGivenUp(parts, pair)
    await recallUndone(pair, wanted)
    const quiet = wanted.quiet === undefined ? {} : { quiet: wanted.quiet }
    const names = { ...(await newNames(wanted)), ...quiet }
    const laptops = { ...scopeOf(wanted), from: laptopOf(pair.from), to: laptopOf(pair.to) }
    const { planId, at } = names
    const steps = stepsInScope(parts.steps, wanted).map((step) => step.info)
    live.apply({ type: 'plan-started', planId, at, ...laptops, steps })
    try {
      const made = await probeAll(pair, names, answeredBefore(pair, names))
      planned = made
      live.apply({ type: 'plan-made', at: isoNow(clock), plan: made.view })
      return made.view
    } catch (thrown) {
      const error = toAppError(thrown)
      if (error.code === 'cancelled') live.apply({ type: 'plan-discarded', at: isoNow(clock) })
      else live.apply({ type: 'plan-failed', at: isoNow(clock), ...laptops, ...quiet, error: toWireError(error) })
      throw error
    }
  }

  /** Who undid the last switch is not asked again what was answered for it. */
  async function recallUndone(pair: Pair, scoped: Scoped): Promise<void> {
    const file = keptFile(parts.answersFile, scoped)
    const aside = readKept(file) === undefined ? readAside(file) : undefined
    if (aside?.from !== pair.from.name || aside.to !== pair.to.name) return
    if (await parts.guard.isUndone(pair, aside.switchId)) takeBack(file, aside)
  }

  async function newNames(scoped: Scoped): Promise<PlanNames> {
    return { planId: newId(clock), at: isoNow(clock), startedBy: (await parts.here()).name, ...scopeOf(scoped) }
  }

  /** Those of other versions are among them. */
  function answeredBefore({ from, to }: Pair, scoped: Scoped): Answers {
    const stored = readKept(keptFile(parts.answersFile, scoped))
    return Object.fromEntries(storedFor({ from, to }, stored).map(({ id, choice }) => [id, choice]))
  }

  function probeAll(pair: Pair, names: PlanNames, answered: Answers, agreed?: MadePlan): Promise<MadePlan> {
    const stop = stoppable()
    probing = stop
    let said = ''
    const onProbed = (stepId: StepId) => live.apply({ type: 'step-probed', at: isoNow(clock), stepId })
    const onTold = (stepId: StepId, sentence: string) => {
      if (sentence === said) return
      said = sentence
      live.apply({ type: 'probe-told', at: isoNow(clock), stepId, sentence })
    }
    // The link was tried for the plan that was agreed to.
    const speed = agreed === undefined ? linkSpeed : async () => (await agreed.bytesPerMs()) * 1_000
    const times = readTimes(parts.timesFile)
    const context = { signal: stop.signal, logger, onProbed, onTold, answered, linkSpeed: speed, times }
    return makePlan(parts.steps, pair, names, context)
      .then((made) => ({ ...made, view: recallAnswers(made.view) }))
      .finally(() => (probing = undefined))
  }

  /** What was answered before, of the same versions. Answers to questions that are gone are thrown away. */
  function recallAnswers(view: PlanView): PlanView {
    const stored = readKept(keptFile(parts.answersFile, view))
    if (stored === undefined) return view
    const { plan, answers } = withKept(view, stored)
    if (answers.length < stored.answers.length) tryToWrite(view, { ...directionOf(view), answers })
    return plan
  }

  /** What stays in the file is looked at again by the next plan. */
  function tryToWrite(view: PlanView, kept: KeptAnswers): void {
    try {
      writeKept(keptFile(parts.answersFile, view), kept)
    } catch (thrown) {
      logger.log('warn', 'could not throw away answers that nothing asks for any more', { error: String(thrown) })
    }
  }

  function answer(planId: string, changes: AnswerChanges): void {
    const state = live.now()
    if (state.kind !== 'planned' || state.plan.planId !== planId) throw planExpired()
    const file = keptFile(parts.answersFile, state.plan)
    const stored = readKept(file)
    const { kept, answers } = answersAfter(state.plan, changes, stored)
    writeKept(file, { ...directionOf(state.plan), answers })
    live.apply({ type: 'answers-kept', at: isoNow(clock), planId, answers: kept })
  }

  function agree(planId: string, answers: Answers): AnsweredPlan {
    if (planned?.view.planId !== planId) throw planExpired()
    const complete = completeAnswers(planned.view, answers)
    return { plan: planned, answers: complete, unanswered: unansweredOf(planned.view, answers) }
  }

  function shown(): MadePlan | undefined {
    const state = live.now()
    return state.kind === 'planned' && planned?.view.planId === state.plan.planId ? planned : undefined
  }

  /** A plan whose facts have changed is made again: the person sees what changed and answers anew. */
  async function renew(agreed: AnsweredPlan, pair: Pair): Promise<AnsweredPlan> {
    const plan = await probeAll(pair, await newNames(agreed.plan.view), agreed.answers, agreed.plan)
    const changed = plan.prepared.flatMap((step, index) =>
      step.changedSince(agreed.plan.prepared[index]?.plan, agreed.answers),
    )
    if (changed.length === 0) {
      const prepared = plan.prepared.map((step, index) =>
        step.asAgreed(agreed.plan.prepared[index]?.plan, agreed.answers),
      )
      const answers = completeAnswers(plan.view, pickOffered(plan.view, agreed.answers))
      const newSince = plan.prepared.flatMap((step, index) => step.newSince(agreed.plan.prepared[index]?.plan))
      return {
        plan: {
          ...plan,
          prepared,
          view: {
            ...(await withEstimates({ ...plan, prepared }, answers)),
            ...(newSince.length === 0 ? {} : { newSince: [...newSince] }),
          },
        },
        answers,
        unanswered: unansweredOf(plan.view, agreed.answers, agreed.unanswered),
      }
    }
    planned = { ...plan, view: { ...plan.view, changedSince: [...changed] } }
    live.apply({ type: 'plan-made', at: isoNow(clock), plan: planned.view })
    throw planChanged(changed)
  }

  return {
    make,
    stop: () => {
      probing?.abort()
      return probing !== undefined
    },
    agree,
    answer,
    renew,
    forget: () => {
      planned = undefined
    },
    beforehand: () => {
      const plan = shown()
      const get = joinBeforehand(plan?.prepared ?? [])
      if (plan === undefined || get === undefined || plan.view.quiet === true) return undefined
      const isAlong = (pair: Pair): boolean => plan.view.from.name === pair.from.name
      return (pair, signal) => get(isAlong(pair) ? pair : { from: pair.to, to: pair.from }, signal)
    },
    tellBeforehand: (planId, sentence) => {
      const state = live.now()
      if (state.kind !== 'planned' || state.plan.planId !== planId || state.plan.beforehand === sentence) return
      live.apply({ type: 'beforehand-told', at: isoNow(clock), planId, sentence })
    },
    looking: createLooking(parts, shown),
  }
}

/** `usual`: of these only the usual answer is among the answers. */
function unansweredOf(view: PlanView, answers: Answers, usual: readonly string[] = []): readonly string[] {
  const isUsual = new Set(usual)
  const ids = questionsOf(view).map(({ id }) => id)
  return ids.filter((id) => answers[id] === undefined || isUsual.has(id))
}

function directionOf({ from, to }: PlanView): { readonly from: string; readonly to: string } {
  return { from: from.name, to: to.name }
}

function laptopOf(machine: { readonly name: string; readonly label: string }) {
  return { name: machine.name, label: machine.label }
}
