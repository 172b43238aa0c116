/** A proof in a sentence or two. Pure, and the only place that sums a proof up: whoever tells it says the same. */
import type { OpenPoint } from '../overview-calls.ts'
import type { Left, Proof, VerificationItem } from '../switch-state.ts'
import { countLeft } from './left-alone.ts'
import * as texts from './texts.ts'

/** "Everything you chose to copy is on XPS 13, except 1 thing left as it is. 16 files in /etc still differ." */
export function proofTitle(proof: Proof): string {
  const { label } = proof.to
  if (!proof.verified) return `${texts.differTitle(differencesOf(proof).length)}. ${texts.incomplete(label)}`
  const { undecided, kept, chosen, left } = proofCounts(proof)
  const except = countLeft(left)
  const differing = [
    ...(undecided.length === 0
      ? []
      : [
          texts.stillDiffer(
            undecided.map(({ what }) => what),
            undecided.reduce((sum, { count }) => sum + count, 0),
          ),
        ]),
    ...(kept === 0 ? [] : [texts.undecided(kept)]),
    ...(chosen === 0 ? [] : [texts.kept(chosen)]),
  ]
  const isNone = differing.length + except === 0
  return [texts.copied(label, except), ...(isNone ? [texts.noneDiffers] : differing)].join(' ')
}

interface ProofCounts {
  /** Different, and nobody has said what should become of it. */
  readonly undecided: readonly NonNullable<VerificationItem['notCompared']>[]
  /** Different because a question about it was not answered. */
  readonly kept: number
  /** Different because the person wants it so. */
  readonly chosen: number
  /** Different for other reasons, about which nobody was asked. */
  readonly left: readonly Left[]
  readonly compared: number
}

export function proofCounts(proof: Proof): ProofCounts {
  const items = itemsOf(proof)
  const left = items.flatMap((item) => item.left ?? [])
  return {
    undecided: items.flatMap(({ notCompared }) =>
      notCompared?.why === 'undecided' && notCompared.count > 0 ? [notCompared] : [],
    ),
    chosen: items.reduce((sum, { chosen, moreChosen = 0 }) => sum + chosen.length + moreChosen, 0),
    kept: countLeft(left.filter((one) => one.undecided === true)),
    left: left.filter((one) => one.undecided !== true),
    compared: items.reduce((sum, { compared }) => sum + compared, 0),
  }
}

/** "debian and win still run on P17." Undefined where none does. */
export function stillRunningIn({ from, steps }: Proof): string | undefined {
  const names = steps.flatMap(({ verification }) => verification.stillRunning ?? [])
  return names.length === 0 ? undefined : texts.stillRunning(names, from.label)
}

/** What is on its way to the target, which others bring: as long as there is some, the source must not go. */
export function behindIn({ steps }: Pick<Proof, 'steps'>): string | undefined {
  const behind = steps.flatMap(({ verification }) => verification.behind ?? [])
  return behind.length === 0 ? undefined : texts.behind(behind)
}

const namesKept = 5

/** By step, what nobody has decided. */
export function openIn({ steps }: Pick<Proof, 'steps'>): readonly OpenPoint[] {
  return steps.flatMap(({ id: stepId, verification: { items } }) => {
    const files = items.flatMap(({ notCompared }) => (notCompared?.why === 'undecided' ? [notCompared] : []))
    const differences = items.flatMap(({ left = [] }) => left.filter(({ undecided }) => undecided === true))
    return (
      [
        ['files', files],
        ['differences', differences],
      ] as const
    ).flatMap(([about, all]): readonly OpenPoint[] => {
      const count = all.reduce((sum, one) => sum + one.count, 0)
      const names = all.flatMap((one) => one.names).slice(0, namesKept)
      return count === 0 ? [] : [{ about, stepId, count, names }]
    })
  })
}

/** An area in which there was nothing to compare is not called the same. */
export function verdictOf({ verdict, compared }: VerificationItem): VerificationItem['verdict'] {
  return verdict === 'same' && compared === 0 ? 'not-compared' : verdict
}

/** What differs by accident, each by its name. */
export function differencesOf(proof: Proof): readonly { readonly area: string; readonly name: string }[] {
  return itemsOf(proof).flatMap(({ title, verdict, differences, text }) => {
    if (verdict !== 'differs') return []
    // An area that could not be compared at all has no names.
    return differences.length === 0 ? [{ area: title, name: text }] : differences.map((name) => ({ area: title, name }))
  })
}

function itemsOf({ steps }: Proof): readonly VerificationItem[] {
  return steps.flatMap(({ verification }) => verification.items)
}
