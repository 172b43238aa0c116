import type { Question } from '../../../../contract/preview.ts'
import { stepIds } from '../../../../contract/step-ids.ts'
import { wizardPages } from '../../../../contract/wizard-page.ts'
import type { Pair } from '../../../../switch/step.ts'
import { describeAction, type Capture, type PackageAction } from '../../model.ts'
import { broughtBy } from '../brought-by.ts'
import { repairChoice, repairQuestionId, type PackagesPlan } from '../packages-plan.ts'
import * as texts from './texts.ts'

/** Whether broken dependencies are put right, as apt would. Whatever goes for that is shown, and nothing is done unasked. What must not go is a blocker. */
export function repairQuestions(plan: PackagesPlan, { to }: Pair): Question[] {
  const { repairs = [], neededInRepairs } = plan
  const [first] = repairs
  if (first === undefined || neededInRepairs.length > 0) return []
  const goes = repairs.filter(({ act }) => act === 'remove').map(({ name }) => name)
  return [
    {
      id: repairQuestionId,
      stepId: stepIds.packages,
      pageId: wizardPages.packages.id,
      form: 'tick',
      title: texts.title,
      subject: { kind: 'package', manager: 'apt', name: first.name, architecture: first.arch },
      about: repairs.map(describeAction).join('\n'),
      reason: texts.reason(to.label),
      choices: [
        { id: 'leave', ...texts.leave(to.label), meaning: 'keep', bulk: true },
        {
          ...{ id: repairChoice, ...texts.repair(to.label), bulk: false },
          meaning: goes.length > 0 ? 'remove' : 'change',
          brings: broughtBy(repairs, { ...plan, actions: [] }, undefined),
        },
      ],
      safeDefault: 'leave',
      required: false,
      secret: false,
      canLook: false,
      ...(goes.length === 0 ? {} : { consequence: texts.removes(goes) }),
    },
  ]
}

/** What is removed, though pc-switcher or the system needs it: the receiver refuses that. */
export function neededInRepairs(repairs: readonly PackageAction[], from: Capture, to: Capture): readonly string[] {
  const essential = to.packages.filter((one) => one.essential).map(({ name }) => name)
  const needed = new Set([...from.own, ...to.own, ...essential])
  return repairs.filter(({ act, name }) => act === 'remove' && needed.has(name)).map(({ name }) => name)
}
