/** What a choice remembers for every later switch, as data: how it is kept on disk is its capability's own. */
import { z } from 'zod'

/** Nothing that could be taken for a path or an option. */
const nameSchema = z
  .string()
  .max(300)
  .regex(/^[^/\p{Cc}-][^/\p{Cc}]*$/u)

/** Each laptop keeps its own of it: neither copied, removed nor installed, and not asked about. */
const packageSchema = z.object({
  kind: z.literal('package'),
  /** apt, where nothing else is said. */
  manager: z.enum(['flatpak', 'snap']).optional(),
  name: nameSchema,
  architecture: nameSchema,
  /** It comes with nothing that needs it either, and where both have it, its version, hold and mark are left as they are. */
  decision: z.literal('never').optional(),
})
/** Of the system, or of every user. */
const serviceSchema = z.object({ kind: z.literal('service'), unit: nameSchema, scope: z.literal('users').optional() })
/** Its address and suite. */
const sourceSchema = z.object({ kind: z.literal('package-source'), id: z.string().max(1_000) })
/** Of Flatpak: its address. */
const flatpakSourceSchema = z.object({ kind: z.literal('flatpak-source'), address: z.string().max(1_000) })
/** Which program a name leads to. */
const alternativeSchema = z.object({ kind: z.literal('alternative'), name: nameSchema })

/** An image in the folder of images, together with those that build on it. */
export const keptSchema = z.object({ kind: z.literal('image'), file: z.string().regex(/^[^/\0]+$/) })
export type Kept = z.infer<typeof keptSchema>

/** `pattern` as a line of ~/system-state/home.stignore has it: "/Downloads/iso". */
const homeExclusionSchema = z.object({ kind: z.literal('home'), pattern: z.string() })

export const ruleSchema = z.discriminatedUnion('kind', [
  packageSchema,
  serviceSchema,
  sourceSchema,
  flatpakSourceSchema,
  alternativeSchema,
  keptSchema,
  homeExclusionSchema,
])
export type Rule = z.infer<typeof ruleSchema>
