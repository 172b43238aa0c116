import type { Answers } from '../../../../contract/preview.ts'
import type { Verification, VerificationItem } from '../../../../contract/switch-state.ts'
import { nothingUnanswered, type Pair, type ProofOptions } from '../../../../switch/step.ts'
import { keyOf } from '../../model.ts'
import { listFailed } from '../../verbs.ts'
import { listSources } from '../../source-verbs.ts'
import { compareCaptures } from '../compare-captures.ts'
import { uncarriedUnits, unitKey } from '../compare-units.ts'

import { itemOf } from './compared-item.ts'
import { itemNotCompared } from './not-compared-item.ts'
import { removedAgain, repairedAway, ruledRefs, sortOnlyThere } from './packages-by-answers.ts'
import { packagesItem, type Captured } from './packages-item.ts'
import { refusedNotes, startsItem, unitsRefused, type UnitsRefused } from './starts-item.ts'
import { applyAnswers } from '../apply-answers.ts'
import { unitsUnanswered, type PackagesPlan } from '../packages-plan.ts'
import { hardwarePurposes } from '../texts.ts'
import * as texts from './texts.ts'
import { absentSources, sourcesItems, sourcesNotes } from '../sources/verify-sources.ts'
import { readCapture } from '../read-capture.ts'

/** Captures both laptops again. What differs was either chosen by the person, or is a difference. */
export async function verifyPackages(
  pair: Pair,
  plan: PackagesPlan,
  answers: Answers,
  { unanswered = nothingUnanswered, signal }: ProofOptions,
): Promise<Verification> {
  const options = { signal }
  const [from, to, { units: failed }, sourcesHere, sourcesThere] = await Promise.all([
    readCapture(pair.from, options),
    readCapture(pair.to, options),
    pair.to.call(listFailed, {}, options),
    pair.from.call(listSources, {}, options),
    pair.to.call(listSources, {}, options),
  ])
  const wanted = applyAnswers(plan, answers)
  const agreed = applyAnswers(plan, answers, absentSources(wanted, sourcesThere))
  const gone = [...removedAgain(plan, agreed, to), ...repairedAway(agreed, from, to)]
  const rejected = new Set([...agreed.rejected, ...plan.kept, ...agreed.leftOut, ...gone].map(keyOf))
  const exceptions = {
    without: rejected,
    both: new Set(plan.both.map(keyOf)),
    never: new Set(plan.never.map(keyOf)),
  }
  const now: Captured = {
    ...{ pair, plan, agreed, unanswered, gone, rejected, from, to, failed },
    comparison: compareCaptures(from, to, exceptions),
  }
  const packages = packagesItem(now)
  const refused = refusedOf(now)
  const sources = { label: pair.to.label, plan, agreed: wanted, unanswered, from: sourcesHere, to: sourcesThere }
  return {
    items: [
      ...[packages.item, startsOf(now, refused), failedItem(now)],
      ...sourcesItems(sources),
      ...[...stayingItem(now), ...leftItem(now), ...ownItem(now), ...architecturesItem(now)],
    ],
    notes: [
      ...[...packages.notes, ...refusedNotes(refused)],
      ...sourcesNotes(
        { from: { label: pair.from.label, sources: sourcesHere }, to: { label: pair.to.label, sources: sourcesThere } },
        plan,
      ),
    ],
  }
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

/** What pc-switcher needs is brought by no switch, and each laptop may have it otherwise. */
function ownItem({ pair, comparison: { own } }: Captured): readonly VerificationItem[] {
  const labels = { from: pair.from.label, to: pair.to.label }
  const names = [...new Set(own.map((one) => texts.own.shown(one, labels)))]
  const count = names.length
  if (count === 0) return []
  const notCompared = { why: 'left-out' as const, count, what: texts.own.what(count), names }
  return [itemNotCompared([texts.own.title, texts.own.text(count)], notCompared)]
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

function refusedOf({ pair, plan, agreed, to }: Captured): UnitsRefused {
  const planned = [...agreed.units, ...plan.masksBefore].map(unitKey)
  return unitsRefused(to, [...planned, ...plan.arriving], pair.to.label)
}

function startsOf({ pair, plan, agreed, unanswered, from, to }: Captured, failed: UnitsRefused): VerificationItem {
  return startsItem(texts.proofTitles.services, {
    ...{ from: from.units, to: to.units, label: pair.from.label },
    asked: [...plan.units.map(unitKey), ...plan.keptUnits, ...plan.unitsForBoth],
    ...{ agreed: agreed.units, undecided: unitsUnanswered(plan.units, unanswered), failed },
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
