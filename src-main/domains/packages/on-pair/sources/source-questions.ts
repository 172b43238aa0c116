import { keepAlwaysChoice } from '../../../../commons/kept/on-pair/keep-always.ts'
import type { Question } from '../../../../contract/preview.ts'
import { stepIds } from '../../../../contract/step-ids.ts'
import { wizardPages } from '../../../../contract/wizard-page.ts'
import type { Pair } from '../../../../switch/step.ts'
import { describeAction } from '../../model.ts'
import { leaveAlways, leaveAlwaysEffect } from '../apps/texts.ts'
import { describeSource } from './compare-sources.ts'
import { broughtBy } from '../brought-by.ts'
import { addChoice, sourceQuestionId, type PackagesPlan, type PlannedSource } from '../packages-plan.ts'
import * as texts from './texts.ts'

/** One for each source that only the laptop that is left has. None is ticked beforehand. */
export function sourceQuestions(plan: PackagesPlan, pair: Pair): Question[] {
  return plan.sources.map((planned) => sourceQuestion(planned, plan, pair))
}

function sourceQuestion(planned: PlannedSource, plan: PackagesPlan, { from, to }: Pair): Question {
  const { source, state, actions } = planned
  return {
    id: sourceQuestionId(source),
    stepId: stepIds.packages,
    pageId: wizardPages.packages.id,
    form: 'tick',
    title: source.id,
    subject: { kind: 'package-source', id: source.id },
    about: [describeSource(source), state, ...actions.map(describeAction)].join('\n'),
    reason: texts.reason(planned, from.label, to.label),
    choices: [
      { id: 'leave', ...texts.leave(to.label), meaning: 'keep', bulk: true },
      {
        id: addChoice,
        ...texts.add(to.label),
        meaning: 'change',
        brings: broughtBy(actions, plan, undefined),
        // Whoever signs it may change anything on the laptop: each is a decision of its own.
        bulk: false,
      },
      keepAlwaysChoice(leaveAlwaysEffect(to.label), { kind: 'package-source', id: source.id }, leaveAlways),
    ],
    safeDefault: 'leave',
    required: false,
    secret: false,
    canLook: false,
  }
}
