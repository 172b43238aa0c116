import { useEffect } from 'react'
import { useOverview, useSwitchMirror } from '../stores/app-context.tsx'
import { titleWith } from '../standing/tab-title.ts'
import { toldElsewhere } from '../standing/standing.ts'
import { useProofStanding } from '../standing/use-proof-standing.ts'

/** What the window is called in the task bar: how the switch stands, then what is shown. */
export function useTitle(title: string): void {
  const isOvertaken = useProofStanding() === 'overtaken'
  const told = toldElsewhere(useOverview().value)
  const whole = useSwitchMirror(({ state, run, lost }) => {
    // Without the app nobody knows how it stands by now.
    if (lost !== undefined) return title
    return titleWith(title, isOvertaken ? { state: undefined, run: undefined, told } : { state, run, told })
  })
  useEffect(() => {
    document.title = whole
  }, [whole])
}
