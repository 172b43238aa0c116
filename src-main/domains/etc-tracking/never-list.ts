/**
 * What is never copied from one laptop's /etc to the other's, whatever a rule says: root refuses to read it for the other
 * laptop, to make it and to place it. Its entries are the agent's (on-machine/never-entries.ts); the app asks for them.
 */
import { z } from 'zod'
import { pathPattern } from '../../kernel/path-pattern.ts'

/** The words for each are in messages.ts. */
export const neverWhySchema = z.enum([
  /** The laptop's own name or identity. */
  'identity',
  'disks',
  'accounts',
  /** Private keys. */
  'keys',
  'network',
  /** Where in a network the laptop is, by which card. */
  'address',
  /** Who may come into the laptop at all. */
  'access',
  /** The system makes it by itself. */
  'generated',
  /** It follows from packages and units. */
  'packages',
  /** A capability of pc-switcher calls it its own. */
  'own',
  /** The history of /etc. */
  'history',
])
export type NeverWhy = z.infer<typeof neverWhySchema>

export const neverEntrySchema = z.object({
  /** Anchored, `/` standing for /etc; `*` and `?` stand for anything within a name. */
  pattern: z.string(),
  why: neverWhySchema,
})
export type NeverEntry = z.infer<typeof neverEntrySchema>

export interface NeverList {
  readonly entries: readonly NeverEntry[]
  /** Why `path` ("/ssh/ssh_host_rsa_key") is never copied, or undefined. What lies below a listed folder is meant too. */
  readonly whyNever: (path: string) => NeverWhy | undefined
}

export function createNeverList(entries: readonly NeverEntry[]): NeverList {
  const matchers = entries.map(({ pattern, why }) => ({ why, expression: pathPattern(pattern) }))
  return { entries, whyNever: (path) => matchers.find(({ expression }) => expression.test(path))?.why }
}
