import type { Question } from '../../../contract/preview.ts'
import type { Pair } from '../../../switch/step.ts'
import { keyOf, type UnitChange } from '../model.ts'
import { isAsked, removalQuestionId, unitQuestionId, type PackagesPlan } from './packages-plan.ts'

/** Removals, and services that would be stopped or unblocked. None is ticked beforehand. */
export function packagesQuestions(plan: PackagesPlan, pair: Pair): Question[] {
  return [
    ...plan.removals.map((removal) => removalQuestion(removal, plan, pair)),
    ...plan.units.filter(isAsked).map((unit) => unitQuestion(unit, pair)),
  ]
}

function removalQuestion(
  { asked, actions }: PackagesPlan['removals'][number],
  plan: PackagesPlan,
  pair: Pair,
): Question {
  const others = actions.filter((action) => keyOf(action) !== keyOf(asked))
  const along = others.filter(({ act }) => act === 'remove').map(({ name }) => name)
  const brought = others.filter(({ act }) => act !== 'remove').map(({ name }) => name)
  const freed = plan.rejected
    .filter(({ needsRemoval }) => needsRemoval.some((ref) => keyOf(ref) === keyOf(asked)))
    .map(({ name }) => name)
  const sentences = [
    ...(along.length > 0 ? [`Removing ${asked.name} also removes ${along.join(', ')}.`] : []),
    ...(brought.length > 0 ? [`Removing ${asked.name} also installs ${brought.join(', ')}.`] : []),
    ...(freed.length > 0 ? [`Without ${asked.name}, ${freed.join(', ')} can be installed.`] : []),
  ]
  return {
    id: removalQuestionId(asked),
    stepId: 'packages',
    form: 'tick',
    subject: asked.name,
    reason: `Only ${pair.to.label} has it (${asked.version})`,
    choices: [
      { id: 'keep', label: 'Keep', effect: `It stays on ${pair.to.label}.` },
      { id: 'remove', label: 'Remove', effect: `It is removed from ${pair.to.label}; its configuration stays.` },
    ],
    safeDefault: 'keep',
    required: false,
    secret: false,
    canLook: false,
    ...(sentences.length === 0 ? {} : { consequence: sentences.join(' ') }),
  }
}

const unitWords: Readonly<Record<UnitChange['change'], readonly [here: string, label: string]>> = {
  enable: ['starts by itself', 'Enable'],
  disable: ['does not start by itself', 'Disable'],
  mask: ['cannot be started', 'Mask'],
  unmask: ['can be started', 'Unmask'],
  'unmask-and-enable': ['starts by itself', 'Unmask and enable'],
}

function unitQuestion(change: UnitChange, pair: Pair): Question {
  const [here, label] = unitWords[change.change]
  return {
    id: unitQuestionId(change),
    stepId: 'packages',
    form: 'tick',
    subject: change.unit,
    reason: `On ${pair.from.label} it ${here}`,
    choices: [
      { id: 'keep', label: 'Leave', effect: `It stays as it is on ${pair.to.label}.` },
      { id: 'follow', label, effect: `It becomes as on ${pair.from.label}.` },
    ],
    safeDefault: 'keep',
    required: false,
    secret: false,
    canLook: false,
  }
}
