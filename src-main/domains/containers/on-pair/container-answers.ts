/** What the person is asked about a volume or an image, and what an answer means for it. Pure. */
import { z } from 'zod'
import { containerRuleSchema, type ContainerThing } from '../../../contract/container-rule.ts'
import type { Answers } from '../../../contract/preview.ts'
import type { ContainerRow } from './containers-plan.ts'

/** What a choice remembers for every later switch. */
export const askedContainerRuleSchema = z.object({ kind: z.literal('containers'), rule: containerRuleSchema })
export type AskedContainerRule = z.infer<typeof askedContainerRuleSchema>

export function questionId({ engine, kind, name }: ContainerThing): string {
  return `containers:${engine}:${kind}:${name}`
}

type Decided = Pick<ContainerRow, 'decision'>

export function isAsked({ decision: { kind } }: Decided): boolean {
  return kind === 'ask-new' || kind === 'ask-first' || kind === 'ask-both' || kind === 'deleted-there'
}

/** What `--yes` takes: nothing is carried that nobody chose, and nothing replaced. Where both changed it, none. */
export function safeDefaultOf({ decision }: Decided): 'later' | 'keep' | undefined {
  switch (decision.kind) {
    case 'ask-new':
      return 'later'
    case 'ask-first':
    case 'deleted-there':
      return 'keep'
    default:
      return undefined
  }
}

/** Whether the target gets it as it is on the source. */
export function isTaken(row: ContainerRow, answers: Answers): boolean {
  if (row.decision.kind === 'take') return true
  return isAsked(row) && (answers[questionId(row)] ?? safeDefaultOf(row)) === 'take'
}
