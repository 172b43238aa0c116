/** The engine's types: a pair, a step, and what a step is given. Knows no step of the product. */
import type { z } from 'zod'
import type { Output, Parsed, StepProgress } from '../contract/define.ts'
import type { LookSide } from '../contract/look.ts'
import type { Place } from '../contract/place.ts'
import type { switchCalls } from '../contract/switch-calls.ts'
import type { Answers, Estimate, Preview, Question } from '../contract/preview.ts'
import type { Proof, StepInfo, StepOutcome, Verification } from '../contract/switch-state.ts'
import type { Scoped, SwitchScope } from '../contract/switch-scope.ts'
import type { BytePath } from '../kernel/byte-path.ts'
import type { Logger } from '../kernel/logger.ts'
import type { CallOptions, Machine } from '../machine/machine.ts'

/** The source (sender) and the target (receiver). */
export interface Pair {
  readonly from: Machine
  readonly to: Machine
}

/** The laptop whose app drives: the one that this program runs on. */
export function driverOf({ from, to }: Pair): Machine {
  return to.isHere === true ? to : from
}

/** Both versions of a file. */
export interface BothSides {
  readonly from: LookSide
  readonly to: LookSide
}

/** What is looked at: a question of the plan, and of a folder what in it. */
export interface Asked {
  readonly question: Pick<Question, 'id' | 'subject'>
  readonly path?: BytePath | undefined
}

export interface PageOf {
  readonly offset: number
  readonly limit: number
}

export type FolderPage = Output<typeof switchCalls.switchBrowse>
export type ChangesRequest = Omit<Parsed<typeof switchCalls.switchChanges>, 'stepId'>
export type ChangesPage = Output<typeof switchCalls.switchChanges>

/** `scope`: of what the switch is. */
export interface PlanContext extends Scoped {
  readonly planId: string
  readonly signal: AbortSignal
  readonly logger: Logger
  /** To the plan that was shown last, of the same way and scope: some are what a plan is made of. Absent where there are none. */
  readonly answered?: Answers | undefined
  /** What it waits for: a sentence, of which the last one counts until the step has answered. */
  readonly tell?: ((sentence: string) => void) | undefined
}

export interface RunContext {
  readonly switchId: string
  readonly signal: AbortSignal
  readonly logger: Logger
  /** What all steps of this switch have asked. */
  readonly questions: readonly Question[]
  /** Ids of those that nobody answered: what they are about is as usual, and nobody chose it. */
  readonly unanswered: ReadonlySet<string>
  /** Amount done so far, of the run or of the proof; the engine derives the speed. */
  readonly report: (progress: StepProgress) => void
  /** For the proof: what the run before it came to. */
  readonly outcome?: StepOutcome
}

/** What a part of a step is proven with. */
export type ProofOptions = Pick<CallOptions, 'signal'> & Partial<Pick<RunContext, 'unanswered'>>

export const nothingUnanswered: RunContext['unanswered'] = new Set()

/** complete: nothing of it is missing, or could be got. The others are tried again, but on a connection that is paid by what crosses. */
export type BeforehandEnd = 'complete' | 'incomplete' | 'metered' | 'little-room'

/**
 * While the person answers: gets what the plan would need, into a place of ours where it is proven again, and changes nothing else.
 * On agents of their own at the lowest priority; ends within a second of the abort.
 */
export type GetBeforehand = (pair: Pair, signal: AbortSignal) => Promise<BeforehandEnd>

/**
 * What Undo does with what the step changed on the target: `area` is rolled back, and so is each of `others` that its outcome names; `also`
 * says what follows of that; what `stays` says why. nothing-changed: it counts nothing of the person's there.
 */
export type Undo =
  | 'nothing-changed'
  | { readonly area: string; readonly others?: readonly string[]; readonly also?: string }
  | { readonly stays: string }

/** What others go by: none of them knows a step by its id. */
export interface StepDeclaration {
  readonly info: StepInfo
  readonly undo: Undo
  /** Smaller switches that it is a part of, besides one of all that is carried. */
  readonly scopes?: readonly SwitchScope[]
  /** Where the person says what should become of what its proof leaves open. */
  readonly decideIn?: Place
}

/**
 * One part of a switch. `probe` reads only, on machines that refuse verbs that mutate. `run` can be run again after any
 * interruption and then brings about the same end; its outcome is of this run, or with `bytesBefore` of all runs. `verify`
 * asks the receiver. `Plan` is journalled as JSON:
 * no file contents, no secrets.
 */
