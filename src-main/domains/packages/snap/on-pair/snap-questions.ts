import type { Question } from '../../../../contract/preview.ts'
import type { Pair } from '../../../../switch/step.ts'
import { removalChoices, tickQuestion } from '../../on-pair/apps/app-question.ts'
import { leave, leaveAlways, leaveAlwaysEffect } from '../../on-pair/apps/texts.ts'
import type { Snap } from '../model.ts'
import { shownVersion } from './names.ts'
import { installChange, keyOfSnap } from './snap-change.ts'
import { classicQuestionId, isClassic, removalQuestionId, type SnapPlan } from './snap-plan.ts'
import * as texts from './texts.ts'
import { keepAlwaysChoice } from '../../on-pair/rules/asked-rule.ts'

/** What is to have no confinement on the laptop that is taken, and what is to go there. None is ticked beforehand. */
export function snapQuestions(plan: SnapPlan, pair: Pair): Question[] {
  return [
    ...plan.install.filter(isClassic).map((one) => classicQuestion(one, plan, pair)),
    ...plan.removals.map((one) => removalQuestion(one, plan, pair)),
  ]
}

function classicQuestion(one: Snap, { architecture }: SnapPlan, { to }: Pair): Question {
  const rule = { kind: 'package', manager: 'snap', name: one.name, architecture } as const
  return {
    ...tickQuestion,
    id: classicQuestionId(one.name),
    title: one.name,
    subject: { kind: 'package', manager: 'snap', name: one.name },
    listedAs: keyOfSnap(one.name, { architecture }),
    about: `${one.name}\n${one.revision}\n${one.publisher}`,
    reason: texts.classic.reason(shownVersion(one), one.publisher),
    choices: [
      { id: 'leave', ...leave(to.label, texts.classic.leave), meaning: 'keep', bulk: true },
      {
        id: 'install',
        ...texts.classic.install(to.label),
        meaning: 'change',
        brings: { counts: { add: 1 }, changes: [installChange(one, { architecture })] },
        // Each is looked at by itself.
        bulk: false,
      },
      keepAlwaysChoice(leaveAlwaysEffect(to.label), rule, leaveAlways),
    ],
    safeDefault: 'leave',
  }
}

function removalQuestion(one: Snap, { architecture }: SnapPlan, pair: Pair): Question {
  const { to } = pair
  const rule = { kind: 'package', manager: 'snap', name: one.name, architecture } as const
  return {
    ...tickQuestion,
    id: removalQuestionId(one.name),
    title: one.name,
    subject: rule,
    listedAs: keyOfSnap(one.name, { architecture }),
    about: `${one.name}\n${one.revision}`,
    reason: texts.removal.reason(to.label, shownVersion(one), one.installedBytes),
    choices: removalChoices(pair, rule, texts.removal.effect(to.label)),
    safeDefault: 'keep',
  }
}
