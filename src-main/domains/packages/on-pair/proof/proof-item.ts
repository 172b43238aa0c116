/** What the proof says of one thing: compared, or told as not compared. */
import { countLeft, verdictFor } from '../../../../contract/proof/left-alone.ts'
import type { Left, VerificationItem } from '../../../../contract/switch-state.ts'
import * as texts from './texts.ts'

type Words = readonly [title: string, text: string]

interface Found {
  readonly compared: number
  readonly chosen: readonly string[]
  readonly left: readonly Left[]
  readonly differences: readonly string[]
}

export function itemOf([title, text]: Words, found: Found): VerificationItem {
  const { compared, chosen, left, differences } = found
  return {
    title,
    verdict: verdictFor(found),
    text: texts.proofText(text, { chosen: chosen.length, left: countLeft(left), different: differences.length }),
    compared,
    chosen: [...chosen],
    ...(left.length === 0 ? {} : { left: [...left] }),
    differences: [...differences],
    readBack: [],
  }
}

interface NotCompared extends Pick<NonNullable<VerificationItem['notCompared']>, 'why' | 'what'> {
  readonly names: readonly string[]
}

export function itemNotCompared([title, text]: Words, { why, what, names }: NotCompared): VerificationItem {
  return {
    ...{ title, verdict: 'not-compared', text, compared: 0, chosen: [] },
    notCompared: { why, count: names.length, what, names: [...names] },
    ...{ differences: [], readBack: [] },
  }
}

/** Nothing where there is none. */
export function itemsNotCompared(words: Words, notCompared: NotCompared): readonly VerificationItem[] {
  return notCompared.names.length === 0 ? [] : [itemNotCompared(words, notCompared)]
}
