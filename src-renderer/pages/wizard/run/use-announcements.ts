import { useState } from 'react'
import type { RunningState, RunView } from '../../../stores/run-view.ts'
import { nothingSaid, sayNext } from './announcements.ts'

/** The text of the live region as of now. */
export function useAnnouncements(state: RunningState, run: RunView | undefined, nowMs: number): string {
  const [said, setSaid] = useState(nothingSaid)
  const next = sayNext(said, state, run, nowMs)
  // Setting state while rendering is how React wants a value that follows from the one before.
  if (next !== said) setSaid(next)
  return next.text
}
