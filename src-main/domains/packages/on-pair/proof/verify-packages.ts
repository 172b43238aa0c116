import type { Answers } from '../../../../contract/preview.ts'
import { leftFor } from '../../../../contract/proof/left-alone.ts'
import type { Verification, VerificationItem } from '../../../../contract/switch-state.ts'
import type { CallOptions } from '../../../../machine/machine.ts'
import type { Pair } from '../../../../switch/step.ts'
import { keyOf, type Capture, type Mark, type PackageRef } from '../../model.ts'
import { capturePackages, listFailed, listSources } from '../../verbs.ts'
import { compareCaptures, type Comparison } from '../compare-captures.ts'
import { uncarriedUnits, unitKey } from '../compare-units.ts'
import { healthWithout, notSetUpOn } from '../not-set-up/not-set-up.ts'
import { itemOf } from './compared-item.ts'
import { itemNotCompared } from './not-compared-item.ts'
import {
  declinedFiles,
  removedAgain,
  repairedAway,
  ruledApart,
  ruledRefs,
  sortOnlyThere,
} from './packages-by-answers.ts'
import { startsItem } from './starts-item.ts'
import { applyAnswers, type Agreed } from '../apply-answers.ts'
import type { PackagesPlan } from '../packages-plan.ts'
import { hardwarePurposes } from '../texts.ts'
import * as texts from './texts.ts'
import { absentSources, sourcesItems, sourcesNotes } from '../sources/verify-sources.ts'

/** Captures both laptops again. What differs was either chosen by the person, or is a difference. */
export async function verifyPackages(
  pair: Pair,
  plan: PackagesPlan,
  answers: Answers,
  options: CallOptions,
): Promise<Verification> {
  const [from, to, { units: failed }, sourcesHere, sourcesThere] = await Promise.all([
    pair.from.call(capturePackages, {}, options),
    pair.to.call(capturePackages, {}, options),
    pair.to.call(listFailed, {}, options),
    pair.from.call(listSources, {}, options),
    pair.to.call(listSources, {}, options),
  ])
  const wanted = applyAnswers(plan, answers)
  const agreed = applyAnswers(plan, answers, absentSources(wanted, sourcesThere))
  const gone = [...removedAgain(plan, agreed), ...repairedAway(agreed, from, to)]
  const rejected = new Set([...agreed.rejected, ...plan.kept, ...gone].map(keyOf))
  const exceptions = {
    without: rejected,
    both: new Set(plan.both.map(keyOf)),
    never: new Set(plan.never.map(keyOf)),
  }
  const now: Captured = {
    ...{ pair, plan, agreed, gone, rejected, from, to, failed },
    comparison: compareCaptures(from, to, exceptions),
  }
  const sources = { label: pair.to.label, plan, agreed: wanted, from: sourcesHere, to: sourcesThere }
  return {
    items: [
      ...[packagesItem(now), startsOf(now), failedItem(now)],
      ...sourcesItems(sources),
      ...[...stayingItem(now), ...leftItem(now), ...architecturesItem(now)],
    ],
    notes: [
      ...notSetUpOn(to).map((one) =>
        agreed.leftNotSetUp.some(({ name }) => name === one.name)
          ? texts.leftNotSetUp(one, pair.to.label)
          : texts.notSetUp(one, pair.to.label),
      ),
      ...sourcesNotes(
        { from: { label: pair.from.label, sources: sourcesHere }, to: { label: pair.to.label, sources: sourcesThere } },
        plan,
      ),
    ],
  }
}

/** Both laptops as they are now, beside what was agreed on. */
interface Captured {
  readonly pair: Pair
  readonly plan: PackagesPlan
  readonly agreed: Agreed
  /** The laptop that is left has them, and they were removed from the other one on the person's word. */
  readonly gone: readonly PackageRef[]
  /** Packages that are not brought: those that cannot be installed there, and those of which each laptop keeps its own. */
  readonly rejected: ReadonlySet<string>
  readonly from: Capture
  readonly to: Capture
  /** Services of `to`. */
  readonly failed: readonly string[]
  /** Without `rejected` and what only they want. What only `to` has is the same with them. */
  readonly comparison: Comparison
}

