/** What answers and rules say of packages that one laptop alone has, or has otherwise. Pure. */
import { keyOf, type Capture, type PackageRef, type PackageVersion } from '../../model.ts'
import type { AgreedPackages } from '../apply-answers.ts'
import { fileQuestionId, removalQuestionId, type PackagesPlan } from '../packages-plan.ts'
import { otherwiseOn } from '../rules/ruled.ts'

interface OnlyThere {
  /** Agreed to be removed, or not there when the plan was made. */
  readonly unexpected: readonly PackageVersion[]
  /** On the person's word. */
  readonly kept: readonly PackageVersion[]
  /** Agreed to be removed, and not done. */
  readonly notRepaired: readonly PackageVersion[]
  /** Nobody was asked. */
  readonly staying: readonly PackageVersion[]
}

export function sortOnlyThere(
  onlyThere: readonly PackageVersion[],
  plan: PackagesPlan,
  agreed: AgreedPackages,
): OnlyThere {
  const kinds: readonly (readonly [keyof OnlyThere | 'ruled', ReadonlySet<string>])[] = [
    ['ruled', new Set(ruledRefs(plan).map(keyOf))],
    ['notRepaired', new Set(agreed.notRepaired.map(keyOf))],
    ['unexpected', new Set(agreed.remove.map(keyOf))],
    ['kept', new Set(plan.removals.map(({ asked }) => keyOf(asked)))],
    ['staying', new Set(plan.staying.map(keyOf))],
  ]
  const kindOf = (key: string) => kinds.find(([, keys]) => keys.has(key))?.[0] ?? 'unexpected'
  const of = (kind: keyof OnlyThere) => onlyThere.filter((one) => kindOf(keyOf(one)) === kind)
  return {
    ...{ unexpected: of('unexpected'), kept: of('kept') },
    ...{ notRepaired: of('notRepaired'), staying: of('staying') },
  }
}

/** What stays there, or is not brought of a file, because nobody answered. */
export function undecidedOf(
  plan: PackagesPlan,
  agreed: AgreedPackages,
  unanswered: ReadonlySet<string>,
): readonly PackageRef[] {
  const removals = plan.removals.filter(({ asked }) => unanswered.has(removalQuestionId(asked)))
  const files = plan.files.filter(({ asked }) => unanswered.has(fileQuestionId(asked)))
  return [...removals.map(({ asked }) => asked), ...declinedFiles({ files }, agreed)]
}

/** What a file would bring, and was not agreed to. */
export function declinedFiles(
  { files }: Pick<PackagesPlan, 'files'>,
  { rejected, notRepaired }: AgreedPackages,
): readonly PackageRef[] {
  const asked = new Set(files.flatMap(({ actions }) => actions.map(keyOf)))
  const wanted = new Set(notRepaired.map(keyOf))
  return rejected.filter((one) => asked.has(keyOf(one)) && !wanted.has(keyOf(one)))
}

/** What the source has, and the target had without being done with it: removed on the person's word. */
export function removedAgain(
  { removals }: PackagesPlan,
  { remove }: AgreedPackages,
  to: Capture,
): readonly PackageRef[] {
  const failed = new Set(removals.flatMap(({ asked, failedWith }) => (failedWith === undefined ? [] : [keyOf(asked)])))
  const there = new Set(to.packages.map(keyOf))
  return remove.filter((one) => failed.has(keyOf(one)) && !there.has(keyOf(one)))
}

/** What the repair removed, and the source has. */
export function repairedAway({ removedByRepair }: AgreedPackages, from: Capture, to: Capture): readonly PackageRef[] {
  const [here, there] = [from, to].map(({ packages }) => new Set(packages.map(keyOf)))
  return removedByRepair.filter((one) => here?.has(keyOf(one)) === true && there?.has(keyOf(one)) !== true)
}

/** What a rule leaves on one laptop alone: kept apart on either, or to be on both and not yet on the source. */
export function ruledRefs({ kept, both }: PackagesPlan): readonly PackageRef[] {
  return [...kept, ...both.filter(({ stays }) => stays)]
}

/** Of those, what only one of the two has now; of what is left as it is also what they have otherwise. */
export function ruledApart(plan: PackagesPlan, from: Capture, to: Capture): readonly PackageRef[] {
  const [here, there] = [from, to].map(({ packages }) => new Set(packages.map(keyOf)))
  const never = new Set(plan.never.map(keyOf))
  const alone = ruledRefs(plan).filter(
    (one) => !never.has(keyOf(one)) && here?.has(keyOf(one)) !== there?.has(keyOf(one)),
  )
  return [...alone, ...otherwiseOn(plan.never, from, to)]
}
