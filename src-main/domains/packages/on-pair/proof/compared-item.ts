import { countLeft, verdictFor } from '../../../../contract/proof/left-alone.ts'
import type { Left, VerificationItem } from '../../../../contract/switch-state.ts'
import * as texts from './texts.ts'

interface Found {
  readonly compared: number
  readonly chosen: readonly string[]
  readonly left: readonly Left[]
  readonly differences: readonly string[]
}

export function itemOf([title, text]: readonly [string, string], found: Found): VerificationItem {
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
