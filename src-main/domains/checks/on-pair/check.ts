/** What a check reads of the two laptops, and what it finds. */
import { z } from 'zod'
import { doorProblemSchema } from '../../../commons/doors/verbs.ts'
import { ledgerViewSchema } from '../../../commons/ledger/verbs.ts'
import { holderSchema } from '../../../contract/overview-calls.ts'
import { switchScopeSchema } from '../../../contract/switch-scope.ts'
import { powerRuleSchema } from '../../../contract/settings-calls.ts'
import type { CheckRow, Preview, Question } from '../../../contract/preview.ts'
import type { Laptop } from '../../../contract/switch-state.ts'
import { factsSchema } from '../verbs.ts'
import { timingSchema } from './compare-clocks.ts'

const sideSchema = z.object({
  facts: factsSchema,
  timing: timingSchema,
  ledger: ledgerViewSchema.pick({ lock: true, open: true }),
  /** Who would not get in there the next time. */
  doors: z.array(doorProblemSchema),
})

export const checksPlanSchema = z.object({
  at: z.string(),
  from: sideSchema,
  to: sideSchema,
  holder: holderSchema,
  /** `name` of the laptop whose app asks. */
  startedBy: z.string(),
  scope: switchScopeSchema.optional(),
  /** What the person wants of both batteries before copying starts. */
  power: powerRuleSchema.shape.start,
})
export type ChecksPlan = z.infer<typeof checksPlanSchema>
export type CheckSide = z.infer<typeof sideSchema>

export interface LaptopPair {
  readonly from: Laptop
  readonly to: Laptop
}

export interface Finding {
  readonly row: CheckRow
  readonly blockers: Preview['blockers']
  readonly questions: readonly Question[]
}

type Blocker = Preview['blockers'][number]

/** A finding; its row shows the first blocker as remedy unless it has one. */
export function finding(
  row: CheckRow,
  blockers: readonly Blocker[] = [],
  questions: readonly Question[] = [],
): Finding {
  const remedy = row.remedy ?? blockers[0]?.text
  return { row: remedy === undefined ? row : { ...row, remedy }, blockers: [...blockers], questions }
}
