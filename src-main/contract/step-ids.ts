/** What names a step: in plans, events, proofs and journals. */
import { z } from 'zod'

/** A journal or a proof may name a step that this version does not have. */
export const stepIdSchema = z.string().min(1).brand('StepId')
export type StepId = z.infer<typeof stepIdSchema>

/** Each capability defines the ids of its own steps once; nobody else writes them out. */
export function defineStepId(id: string): StepId {
  return stepIdSchema.parse(id)
}

/** Ids of the product's own steps. Those that others wait for are found here; a further capability defines its own. */
export const stepIds = {
  checks: defineStepId('checks'),
  snapshots: defineStepId('snapshots'),
  systemState: defineStepId('system-state'),
  packages: defineStepId('packages'),
  home: defineStepId('home'),
  etc: defineStepId('etc'),
  images: defineStepId('images'),
  containers: defineStepId('containers'),
  localUnits: defineStepId('local-units'),
} as const
