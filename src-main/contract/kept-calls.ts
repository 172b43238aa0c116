/** What each laptop keeps for itself, of all kinds that capabilities declare. */
import { z } from 'zod'
import { defineCall } from './define.ts'
import { elsewhereSchema } from './elsewhere.ts'
import { keptSchema } from './rule.ts'

/** How a capability calls things of which each laptop keeps its own. */
export const keepsSchema = z.object({
  /** As its rules are stored: "image". */
  kind: z.string(),
  /** Of one: "VM image". */
  what: z.string(),
  /** Of all, as a heading. */
  title: z.string(),
  /** What a rule does, as a sentence. */
  effect: z.string(),
})
export type Keeps = z.infer<typeof keepsSchema>

export const keptListSchema = z.object({
  kinds: z.array(keepsSchema.extend({ names: z.array(z.string()) })),
  /** As it is shown: "~/system-state/kept.json". */
  file: z.string(),
  elsewhere: elsewhereSchema.optional(),
})

export const keptCalls = {
  keptList: defineCall({
    name: 'kept.list',
    title: 'list what each laptop keeps for itself',
    kept: true,
    input: z.object({}),
    output: keptListSchema,
  }),
  /** It is asked about again. */
  keptForget: defineCall({
    name: 'kept.forget',
    title: 'remove a rule about what each laptop keeps for itself',
    input: keptSchema,
    output: keptListSchema,
  }),
} as const
