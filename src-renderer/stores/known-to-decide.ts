import type { Answers } from '../../src-main/contract/preview.ts'
import type { Overview } from '../../src-main/contract/overview-calls.ts'
import type { SwitchState } from '../../src-main/contract/switch-state.ts'
import { useAnswers, useOverview, useSwitchState } from './app-context.tsx'

/** Of which a page counts what waits for an answer. */
export interface KnownToDecide {
  readonly state: SwitchState | undefined
  readonly answers: Answers
  readonly overview: Overview | undefined
}

export function useKnownToDecide(): KnownToDecide {
  return { state: useSwitchState(), answers: useAnswers().answers, overview: useOverview().value }
}
