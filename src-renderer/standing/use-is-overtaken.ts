import { overviewState } from '../pages/overview/overview-state.ts'
import { useOverview, useSwitchState } from '../stores/app-context.tsx'
import { useNow } from '../stores/use-now.ts'

/** Whether something has been begun since the switch that this app has proven: then "safe" is not for it to say. */
export function useIsOvertaken(): boolean {
  const state = useSwitchState()
  const { value: overview } = useOverview()
  const nowMs = useNow(15_000)
  if (state?.kind !== 'done' || overview === undefined) return false
  const { kind } = overviewState(overview, state, nowMs)
  return kind !== 'safe' && kind !== 'verified'
}
