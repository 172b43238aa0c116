/** When a switch stood still, from its events. */
import type { SwitchEvent } from '../contract/events.ts'
import type { StoppedBy } from '../contract/switch-state.ts'

interface Pauses {
  /** Of all the pauses that ended: the time between a stop and the resumption. */
  readonly pausedMs: number
  /** Since when it stands still now; absent when it was never stopped, or goes on. */
  readonly stillSince?: string
}

/** A crash, and that the laptop went off, are told by the next app that starts. The switch stood still from the last event before: it says no more. */
export function pausesIn(events: readonly SwitchEvent[]): Pauses {
  let pausedMs = 0
  let stillSince: string | undefined
  for (const [index, event] of events.entries()) {
    if (event.type === 'switch-stopped') stillSince = isToldLater(event.by) ? (events[index - 1] ?? event).at : event.at
    if (event.type !== 'switch-resumed' || stillSince === undefined) continue
    pausedMs += Date.parse(event.at) - Date.parse(stillSince)
    stillSince = undefined
  }
  return stillSince === undefined ? { pausedMs } : { pausedMs, stillSince }
}

function isToldLater(by: StoppedBy): boolean {
  return by === 'crash' || by === 'killed' || by === 'power'
}
