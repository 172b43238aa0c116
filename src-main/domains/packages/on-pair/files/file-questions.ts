import type { Question } from '../../../../contract/preview.ts'
import { stepIds } from '../../../../contract/step-ids.ts'
import { wizardPages } from '../../../../contract/wizard-page.ts'
import type { Pair } from '../../../../switch/step.ts'
import { describeAction } from '../../model.ts'
import { broughtBy } from '../brought-by.ts'
import { fileQuestionId, fromFileChoice, type PackagesPlan, type PlannedFiles } from '../packages-plan.ts'
import { leaveAlways, leaveAlwaysEffect } from '../apps/texts.ts'
import { keyOfApt } from '../preview-changes.ts'
import * as texts from './texts.ts'
import { keepAlwaysChoice } from '../rules/asked-rule.ts'

/** One for each package that only a kept file could bring. None is ticked beforehand. */
export function fileQuestions(plan: PackagesPlan, pair: Pair): Question[] {
  return plan.files.map((planned) => fileQuestion(planned, plan, pair))
}

function fileQuestion(planned: PlannedFiles, plan: PackagesPlan, { from, to }: Pair): Question {
  const { asked, files, actions } = planned
  const rule = { kind: 'package', name: asked.name, architecture: asked.arch } as const
  return {
    id: fileQuestionId(asked),
    stepId: stepIds.packages,
    pageId: wizardPages.packages.id,
    form: 'tick',
    title: texts.title(asked.name, asked.version),
    subject: { kind: 'package', manager: 'apt', name: asked.name, architecture: asked.arch },
    listedAs: keyOfApt(asked),
    about: [...files.map(({ sha256 }) => sha256), ...actions.map(describeAction)].join('\n'),
    reason: texts.reason(files, from.label),
    choices: [
      { id: 'leave', ...texts.leave(to.label), meaning: 'keep', bulk: true },
      {
        id: fromFileChoice,
        ...texts.install(from.label, to.label),
        meaning: 'change',
        brings: broughtBy(actions, plan, undefined),
        // Nobody signs it, and root runs what is in it: each is a decision of its own.
        bulk: false,
      },
      // Of what both have in other versions there is no such rule.
      ...(actions.some(({ act, name }) => act === 'install' && name === asked.name)
        ? [keepAlwaysChoice(leaveAlwaysEffect(to.label), rule, leaveAlways)]
        : []),
    ],
    safeDefault: 'leave',
    required: false,
    secret: false,
    canLook: false,
  }
}
