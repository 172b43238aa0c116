/** Images of which each laptop keeps its own. */
import { z } from 'zod'
import { defineCall } from './define.ts'
import { elsewhereSchema } from './elsewhere.ts'
import { keptSchema } from './rule.ts'

export const keptListSchema = z.object({
  kept: z.array(keptSchema),
  /** As it is shown: "~/system-state/kept.json". */
  file: z.string(),
  elsewhere: elsewhereSchema.optional(),
})

export const keptCalls = {
  keptList: defineCall({
    name: 'kept.list',
    title: 'list what each laptop keeps for itself',
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
