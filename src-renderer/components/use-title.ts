import { useEffect } from 'react'
import { useSwitchMirror } from '../stores/app-context.tsx'
import { titleWith } from '../standing/tab-title.ts'
import { useIsOvertaken } from '../standing/use-is-overtaken.ts'

/** What the window is called in the task bar: how the switch stands, then what is shown. */
export function useTitle(title: string): void {
  const isOvertaken = useIsOvertaken()
  const whole = useSwitchMirror(({ state, run, lost }) =>
    // Without the app nobody knows how it stands by now.
    lost === undefined && !isOvertaken ? titleWith(title, state, run) : title,
  )
  useEffect(() => {
    document.title = whole
  }, [whole])
}
