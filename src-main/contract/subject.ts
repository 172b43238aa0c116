/** What a question is about, as data. Never parsed from the question's ID. */
import { z } from 'zod'
import { packageManagers } from './package-rule.ts'

/** `path` is absolute below /etc: "/sysctl.d/60-dev.conf". */
const etcFileSchema = z.object({ kind: z.literal('etc-file'), path: z.string() })
const packageSchema = z.object({
  kind: z.literal('package'),
  manager: z.enum(packageManagers),
  name: z.string(),
  architecture: z.string().optional(),
})
/** Of the system, or of every user. */
const serviceSchema = z.object({
  kind: z.literal('service'),
  unit: z.string(),
  scope: z.literal('users').optional(),
})
/** Where packages come from: its address and suite, without a password. */
const packageSourceSchema = z.object({ kind: z.literal('package-source'), id: z.string() })
/** Which program a name leads to: "editor". */
const alternativeSchema = z.object({ kind: z.literal('alternative'), name: z.string() })
/** `place` is below the person's home folder, or absolute: what is asked about is there, or in it. */
const homeSchema = z.object({ kind: z.literal('home'), place: z.string() })
/** Whether this laptop, by its host name, has work that the other one lacks. */
const laptopSchema = z.object({ kind: z.literal('laptop'), name: z.string() })
const switchSchema = z.object({ kind: z.literal('switch'), switchId: z.string() })
/** Of a capability that has no kind of its own here; `what` says in a word what it is: "bookmark". */
const otherSchema = z.object({ kind: z.literal('other'), what: z.string(), name: z.string() })

export const subjectSchema = z.discriminatedUnion('kind', [
  etcFileSchema,
  packageSchema,
  packageSourceSchema,
  alternativeSchema,
  serviceSchema,
  homeSchema,
  laptopSchema,
  switchSchema,
  otherSchema,
])
export type Subject = z.infer<typeof subjectSchema>
