import { isClassic, type SnapPlan } from './snap-plan.ts'
import type { Snap } from '../model.ts'
import { changed } from '../../on-pair/apps/texts.ts'

/** What changed since the person answered, a sentence each. */
export function describeChanges(agreed: SnapPlan, now: SnapPlan): readonly string[] {
  const { nowInstalled, noLonger, newQuestion, goneQuestion } = changed
  const asked = ({ install, removals }: SnapPlan) => [...install.filter(isClassic), ...removals]
  const coming = ({ install }: SnapPlan) => install.filter((one) => !isClassic(one))
  return [
    ...onlyIn(coming(now), coming(agreed)).map((one) => nowInstalled(one.name)),
    ...onlyIn(coming(agreed), coming(now)).map((one) => noLonger(one.name)),
    ...onlyIn(asked(now), asked(agreed)).map((one) => newQuestion(one.name)),
    ...onlyIn(asked(agreed), asked(now)).map((one) => goneQuestion(one.name)),
  ]
}

function onlyIn(these: readonly Snap[], those: readonly Snap[]): readonly Snap[] {
  const known = new Set(those.map(({ name, revision }) => `${name} ${revision}`))
  return these.filter(({ name, revision }) => !known.has(`${name} ${revision}`))
}
