/** What all runs of a switch did, however often it was resumed: each run does only what is left. */
import type { SwitchEvent } from '../contract/events.ts'
import type { StepId } from '../contract/step-ids.ts'
import type { StepOutcome } from '../contract/switch-state.ts'
import { bothRuns } from './texts.ts'

/** From the journal. Of each step the last one has those before it in it. */
export function outcomesIn(events: readonly SwitchEvent[]): ReadonlyMap<StepId, StepOutcome> {
  return new Map(events.flatMap((event) => (event.type === 'step-finished' ? [[event.stepId, event.outcome]] : [])))
}

/** A step that tells `bytesBefore` has counted all runs itself. */
export function ofAllRuns(ran: StepOutcome, earlier: StepOutcome | undefined): StepOutcome {
  if (ran.bytesBefore !== undefined || earlier === undefined || isNothing(earlier)) return ran
  const text = isNothing(ran) || ran.text === earlier.text ? earlier.text : bothRuns(earlier.text, ran.text)
  const bytes = earlier.bytes + ran.bytes
  return { ...ran, text, bytes, items: earlier.items + ran.items, bytesBefore: earlier.bytes }
}

function isNothing({ bytes, items }: StepOutcome): boolean {
  return bytes + items === 0
}
