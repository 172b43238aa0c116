import type { Decision, HomePlan } from './plan.ts'

/** Whether answers to one plan are answers to another: every decision that is open now was open then, in the same way. */
export function changesOfPlan(agreed: HomePlan, now: HomePlan): readonly string[] {
  if (agreed.base !== now.base) return ['What both laptops had when they were last equal is known differently now.']
  const before = new Map(agreed.decisions.map((decision) => [decision.id, decision]))
  return now.decisions.flatMap((decision) => {
    const earlier = before.get(decision.id)
    if (earlier === undefined)
      return [`${decision.subject} has changed on both laptops, or on the other one, since the plan was made.`]
    return isSameQuestion(earlier, decision) ? [] : [`What happened to ${decision.subject} is something else now.`]
  })
}

function isSameQuestion(earlier: Decision, now: Decision): boolean {
  if (earlier.kind !== now.kind) return false
  const agreed = new Set(earlier.paths)
  return now.paths.every((path) => agreed.has(path))
}
