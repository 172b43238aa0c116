import { countIn, toDecide, type OpenLine } from '../../src-main/contract/overview/to-decide.ts'
import { useAnswers, useOverview, useSwitchState } from './app-context.tsx'

/** What waits for an answer, as far as is known. */
export function useToDecide(): readonly OpenLine[] {
  return toDecide({ overview: useOverview().value, state: useSwitchState(), answers: useAnswers().answers })
}

export const useCountToDecide = (tab: string): number => countIn(useToDecide(), tab)
