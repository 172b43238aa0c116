import { keepAlwaysChoice } from '../../../../commons/kept/on-pair/keep-always.ts'
import type { Question } from '../../../../contract/preview.ts'
import { stepIds } from '../../../../contract/step-ids.ts'
import { wizardPages } from '../../../../contract/wizard-page.ts'
import type { Pair } from '../../../../switch/step.ts'
import type { Snap } from '../model.ts'
import { shownVersion } from './names.ts'
import { installChange } from './snap-change.ts'
import { classicQuestionId, isClassic, removalQuestionId, type SnapPlan } from './snap-plan.ts'
import * as texts from './texts.ts'

/** What is to have no confinement on the laptop that is taken, and what is to go there. None is ticked beforehand. */
export function snapQuestions(plan: SnapPlan, pair: Pair): Question[] {
  return [
    ...plan.install.filter(isClassic).map((one) => classicQuestion(one, pair)),
    ...plan.removals.map((one) => removalQuestion(one, plan, pair)),
  ]
}

const common = {
  stepId: stepIds.packages,
  pageId: wizardPages.packages.id,
  form: 'tick',
  required: false,
  secret: false,
  canLook: false,
} as const

function classicQuestion(one: Snap, { to }: Pair): Question {
  return {
    ...common,
    id: classicQuestionId(one.name),
    title: one.name,
    subject: { kind: 'package', manager: 'snap', name: one.name },
    about: `${one.name}\n${one.revision}\n${one.publisher}`,
    reason: texts.classic.reason(shownVersion(one), one.publisher),
    choices: [
      { id: 'leave', ...texts.classic.leave(to.label), meaning: 'keep', bulk: true },
      {
        id: 'install',
        ...texts.classic.install(to.label),
        meaning: 'change',
        brings: { counts: { add: 1 }, changes: [installChange(one)] },
        // Each is looked at by itself.
        bulk: false,
      },
    ],
    safeDefault: 'leave',
  }
}

function removalQuestion(one: Snap, { architecture }: SnapPlan, { from, to }: Pair): Question {
  const rule = { kind: 'package', manager: 'snap', name: one.name, architecture } as const
  return {
    ...common,
    id: removalQuestionId(one.name),
    title: one.name,
    subject: rule,
    about: `${one.name}\n${one.revision}`,
    reason: texts.removal.reason(to.label, shownVersion(one), one.installedBytes),
    choices: [
      { id: 'keep', ...texts.removal.keep(to.label), meaning: 'keep', bulk: true },
      { id: 'remove', ...texts.removal.remove(to.label), meaning: 'remove', bulk: true },
      keepAlwaysChoice(texts.removal.keepAlways({ from: from.label, to: to.label }), rule),
    ],
    safeDefault: 'keep',
  }
}
