/** What the proof says of packages. */
import { leftFor, sortByWord } from '../../../../contract/proof/left-alone.ts'
import type { VerificationItem } from '../../../../contract/switch-state.ts'
import { keyOf, type Capture, type PackageMark, type PackageRef } from '../../model.ts'
import type { CaptureComparison } from '../compare-captures.ts'
import { failedOn, healthWithout } from '../not-set-up/not-set-up.ts'
import { itemOf } from './proof-item.ts'
import { declinedFiles, ruledApart, sortOnlyThere, undecidedOf } from './packages-by-answers.ts'
import * as texts from './texts.ts'
import { unfinishedOf } from './unfinished.ts'
import type { Pair, RunContext } from '../../../../switch/step.ts'
import type { PackagesPlan } from '../packages-plan.ts'
import type { AgreedPackages } from '../apply-answers.ts'

/** With what is said of those that the last run was not done with. */
export function packagesItem(now: Captured): { readonly item: VerificationItem; readonly notes: readonly string[] } {
  const { pair, plan, agreed, unanswered, gone, rejected, comparison, from, to } = now
  const { label } = pair.to
  const { unexpected, kept, notRepaired } = sortOnlyThere(comparison.onlyThere, plan, agreed)
  const isLeft = new Set(agreed.leftNotSetUp.map(keyOf))
  const older = comparison.older.filter((one) => !rejected.has(keyOf(one)) && !isLeft.has(keyOf(one)))
  const health = healthWithout(to.health, agreed.leftNotSetUp)
  const halfDone = health.kind === 'half-done' ? health.packages : []
  const onBoth = comparison.marks.filter((mark) => isOnBoth(mark, comparison, rejected))
  const marks = namesOf(onBoth.filter(({ mark }) => mark !== 'keep-out'))
  const notKeptOut = namesOf(onBoth.filter(({ mark }) => mark === 'keep-out'))
  const { missing } = comparison
  const removed = new Set(agreed.remove.map(keyOf))
  const open = { missing, older, staying: unexpected.filter((one) => removed.has(keyOf(one))), halfDone }
  const unfinished = unfinishedOf({ ...open, from, to: { ...to, health }, label })
  const isUnfinished = new Set(unfinished.reasons.flatMap(([, names]) => names))
  const apart = [...namesOf([...missing, ...older, ...unexpected]), ...halfDone]
  const differences = [...new Set([...apart.filter((name) => !isUnfinished.has(name)), ...marks])]
  const declined = declinedFiles(plan, agreed)
  const stays = namesOf([
    ...[...ruledApart(plan, from, to), ...kept, ...agreed.leftOut, ...gone, ...declined],
    ...comparison.older.filter((one) => isLeft.has(keyOf(one)) && !isHalfDone(one, to)),
  ]).filter((name) => !isUnfinished.has(name))
  const { chosen, unsaid } = sortByWord(stays, namesOf(undecidedOf(plan, agreed, unanswered)))
  const refused = new Set(agreed.notRepaired.map(keyOf))
  const notInstalled = agreed.rejected.filter((one) => refused.has(keyOf(one)))
  const told = new Set([...declined, ...notInstalled].map(keyOf))
  const leftSo = agreed.leftNotSetUp.filter((one) => isHalfDone(one, to))
  const reasons = [
    [texts.leftThere.rejected(label), namesOf(agreed.rejected.filter((one) => !told.has(keyOf(one))))],
    [
      texts.leftThere.notRepaired(label),
      namesOf([...notInstalled, ...notRepaired]).filter((name) => !isUnfinished.has(name)),
    ],
    [texts.leftThere.newer(label), namesOf(comparison.newer)],
    [texts.leftThere.held(label), namesOf(comparison.held)],
    [texts.leftThere.bySnap, namesOf(comparison.bySnap)],
    [texts.leftThere.leftNotSetUp(label), namesOf(leftSo)],
    [texts.leftThere.notKeptOut(pair.from.label, label), notKeptOut],
    ...unfinished.reasons.map(([why, names]) => [why, names.filter((name) => !marks.includes(name))] as const),
  ] as const
  const named = new Set([...differences, ...reasons.flatMap(([, names]) => names)])
  const left = [...unsaid, ...leftFor([...reasons, ...marksLeft(comparison.marksThere, named, label)])]
  const same = comparison.same - countSame([...isUnfinished, ...namesOf(leftSo)], from, to)
  const found = { compared: same, chosen, left, differences }
  const isLeftSo = new Set(namesOf(leftSo))
  const leftNotes = failedOn(to).filter(({ name }) => isLeftSo.has(name))
  return {
    item: itemOf([texts.proofTitles.packages, texts.sameVersion(same)], found),
    notes: [...leftNotes.map((one) => texts.leftNotSetUp(one, label)), ...unfinished.notes],
  }
}

function isHalfDone({ name }: PackageRef, { health }: Capture): boolean {
  return health.kind === 'half-done' && health.packages.includes(name)
}

/** What the target alone decided, each once. */
function marksLeft(marksThere: readonly PackageMark[], named: ReadonlySet<string>, label: string) {
  const markedThere = (kind: 'hold' | 'manual' | 'keep-out') =>
    namesOf(marksThere.filter(({ name, mark }) => mark === kind && !named.has(name)))
  const [holds, manual] = [markedThere('hold'), markedThere('manual')]
  return [
    [texts.leftThere.hold(label), [...holds, ...markedThere('keep-out')]],
    [texts.leftThere.manual(label), manual.filter((name) => !holds.includes(name))],
  ] as const
}

/** Of these, the ones that both have in the same version. */
function countSame(names: readonly string[], from: Capture, to: Capture): number {
  const versions = new Set(from.packages.map((one) => `${keyOf(one)}=${one.version}`))
  return to.packages.filter((one) => names.includes(one.name) && versions.has(`${keyOf(one)}=${one.version}`)).length
}

function namesOf(packages: readonly PackageRef[]): readonly string[] {
  return packages.map(({ name }) => name)
}

function isOnBoth(mark: PackageMark, { missing }: CaptureComparison, rejected: ReadonlySet<string>): boolean {
  return !rejected.has(keyOf(mark)) && !missing.some((one) => keyOf(one) === keyOf(mark))
}

/** Both laptops as they are now, beside what was agreed on. */
export interface Captured {
  readonly pair: Pair
  readonly plan: PackagesPlan
  readonly agreed: AgreedPackages
  readonly unanswered: RunContext['unanswered']
  /** The source has them, and they were removed from the target on the person's word. */
  readonly gone: readonly PackageRef[]
  /** Packages that are not brought: those that cannot be installed there, and those of which each laptop keeps its own. */
  readonly rejected: ReadonlySet<string>
  readonly from: Capture
  readonly to: Capture
  /** Services of `to`. */
  readonly failed: readonly string[]
  /** Without `rejected` and what only they want. What only `to` has is the same with them. */
  readonly comparison: CaptureComparison
}
