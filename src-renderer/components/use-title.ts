import { useEffect } from 'react'
import { useSwitchMirror } from '../stores/app-context.tsx'
import { titleWith } from '../standing/tab-title.ts'

/** What the window is called in the task bar: how the switch stands, then what is shown. */
export function useTitle(title: string): void {
  const whole = useSwitchMirror(({ state, run }) => titleWith(title, state, run))
  useEffect(() => {
    document.title = whole
  }, [whole])
}
