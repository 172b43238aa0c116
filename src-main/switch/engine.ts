/**
 * The engine: plans a switch, runs it, stops it, resumes it, and tells everybody by events. It knows steps and pairs
 * only by their shapes; which steps there are, how laptops are reached and what locks are is handed in.
 */
import { randomBytes } from 'node:crypto'
import { setMaxListeners } from 'node:events'
import { applyEvent } from '../contract/apply-event.ts'
import type { SwitchEvent } from '../contract/events.ts'
import type { Answers } from '../contract/preview.ts'
import type { PlanView, Proof, SwitchState } from '../contract/switch-state.ts'
import { toWireError } from '../contract/wire-error.ts'
import { toAppError } from '../kernel/app-error.ts'
import { isoNow, type Clock } from '../kernel/clock.ts'
import type { EventBus } from '../kernel/event-bus.ts'
import type { Logger } from '../kernel/logger.ts'
import {
  createJournal,
  listJournals,
  readJournal,
  reopenJournal,
  type Journal,
  type JournalContents,
} from '../journal/journal.ts'
import type { Machine } from '../machine/machine.ts'
import { completeAnswers, makePlan, questionsOf, type MadePlan } from './make-plan.ts'
import {
  alreadyRunning,
  notVerified,
  notAsked,
  nothingToResume,
  overtaken,
  planChanged,
  planExpired,
  unfinished,
} from './refusals.ts'
import { proveSteps, runSteps, type RunParts } from './run-steps.ts'
import type { AnyStep, BothSides, Pair, PreparedStep } from './step.ts'

/** What has to be held on both laptops while a switch runs: locks, being kept awake, the link of the sync. */
export interface SwitchGuard {
  /** Rejects with "locked" when somebody else is at it. Gives back how to let go. */
  enter(pair: Pair, switchId: string): Promise<() => Promise<void>>
  /** Both laptops remember that this switch has begun, before its first change. Can be run again. */
  begin(pair: Pair, switchId: string, since: string): Promise<void>
  /** Everything is proven: both laptops remember who holds the work. Can be run again. */
  handOver(pair: Pair, proof: Proof, steps: readonly PreparedStep[], answers: Answers): Promise<void>
  /** False when a later switch was begun or finished since: then there is nothing left to resume. */
  isStillOpen(pair: Pair, switchId: string, since: string): Promise<boolean>
  /** The person gives an unfinished switch up: this machine does not offer to resume it any more. */
  abandon(machine: Machine, switchId: string): Promise<void>
  /** The switch that this machine remembers as unfinished. */
  openOn(machine: Machine): Promise<string | undefined>
}

export interface EngineParts {
  readonly steps: readonly AnyStep[]
  readonly guard: SwitchGuard
  /** Both machines, connected now; `to` is a host name. Rejects with "unknown-host", "unreachable" and the like. */
  readonly connect: (to: string) => Promise<Pair>
  /** This laptop alone, for what must work while the other one is out of reach. */
  readonly here: () => Promise<Machine>
  readonly journalFolder: string
  readonly bus: EventBus<SwitchEvent>
  readonly clock: Clock
  readonly logger: Logger
}

export interface Engine {
  state(): SwitchState
  plan(to: string): Promise<PlanView>
  start(planId: string, answers: Answers): Promise<{ readonly switchId: string }>
  /** Both versions of what the present plan asks about: the question is the permission. */
  look(questionId: string): Promise<BothSides>
  resume(): Promise<{ readonly switchId: string }>
  pause(): Promise<void>
  dismiss(): Promise<void>
  /** Takes up a journal that an earlier run of the app left unfinished. */
  recover(contents: JournalContents): Promise<void>
  /** Resolves when nothing runs. */
  untilIdle(): Promise<void>
}

type Run = Pick<RunParts, 'pair' | 'switchId' | 'steps' | 'answers' | 'questions'>

interface Running {
  readonly stop: AbortController
  readonly end: Promise<void>
}