function packagesItem({ pair, plan, agreed, gone, rejected, comparison, from, to }: Captured): VerificationItem {
  const { unexpected, kept, notRepaired } = sortOnlyThere(comparison.onlyThere, plan, agreed)
  const others = { ...to, health: healthWithout(to.health, agreed.leftNotSetUp) }
  const notSetUp = new Set(notSetUpOn(others).map(({ name }) => name))
  const halfDone =
    others.health.kind === 'half-done' ? others.health.packages.filter((name) => !notSetUp.has(name)) : []
  const leftSo = agreed.leftNotSetUp.filter(
    ({ name }) => to.health.kind === 'half-done' && to.health.packages.includes(name),
  )
  const isLeft = new Set(leftSo.map(keyOf))
  const older = comparison.older.filter((one) => !rejected.has(keyOf(one)) && !isLeft.has(keyOf(one)))
  const marks = comparison.marks.filter((mark) => isOnBoth(mark, comparison, rejected))
  const apart = namesOf([...comparison.missing, ...older, ...unexpected, ...marks])
  const differences = [...new Set([...apart, ...halfDone])]
  const declined = declinedFiles(plan, agreed)
  const chosen = namesOf([...ruledApart(plan, from, to), ...kept, ...gone, ...declined])
  const refused = new Set(agreed.notRepaired.map(keyOf))
  const notInstalled = agreed.rejected.filter((one) => refused.has(keyOf(one)))
  const told = new Set([...declined, ...notInstalled].map(keyOf))
  const { label } = pair.to
  const reasons = [
    [texts.leftThere.rejected(label), namesOf(agreed.rejected.filter((one) => !told.has(keyOf(one))))],
    [texts.leftThere.notRepaired(label), namesOf([...notInstalled, ...notRepaired])],
    [texts.leftThere.newer(label), namesOf(comparison.newer)],
    [texts.leftThere.held(label), namesOf(comparison.held)],
    [texts.leftThere.bySnap, namesOf(comparison.bySnap)],
    [texts.leftThere.leftNotSetUp(label), namesOf(leftSo)],
    [texts.leftThere.notSetUp(label), [...notSetUp].filter((name) => !differences.includes(name))],
  ] as const
  const named = new Set([...differences, ...reasons.flatMap(([, names]) => names)])
  const markedThere = (kind: 'hold' | 'manual') =>
    namesOf(comparison.marksThere.filter(({ name, mark }) => mark === kind && !named.has(name)))
  const [holds, manual] = [markedThere('hold'), markedThere('manual')]
  const left = leftFor([
    ...reasons,
    [texts.leftThere.hold(label), holds],
    [texts.leftThere.manual(label), manual.filter((name) => !holds.includes(name))],
  ])
  const same = comparison.same - countSame([...notSetUp, ...namesOf(leftSo)], from, to)
  return itemOf([texts.proofTitles.packages, texts.sameVersion(same)], {
    compared: same,
    chosen,
    left,
    differences,
  })
}

/** Of these, the ones that both have in the same version. */
function countSame(names: readonly string[], from: Capture, to: Capture): number {
  const versions = new Set(from.packages.map((one) => `${keyOf(one)}=${one.version}`))
  return to.packages.filter((one) => names.includes(one.name) && versions.has(`${keyOf(one)}=${one.version}`)).length
}

function namesOf(packages: readonly PackageRef[]): readonly string[] {
  return packages.map(({ name }) => name)
}

/** What only the laptop that is taken has, and nobody was asked about. */
function stayingItem({ pair, plan, agreed, comparison }: Captured): readonly VerificationItem[] {
  const isRuled = new Set(ruledRefs(plan).map(keyOf))
  const { onlyThere, alongThere } = comparison
  const names = [
    ...sortOnlyThere(onlyThere, plan, agreed).staying,
    ...alongThere.filter((one) => !isRuled.has(keyOf(one))),
  ].map(({ name }) => name)
  const count = names.length
  if (count === 0) return []
  const notCompared = { why: 'undecided' as const, count, what: texts.staying.what(count), names }
  return [
    itemNotCompared([texts.staying.title, texts.staying.text(count, pair.from.label, pair.to.label)], notCompared),
  ]
}

/** What is otherwise because of the laptop that it is on. */
function leftItem({ from, to, comparison: { hardware } }: Captured): readonly VerificationItem[] {
  const units = [...uncarriedUnits(from.units, to.units), ...uncarriedUnits(to.units, from.units)].map(unitKey)
  const services = [...new Set(units)].sort()
  const count = services.length + hardware.length
  if (count === 0) return []
  const what = texts.left.what(services.length, hardware.length)
  const names = [
    ...hardware.map(({ name, purpose }) => texts.left.forHardware(name, hardwarePurposes[purpose])),
    ...services,
  ]
  const notCompared = { why: 'left-out' as const, count, what, names }
  return [itemNotCompared([texts.left.title, texts.left.text(what)], notCompared)]
}

/** An architecture goes with the packages that need it; of one that has none nobody was asked. */
function architecturesItem({ pair, from, to }: Captured): readonly VerificationItem[] {
  const without = (some: readonly string[], others: readonly string[]) => some.filter((one) => !others.includes(one))
  const [here, there] = [without(from.architectures, to.architectures), without(to.architectures, from.architectures)]
  const names = [...here, ...there]
  const count = names.length
  if (count === 0) return []
  const text = texts.architectures.text([
    { names: here, label: pair.from.label },
    { names: there, label: pair.to.label },
  ])
  const notCompared = { why: 'left-out' as const, count, what: texts.architectures.what(count), names }
  return [itemNotCompared([texts.architectures.title, text], notCompared)]
}

function isOnBoth(mark: Mark, { missing }: Comparison, rejected: ReadonlySet<string>): boolean {
  return !rejected.has(keyOf(mark)) && !missing.some((one) => keyOf(one) === keyOf(mark))
}

function startsOf({ pair, plan, agreed, from, to }: Captured): VerificationItem {
  return startsItem(texts.proofTitles.services, {
    ...{ from: from.units, to: to.units, label: pair.from.label },
    asked: [...plan.units.map(unitKey), ...plan.keptUnits, ...plan.unitsForBoth],
    agreed: agreed.units,
  })
}

/** Counts only services that failed since the plan was made. */
function failedItem({ pair, plan, to, failed }: Captured): VerificationItem {
  const before = new Set(plan.failedBefore)
  const differences = failed.filter((unit) => !before.has(unit))
  const text = texts.failedServices(differences.length, pair.to.label)
  const found = { compared: to.units.enabled.length, chosen: [], left: [], differences }
  const item = itemOf([texts.proofTitles.running, text], found)
  return differences.length === 0 ? { ...item, verdict: 'healthy' } : item
}
