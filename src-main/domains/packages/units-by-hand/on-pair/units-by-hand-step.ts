/**
 * Services that only links start which systemctl does not make (the target that a laptop starts into, its display manager, what has no
 * section [Install], units that lie elsewhere), and units in /usr/local: told, never carried.
 */
import type { FullCheck } from '../../../../commons/capability/app-capability.ts'
import { otherKeys } from '../../../../contract/packages-key.ts'
import type { Step, StepDeclaration } from '../../../../switch/step.ts'
import { checkTold, createToldStep, type Told, type ToldPlan } from '../../on-pair/told/told-step.ts'
import { scopedByHandSchema, type ScopedByHand } from '../model.ts'
import { compareByHand, shownByHand, shownEntry } from './compare-by-hand.ts'
import * as texts from './texts.ts'
import { readCapture } from '../../on-pair/read-capture.ts'

export const emptyUnitsByHandPlan: ToldPlan<ScopedByHand> = { onlyHere: [] }

const told: Told<ScopedByHand> = {
  schema: scopedByHandSchema,
  compare: async ({ from, to }, options) => {
    const [here, there] = await Promise.all([readCapture(from, options), readCapture(to, options)])
    return compareByHand(here.units, there.units)
  },
  shown: shownByHand,
  changeOf: (one) => ({
    ...{ name: shownByHand(one), kind: 'unit', detail: detailOf(one) },
    listedAs: otherKeys.unit({ name: shownEntry(one.entry), scope: one.scope }),
  }),
  texts,
}

function detailOf({ entry }: ScopedByHand): string {
  return texts.details[entry.kind === 'link' && entry.isLost ? 'lost' : entry.kind]
}

export function createUnitsByHandStep(whole: StepDeclaration): Step<ToldPlan<ScopedByHand>> {
  return createToldStep(whole, told)
}

export const checkAllUnitsByHand: FullCheck = checkTold(told)
