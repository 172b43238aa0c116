import { setTimeout as pause } from 'node:timers/promises'
import { calls } from '../../contract/calls.ts'
import { AppError } from '../../kernel/app-error.ts'
import type { Connection } from './connect.ts'
import { stoppedElsewhere } from './error-texts.ts'
import { exitCodes } from './exit-codes.ts'
import type { Output } from './output.ts'
import { continuesElsewhere, proofLines } from './texts.ts'

const lookEveryMs = 1_000

/** Waits for a switch that the other laptop's app runs: polls until both laptops say that it is over. */
export async function watchElsewhere({ client }: Connection, output: Output, switchId: string): Promise<number> {
  output.say(continuesElsewhere)
  for (;;) {
    await pause(lookEveryMs)
    const { openSwitch, history } = await client.call(calls.overview, { refresh: true })
    if (openSwitch?.running === true) continue
    if (openSwitch === undefined && history.some((entry) => entry.switchId === switchId)) break
    throw new AppError({ code: 'interrupted', ...stoppedElsewhere })
  }
  const proof = await client.call(calls.proofGet, { switchId })
  output.tell({ type: 'result', result: 'done', proof })
  proofLines(proof).forEach(output.say)
  return exitCodes.done
}
