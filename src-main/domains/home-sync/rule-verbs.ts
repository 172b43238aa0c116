/** What one laptop is asked about the rules by which files of /home are left out. */
import { z } from 'zod'
import { defineVerb, silences } from '../../contract/define.ts'
import { relativeBytePathSchema } from '../../contract/path-schemas.ts'
import { isPersonRule } from './exclusions/person-rule.ts'

export const exclusionKindSchema = z.enum([
  'key',
  'identity',
  'lock',
  'hardware',
  'store',
  'cache',
  'trash',
  'work',
  'developer',
  'syncthing',
  'own',
  'account',
  'elsewhere',
  'mount',
  'deep',
  'unreadable',
  'owner',
  'subvolume',
  'system',
])

export const literalExclusionSchema = z.object({
  path: relativeBytePathSchema,
  kind: exclusionKindSchema,
})

/** A rule of the person's, as a line of home.stignore says it. What never crosses is the agent's, and cannot be included. */
export const personRuleSchema = z
  .object({ pattern: z.string().max(65_536), decision: z.enum(['exclude', 'include']) })
  .refine(isPersonRule, 'not a rule about a home')

export const personRulesSchema = z.array(personRuleSchema).max(10_000)

/** Where a path of this laptop stands: `source` of the rule that decides, if there is one. */
export const explainPath = defineVerb({
  name: 'home.explain',
  title: 'find the rule about a path in /home',
  mutates: false,
  input: z.object({ path: relativeBytePathSchema, rules: personRulesSchema }),
  output: z.object({
    isThere: z.boolean(),
    isLeftOut: z.boolean(),
    /** A folder that is left out but for what leads to something that is included. */
    isOnTheWay: z.boolean(),
    rule: z
      .discriminatedUnion('source', [
        z.object({ source: z.literal('person'), pattern: z.string(), decision: z.enum(['exclude', 'include']) }),
        /** `pattern` is below /home. */
        z.object({ source: z.literal('built-in'), pattern: z.string(), kind: exclusionKindSchema }),
        /** By what is on this laptop's disk. */
        z.object({ source: z.literal('found'), kind: exclusionKindSchema }),
      ])
      .optional(),
    /** The read-only subvolume that it is or lies in: what comes from the other laptop cannot be written there. */
    readOnly: relativeBytePathSchema.optional(),
  }),
})

const amounts = { files: z.number(), bytes: z.number() }

/** How many files of the person's home each rule decides about. What has none is not in it; what was found by content neither. */
export const measureRules = defineVerb({
  name: 'home.measureRules',
  title: 'count what the rules about /home match',
  mutates: false,
  silentMs: silences.long,
  input: z.object({ rules: personRulesSchema }),
  output: z.object({
    rules: z.array(z.object({ pattern: z.string(), ...amounts })),
    builtIn: z.array(z.object({ kind: exclusionKindSchema, ...amounts })),
  }),
})

/** Whose homes there are below /home besides the person's own, which are copied only if the person adds them. */
export const listOtherHomes = defineVerb({
  name: 'home.listOthers',
  title: 'list the homes of other accounts',
  mutates: false,
  input: z.object({}),
  /** `home` is absolute. */
  output: z.object({ homes: z.array(z.object({ account: z.string(), home: z.string() })) }),
})
