import type { Answers } from '../../../../contract/preview.ts'
import type { Verification, VerificationItem } from '../../../../contract/switch-state.ts'
import type { Pair } from '../../../../switch/step.ts'
import type { Capture, PackageUnits } from '../../model.ts'
import { localUnits, startingAlone, uncarriedOnBoth, unitKey } from '../../on-pair/compare-units.ts'
import { agreedUnits, unitsUnanswered } from '../../on-pair/packages-plan.ts'
import { itemNotCompared } from '../../on-pair/proof/not-compared-item.ts'
import { refusedNotes, startsItem, unitsRefused } from '../../on-pair/proof/starts-item.ts'
import type { LocalUnitsPlan } from './local-units-plan.ts'
import * as texts from './texts.ts'

interface Agreed {
  readonly pair: Pair
  readonly plan: LocalUnitsPlan
  readonly answers: Answers
  readonly unanswered: ReadonlySet<string>
}

/** Both laptops as they are now. A unit of which one laptop lacks the file is not compared. */
export function verifyLocalUnits(
  { from, to, unitFailures }: Readonly<Record<'from' | 'to', PackageUnits>> & Pick<Capture, 'unitFailures'>,
  { pair, plan, answers, unanswered }: Agreed,
): Verification {
  const [here, there] = [localUnits(from), localUnits(to)]
  const agreed = agreedUnits(plan.units, answers)
  const failed = unitsRefused({ unitFailures }, [...agreed.map(unitKey), ...plan.arriving], pair.to.label)
  const both = startsItem(texts.stepTitle, {
    ...{ from: here, to: there, label: pair.from.label, agreed, failed },
    asked: [...plan.units.map(unitKey), ...plan.ruled],
    undecided: unitsUnanswered(plan.units, unanswered),
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
    notes: [...refusedNotes(failed)],
  }
}

function leftOut(text: string, names: readonly string[]): readonly VerificationItem[] {
  const count = names.length
  if (count === 0) return []
  const notCompared = { why: 'left-out' as const, count, what: texts.what(count), names: [...names] }
  return [itemNotCompared([texts.stepTitle, text], notCompared)]
}
