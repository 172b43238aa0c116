import { setTimeout as pause } from 'node:timers/promises'
import { calls } from '../../contract/calls.ts'
import { AppError } from '../../kernel/app-error.ts'
import type { Connection } from './connect.ts'
import { exitCodes } from './exit-codes.ts'
import type { Output } from './output.ts'
import { proofLines } from './words.ts'

const lookEveryMs = 1_000

/** A switch that is finished by the other laptop's app: looks until both laptops say that it is over. */
export async function watchElsewhere({ client }: Connection, output: Output, switchId: string): Promise<number> {
  output.say('The other laptop goes on with it.')
  for (;;) {
    await pause(lookEveryMs)
    const { openSwitch, history } = await client.call(calls.overview, { refresh: true })
    if (openSwitch?.running === true) continue
    if (openSwitch === undefined && history.some((entry) => entry.switchId === switchId)) break
    throw new AppError({
      code: 'interrupted',
      message: 'The switch stopped again before it was finished.',
      hint: 'Look at it on the laptop that was left, or resume once more.',
    })
  }
  const proof = await client.call(calls.proofGet, { switchId })
  output.tell({ type: 'result', result: 'done', proof })
  proofLines(proof).forEach(output.say)
  return exitCodes.done
}
