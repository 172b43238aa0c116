/** Reading everything on both laptops, outside a switch. */
import { z } from 'zod'
import { defineCall } from './define.ts'
import { laptopSchema } from './switch-state.ts'

/**
 * How one thing differs. links: which names are one file. unreadable: the disk of a laptop does not give it, what lists it does
 * not answer, or the package is not completely installed. starts: whether a service starts by itself, or can be started.
 */
export const differsInSchema = z.enum([
  'missing',
  'type',
  'contents',
  'unreadable',
  'mode',
  'owner',
  'time',
  'target',
  'attributes',
  'links',
  'version',
  'starts',
])
export type DiffersIn = z.infer<typeof differsInSchema>

export const differingItemSchema = z.object({
  /** As it is shown: "Documents/plan.md", "/etc/hosts", "tmux". */
  path: z.string(),
  differsIn: z.array(differsInSchema),
  /** Label of the laptop that has it, when the other one does not. */
  onlyOn: z.string().optional(),
})
export type DifferingItem = z.infer<typeof differingItemSchema>

const differingSchema = z.object({
  count: z.number(),
  /** The first of them. */
  items: z.array(differingItemSchema),
})

/** One area: home files, /etc, packages. */
export const verifiedAreaSchema = z.object({
  title: z.string(),
  /** On both laptops together the bytes that were read; how many things were compared. */
  compared: z.number(),
  bytesRead: z.number(),
  differs: differingSchema,
  /** The person kept them as they are, or said that they are not copied. */
  asChosen: differingSchema,
  /** What could not be compared, or nobody has said of that it should be the same. */
  notCompared: differingSchema,
  /** What is never compared, by why, on each laptop. `byPerson`: a rule of theirs says so. */
  leftOut: z.array(
    z.object({
      laptop: z.string(),
      title: z.string(),
      count: z.number(),
      examples: z.array(z.string()),
      byPerson: z.boolean(),
    }),
  ),
  /** Sentences. */
  notes: z.array(z.string()),
})
export type VerifiedArea = z.infer<typeof verifiedAreaSchema>

export const fullVerificationSchema = z.object({
  here: laptopSchema,
  peer: laptopSchema,
  startedAt: z.string(),
  finishedAt: z.string(),
  /** not-compared: nothing differs that should not, and of some nobody knows. */
  verdict: z.enum(['same', 'as-chosen', 'not-compared', 'differs']),
  areas: z.array(verifiedAreaSchema),
})
export type FullVerification = z.infer<typeof fullVerificationSchema>

export const verifyCalls = {
  /** A task: reads every byte of what is carried, on both laptops at once, and compares it. "locked" while a switch runs. */
  verifyFull: defineCall({
    name: 'verify.full',
    title: 'compare everything on both laptops',
    input: z.object({}),
    output: fullVerificationSchema,
  }),
} as const
