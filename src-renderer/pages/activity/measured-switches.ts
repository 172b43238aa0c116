/** Switches of which it was written down how long they took and how much they copied. Pure. */
import type { ActivityEntry, SwitchEntry } from '../../../src-main/contract/activity-calls.ts'

type MeasuredSwitch = SwitchEntry & { readonly tookMs: number; readonly bytes: number }

const mostShown = 30

/** Finished ones, the earliest first; the last thirty of them. */
export function measuredSwitches(entries: readonly ActivityEntry[]): readonly MeasuredSwitch[] {
  return entries
    .flatMap((entry) => {
      if (entry.kind !== 'switch' || entry.result !== 'verified') return []
      const { tookMs, bytes } = entry
      return tookMs === undefined || bytes === undefined ? [] : [{ ...entry, tookMs, bytes }]
    })
    .toSorted((one, other) => one.startedAt.localeCompare(other.startedAt))
    .slice(-mostShown)
}
