import type { Answers } from '../../../../contract/preview.ts'
import { changesOfUse } from '../in-use/in-use.ts'
import type { Decision, HomePlan } from './plan.ts'
import * as texts from '../texts.ts'

/** Sentences about decisions of `now` that were not open in the same way in `agreed`; empty when its answers still hold. */
export function changesOfPlan(agreed: HomePlan, now: HomePlan, answers: Answers): readonly string[] {
  if (agreed.base !== now.base) return [texts.changes.base]
  if (linesOf(agreed) !== linesOf(now)) return [texts.changes.rules]
  const before = new Map(agreed.decisions.map((decision) => [decision.id, decision]))
  const ofDecisions = now.decisions.flatMap((decision) => {
    const earlier = before.get(decision.id)
    if (earlier === undefined) return [texts.changes.newDecision(decision.subject)]
    return isSameQuestion(earlier, decision) ? [] : [texts.changes.otherDecision(decision.subject)]
  })
  return [...ofDecisions, ...changesOfUse(agreed, now, answers)]
}

function linesOf({ rules }: HomePlan): string {
  return rules.map(({ pattern, decision }) => `${decision} ${pattern}`).join('\n')
}

function isSameQuestion(earlier: Decision, now: Decision): boolean {
  if (earlier.kind !== now.kind || earlier.aboutThere !== now.aboutThere) return false
  const agreed = new Set(earlier.paths)
  return now.paths.every((path) => agreed.has(path))
}
