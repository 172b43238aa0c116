/** A call that is a task of the app's: how far it is is shown, and Ctrl+C stops it on both laptops. */
import { calls } from '../../contract/calls.ts'
import type { Task } from '../../contract/task.ts'
import { systemClock } from '../../kernel/clock.ts'
import { createRateMeter } from '../../switch/rate-meter.ts'
import { createClient, type AppClient } from '../../transport/client.ts'
import type { Connection } from './connection.ts'
import { createLiveLines, screenOf } from './live-lines.ts'
import type { CliOutput } from './output.ts'
import { printableLine } from './printable.ts'
import { progressLine } from './verify/texts.ts'

/** To a terminal it is one line that changes; anything else gets a line now and then. */
const terminalEveryMs = 500
const otherwiseEveryMs = 10_000

/** `work` makes one call, by the client that it is given. */
export async function followTask<T>(
  connection: Connection,
  output: CliOutput,
  work: (client: Pick<AppClient, 'call'>) => Promise<T>,
): Promise<T> {
  let callId: string | undefined
  const client = createClient((name, envelope) => {
    callId = envelope.callId
    return connection.send(name, envelope)
  })
  const show = createProgress(output)
  const unsubscribe = connection.subscribe(
    (message) => {
      if (message.type === 'task' && message.task.callId === callId) show.tell(message.task)
    },
    () => undefined,
  )
  const stopLooking = onInterrupt(() => stopTask(connection, callId))
  try {
    return await work(client)
  } finally {
    show.end()
    stopLooking()
    unsubscribe()
  }
}

/** The call then fails with "cancelled", once both laptops have ended it. */
function stopTask({ client }: Connection, callId: string | undefined): void {
  if (callId !== undefined) client.call(calls.taskCancel, { callId }).catch(() => undefined)
}

function onInterrupt(stop: () => void): () => void {
  // A second one ends this program as it always does.
  process.once('SIGINT', stop)
  process.once('SIGTERM', stop)
  return () => {
    process.off('SIGINT', stop)
    process.off('SIGTERM', stop)
  }
}

interface ProgressShown {
  tell(task: Task): void
  end(): void
}

function createProgress(output: CliOutput): ProgressShown {
  const rateOf = createRateMeter(systemClock)
  const screen = output.json ? undefined : screenOf(process.stderr)
  const live = screen === undefined ? undefined : createLiveLines(screen)
  const everyMs = live !== undefined || output.json ? terminalEveryMs : otherwiseEveryMs
  let toldMs = -Infinity
  return {
    tell({ title, progress }) {
      if (progress === undefined) return
      const rate = rateOf(progress)
      if (systemClock.nowMs() - toldMs < everyMs) return
      toldMs = systemClock.nowMs()
      output.tell({ type: 'progress', progress, ...rate })
      if (output.json) return
      const line = printableLine(progressLine(progress, rate, title))
      if (live === undefined) process.stderr.write(`${line}\n`)
      else live.draw([line])
    },
    end: () => live?.clear(),
  }
}
