import { leavablesOf, type Answerable } from '../contract/left-for-later.ts'
import type { Answers, Estimate, Question, Preview } from '../contract/preview.ts'
import { planMs } from '../contract/progress/time-left.ts'
import type { StepId } from '../contract/step-ids.ts'
import type { Scoped } from '../contract/switch-scope.ts'
import type { PlanView } from '../contract/switch-state.ts'
import type { WizardPage } from '../contract/wizard-page.ts'
import { AppError } from '../kernel/app-error.ts'
import type { StepTimes } from '../journal/step-times.ts'
import { rehearsalMachine } from '../machine/rehearsal-machine.ts'
import type { EngineParts } from './engine-parts.ts'
import { withPace } from './pace.ts'
import { stopped } from './refusals.ts'
import { withRoomBlockers } from './room-blockers.ts'
import { stepsInScope, type AnyStep, type Pair, type PlanContext, type PreparedStep } from './step.ts'
import * as texts from './texts.ts'

export interface MadePlan {
  readonly view: PlanView
  readonly prepared: readonly PreparedStep[]
  /** What each step takes over a cable. */
  readonly estimates: Readonly<Record<string, Estimate>>
  /** What the link carries in a millisecond: tried once, when there is first something to carry. */
  readonly bytesPerMs: () => Promise<number>
  /** Of the last switches. */
  readonly times: readonly StepTimes[]
}

export interface PlanNames extends Scoped {
  readonly planId: string
  readonly at: string
  /** `name` of the laptop that drives. */
  readonly startedBy: string
  readonly quiet?: true
}

export interface ProbeContext extends Omit<PlanContext, 'tell'> {
  /** Called as each step comes back, in the order in which they do. */
  readonly onProbed: (stepId: StepId) => void
  /** What one of them waits for. */
  readonly onTold: (stepId: StepId, sentence: string) => void
  readonly linkSpeed: EngineParts['linkSpeed']
  readonly times: readonly StepTimes[]
}

/** Probes all steps of its scope at once on both laptops, through machines that refuse verbs that mutate. */
export async function makePlan(
  steps: readonly AnyStep[],
  pair: Pair,
  names: PlanNames,
  { onProbed, onTold, linkSpeed, times, ...context }: Omit<ProbeContext, 'planId' | 'scope'>,
): Promise<MadePlan> {
  const rehearsal: Pair = { from: rehearsalMachine(pair.from), to: rehearsalMachine(pair.to) }
  const prepared = await Promise.all(
    stepsInScope(steps, names).map(async (step) => {
      const tell = (sentence: string) => onTold(step.info.id, sentence)
      const one = await step.prepare(rehearsal, { ...context, planId: names.planId, scope: names.scope, tell })
      onProbed(step.info.id)
      return one
    }),
  )
  const view = viewPlan(prepared, pair, names)
  let tried: Promise<number> | undefined
  const bytesPerMs = () => (tried ??= triedLink(linkSpeed(rehearsal, context)))
  const estimates = Object.fromEntries(Object.entries(view.previews).map(([id, { estimate }]) => [id, estimate]))
  const made = { prepared, view, estimates, bytesPerMs, times }
  return { ...made, view: await timed(made, estimates) }
}

/** Less than this takes a moment over any link that is worth switching over. */
const noticedBytes = 20_000_000
/** Steps think of a cable between two laptops. */
const cableBytesPerMs = 60_000

/** A link that breaks now is told of by what needs it. */
function triedLink(perSecond: Promise<number>): Promise<number> {
  return perSecond.then(
    (bytes) => Math.min(cableBytesPerMs, Math.max(1, bytes / 1_000)),
    () => cableBytesPerMs,
  )
}

/** The plan with these estimates, by the link that there is and as the last switches went. Steps that run side by side share it. */
async function timed({ view, bytesPerMs, times }: MadePlan, estimates: MadePlan['estimates']): Promise<PlanView> {
  const sum = sumOf(Object.values(estimates))
  const perMs = sum.bytes < noticedBytes ? cableBytesPerMs : await bytesPerMs()
  const previews = Object.fromEntries(
    Object.entries(view.previews).map(([id, preview]) => {
      const estimate = estimates[id] ?? preview.estimate
      const linkMs = Math.round(estimate.bytes / perMs - estimate.bytes / cableBytesPerMs)
      const thought = { ...estimate, ms: estimate.ms + linkMs, ...(linkMs === 0 ? {} : { linkMs }) }
      return [id, { ...preview, estimate: withPace(id as StepId, thought, times) }]
    }),
  ) as PlanView['previews']
  const ms = Math.max(planMs({ steps: view.steps, previews }), Math.round(sum.bytes / perMs))
  return { ...view, previews, estimate: { ...sum, ms } }
}