export interface Step<Plan> extends StepDeclaration {
  readonly planSchema: z.ZodType<Plan>
  probe(pair: Pair, context: PlanContext): Promise<Plan>
  preview(plan: Plan, pair: Pair): Preview
  /**
   * Starts what `run` cannot do without, so that a failure is known before the first change; changes nothing of the
   * person's. What is started is let go of with the laptops (`Holding`).
   */
  readonly ready?: (pair: Pair, plan: Plan, answers: Answers) => Promise<void>
  /** Undefined for a plan that needs nothing got. */
  readonly beforehand?: (plan: Plan) => GetBeforehand | undefined
  /** What it takes with these answers, where they make a difference; the safe defaults are among them. */
  readonly estimate?: (plan: Plan, answers: Answers) => Estimate
  run(pair: Pair, plan: Plan, answers: Answers, context: RunContext): Promise<StepOutcome>
  verify(pair: Pair, plan: Plan, answers: Answers, context: RunContext): Promise<Verification>
  /** Both versions of what it asks about, for questions with `canLook`; kept nowhere. */
  readonly look?: (pair: Pair, plan: Plan, asked: Asked) => Promise<BothSides>
  /** What differs in a folder that it asks about; kept nowhere. */
  readonly browse?: (pair: Pair, plan: Plan, asked: Asked, page: PageOf) => Promise<FolderPage>
  /** All that it would change, for blocks with `listedBy`. The answers have the safe defaults in them: what has none is open. */
  readonly listChanges?: (plan: Plan, request: ChangesRequest) => Promise<ChangesPage>
  /**
   * Sentences about facts that changed between the plan that was answered and one probed now; empty when the
   * answers still hold, `answers` to the former. Without it any difference of the plans counts.
   */
  changes?(agreed: Plan, now: Plan, answers: Answers): readonly string[]
  /** The plan as of now, without what the answers do not hold for though nobody has to be asked. */
  asAgreed?(agreed: Plan, now: Plan, answers: Answers): Plan
  /** Sentences about what `now` takes along that came after `agreed`, and that nobody has to be asked about. */
  newSince?(agreed: Plan, now: Plan): readonly string[]
  /** Once the whole switch is proven, before the other laptop holds the work. Can be run again. */
  remember?(pair: Pair, plan: Plan, proof: Proof, answers: Answers): Promise<void>
}

/** A step with its plan type hidden, as the engine holds it. */
export interface AnyStep extends StepDeclaration {
  prepare(pair: Pair, context: PlanContext): Promise<PreparedStep>
  /** Reads a plan back from the journal. Throws AppError "state-unreadable". */
  restore(plan: unknown): PreparedStep
}

export interface PreparedStep {
  readonly info: StepInfo
  readonly undo: Undo
  readonly plan: unknown
  preview(pair: Pair): Preview
  ready(pair: Pair, answers: Answers): Promise<void>
  /** Absent where the step gets nothing beforehand. */
  readonly beforehand?: GetBeforehand
  /** Undefined where the answers make no difference. */
  estimate(answers: Answers): Estimate | undefined
  run(pair: Pair, answers: Answers, context: RunContext): Promise<StepOutcome>
  verify(pair: Pair, answers: Answers, context: RunContext): Promise<Verification>
  /** Absent where the step has nothing to look at. */
  readonly look: ((pair: Pair, asked: Asked) => Promise<BothSides>) | undefined
  readonly browse: ((pair: Pair, asked: Asked, page: PageOf) => Promise<FolderPage>) | undefined
  readonly listChanges: ((request: ChangesRequest) => Promise<ChangesPage>) | undefined
  /** `agreed` is the plan that was answered. */
  changedSince(agreed: unknown, answers: Answers): readonly string[]
  /** This step as far as the answers to `agreed` hold for it. */
  asAgreed(agreed: unknown, answers: Answers): PreparedStep
  newSince(agreed: unknown): readonly string[]
  remember(pair: Pair, proof: Proof, answers: Answers): Promise<void>
}

/** The steps that a switch consists of. */
export function stepsInScope(steps: readonly AnyStep[], { scope }: Scoped): readonly AnyStep[] {
  return scope === undefined ? steps : steps.filter(({ scopes = [] }) => scopes.includes(scope))
}
