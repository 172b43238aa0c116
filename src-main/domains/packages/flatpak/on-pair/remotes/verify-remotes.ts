import type { Answers } from '../../../../../contract/preview.ts'
import { countLeft, leftFor, sortByWord } from '../../../../../contract/proof/left-alone.ts'
import type { Verification } from '../../../../../contract/switch-state.ts'
import type { Pair } from '../../../../../switch/step.ts'
import { itemOf, itemsNotCompared } from '../../../on-pair/proof/proof-item.ts'
import { type FlatpakCapture, addressOf } from '../../model.ts'
import { applyAnswers, remoteQuestionId, type FlatpakPlan } from '../flatpak-plan.ts'
import { compareRemotes, partsDiffering } from './compare-remotes.ts'
import * as texts from './texts.ts'

interface Captured {
  readonly from: FlatpakCapture
  readonly to: FlatpakCapture
}

interface Said {
  readonly answers: Answers
  readonly unanswered: ReadonlySet<string>
}

/**
 * The sources of both laptops as they are now. One that was asked about is as the person chose, could not be added, or is a
 * difference; what nobody was asked about is not compared, and what both have otherwise is told. By their addresses.
 */
export function verifyRemotes(
  { from, to }: Captured,
  plan: FlatpakPlan,
  { answers, unanswered }: Said,
  pair: Pair,
): Verification {
  const { onlyHere, onlyThere, same, differing } = compareRemotes(from, to)
  const [asked, agreed] = [plan.remotes, applyAnswers(plan, answers).remotes].map(addressesOf)
  const ruled = new Set(plan.keptRemotes)
  const failed = new Set(to.failures.map(({ what }) => what))
  const label = pair.to.label
  const isAgreed = (address: string) => agreed?.has(address) === true
  const isChosen = (address: string) => ruled.has(address) || (asked?.has(address) === true && !isAgreed(address))
  const wanted = onlyHere.filter((one) => isAgreed(addressOf(one)))
  const isFailed = ({ name }: { readonly name: string }) => failed.has(name)
  const different = differing.map(({ here }) => here)
  const apart = [...addressesOf([...onlyHere, ...different, ...onlyThere])]
  const { chosen, unsaid } = sortByWord(apart.filter(isChosen), undecidedIn(plan, unanswered))
  const left = [
    ...unsaid,
    ...leftFor([
      [texts.proof.failed(label), [...addressesOf(wanted.filter((one) => to.isInstalled && isFailed(one)))]],
      [texts.proof.program(label), [...addressesOf(to.isInstalled ? [] : wanted)]],
    ]),
  ]
  const found = {
    compared: same.length,
    chosen,
    left,
    differences: [...addressesOf(wanted.filter((one) => to.isInstalled && !isFailed(one)))],
  }
  const others = apart.filter((address) => !isChosen(address) && !addressesOf(wanted).has(address))
  const isNothing = found.compared + found.chosen.length + wanted.length + countLeft(left) === 0
  const told = differing.filter(({ here }) => !ruled.has(addressOf(here)))
  const labels = { from: pair.from.label, to: label }
  const { title, text, notCompared, notComparedText } = texts.proof
  return {
    items: [
      ...(isNothing ? [] : [itemOf([title, text(same.length)], found)]),
      ...itemsNotCompared([title, notComparedText(others.length)], {
        ...{ why: 'undecided', what: notCompared(others.length), names: others },
      }),
    ],
    notes: told.map((one) => texts.proof.differs(addressOf(one.here), texts.differs(one, partsDiffering(one), labels))),
  }
}

/** Addresses of those about which nobody answered. */
function undecidedIn(plan: FlatpakPlan, unanswered: ReadonlySet<string>): readonly string[] {
  return [...addressesOf(plan.remotes.filter(({ name }) => unanswered.has(remoteQuestionId(name))))]
}

function addressesOf(remotes: readonly { readonly url: string }[]): ReadonlySet<string> {
  return new Set(remotes.map(addressOf))
}
