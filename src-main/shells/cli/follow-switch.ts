import { calls } from '../../contract/calls.ts'
import { applyEvent } from '../../contract/apply-event.ts'
import type { SwitchState } from '../../contract/switch-state.ts'
import { fromWireError } from '../../contract/wire-error.ts'
import { AppError } from '../../kernel/app-error.ts'
import type { Connection } from './connect.ts'
import { detached } from './error-texts.ts'
import { exitCodes } from './exit-codes.ts'
import type { Output } from './output.ts'
import { appGone } from './socket-client.ts'
import { eventLine, howToResume, proofLines } from './texts.ts'

/**
 * Starts a switch with `begin` and prints its events until it ends. Ctrl+C pauses a switch that this program runs, and
 * only detaches from one that the running app has.
 */
export async function followSwitch(
  connection: Connection,
  output: Output,
  begin: () => Promise<unknown>,
): Promise<number> {
  let state: SwitchState = { kind: 'idle' }
  let finish: (end: SwitchState) => void = () => undefined
  let fail: (error: unknown) => void = () => undefined
  const end = new Promise<SwitchState>((resolve, reject) => {
    finish = resolve
    fail = reject
  })
  end.catch(() => undefined)
  const unsubscribe = connection.subscribe(
    (message) => {
      if (message.type === 'snapshot') state = message.state
      if (message.type !== 'event') return
      state = applyEvent(state, message.event)
      output.tell({ type: 'event', event: message.event })
      const line = eventLine(message.event, (stepId) => titleOf(state, stepId))
      if (line !== undefined) output.say(line)
      if (message.event.type === 'switch-finished' || message.event.type === 'switch-stopped') finish(state)
    },
    () => fail(appGone()),
  )
  const stopLooking = onInterrupt(connection, () => fail(detachedError()))
  try {
    await begin()
    return tellEnd(await end, output)
  } finally {
    stopLooking()
    unsubscribe()
  }
}

function titleOf(state: SwitchState, stepId: string): string {
  const steps = 'plan' in state ? state.plan.steps : []
  return steps.find((step) => step.id === stepId)?.title ?? stepId
}

function onInterrupt(connection: Connection, leave: () => void): () => void {
  const onSignal = () => {
    if (connection.attached) leave()
    else void connection.client.call(calls.switchPause, {})
  }
  process.on('SIGINT', onSignal)
  process.on('SIGTERM', onSignal)
  return () => {
    process.off('SIGINT', onSignal)
    process.off('SIGTERM', onSignal)
  }
}

function tellEnd(state: SwitchState, output: Output): number {
  if (state.kind === 'done') {
    output.tell({ type: 'result', result: 'done', proof: state.proof })
    proofLines(state.proof).forEach(output.say)
    return exitCodes.done
  }
  if (state.kind !== 'interrupted') return exitCodes.failed
  if (state.proof !== undefined) proofLines(state.proof).forEach(output.say)
  output.tell({ type: 'result', result: 'interrupted', ...(state.error === undefined ? {} : { error: state.error }) })
  output.say(howToResume)
  if (state.error === undefined) return exitCodes.interrupted
  throw fromWireError(state.error)
}

function detachedError(): AppError {
  return new AppError({ code: 'interrupted', ...detached })
}
