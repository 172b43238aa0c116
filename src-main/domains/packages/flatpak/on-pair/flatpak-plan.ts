import { z } from 'zod'
import { roomSchema, type Answers } from '../../../../contract/preview.ts'
import { failureSchema } from '../../program-failure.ts'
import { flatpakSchema, refSchema, remoteNameSchema, remoteSchema } from '../model.ts'

/** As it is known to whoever decides; its keys are asked again when it is added, and have to be these. */
const offeredRemoteSchema = remoteSchema.omit({ keyring: true })
export type OfferedRemote = z.infer<typeof offeredRemoteSchema>

/** By its name on the target. */
const wantedSchema = flatpakSchema.extend({ remote: remoteNameSchema })

/**
 * no-source: installed of a file. unsigned, password, filtered: what its remote is like. name-taken: by another remote. turned-off: on the
 * target. unused: a remote without an app, turned off on the source laptop.
 */
const whyNotSchema = z.enum(['no-source', 'unsigned', 'password', 'filtered', 'name-taken', 'turned-off', 'unused'])
export type FlatpakWhyNot = z.infer<typeof whyNotSchema>

const settingsSchema = z.object({
  masks: z.array(z.string()),
  pins: z.array(z.string()),
  /** Names alone. */
  overrides: z.array(z.string()),
})
export type FlatpakSettings = z.infer<typeof settingsSchema>

/** What is journalled: differences alone, and no contents of files. */
export const flatpakPlanSchema = z.object({
  /** Whether the source laptop, and the target, has the program. */
  isInstalled: z.object({ from: z.boolean(), to: z.boolean() }),
  /** Sources that the target lacks, each with a question. */
  remotes: z.array(offeredRemoteSchema),
  /** Which it cannot be given, and which both have otherwise. */
  remotesTold: z.array(offeredRemoteSchema.extend({ why: whyNotSchema })),
  remotesDiffering: z.array(
    z.object({
      here: offeredRemoteSchema,
      there: offeredRemoteSchema,
    }),
  ),
  /** Addresses of those that each laptop keeps as it has them: the person's rules. */
  keptRemotes: z.array(z.string()),
  install: z.array(wantedSchema),
  update: z.array(flatpakSchema),
  rejected: z.array(flatpakSchema.extend({ why: whyNotSchema, remote: z.string() })),
  removals: z.array(flatpakSchema),
  /** Each laptop keeps its own of these, or they stay in other versions: the person's rules. */
  kept: z.array(refSchema),
  /** Of those, what only this switch leaves. */
  later: z.array(flatpakSchema.extend({ isThere: z.boolean() })),
  /** To be on both by a rule, and only on the target. */
  both: z.array(refSchema),
  newer: z.array(flatpakSchema),
  ...settingsSchema.shape,
  /** Set on the target alone, where it stays. */
  settingsThere: settingsSchema,
  /** In installations beside the usual one, only on the source laptop: told. */
  others: z.array(z.object({ installation: remoteNameSchema, ref: refSchema })),
  /** Whether the apps of the person on the source laptop could not be listed. */
  isPersonUnknown: z.boolean(),
  /** What is not copied from the source laptop, and on which of the two ostree is missing. */
  downloads: z.object({ refs: z.array(refSchema), lacking: z.enum(['from', 'to']) }).optional(),
  /** Whatever is answered. */
  rooms: z.array(roomSchema),
  /** What could not be done the last time. */
  failedBefore: z.array(failureSchema),
})
export type FlatpakPlan = z.infer<typeof flatpakPlanSchema>

export const remoteQuestionId = (name: string): string => `flatpak-remote:${name}`
export const removalQuestionId = (ref: string): string => `flatpak-remove:${ref}`

export interface AgreedFlatpaks {
  readonly remotes: FlatpakPlan['remotes']
  readonly install: FlatpakPlan['install']
  readonly remove: readonly string[]
  /** Nothing gives them without a source that was not agreed to. */
  readonly without: FlatpakPlan['install']
}

/** An app comes where its source is there, or is agreed to. */
export function applyAnswers(plan: FlatpakPlan, answers: Answers): AgreedFlatpaks {
  const isAgreed = (name: string): boolean => answers[remoteQuestionId(name)] === 'add'
  const refused = new Set(plan.remotes.map(({ name }) => name).filter((name) => !isAgreed(name)))
  return {
    remotes: plan.remotes.filter(({ name }) => isAgreed(name)),
    install: plan.install.filter(({ remote }) => !refused.has(remote)),
    remove: plan.removals.map(({ ref }) => ref).filter((ref) => answers[removalQuestionId(ref)] === 'remove'),
    without: plan.install.filter(({ remote }) => refused.has(remote)),
  }
}
