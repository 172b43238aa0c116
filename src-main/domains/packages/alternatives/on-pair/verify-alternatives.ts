import type { Answers } from '../../../../contract/preview.ts'
import { countLeft, leftFor, sortByWord, verdictFor } from '../../../../contract/proof/left-alone.ts'
import type { Verification } from '../../../../contract/switch-state.ts'
import { nothingUnanswered, type Pair, type ProofOptions } from '../../../../switch/step.ts'
import { proofText } from '../../on-pair/proof/texts.ts'
import { captureAlternatives } from '../verbs.ts'
import { alternativeQuestionId, applyAnswers, type AlternativesPlan } from './alternatives-plan.ts'
import { compareAlternatives } from './compare-alternatives.ts'
import * as texts from './texts.ts'

/** Reads both laptops again. What the receiver does not offer, or set by hand alone, is left with its reason. */
export async function verifyAlternatives(
  { from, to }: Pair,
  plan: AlternativesPlan,
  answers: Answers,
  { unanswered = nothingUnanswered, signal }: ProofOptions,
): Promise<Verification> {
  const options = { signal }
  const agreed = applyAnswers(plan, answers)
  const [here, there] = await Promise.all([
    from.call(captureAlternatives, { wanted: [] }, options),
    to.call(captureAlternatives, { wanted: [...agreed.wanted] }, options),
  ])
  const { same, differing, automaticHere, onlyThere } = compareAlternatives(here, there)
  if (same.length + differing.length + automaticHere.length + onlyThere.length === 0) return { items: [], notes: [] }
  const [missing, automatic] = [new Set(there.notOffered.map(({ name }) => name)), new Set(agreed.automatic)]
  const kept = new Set(agreed.kept)
  const [apart, manual] = [namesOf(differing), namesOf(automaticHere)]
  const open = apart.filter((name) => !kept.has(name))
  const { chosen, unsaid } = sortByWord(
    [...apart, ...manual].filter((name) => kept.has(name)),
    namesOf(plan.asked).filter((name) => unanswered.has(alternativeQuestionId(name))),
  )
  const left = [
    ...unsaid,
    ...leftFor([
      [texts.left.notOffered(to.label), open.filter((name) => missing.has(name))],
      [
        texts.left.onlyThere(to.label),
        [...namesOf(onlyThere), ...manual.filter((name) => !kept.has(name) && !automatic.has(name))],
      ],
    ]),
  ]
  const differences = [...open.filter((name) => !missing.has(name)), ...manual.filter((name) => automatic.has(name))]
  const found = { compared: same.length, chosen, left, differences }
  const counts = { chosen: chosen.length, left: countLeft(left), different: differences.length }
  return {
    items: [
      {
        ...{ title: texts.title, verdict: verdictFor(found), ...found, left: [...left] },
        text: proofText(texts.sameOnBoth(same.length), counts),
        readBack: [],
      },
    ],
    notes: [],
  }
}

function namesOf(all: readonly { readonly name: string }[]): readonly string[] {
  return all.map(({ name }) => name)
}
