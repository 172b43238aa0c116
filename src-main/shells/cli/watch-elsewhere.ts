import { setTimeout as pause } from 'node:timers/promises'
import { calls } from '../../contract/calls.ts'
import type { ToldProgress } from '../../contract/progress/told.ts'
import { spokenText } from '../../contract/progress/words.ts'
import { AppError } from '../../kernel/app-error.ts'
import { systemClock } from '../../kernel/clock.ts'
import type { Connection } from './connection.ts'
import { stoppedElsewhere } from './error-texts.ts'
import { exitCodes } from './exit-codes.ts'
import { createLiveLines, screenOf } from './live-lines.ts'
import type { CliOutput } from './output.ts'
import { logEveryMs } from './show-progress.ts'
import { continuesElsewhere, proofLines } from './texts.ts'

const lookEveryMs = 1_000

/** Waits for a switch that the other laptop's app runs: polls until both laptops say that it is over. */
export async function watchElsewhere({ client }: Connection, output: CliOutput, switchId: string): Promise<number> {
  output.say(continuesElsewhere)
  const show = createToldShown(output)
  try {
    for (;;) {
      await pause(lookEveryMs)
      const { openSwitch, history } = await client.call(calls.overview, { refresh: true })
      if (openSwitch?.running === true) {
        show.tell(openSwitch.progress)
        continue
      }
      if (openSwitch === undefined && history.some((entry) => entry.switchId === switchId)) break
      throw new AppError({ code: 'interrupted', ...stoppedElsewhere })
    }
  } finally {
    show.end()
  }
  const proof = await client.call(calls.proofGet, { switchId })
  output.tell({ type: 'result', result: 'done', proof })
  proofLines(proof).forEach(output.say)
  return exitCodes.done
}

/** What the other laptop says of it, in the words of a switch that runs here. */
function createToldShown(output: CliOutput) {
  const screen = output.json ? undefined : screenOf(process.stdout)
  const live = screen === undefined ? undefined : createLiveLines(screen)
  let toldMs = systemClock.nowMs()
  return {
    tell(progress: ToldProgress | undefined): void {
      if (progress === undefined) return
      output.tell({ type: 'progress', progress })
      const line = spokenText({ leftMs: undefined, ...progress }, progress.verifying)
      if (live !== undefined) live.draw([line])
      else if (systemClock.nowMs() - toldMs >= logEveryMs) {
        toldMs = systemClock.nowMs()
        output.say(line)
      }
    },
    end: () => live?.clear(),
  }
}
