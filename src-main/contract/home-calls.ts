/** What of /home is not copied: the person's own rules, and the built-in ones. */
import { z } from 'zod'
import { defineCall } from './define.ts'
import { elsewhereSchema } from './elsewhere.ts'
import { savedSinceSchema } from './saved-since-schema.ts'

const homeRuleSchema = z.object({
  /** From the home folder on, "/Downloads/iso", or a name anywhere in it, "*.iso". Added homes are no rules here. */
  pattern: z.string(),
  /** include: of what another rule, or a built-in one for caches, leaves out. */
  decision: z.enum(['exclude', 'include']),
  line: z.number(),
})

export const homeExclusionsSchema = z.object({
  /** As it is shown: "~/system-state/home.stignore". */
  file: z.string(),
  rules: z.array(homeRuleSchema),
  /** Lines that are no rules: until they are corrected nothing is switched. `why` is a sentence. */
  invalid: z.array(z.object({ line: z.number(), text: z.string(), why: z.string() })),
  builtIn: z.array(
    z.object({
      kind: z.string(),
      title: z.string(),
      /** Whether a rule of the person's can include it. */
      canBeIncluded: z.boolean(),
      /** Of what is copied unless a line of home.stignore says otherwise: whether it is. `line`: that leaves out all of it. */
      isCopied: z.boolean().optional(),
      line: z.string().optional(),
      /** Below each home folder: ".ssh/id_*". */
      patterns: z.array(z.string()),
    }),
  ),
  /** Of other accounts, on this laptop or added. */
  homes: z.array(
    z.object({
      account: z.string(),
      /** Absolute; undefined when this laptop has no such account, or its home is elsewhere. */
      home: z.string().optional(),
      /** Copied too. */
      isAdded: z.boolean(),
    }),
  ),
  elsewhere: elsewhereSchema.optional(),
})
export type HomeExclusions = z.infer<typeof homeExclusionsSchema>

const amounts = { files: z.number(), bytes: z.number() }

/** What has none is not in it. */
const homeMeasuredSchema = z.object({
  rules: z.array(z.object({ pattern: z.string(), ...amounts })),
  builtIn: z.array(z.object({ kind: z.string(), ...amounts })),
})

/** Which rule decides about a path on this laptop. */
export const homeReasonSchema = z.discriminatedUnion('source', [
  /** None: it is copied like everything else. */
  z.object({ source: z.literal('none') }),
  /** `text` is the line: "!/Downloads/keep.iso". */
  z.object({ source: z.literal('person'), line: z.number(), text: z.string(), file: z.string() }),
  z.object({
    source: z.literal('built-in'),
    kind: z.string(),
    title: z.string(),
    pattern: z.string(),
    canBeIncluded: z.boolean(),
  }),
  /** By what is on this laptop's disk: a key under another name, another file system. */
  z.object({ source: z.literal('found'), kind: z.string(), title: z.string() }),
  /** It is in the home of another account, which can be added. */
  z.object({ source: z.literal('account'), account: z.string(), home: z.string() }),
  /** A device or a socket: it belongs to a machine or a running program. */
  z.object({ source: z.literal('device') }),
])
export type HomeReason = z.infer<typeof homeReasonSchema>

const homePlaceSchema = z.object({
  /** As it is shown: "~/Downloads/iso". */
  path: z.string(),
  exists: z.boolean(),
  /** way: of this folder alone what leads to something that is included. */
  verdict: z.enum(['copied', 'left-out', 'way']),
  reason: homeReasonSchema,
  /** The read-only subvolume on this laptop that it is or lies in: what the other laptop changed there cannot come. */
  readOnly: z.string().optional(),
})

export const homeExplanationSchema = homePlaceSchema.extend({
  /** A link is copied as it is, wherever it leads. `leads` is absent where that is outside of the home, or nothing. */
  link: z.object({ target: z.string(), leads: homePlaceSchema.optional() }).optional(),
})
export type HomeExplanation = z.infer<typeof homeExplanationSchema>

export const homeCalls = {
  /** Looks which files these are, unless nothing was written, or it was looked just now: then `isCurrent` is false. */
  homeSavedSince: defineCall({
    name: 'home.savedSince',
    title: 'find what was saved since the last switch',
    input: z.object({ laptop: z.string() }),
    output: z.object({ savedSince: savedSinceSchema.optional() }),
  }),
  homeExclusions: defineCall({
    name: 'home.exclusions',
    title: 'list what is not copied from the home folder',
    kept: true,
    input: z.object({}),
    output: homeExclusionsSchema,
  }),
  /** How many files of this laptop each of them decides about. It reads the names of the whole home, which takes a while. */
  homeMeasure: defineCall({
    name: 'home.measure',
    title: 'count what is not copied from the home folder',
    kept: true,
    freshForMs: 15 * 60_000,
    input: z.object({}),
    output: homeMeasuredSchema,
  }),
  homeExplain: defineCall({
    name: 'home.explain',
    title: 'tell whether a path in the home folder is copied',
    input: z.object({ path: z.string() }),
    output: homeExplanationSchema,
  }),
  /**
   * Writes home.stignore so that this path, absolute, is left out or copied, and commits it. `changed`: whether it had to. Of
   * another account's home only the whole can be decided about.
   */
  homeDecidePath: defineCall({
    name: 'home.decidePath',
    title: 'set whether a path in the home folder is copied',
    input: z.object({ path: z.string(), decision: z.enum(['exclude', 'include']) }),
    output: z.object({
      changed: z.boolean(),
      explanation: homeExplanationSchema,
      elsewhere: elsewhereSchema.optional(),
    }),
  }),
  /** The same with a rule as a person types it: "/Downloads/iso", "~/Downloads/iso", "*.iso". "forget" takes it out. */
  homeDecideRule: defineCall({
    name: 'home.decideRule',
    title: 'set a rule for the home folder',
    input: z.object({ pattern: z.string(), decision: z.enum(['exclude', 'include', 'forget']) }),
    output: z.object({ changed: z.boolean(), exclusions: homeExclusionsSchema }),
  }),
} as const
