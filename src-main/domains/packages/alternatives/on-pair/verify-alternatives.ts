import { countLeft, leftFor, verdictFor } from '../../../../contract/proof/left-alone.ts'
import type { Verification } from '../../../../contract/switch-state.ts'
import type { CallOptions } from '../../../../machine/machine.ts'
import type { Pair } from '../../../../switch/step.ts'
import { proofText } from '../../on-pair/proof/texts.ts'
import { captureAlternatives } from '../verbs.ts'
import type { AlternativesPlan } from './alternatives-plan.ts'
import { compareAlternatives } from './compare-alternatives.ts'
import * as texts from './texts.ts'

/** Reads both laptops again. What the receiver does not offer, or set by hand alone, is left with its reason. */
export async function verifyAlternatives(
  { from, to }: Pair,
  { follow }: AlternativesPlan,
  options: CallOptions,
): Promise<Verification> {
  const wanted = follow.map(({ name, path }) => ({ name, path }))
  const [here, there] = await Promise.all([
    from.call(captureAlternatives, { wanted: [] }, options),
    to.call(captureAlternatives, { wanted }, options),
  ])
  const { same, differing, onlyThere } = compareAlternatives(here.chosen, there.chosen)
  if (same + differing.length + onlyThere.length === 0) return { items: [], notes: [] }
  const missing = new Set(there.notOffered.map(({ name }) => name))
  const names = (all: readonly { readonly name: string }[]) => all.map(({ name }) => name)
  const left = leftFor([
    [texts.left.notOffered(to.label), names(differing).filter((name) => missing.has(name))],
    [texts.left.onlyThere(to.label), names(onlyThere)],
  ])
  const differences = names(differing).filter((name) => !missing.has(name))
  const found = { compared: same, chosen: [], left, differences }
  return {
    items: [
      {
        ...{ title: texts.title, verdict: verdictFor(found), ...found, left: [...left] },
        text: proofText(texts.sameOnBoth(same), { chosen: 0, left: countLeft(left), different: differences.length }),
        readBack: [],
      },
    ],
    notes: [],
  }
}
