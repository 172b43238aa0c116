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
  readonly input: I
  readonly output: O
  readonly progress: P
}

/** What long work says of itself. `done` and `total` are in `unit`; a total that is not known yet is left out. */
export const progressSchema = z.object({
  done: z.number(),
  total: z.number().optional(),
  unit: z.enum(['bytes', 'files', 'packages', 'steps']),
  /** What is being worked on, or done, now: a path, a package, "Reloading services". */
  current: z.string().optional(),
})
export type Progress = z.infer<typeof progressSchema>

/** As an agent reports it: what is done now may be a message, whose words the app finds. */
export const agentProgressSchema = progressSchema.extend({ current: z.union([z.string(), messageSchema]).optional() })
export type AgentProgress = z.infer<typeof agentProgressSchema>

export function defineVerb<I extends z.ZodType, O extends z.ZodType>(
  verb: Omit<Verb<I, O>, 'progress'>,
): Verb<I, O, typeof progressSchema> {
  return { ...verb, progress: progressSchema }
}

/** One thing a client can ask the app. */
export interface Call<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType> {
  readonly name: string
  readonly title: string
  readonly input: I
  readonly output: O
}

export function defineCall<I extends z.ZodType, O extends z.ZodType>(call: Call<I, O>): Call<I, O> {
  return call
}

export type Input<V extends { readonly input: z.ZodType }> = z.input<V['input']>
export type Parsed<V extends { readonly input: z.ZodType }> = z.output<V['input']>
export type Output<V extends { readonly output: z.ZodType }> = z.output<V['output']>
