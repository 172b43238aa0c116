import { calls } from '../../contract/calls.ts'
import { applyEvent } from '../../contract/apply-event.ts'
import type { SwitchState } from '../../contract/switch-state.ts'
import { fromWireError } from '../../contract/wire-error.ts'
import type { SwitchEvent } from '../../contract/events.ts'
import { AppError } from '../../kernel/app-error.ts'
import { systemClock } from '../../kernel/clock.ts'
import type { Connection } from './connection.ts'
import { notStartedElsewhere } from './error-texts.ts'
import { exitCodes } from './exit-codes.ts'
import { screenOf } from './live-lines.ts'
import type { CliOutput } from './output.ts'
import { createProgressShown, tickMs, type ProgressShown } from './show-progress.ts'
import { appGone } from './socket-client.ts'
import { detached, eventLine, howToResume, proofLines } from './texts.ts'

/**
 * Starts a switch with `begin` and prints its events and how far it is until it ends. Ctrl+C pauses a switch that this
 * program runs, and only detaches from one that the running app has.
 */
export async function followSwitch(
  connection: Connection,
  output: CliOutput,
  begin: (finish: (end: SwitchState) => void) => Promise<unknown>,
): Promise<number> {
  let state: SwitchState = { kind: 'idle' }
  let finish: (end: SwitchState | 'detached') => void = () => undefined
  let fail: (error: unknown) => void = () => undefined
  const end = new Promise<SwitchState | 'detached'>((resolve, reject) => {
    finish = resolve
    fail = reject
  })
  end.catch(() => undefined)
  const shown = createProgressShown({
    screen: output.json ? undefined : screenOf(process.stdout),
    say: output.say,
    clock: systemClock,
  })
  const unsubscribe = connection.subscribe(
    (message) => {
      if (message.type === 'snapshot') {
        state = message.state
        shown.join(message.run)
        shown.show(state)
      }
      if (message.type !== 'event') return
      const { event } = message
      state = applyEvent(state, event)
      output.tell({ type: 'event', event })
      tellEvent(shown, state, event)
      if (event.type === 'switch-finished' || event.type === 'switch-stopped') finish(state)
      // Whoever starts it is told why by the call itself.
      if (event.type === 'start-told' && event.doing === undefined)
        fail(new AppError({ code: 'blocked', ...notStartedElsewhere }))
    },
    () => fail(appGone()),
  )
  const ticking = setInterval(() => shown.tick(), tickMs)
  const stopLooking = onInterrupt(connection, () => finish('detached'))
  try {
    await begin(finish)
    const last = await end
    shown.end()
    return last === 'detached' ? tellDetached(output) : tellEnd(last, output)
  } finally {
    clearInterval(ticking)
    shown.end()
    stopLooking()
    unsubscribe()
  }
}

/** Comes back to a switch that this app runs; one that has ended meanwhile is told as if it ended now. */
export function joinSwitch(connection: Connection, output: CliOutput): Promise<number> {
  return followSwitch(connection, output, async (finish) => {
    const state = await connection.client.call(calls.switchState, {})
    if (state.kind === 'done' || state.kind === 'interrupted') finish(state)
  })
}

function tellEvent(shown: ProgressShown, state: SwitchState, event: SwitchEvent): void {
  const line = eventLine(event, (stepId) => titleOf(state, stepId))
  // What runs has a line of its own on a terminal.
  const isShown = shown.isLive && shownLive.includes(event.type)
  if (line !== undefined && !isShown) shown.say(line)
  shown.show(state)
}

const shownLive: readonly SwitchEvent['type'][] = ['start-told', 'step-started', 'verification-started']

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

function tellEnd(state: SwitchState, output: CliOutput): number {
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

function tellDetached(output: CliOutput): number {
  output.tell({ type: 'result', result: 'detached' })
  output.say(detached)
  return exitCodes.detached
}
