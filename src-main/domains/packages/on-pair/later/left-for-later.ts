/** What the person leaves out of one switch alone: for its plan as by a rule, which no file has. Pure. */
import { forLater } from '../../../../contract/left-for-later.ts'
import type { PackageRule, Refusable } from '../../../../contract/package-rule.ts'
import type { Answers } from '../../../../contract/preview.ts'
import type { CallOptions } from '../../../../machine/machine.ts'
import type { PlanContext } from '../../../../switch/step.ts'

/** With what was answered to the plan before. */
export type Probing = CallOptions & Pick<PlanContext, 'answered'>

type Target = Pick<Refusable, 'kind' | 'name'>

function laterId({ kind, name }: Target): string {
  return `${kind}-later:${name}`
}

/** Whatever a rule keeps from being done can also be left this time. */
export function refusable(target: Target, decisions: Refusable['decisions']): Refusable {
  return { ...target, decisions, later: laterId(target) }
}

export function isLeft(target: Target, answered: Answers): boolean {
  return answered[laterId(target)] === forLater
}

/** Neither installed nor changed, for others' sake either; before every rule of the person's. */
export function withLeft(rules: readonly PackageRule[], left: readonly Target[]): readonly PackageRule[] {
  return [...rules, ...left.map(({ kind, name }) => ({ kind, name, decision: 'never' as const }))]
}
