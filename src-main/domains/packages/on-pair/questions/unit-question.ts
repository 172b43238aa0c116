import type { Question } from '../../../../contract/preview.ts'
import type { StepId } from '../../../../contract/step-ids.ts'
import { wizardPages } from '../../../../contract/wizard-page.ts'
import type { Pair } from '../../../../switch/step.ts'
import type { UnitChange } from '../../model.ts'
import { unitKey } from '../compare-units.ts'
import { startChoice, unitQuestionId } from '../packages-plan.ts'
import { keyOfUnit } from '../preview-changes.ts'
import * as texts from './texts.ts'
import { keepAlwaysChoice } from '../rules/asked-rule.ts'

type Labelled = Readonly<Record<keyof Pair, Pick<Pair['from'], 'label'>>>

/**
 * Whether a service of the target becomes as on the source; where nothing is answered it stays as it is. One that is enabled there becomes
 * so in any case: what is asked is whether it is started now.
 */
export function unitQuestion(change: UnitChange, stepId: StepId, pair: Labelled): Question {
  return {
    id: unitQuestionId(change),
    stepId,
    pageId: wizardPages.packages.id,
    form: 'tick',
    title: unitKey(change),
    subject: serviceOf(change),
    listedAs: keyOfUnit(change),
    about: change.change,
    reason: texts.unitReason(change.change, pair.from.label),
    alike: texts.alikeUnits(change.change, { from: pair.from.label, to: pair.to.label }),
    ...choicesOf(change, pair),
    required: false,
    secret: false,
    canLook: false,
  }
}

function choicesOf(change: UnitChange, { from, to }: Labelled): Pick<Question, 'choices' | 'safeDefault'> {
  const always = keepAlwaysChoice(texts.unitKeepAlways(to.label), serviceOf(change))
  if (change.change === 'enable')
    return {
      choices: [
        { id: 'follow', ...texts.unitEnable.later(to.label), meaning: 'change', bulk: true },
        { id: startChoice, ...texts.unitEnable.now(to.label), meaning: 'change', bulk: true },
        always,
      ],
      safeDefault: 'follow',
    }
  return {
    choices: [
      { id: 'keep', ...texts.unitKeep(to.label), meaning: 'keep', bulk: true },
      { id: 'follow', ...texts.unitFollow(change, from.label), meaning: 'change', bulk: true },
      always,
    ],
    safeDefault: 'keep',
  }
}

function serviceOf({ unit, scope }: UnitChange) {
  return { kind: 'service', unit, ...(scope === undefined ? {} : { scope }) } as const
}
