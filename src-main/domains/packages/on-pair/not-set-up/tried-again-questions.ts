import type { Choice, Question } from '../../../../contract/preview.ts'
import { stepIds } from '../../../../contract/step-ids.ts'
import { wizardPages } from '../../../../contract/wizard-page.ts'
import type { Pair } from '../../../../switch/step.ts'
import type { PackageRef } from '../../model.ts'
import { triedAgainQuestionId, type PackagesPlan } from '../packages-plan.ts'
import { keyOfApt } from '../preview-changes.ts'
import { notSetUp } from './texts.ts'
import { mayBeLeft, type TriedAgain } from './tried-again.ts'
import { keepAlwaysChoice } from '../rules/asked-rule.ts'

/** One for each with which the last run was not done, and of which no removal is asked. */
export function triedAgainQuestions({ triedAgain }: PackagesPlan, pair: Pair): Question[] {
  return triedAgain.map((one) => question(one, pair))
}

function question({ asked, state, words }: TriedAgain, { to }: Pair): Question {
  return {
    id: triedAgainQuestionId(asked),
    stepId: stepIds.packages,
    pageId: wizardPages.packages.id,
    form: 'tick',
    title: asked.name,
    subject: { kind: 'package', manager: 'apt', name: asked.name, architecture: asked.arch },
    listedAs: keyOfApt(asked),
    about: asked.version,
    reason: notSetUp.reason(state, to.label, { version: asked.version, words }),
    choices: [againChoice(state, to.label), ...leaveChoices(asked, state, to.label)],
    safeDefault: 'keep',
    required: false,
    secret: false,
    canLook: false,
  }
}

export function againChoice(state: TriedAgain['state'], label: string): Choice {
  return { id: 'keep', ...notSetUp.again(state, label), meaning: 'later', bulk: true }
}

/** By a rule: "apart" is about what is not set up alone, and would bring what is not there with whatever needs it. */
export function leaveChoices({ name, arch }: PackageRef, state: TriedAgain['state'], label: string): Choice[] {
  if (!mayBeLeft(state)) return []
  const rule = { kind: 'package', name, architecture: arch } as const
  const lasting = state === 'not-set-up' ? rule : ({ ...rule, decision: 'never' } as const)
  return [keepAlwaysChoice(notSetUp.leave(state, label), lasting, notSetUp.leaveWords)]
}
