/** Calls about the person's rules for /etc. They are those of the laptop that has the latest work, whichever is asked. */
import { z } from 'zod'
import { defineCall } from './define.ts'
import { elsewhereSchema } from './elsewhere.ts'
import { lookSideSchema } from './look.ts'
import { laptopSchema } from './switch-state.ts'

export const etcRuleSchema = z.object({
  /** Absolute below /etc: "/sysctl.d/60-dev.conf". */
  pattern: z.string(),
  decision: z.enum(['always', 'never']),
  /** built-in rules cannot be changed. */
  origin: z.enum(['built-in', 'person']),
  reason: z.string(),
  line: z.number().optional(),
})
export type EtcRule = z.infer<typeof etcRuleSchema>

const etcRulesSchema = z.object({
  rules: z.array(etcRuleSchema),
  file: z.string(),
  elsewhere: elsewhereSchema.optional(),
})

const undecidedFileSchema = z.object({
  /** As in a rule. */
  pattern: z.string(),
  /** "5 lines differ", "New from P17". */
  reason: z.string(),
  secret: z.boolean(),
  canLook: z.boolean(),
  /** Whose contents were changed later; absent where neither were. */
  newer: z.enum(['from', 'to']).optional(),
  suggestion: z.object({ choice: z.enum(['always', 'never']), why: z.string() }).optional(),
})
export type UndecidedFile = z.infer<typeof undecidedFileSchema>

/** Of two lines about one path each has its own. */
export function keyOfEtcRule({ origin, pattern, line }: EtcRule): string {
  return `${origin}:${pattern}:${line ?? ''}`
}

export const etcCalls = {
  etcList: defineCall({
    name: 'etc.list',
    title: 'list the rules for /etc',
    kept: true,
    input: z.object({}),
    output: etcRulesSchema,
  }),
  /** Writes rules into etc.stignore, in one commit. "forget" takes them out. */
  etcDecide: defineCall({
    name: 'etc.decide',
    title: 'set rules for files in /etc',
    input: z.object({
      patterns: z.array(z.string()).min(1).max(10_000),
      decision: z.enum(['always', 'never', 'forget']),
    }),
    /** `isThere`: whether the laptop whose rules these are has any such file or folder; absent where nobody may look. */
    output: etcRulesSchema.extend({ isThere: z.boolean().optional() }),
  }),
  /** Looks at both laptops as they are now: files without a rule that differ. `from` has the latest work. */
  etcUndecided: defineCall({
    name: 'etc.undecided',
    title: 'list files in /etc without a rule',
    input: z.object({}),
    output: z.object({ from: laptopSchema, to: laptopSchema, files: z.array(undecidedFileSchema) }),
  }),
  /** Both versions of a file in /etc as they are now. */
  etcLook: defineCall({
    name: 'etc.look',
    title: 'compare both versions of a file in /etc',
    input: z.object({ pattern: z.string() }),
    output: z.object({ from: lookSideSchema, to: lookSideSchema }),
  }),
} as const

/** A rule's path as a person writes and reads it, with /etc; in calls and files it is below /etc: "/hosts". */
export function etcPathOf(pattern: string): string {
  if (pattern === '/etc' || pattern.startsWith('/etc/')) return pattern
  return pattern.startsWith('/') ? `/etc${pattern}` : `/etc/**/${pattern}`
}

/** "/etc/hosts", "hosts": below /etc. Undefined for what is elsewhere, and for what no rule can be. */
export function etcPatternFrom(typed: string): string | undefined {
  const path = typed.trim().replace(/\/+$/, '')
  if (path === '' || (path.startsWith('/') && !path.startsWith('/etc/'))) return undefined
  const pattern = path.startsWith('/') ? path.slice('/etc'.length) : `/${path}`
  const bad = pattern.split('/').some((name) => name === '..' || name === '.') || /[\n\r\0]/.test(pattern)
  return bad ? undefined : pattern
}