function viewPlan(prepared: readonly PreparedStep[], pair: Pair, names: PlanNames): PlanView {
  const steps = prepared.map((step) => step.info)
  const previews = withRoomBlockers(
    Object.fromEntries(prepared.map((step) => [step.info.id, step.preview(pair)])),
    pair.to.label,
  )
  return {
    ...names,
    from: { name: pair.from.name, label: pair.from.label },
    to: { name: pair.to.name, label: pair.to.label },
    steps,
    previews,
    pages: pagesOfPlan(Object.values(previews)),
    estimate: {
      ...sumOf(Object.values(previews).map((preview) => preview.estimate)),
      ms: planMs({ steps, previews }),
    },
    kept: {},
    askedAgain: [],
  }
}

/** The plan with what it takes by these answers; the safe defaults are among them. */
export function withEstimates(plan: MadePlan, answers: Answers): Promise<PlanView> {
  const answered = plan.prepared.flatMap((step) => {
    const estimate = step.estimate(answers)
    return estimate === undefined ? [] : [[step.info.id, estimate] as const]
  })
  return timed(plan, { ...plan.estimates, ...Object.fromEntries(answered) })
}

function sumOf(parts: readonly Estimate[]): Pick<Estimate, 'bytes' | 'items'> {
  const sum = (pick: (part: Estimate) => number) => parts.reduce((total, part) => total + pick(part), 0)
  return { bytes: sum((part) => part.bytes), items: sum((part) => part.items) }
}

export function questionsOf(plan: PlanView): readonly Question[] {
  return Object.values(plan.previews).flatMap((preview) => preview.questions)
}

/** All that can be answered of a plan: what it asks, and what of it this switch may leave. */
export function answerablesOf(plan: PlanView): readonly Answerable[] {
  return [...questionsOf(plan), ...leavablesOf(plan)]
}

/**
 * The answers with safe defaults where none was given. Throws "blocked" when the plan cannot start,
 * or a choice is to stop, "invalid-input" for a choice that was not offered, "needs-answers" when a required question has
 * none.
 */
export function completeAnswers(plan: PlanView, answers: Answers): Answers {
  refuseBlocked(plan)
  const answerables = answerablesOf(plan)
  const complete: Record<string, string> = {}
  for (const question of answerables) {
    const answer = answers[question.id] ?? question.safeDefault
    if (answer === undefined) continue
    if (!question.choices.some((choice) => choice.id === answer)) throw notOffered(question, answer)
    complete[question.id] = answer
  }
  if (answerables.some((question) => choiceOf(question, complete)?.meaning === 'stop')) throw stopped()
  const open = questionsOf(plan).filter((question) => question.required && complete[question.id] === undefined)
  if (open.length > 0) throw needsAnswers(open)
  return complete
}

function choiceOf({ id, choices }: Answerable, answers: Answers): Answerable['choices'][number] | undefined {
  return choices.find((choice) => choice.id === answers[id])
}

/** The answers that the plan has something for. */
export function pickOffered(plan: PlanView, answers: Answers): Answers {
  const offered = new Set(answerablesOf(plan).map(({ id }) => id))
  return Object.fromEntries(Object.entries(answers).filter(([id]) => offered.has(id)))
}

function refuseBlocked(plan: PlanView): void {
  const blockers = Object.values(plan.previews).flatMap((preview) => preview.blockers)
  const [first] = blockers
  if (first === undefined) return
  if (blockers.length > 1) throw new AppError({ code: 'blocked', ...texts.blocked(blockers) })
  throw new AppError({ code: first.code ?? 'blocked', message: first.title, hint: first.text })
}

export function notOffered(question: Answerable, answer: string): AppError {
  return new AppError({
    code: 'invalid-input',
    ...texts.notOffered(
      answer,
      question.title,
      question.choices.map(({ id }) => id),
    ),
    details: question.id,
  })
}

function needsAnswers(open: readonly Question[]): AppError {
  return new AppError({
    code: 'needs-answers',
    ...texts.needsAnswers(open.length),
    details: open.map((question) => `${question.id}: ${question.reason}`).join('\n'),
  })
}

/**
 * The pages of all steps, each once, in their order. Steps that share a page add to it; its heading is the first that
 * one of them gives. A page that is not named would never be drawn, so what stands on one is a mistake of its step.
 */
export function pagesOfPlan(previews: readonly Preview[]): WizardPage[] {
  const pages = new Map<WizardPage['id'], WizardPage>()
  for (const preview of previews) {
    refuseUnnamed(preview)
    for (const page of preview.pages) {
      const known = pages.get(page.id)
      pages.set(page.id, known?.heading === undefined ? { ...page, ...known, ...headingOf(page) } : known)
    }
  }
  return [...pages.values()].sort((one, other) => one.order - other.order)
}

function headingOf({ heading }: WizardPage): Pick<WizardPage, 'heading'> {
  return heading === undefined ? {} : { heading }
}

function refuseUnnamed({ pages, blocks, questions }: Preview): void {
  const named = new Set(pages.map(({ id }) => id))
  const used = [...blocks.flatMap((block) => (block.kind === 'checks' ? [] : [block])), ...questions]
  const unnamed = used.find(({ pageId }) => !named.has(pageId))
  if (unnamed !== undefined)
    throw new Error(`"${unnamed.title}" stands on the page ${unnamed.pageId}, which its step does not name`)
}
