/** Makes a plan, and shows what that waits for: a line that moves on a screen, a line now and then in a log, nothing for a script. */
import { applyEvent } from '../../contract/apply-event.ts'
import { calls } from '../../contract/calls.ts'
import type { Parsed } from '../../contract/define.ts'
import type { PlanView, SwitchState } from '../../contract/switch-state.ts'
import { systemClock } from '../../kernel/clock.ts'
import type { Connection } from './connection.ts'
import { screenOf } from './live-lines.ts'
import type { CliOutput } from './output.ts'
import { createProgressShown, tickMs } from './show-progress.ts'

export async function followPlan(
  connection: Pick<Connection, 'client' | 'subscribe'>,
  output: CliOutput,
  wanted: Parsed<typeof calls.switchPlan>,
): Promise<PlanView> {
  if (output.json) return connection.client.call(calls.switchPlan, wanted)
  const shown = createProgressShown({ screen: screenOf(process.stdout), say: output.say, clock: systemClock })
  let state: SwitchState = { kind: 'idle' }
  const unsubscribe = connection.subscribe(
    (message) => {
      if (message.type !== 'event') return
      state = applyEvent(state, message.event)
      shown.show(state)
    },
    () => undefined,
  )
  const ticking = setInterval(() => shown.tick(), tickMs)
  try {
    return await connection.client.call(calls.switchPlan, wanted)
  } finally {
    clearInterval(ticking)
    shown.end()
    unsubscribe()
  }
}
