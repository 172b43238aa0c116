import type { Question } from '../../../../contract/preview.ts'
import { stepIds } from '../../../../contract/step-ids.ts'
import { wizardPages } from '../../../../contract/wizard-page.ts'
import type { Pair } from '../../../../switch/step.ts'
import { describeAction } from '../../model.ts'
import { leaveAlways, leaveAlwaysEffect } from '../apps/texts.ts'
import { isUsable, type PackageSource } from '../../sources-model.ts'
import { describeSource } from './source-parts.ts'
import { broughtBy } from '../brought-by.ts'
import { addChoice, sourceQuestionId, type PackagesPlan, type PlannedSource } from '../packages-plan.ts'
import { keyOfSource } from '../preview-changes.ts'
import * as texts from './texts.ts'
import { keepAlwaysChoice } from '../rules/asked-rule.ts'

/** One for each source that only the source laptop has; none is ticked beforehand. */
export function sourceQuestions(plan: PackagesPlan, pair: Pair): Question[] {
  return plan.sources.map((planned) => sourceQuestion(planned, plan, pair))
}

function sourceQuestion(planned: PlannedSource, plan: PackagesPlan, { from, to }: Pair): Question {
  const { source, state, actions } = planned
  return {
    ...about(source),
    id: sourceQuestionId(source),
    about: [describeSource(source), isUsable(state) ? '' : state, ...actions.map(describeAction)].join('\n'),
    reason: texts.reason(planned, from.label, to.label),
    choices: [
      { id: 'leave', ...texts.leave(to.label), meaning: 'keep', bulk: true },
      {
        id: addChoice,
        ...texts.add(to.label, source),
        meaning: 'change',
        brings: broughtBy(actions, plan, undefined),
        // Whoever signs it may change anything on the laptop: each is a decision of its own.
        bulk: false,
      },
      keepAlwaysChoice(leaveAlwaysEffect(to.label), { kind: 'package-source', id: source.id }, leaveAlways),
    ],
  }
}

function about(source: PackageSource) {
  const { id } = source
  return {
    listedAs: keyOfSource(source),
    stepId: stepIds.packages,
    pageId: wizardPages.packages.id,
    form: 'tick' as const,
    title: id,
    subject: { kind: 'package-source' as const, id },
    ...{ safeDefault: 'leave', required: false, secret: false, canLook: false },
  }
}
