/** How a border is declared: a name, what it is for, whether it mutates, and the shapes of what crosses. */
import { z } from 'zod'
import { messageSchema } from './message.ts'

/** One thing an agent can be asked to do on its machine. */
export interface Verb<
  I extends z.ZodType = z.ZodType,
  O extends z.ZodType = z.ZodType,
  P extends z.ZodType = z.ZodType,
> {
  readonly name: string
  /** In words a person would say: "list the snapshots". */
  readonly title: string
  /** Whether anything on the machine is different afterwards. A rehearsal refuses those that do. */
  readonly mutates: boolean
  /**
   * Milliseconds it may go without an answer and without a sign of life: progress that is new, or work of a program that
   * it started. Whoever waits longer is told that it hangs, and what it was doing is ended.
   */
  readonly silentMs: number
  readonly input: I
  readonly output: O
  readonly progress: P
}

/** How long verbs may be silent. */
export const silences = {
  /** What is read or written at once. */
  usual: 2 * 60_000,
  /** Where the kernel, or another program, may take its time and says nothing meanwhile. */
  long: 10 * 60_000,
  /** Where all that is in memory is written to a slow disk, or a program is installed that says nothing meanwhile. */
  longest: 30 * 60_000,
} as const

/** What long work says of itself. `done` and `total` are in `unit`; a total that is not known yet is left out. */
export const progressSchema = z.object({
  done: z.number(),
  total: z.number().optional(),
  unit: z.enum(['bytes', 'files', 'steps']),
  /** What is being worked on, or done, now: a path, a package, "Reloading services". */
  current: z.string().optional(),
})
export type Progress = z.infer<typeof progressSchema>

/**
 * As a step reports it. A step that does one thing after the other says which share of its time this is: milliseconds that
 * it thinks the parts before take, this one, and those after it. Without `phase` the amount is all it does.
 */
export const stepProgressSchema = progressSchema.extend({
  /** Which of the two does what `current` says; absent where both do. */
  on: z.enum(['from', 'to']).optional(),
  phase: z.object({ beforeMs: z.number(), ownMs: z.number(), afterMs: z.number() }).optional(),
})
export type StepProgress = z.infer<typeof stepProgressSchema>

/** As an agent reports it: what is done now may be a message, whose words the app finds. */
export const agentProgressSchema = progressSchema.extend({ current: z.union([z.string(), messageSchema]).optional() })
export type AgentProgress = z.infer<typeof agentProgressSchema>

export function defineVerb<I extends z.ZodType, O extends z.ZodType>(
  verb: Omit<Verb<I, O>, 'progress' | 'silentMs'> & Partial<Pick<Verb, 'silentMs'>>,
): Verb<I, O, typeof progressSchema> {
  return { silentMs: silences.usual, ...verb, progress: progressSchema }
}

/** One thing a client can ask the app. */
export interface Call<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType> {
  readonly name: string
  readonly title: string
  /** A list that a page shows as it last was when it is opened again; never a plan that was made for one dialog. */
  readonly kept?: true
  /** Where the answer is expensive and changes little: how long a page that is opened again shows the one it had. */
  readonly freshForMs?: number
  readonly input: I
  readonly output: O
}

export function defineCall<I extends z.ZodType, O extends z.ZodType>(call: Call<I, O>): Call<I, O> {
  return call
}

export type Input<V extends { readonly input: z.ZodType }> = z.input<V['input']>
export type Parsed<V extends { readonly input: z.ZodType }> = z.output<V['input']>
export type Output<V extends { readonly output: z.ZodType }> = z.output<V['output']>
