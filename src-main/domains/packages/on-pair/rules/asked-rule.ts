/** What a choice of a question about packages remembers. */
import { z } from 'zod'
import { keepAlwaysChoice as keepAlways } from '../../../../commons/kept/on-pair/keep-always.ts'

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

export const askedRuleSchema = z.discriminatedUnion('kind', [
  packageSchema,
  serviceSchema,
  sourceSchema,
  flatpakSourceSchema,
  alternativeSchema,
])
export type AskedRule = z.infer<typeof askedRuleSchema>

/** With a rule that the file of rules knows. */
export const keepAlwaysChoice = keepAlways<AskedRule>
