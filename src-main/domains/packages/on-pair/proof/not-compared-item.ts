import type { VerificationItem } from '../../../../contract/switch-state.ts'

export function itemNotCompared(
  [title, text]: readonly [string, string],
  notCompared: NonNullable<VerificationItem['notCompared']>,
): VerificationItem {
  return {
    title,
    verdict: 'not-compared',
    text,
    compared: 0,
    chosen: [],
    notCompared,
    differences: [],
    readBack: [],
  }
}