export function createEngine(parts: EngineParts): Engine {
  const { bus, clock, logger } = parts
  let state: SwitchState = { kind: 'idle' }
  let planned: MadePlan | undefined
  let interrupted: JournalContents['plans'] | undefined
  let running: Running | undefined
  let busy = false
  let planning: AbortController | undefined

  const apply = (event: SwitchEvent): void => {
    state = applyEvent(state, event)
    bus.publish(event)
  }
  const tellThrough =
    (journal: Journal) =>
    async (event: SwitchEvent): Promise<void> => {
      if (event.type !== 'step-progress') await journal.append(event)
      apply(event)
    }

  /** One deed at a time: a second click while one is being answered is refused, not queued. */
  async function alone<T>(deed: () => Promise<T>): Promise<T> {
    // What has come to its end still lets go of both laptops for a moment.
    if (running !== undefined && state.kind !== 'running') await running.end
    if (busy || running !== undefined) throw alreadyRunning()
    busy = true
    try {
      return await deed()
    } finally {
      busy = false
    }
  }

  async function plan(to: string): Promise<PlanView> {
    if (state.kind === 'interrupted') throw unfinished(state.plan)
    const pair = await parts.connect(to)
    await tellGivenUp(pair)
    const names = { planId: newId(clock), at: isoNow(clock) }
    const laptops = { from: laptopOf(pair.from), to: laptopOf(pair.to) }
    apply({ type: 'plan-started', ...names, ...laptops, steps: parts.steps.map((step) => step.info) })
    try {
      const made = await probeAll(pair, names)
      planned = made
      apply({ type: 'plan-made', at: isoNow(clock), plan: made.view })
      return made.view
    } catch (thrown) {
      const error = toAppError(thrown)
      if (error.code === 'cancelled') apply({ type: 'plan-discarded', at: isoNow(clock) })
      else apply({ type: 'plan-failed', at: isoNow(clock), ...laptops, error: toWireError(error) })
      throw error
    }
  }

  function probeAll(pair: Pair, names: { planId: string; at: string }): Promise<MadePlan> {
    const stop = stoppable()
    planning = stop
    return makePlan(parts.steps, pair, names, { signal: stop.signal, logger }, (stepId) =>
      apply({ type: 'step-probed', at: isoNow(clock), stepId }),
    ).finally(() => (planning = undefined))
  }

  async function start(planId: string, answers: Answers): Promise<{ readonly switchId: string }> {
    const agreed = planned
    if (agreed?.view.planId !== planId) throw planExpired()
    const complete = completeAnswers(agreed.view, answers)
    const pair = await parts.connect(agreed.view.to.name)
    const switchId = newId(clock)
    const letGo = await parts.guard.enter(pair, switchId)
    try {
      const now = await probeAll(pair, { planId: newId(clock), at: isoNow(clock) })
      const answersNow = refuseChanged(agreed, now, complete)
      const plans = Object.fromEntries(now.prepared.map((step) => [step.info.id, step.plan]))
      const journal = await createJournal(parts.journalFolder, switchId, plans)
      planned = undefined
      interrupted = plans
      await tellThrough(journal)({
        type: 'switch-started',
        at: isoNow(clock),
        switchId,
        plan: now.view,
        answers: answersNow,
      })
      const run = { pair, switchId, steps: now.prepared, answers: answersNow, questions: questionsOf(now.view) }
      runInBackground(run, isoNow(clock), journal, letGo)
      return { switchId }
    } catch (thrown) {
      await letGo()
      throw thrown
    }
  }

  async function look(questionId: string): Promise<BothSides> {
    const plan = state.kind === 'planned' && planned?.view.planId === state.plan.planId ? planned : undefined
    const question = plan && questionsOf(plan.view).find(({ id }) => id === questionId)
    const step = plan?.prepared.find(({ info }) => info.id === question?.stepId)
    if (plan === undefined || question?.canLook !== true || step?.look === undefined) throw notAsked(questionId)
    return step.look(await parts.connect(plan.view.to.name), question.subject)
  }

  /** A plan whose facts have changed is made again: the person sees what changed and answers anew. */
  function refuseChanged(agreed: MadePlan, now: MadePlan, answers: Answers): Answers {
    const changed = now.prepared.flatMap((step, index) => step.changedSince(agreed.prepared[index]?.plan))
    if (changed.length === 0) return completeAnswers(now.view, pickOffered(now.view, answers))
    planned = { ...now, view: { ...now.view, changedSince: [...changed] } }
    apply({ type: 'plan-made', at: isoNow(clock), plan: planned.view })
    throw planChanged(changed)
  }

  async function resume(): Promise<{ readonly switchId: string }> {
    if (state.kind !== 'interrupted' || interrupted === undefined) throw nothingToResume()
    const { switchId, plan: view, answers, startedAt } = state
    const plans = interrupted
    const prepared = parts.steps.map((step) => step.restore(plans[step.info.id]))
    const pair = await parts.connect(view.to.name)
    if (!(await parts.guard.isStillOpen(pair, switchId, startedAt))) {
      await close(switchId)
      throw overtaken(pair)
    }
    const letGo = await parts.guard.enter(pair, switchId)
    try {
      const journal = await reopenJournal(parts.journalFolder, switchId)
      await tellThrough(journal)({ type: 'switch-resumed', at: isoNow(clock), switchId })
      const run = { pair, switchId, steps: prepared, answers, questions: questionsOf(view) }
      runInBackground(run, startedAt, journal, letGo)
      return { switchId }
    } catch (thrown) {
      await letGo()
      throw thrown
    }
  }

  function runInBackground(run: Run, startedAt: string, journal: Journal, letGo: () => Promise<void>): void {
    const stop = stoppable()
    const tell = tellThrough(journal)
    const runParts: RunParts = { ...run, signal: stop.signal, clock, logger, tell }
    const end = runToEnd(runParts, startedAt)
      .catch((thrown: unknown) => tellStopped(tell, thrown, stop.signal.aborted))
      .catch((thrown: unknown) =>
        logger.log('error', 'the end of a switch could not be journalled', toWireError(thrown)),
      )
      .then(() => Promise.allSettled([letGo(), journal.close()]))
      .then(() => {
        running = undefined
      })
    running = { stop, end }
  }

  async function runToEnd(runParts: RunParts, startedAt: string): Promise<void> {
    await parts.guard.begin(runParts.pair, runParts.switchId, startedAt)
    const results = await runSteps(runParts)
    const proof = await proveSteps(runParts, results, startedAt)
    if (!proof.verified) {
      const error = toWireError(notVerified(proof))
      return runParts.tell({ type: 'switch-stopped', at: isoNow(clock), by: 'failure', error, proof })
    }
    await parts.guard.handOver(runParts.pair, proof, runParts.steps, runParts.answers)
    await runParts.tell({ type: 'switch-finished', at: isoNow(clock), proof })
  }

  function tellStopped(tell: RunParts['tell'], thrown: unknown, byPerson: boolean): Promise<void> {
    const at = isoNow(clock)
    return tell(
      byPerson
        ? { type: 'switch-stopped', at, by: 'person' }
        : { type: 'switch-stopped', at, by: 'failure', error: toWireError(toAppError(thrown)) },
    )
  }

  async function pause(): Promise<void> {
    running?.stop.abort()
    await running?.end
  }

  async function dismiss(): Promise<void> {
    if (state.kind === 'planned' || state.kind === 'plan-failed') {
      apply({ type: 'plan-discarded', at: isoNow(clock) })
      return
    }
    if (state.kind === 'idle') return
    const switchId = state.kind === 'done' ? state.proof.switchId : 'switchId' in state ? state.switchId : undefined
    if (switchId === undefined) return
    const givenUp = state.kind === 'interrupted' ? state.plan : undefined
    if (givenUp !== undefined) await parts.guard.abandon(await parts.here(), switchId)
    await close(switchId)
    if (givenUp !== undefined)
      await trying('tell the other laptop that the switch was given up', async () =>
        parts.guard.abandon((await parts.connect(givenUp.to.name)).to, switchId),
      )
  }

  /** A switch that was given up while the other laptop was out of reach is still unfinished there. */
  function tellGivenUp({ to }: Pair): Promise<void> {
    return trying('tell the other laptop what was given up', async () => {
      const switchId = await parts.guard.openOn(to)
      if (switchId === undefined || !(await listJournals(parts.journalFolder)).includes(switchId)) return
      const { state: ofSwitch } = await readJournal(parts.journalFolder, switchId)
      if (ofSwitch.kind === 'idle') await parts.guard.abandon(to, switchId)
    })
  }

  /** What fails is logged: the next plan tries again, and asks the person about what is still open. */
  async function trying(what: string, work: () => Promise<void>): Promise<void> {
    try {
      await work()
    } catch (thrown) {
      logger.log('warn', `could not ${what}`, { error: String(thrown) })
    }
  }

  async function close(switchId: string): Promise<void> {
    const journal = await reopenJournal(parts.journalFolder, switchId)
    await tellThrough(journal)({ type: 'switch-dismissed', at: isoNow(clock) })
    await journal.close()
  }

  async function recover(contents: JournalContents): Promise<void> {
    state = contents.state
    interrupted = contents.plans
    if (state.kind !== 'running') return
    // The program that ran it is gone, or this one would not be starting.
    const journal = await reopenJournal(parts.journalFolder, contents.switchId)
    await tellThrough(journal)({ type: 'switch-stopped', at: isoNow(clock), by: 'crash' })
    await journal.close()
  }

  return {
    state: () => state,
    plan: (to) => alone(() => plan(to)),
    start: (planId, answers) => alone(() => start(planId, answers)),
    look,
    resume: () => alone(resume),
    pause,
    dismiss: () => {
      // A plan that is still being made is put away by stopping it.
      planning?.abort()
      return planning === undefined ? alone(dismiss) : Promise.resolve()
    },
    recover,
    untilIdle: async () => {
      await running?.end
    },
  }
}

/** Sorts by time and is unique: "20261120T075301123Z-5f3a9c". */
function newId(clock: Clock): string {
  return `${isoNow(clock).replace(/[-:.]/g, '')}-${randomBytes(3).toString('hex')}`
}

/** Every question to a laptop listens to it while it is asked, and many are asked at once. */
function stoppable(): AbortController {
  const stop = new AbortController()
  setMaxListeners(0, stop.signal)
  return stop
}

function laptopOf(machine: { readonly name: string; readonly label: string }) {
  return { name: machine.name, label: machine.label }
}

function pickOffered(plan: PlanView, answers: Answers): Answers {
  const offered = new Set(
    Object.values(plan.previews).flatMap((preview) => preview.questions.map((question) => question.id)),
  )
  return Object.fromEntries(Object.entries(answers).filter(([id]) => offered.has(id)))
}
