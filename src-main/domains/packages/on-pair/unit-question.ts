import { keepAlwaysChoice } from '../../../commons/kept/on-pair/keep-always.ts'
import type { Question } from '../../../contract/preview.ts'
import type { StepId } from '../../../contract/step-ids.ts'
import { wizardPages } from '../../../contract/wizard-page.ts'
import type { Pair } from '../../../switch/step.ts'
import type { UnitChange } from '../model.ts'
import { unitKey } from './compare-units.ts'
import { unitQuestionId } from './packages-plan.ts'
import * as texts from './texts.ts'

/** Whether a service of the laptop that is taken becomes as on the other one; it stays as it is where nothing is answered. */
export function unitQuestion(change: UnitChange, stepId: StepId, pair: Pair): Question {
  const { unit, scope } = change
  const service = { kind: 'service', unit, ...(scope === undefined ? {} : { scope }) } as const
  return {
    id: unitQuestionId(change),
    stepId,
    pageId: wizardPages.packages.id,
    form: 'tick',
    title: unitKey(change),
    subject: service,
    about: change.change,
    reason: texts.unitReason(change.change, pair.from.label),
    choices: [
      { id: 'keep', ...texts.unitKeep(pair.to.label), meaning: 'keep', bulk: true },
      { id: 'follow', ...texts.unitFollow(change.change, pair.from.label), meaning: 'change', bulk: true },
      keepAlwaysChoice(texts.unitKeepAlways(pair.to.label), service),
    ],
    safeDefault: 'keep',
    required: false,
    secret: false,
    canLook: false,
  }
}
