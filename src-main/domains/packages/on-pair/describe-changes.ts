import { describeAction, keyOf, type PackageAction } from '../model.ts'
import { unitQuestionId, type PackagesPlan } from './packages-plan.ts'

/** Sentences about what is not as it was when the person answered. */
export function describeChanges(agreed: PackagesPlan, now: PackagesPlan): readonly string[] {
  return [
    ...onlyIn(now.actions, agreed.actions, describeAction).map(
      (action) => `${action.name} would now be ${verbOf(action)} too`,
    ),
    ...onlyIn(agreed.actions, now.actions, describeAction).map(
      (action) => `${action.name} need not be ${verbOf(action)} any more`,
    ),
    ...onlyIn(now.removals, agreed.removals, removalKey).map(({ asked }) => `Removing ${asked.name} is a new question`),
    ...onlyIn(agreed.removals, now.removals, removalKey).map(
      ({ asked }) => `Removing ${asked.name} is not a question any more`,
    ),
    ...onlyIn(now.rejected, agreed.rejected, keyOf).map(({ name }) => `${name} cannot be installed any more`),
    ...onlyIn(now.units, agreed.units, (unit) => unitQuestionId(unit) + unit.change).map(
      ({ unit }) => `${unit} is different now`,
    ),
    ...onlyIn(agreed.units, now.units, (unit) => unitQuestionId(unit) + unit.change).map(
      ({ unit }) => `${unit} is as it should be now`,
    ),
  ]
}

function onlyIn<T>(these: readonly T[], those: readonly T[], key: (one: T) => string): readonly T[] {
  const known = new Set(those.map(key))
  return these.filter((one) => !known.has(key(one)))
}

function removalKey({ asked, actions }: PackagesPlan['removals'][number]): string {
  return [keyOf(asked), ...actions.map(describeAction).sort()].join('\n')
}

function verbOf({ act }: PackageAction): string {
  return { install: 'installed', update: 'updated', downgrade: 'replaced by an older version', remove: 'removed' }[act]
}
