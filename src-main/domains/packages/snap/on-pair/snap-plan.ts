import { z } from 'zod'
import { roomSchema, type Answers } from '../../../../contract/preview.ts'
import { failureSchema } from '../../program-failure.ts'
import { channelSchema, snapNameSchema, snapSchema, type Snap } from '../model.ts'

/** file: installed of a file, so that the store does not have it. devmode: without confinement, by hand. no-classic: not possible there. */
const whyNotSchema = z.enum(['file', 'devmode', 'no-classic'])
export type SnapWhyNot = z.infer<typeof whyNotSchema>

/** What is journalled: differences alone. */
export const snapPlanSchema = z.object({
  /** For rules: "amd64"; empty where there is no snapd. */
  architecture: z.string(),
  /** Of the source, and of the target. */
  snapd: z.object({ from: z.enum(['there', 'absent', 'silent']), to: z.enum(['there', 'absent', 'silent']) }),
  /** Those without confinement are a question each. */
  install: z.array(snapSchema),
  rejected: z.array(snapSchema.extend({ why: whyNotSchema })),
  removals: z.array(snapSchema),
  /** Of another revision on the target: both stay as they are. */
  otherwise: z.array(snapSchema.extend({ there: z.string() })),
  /** Each laptop keeps its own of these, or they are to be on both and are on the target: the person's rules. */
  kept: z.array(snapNameSchema),
  /** Of those, what only this switch leaves. */
  later: z.array(snapSchema),
  both: z.array(snapNameSchema),
  /** On both, and follow other channels: the person's rules. */
  keptChannels: z.array(snapNameSchema),
  follow: z.array(z.object({ name: snapNameSchema, channel: channelSchema })),
  /** Whatever is answered. */
  rooms: z.array(roomSchema),
  failedBefore: z.array(failureSchema),
})
export type SnapPlan = z.infer<typeof snapPlanSchema>

export const emptySnapPlan: SnapPlan = {
  architecture: '',
  snapd: { from: 'absent', to: 'absent' },
  ...{ install: [], rejected: [], removals: [], otherwise: [], kept: [], both: [] },
  ...{ later: [], keptChannels: [] },
  ...{ follow: [], rooms: [], failedBefore: [] },
}

export const classicQuestionId = (name: string): string => `snap-classic:${name}`
export const removalQuestionId = (name: string): string => `snap-remove:${name}`

export function isClassic({ confinement }: Pick<Snap, 'confinement'>): boolean {
  return confinement === 'classic'
}

export interface AgreedSnaps {
  readonly install: readonly Snap[]
  readonly remove: readonly string[]
  /** Classic ones that were not agreed to. */
  readonly without: ReadonlySet<string>
}

export function applyAnswers({ install, removals }: SnapPlan, answers: Answers): AgreedSnaps {
  const isAgreed = (one: Snap): boolean => !isClassic(one) || answers[classicQuestionId(one.name)] === 'install'
  return {
    install: install.filter(isAgreed),
    remove: removals.map(({ name }) => name).filter((name) => answers[removalQuestionId(name)] === 'remove'),
    without: new Set(install.filter((one) => !isAgreed(one)).map(({ name }) => name)),
  }
}
