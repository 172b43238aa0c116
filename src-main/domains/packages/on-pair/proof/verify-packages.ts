import type { Answers } from '../../../../contract/preview.ts'
import type { Verification, VerificationItem } from '../../../../contract/switch-state.ts'
import { nothingUnanswered, type Pair, type ProofOptions } from '../../../../switch/step.ts'
import { keyOf } from '../../model.ts'
import { listFailed } from '../../verbs.ts'
import { listSources } from '../../source-verbs.ts'
import { compareCaptures } from '../compare-captures.ts'
import { uncarriedUnits, unitKey } from '../compare-units.ts'

import { itemOf, itemsNotCompared } from './proof-item.ts'
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

/** What only the target has, and nobody was asked about. */
function stayingItem({ pair, plan, agreed, comparison }: Captured): readonly VerificationItem[] {
  const isRuled = new Set(ruledRefs(plan).map(keyOf))
  const { onlyThere, alongThere } = comparison
  const names = [
    ...sortOnlyThere(onlyThere, plan, agreed).staying,
    ...alongThere.filter((one) => !isRuled.has(keyOf(one))),
  ].map(({ name }) => name)
  const { title, text, what } = texts.staying
  return itemsNotCompared([title, text(names.length, pair.from.label, pair.to.label)], {
    ...{ why: 'undecided', what: what(names.length), names },
  })
}

/** What is otherwise because of the laptop that it is on. */
function leftItem({ from, to, comparison: { hardware } }: Captured): readonly VerificationItem[] {
  const units = [...uncarriedUnits(from.units, to.units), ...uncarriedUnits(to.units, from.units)].map(unitKey)
  const services = [...new Set(units)].sort()
  const what = texts.left.what(services.length, hardware.length)
  const names = [
    ...hardware.map(({ name, purpose }) => texts.left.forHardware(name, hardwarePurposes[purpose])),
    ...services,
  ]
  return itemsNotCompared([texts.left.title, texts.left.text(what)], { why: 'left-out', what, names })
}

/** What pc-switcher needs is brought by no switch, and each laptop may have it otherwise. */
function ownItem({ pair, comparison: { own } }: Captured): readonly VerificationItem[] {
  const labels = { from: pair.from.label, to: pair.to.label }
  const names = [...new Set(own.map((one) => texts.own.shown(one, labels)))]
  const { title, text, what } = texts.own
  return itemsNotCompared([title, text(names.length)], { why: 'left-out', what: what(names.length), names })
}

/** An architecture goes with the packages that need it; of one that has none nobody was asked. */
function architecturesItem({ pair, from, to }: Captured): readonly VerificationItem[] {
  const without = (some: readonly string[], others: readonly string[]) => some.filter((one) => !others.includes(one))
  const [here, there] = [without(from.architectures, to.architectures), without(to.architectures, from.architectures)]
  const names = [...here, ...there]
  const { title, what } = texts.architectures
  const text = texts.architectures.text([
    { names: here, label: pair.from.label },
    { names: there, label: pair.to.label },
  ])
  return itemsNotCompared([title, text], { why: 'left-out', what: what(names.length), names })
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
