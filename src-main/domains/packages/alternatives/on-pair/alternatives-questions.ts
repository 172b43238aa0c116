import { otherKeys } from '../../../../contract/packages-key.ts'
import type { Change, Question } from '../../../../contract/preview.ts'
import { stepIds } from '../../../../contract/step-ids.ts'
import { wizardPages } from '../../../../contract/wizard-page.ts'
import type { Pair } from '../../../../switch/step.ts'
import { alternativeQuestionId, type AskedAlternative } from './alternatives-plan.ts'
import * as texts from './texts.ts'
import { keepAlwaysChoice } from '../../on-pair/rules/asked-rule.ts'

/** What somebody set by hand on the laptop that is taken stays, unless the person says otherwise. */
export function alternativeQuestion(asked: AskedAlternative, { from, to }: Pair): Question {
  const { name, path, there } = asked
  const subject = { kind: 'alternative', name } as const
  const { question } = texts
  const choice = path === undefined ? question.reset(from.label, to.label) : question.use(from.label, to.label)
  return {
    id: alternativeQuestionId(name),
    stepId: stepIds.packages,
    pageId: wizardPages.packages.id,
    form: 'choice',
    title: name,
    subject,
    listedAs: keyOf(name),
    about: `${path ?? ''}\n${there}`,
    reason: question.reason({ label: from.label, path }, { label: to.label, path: there }),
    choices: [
      { id: 'keep', ...question.keep(to.label), meaning: 'keep', bulk: true },
      {
        id: 'follow',
        ...choice,
        meaning: 'change',
        brings: { counts: { update: 1 }, changes: [alternativeChange(asked)] },
        bulk: true,
      },
      keepAlwaysChoice(question.keepAlways(to.label), subject),
    ],
    safeDefault: 'keep',
    required: false,
    secret: false,
    canLook: false,
  }
}

function keyOf(name: string): string {
  return otherKeys.setting('default-program', name)
}

export function alternativeChange({ name, path, there }: Omit<AskedAlternative, 'there'> & { there?: string }): Change {
  return { effect: 'update', name, kind: 'alternative', detail: texts.detail(path, there), listedAs: keyOf(name) }
}
