import type { Overview } from '../../src-main/contract/overview-calls.ts'
import { aboutWork, overviewState, planThatHolds, type OverviewState } from '../../src-main/contract/overview/state.ts'
import type { PlanView, SwitchState } from '../../src-main/contract/switch-state.ts'
import { useOverview, useSwitchState } from '../stores/app-context.tsx'
import { useNow } from '../stores/use-now.ts'

interface Stands {
  readonly stands: OverviewState
  /** What this app is at, about the work. */
  readonly own: SwitchState | undefined
  /** Of what would change now. */
  readonly plan: PlanView | undefined
  readonly nowMs: number
}

/** How the laptops stand now. */
export function useStands(overview: Overview): Stands {
  const nowMs = useNow(5_000)
  const own = aboutWork(useSwitchState())
  return { stands: overviewState(overview, own, nowMs), own, plan: planThatHolds(overview, own), nowMs }
}

/** Undefined as long as nothing is known of the laptops. */
export function useKnownStands(): OverviewState | undefined {
  const { value: overview } = useOverview()
  const nowMs = useNow(15_000)
  const own = aboutWork(useSwitchState())
  return overview && overviewState(overview, own, nowMs)
}
