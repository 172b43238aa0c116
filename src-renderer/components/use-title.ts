import { useEffect } from 'react'
import { useSwitchMirror } from '../stores/app-context.tsx'
import { titleWith } from '../standing/tab-title.ts'
import { useKnownStands } from '../standing/use-stands.ts'

/** What the window is called in the task bar: how the switch stands, then what is shown. */
export function useTitle(title: string): void {
  const stands = useKnownStands()
  const whole = useSwitchMirror(({ state, run, lost }) => {
    // Without the app nobody knows how it stands by now.
    return lost === undefined ? titleWith(title, { state, run, stands }) : title
  })
  useEffect(() => {
    document.title = whole
  }, [whole])
}
