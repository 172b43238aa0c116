import type { Choice, Question } from '../../../../contract/preview.ts'
import { wizardPages } from '../../../../contract/wizard-page.ts'
import { stepIds } from '../../../../contract/step-ids.ts'
import type { Pair } from '../../../../switch/step.ts'
import { describeAction, keyOf } from '../../model.ts'
import { broughtBy } from '../brought-by.ts'
import { fileQuestions } from '../files/file-questions.ts'
import { isAsked, removalQuestionId, type PackagesPlan } from '../packages-plan.ts'
import { againChoice, leaveChoices, triedAgainQuestions } from '../not-set-up/tried-again-questions.ts'
import { notRemoved, notSetUp } from '../not-set-up/texts.ts'
import { sourceQuestions } from '../sources/source-questions.ts'
import { repairQuestions } from '../repairs/repair-question.ts'
import { keyOfApt } from '../preview-changes.ts'
import * as texts from './texts.ts'
import { unitQuestion } from './unit-question.ts'
import { keepAlwaysChoice } from '../rules/asked-rule.ts'

/** Repairs, sources, files, removals, and services that would be started, stopped or unblocked. None is ticked beforehand. */
export function packagesQuestions(plan: PackagesPlan, pair: Pair): Question[] {
  return [
    ...repairQuestions(plan, pair),
    ...sourceQuestions(plan, pair),
    ...fileQuestions(plan, pair),
    ...triedAgainQuestions(plan, pair),
    ...plan.removals.map((removal) => removalQuestion(removal, plan, pair)),
    ...plan.units.filter(isAsked).map((unit) => unitQuestion(unit, stepIds.packages, pair)),
  ]
}

function removalQuestion(removal: PackagesPlan['removals'][number], plan: PackagesPlan, pair: Pair): Question {
  const { asked, actions, facts } = removal
  const others = actions.filter((action) => keyOf(action) !== keyOf(asked))
  const along = others.filter(({ act }) => act === 'remove').map(({ name }) => name)
  const brought = others.filter(({ act }) => act !== 'remove').map(({ name }) => name)
  const freed = plan.rejected
    .filter(({ needsRemoval }) => needsRemoval.some((ref) => keyOf(ref) === keyOf(asked)))
    .map(({ name }) => name)
  const consequence = texts.consequence(asked.name, { removed: along, installed: brought, possible: freed })
  return {
    id: removalQuestionId(asked),
    stepId: stepIds.packages,
    pageId: wizardPages.packages.id,
    form: 'tick',
    title: asked.name,
    subject: { kind: 'package', manager: 'apt', name: asked.name, architecture: asked.arch },
    listedAs: keyOfApt(asked),
    about: [asked.version, ...actions.map(describeAction)].join('\n'),
    reason: reasonOf(removal, pair),
    alike: texts.alikeRemovals(pair.to.label),
    choices: choicesOf(removal, broughtBy(actions, plan, facts), pair),
    safeDefault: 'keep',
    required: false,
    secret: false,
    canLook: false,
    ...(consequence === undefined ? {} : { consequence }),
  }
}

function choicesOf(
  { asked, failedWith, failedState = 'not-set-up', stayed }: PackagesPlan['removals'][number],
  brings: NonNullable<Choice['brings']>,
  { from, to }: Pair,
): Choice[] {
  const rule = { kind: 'package', name: asked.name, architecture: asked.arch } as const
  if (failedWith !== undefined)
    return [
      againChoice(failedState, to.label),
      { id: 'remove', ...notSetUp.remove(from.label, to.label), meaning: 'remove', brings, bulk: true, rule },
      ...leaveChoices(asked, failedState, to.label),
    ]
  const always = texts.removal.keepAlways({ from: from.label, to: to.label })
  const remove = stayed === undefined ? texts.removal.remove(to.label) : notRemoved.again(to.label)
  if (stayed?.state === 'half-removed')
    return [
      { id: 'keep', ...notRemoved.keepHalf(to.label), meaning: 'keep', bulk: true },
      { id: 'remove', ...remove, meaning: 'remove', brings, bulk: true },
    ]
  return [
    { id: 'keep', ...texts.removal.keep(to.label), meaning: 'keep', bulk: true },
    { id: 'remove', ...remove, meaning: 'remove', brings, bulk: true },
    keepAlwaysChoice(always, rule),
  ]
}

/** What it is, what it takes with what goes along, who wanted it, and that the other laptop has it not. */
function reasonOf(removal: PackagesPlan['removals'][number], { to }: Pair): string {
  const { asked, facts, failedWith: words, failedState = 'not-set-up', stayed } = removal
  const { version } = asked
  if (words !== undefined) return notSetUp.reason(failedState, to.label, { version, words })
  if (stayed !== undefined) return notSetUp.reason(stayed.state, to.label, { version, words: stayed.words })
  const only = { label: to.label, version: asked.version }
  const sizes = Object.values(facts.bytes)
  return texts.removalReason(only, {
    summary: facts.summary,
    auto: facts.auto,
    isHeld: facts.isHeld === true,
    bytes: sizes.reduce((sum, bytes) => sum + bytes, 0),
    others: Math.max(0, sizes.length - 1),
  })
}
