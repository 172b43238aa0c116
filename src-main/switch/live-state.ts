/** The state that every client sees. It changes by events alone, and those of a switch go to its journal first. */
import { applyEvent } from '../contract/apply-event.ts'
import type { SwitchEvent } from '../contract/events.ts'
import type { SwitchState } from '../contract/switch-state.ts'
import { reopenJournal, type Journal } from '../journal/journal.ts'
import type { EngineParts } from './engine-parts.ts'

export interface LiveState {
  now(): SwitchState
  /** Takes up a state that was read from a journal; nobody is told. */
  takeUp(earlier: SwitchState): void
  /** Changes the state and tells everybody. */
  apply(event: SwitchEvent): void
  /** The same, after the event is in the journal. Progress is not journalled. */
  tellThrough(journal: Journal): (event: SwitchEvent) => Promise<void>
  /** One event of a switch that does not run. */
  tellOf(switchId: string, event: SwitchEvent): Promise<void>
}

export function createLiveState({ bus, journalFolder }: Pick<EngineParts, 'bus' | 'journalFolder'>): LiveState {
  let state: SwitchState = { kind: 'idle' }

  function apply(event: SwitchEvent): void {
    state = applyEvent(state, event)
    bus.publish(event)
  }

  const tellThrough: LiveState['tellThrough'] = (journal) => async (event) => {
    if (event.type !== 'step-progress' && event.type !== 'step-proven') await journal.append(event)
    apply(event)
  }

  return {
    now: () => state,
    takeUp: (earlier) => {
      state = earlier
    },
    apply,
    tellThrough,
    async tellOf(switchId, event) {
      const journal = await reopenJournal(journalFolder, switchId)
      await tellThrough(journal)(event)
      await journal.close()
    },
  }
}
