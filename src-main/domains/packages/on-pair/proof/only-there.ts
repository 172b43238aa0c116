/** What only the laptop that is taken has, by who decided about it. */
import { keyOf, type PackageRef, type PackageVersion } from '../../model.ts'
import type { PackagesPlan } from '../packages-plan.ts'
import type { Agreed } from '../apply-answers.ts'

export interface OnlyThere {
  /** Agreed to be removed, or not there when the plan was made. */
  readonly unexpected: readonly PackageVersion[]
  /** On the person's word. */
  readonly kept: readonly PackageVersion[]
  /** Nobody was asked. */
  readonly staying: readonly PackageVersion[]
}

export function sortOnlyThere(onlyThere: readonly PackageVersion[], plan: PackagesPlan, agreed: Agreed): OnlyThere {
  const removed = new Set(agreed.remove.map(keyOf))
  const unasked = new Set(plan.staying.map(keyOf))
  const isKept = new Set(plan.removals.map(({ asked }) => keyOf(asked)))
  const isRuled = new Set(ruledRefs(plan).map(keyOf))
  const kindOf = (key: string): keyof OnlyThere | 'ruled' =>
    isRuled.has(key)
      ? 'ruled'
      : removed.has(key)
        ? 'unexpected'
        : isKept.has(key)
          ? 'kept'
          : unasked.has(key)
            ? 'staying'
            : 'unexpected'
  const of = (kind: keyof OnlyThere) => onlyThere.filter((one) => kindOf(keyOf(one)) === kind)
  return { unexpected: of('unexpected'), kept: of('kept'), staying: of('staying') }
}

/** What a rule leaves on one laptop alone: kept apart on either, or to be on both and not yet on the one that is left. */
export function ruledRefs({ kept, both }: PackagesPlan): readonly PackageRef[] {
  return [...kept, ...both.filter(({ stays }) => stays)]
}
