import type { Answers } from '../../../../contract/preview.ts'
import type { Verification, VerificationItem } from '../../../../contract/switch-state.ts'
import type { Pair } from '../../../../switch/step.ts'
import type { Units } from '../../model.ts'
import { localUnits, startingAlone, uncarriedOnBoth, unitKey } from '../../on-pair/compare-units.ts'
import { agreedUnits } from '../../on-pair/packages-plan.ts'
import { itemNotCompared } from '../../on-pair/proof/not-compared-item.ts'
import { startsItem } from '../../on-pair/proof/starts-item.ts'
import type { LocalUnitsPlan } from './local-units-plan.ts'
import * as texts from './texts.ts'

interface Agreed {
  readonly pair: Pair
  readonly plan: LocalUnitsPlan
  readonly answers: Answers
}

/** Both laptops as they are now. A unit of which one laptop lacks the file is not compared. */
export function verifyLocalUnits(
  { from, to }: Readonly<Record<'from' | 'to', Units>>,
  { pair, plan, answers }: Agreed,
): Verification {
  const [here, there] = [localUnits(from), localUnits(to)]
  const both = startsItem(texts.stepTitle, {
    ...{ from: here, to: there, label: pair.from.label },
    asked: [...plan.units.map(unitKey), ...plan.ruled],
    agreed: agreedUnits(plan.units, answers),
  })
  const notCompared: readonly (readonly [text: (count: number) => string, names: readonly string[]])[] = [
    [texts.onlyOn(pair.from.label, pair.to.label), startingAlone(here, there).map(unitKey)],
    [texts.onlyOn(pair.to.label, pair.from.label), startingAlone(there, here).map(unitKey)],
    [texts.ofLaptop, uncarriedOnBoth(here, there).map(unitKey)],
  ]
  return {
    items: [
      ...(both.compared === 0 ? [] : [both]),
      ...notCompared.flatMap(([text, names]) => leftOut(text(names.length), names)),
    ],
    notes: [],
  }
}

function leftOut(text: string, names: readonly string[]): readonly VerificationItem[] {
  const count = names.length
  if (count === 0) return []
  const notCompared = { why: 'left-out' as const, count, what: texts.what(count), names: [...names] }
  return [itemNotCompared([texts.stepTitle, text], notCompared)]
}
