/**
 * What was placed in /etc counts once the other laptop was reached by a new connection. If it is not, what was placed is taken
 * back, and what may have done it is held back when the rest is placed again.
 */
import { setTimeout as delay } from 'node:timers/promises'
import type { IdlePair } from '../../../commons/capability/app-capability.ts'
import type { Input, Output } from '../../../contract/define.ts'
import { keepPlacedEtc, placeEtc, takeBackEtc } from '../verbs.ts'
import type { Pair, RunContext } from '../../../switch/step.ts'
import * as texts from './texts.ts'

/** New connections to both laptops, by agents of their own. */
export type ConnectAnew = () => Promise<IdlePair>

interface Trial {
  readonly pair: Pair
  readonly context: RunContext
  readonly connectAnew: ConnectAnew
}

const tries = 3
const betweenMs = 1_500
/** Less than the time after which it is taken back by itself. */
const tryingMs = 25_000

export async function placeOnTrial(
  request: Input<typeof placeEtc>,
  { pair, context, connectAnew }: Trial,
): Promise<Output<typeof placeEtc>> {
  const { signal, report, logger } = context
  for (;;) {
    const placed = await pair.to.call(placeEtc, request, { signal, onProgress: report })
    // Of a request of which everything is held back nothing is on trial.
    if (placed.held.length === request.lines.length) return placed
    const { length } = request.lines
    report({ done: length, total: length, unit: 'files', current: texts.onTrial(pair.to.label) })
    if (await isKept(pair.to.name, connectAnew, signal)) return placed
    logger.log('warn', 'no new connection with the files that were placed: they are taken back', {
      laptop: pair.to.name,
    })
    await pair.to.call(takeBackEtc, {}, { signal })
  }
}

async function isKept(name: string, connectAnew: ConnectAnew, signal: AbortSignal): Promise<boolean> {
  const deadline = Date.now() + tryingMs
  for (let count = 0; count < tries && Date.now() < deadline; count += 1) {
    // sshd answers nobody for a moment while it reads its configuration anew.
    if (count > 0) await delay(betweenMs, undefined, { signal })
    const isIn = await Promise.race([
      keep(name, connectAnew, signal),
      delay(Math.max(0, deadline - Date.now()), false, { ref: false }),
    ])
    if (isIn) return true
  }
  return false
}

async function keep(name: string, connectAnew: ConnectAnew, signal: AbortSignal): Promise<boolean> {
  try {
    const anew = await connectAnew()
    try {
      const taken = anew.to.name === name ? anew.to : anew.from
      return (await taken.call(keepPlacedEtc, {}, { signal })).kept
    } finally {
      anew.close()
    }
  } catch {
    signal.throwIfAborted()
    return false
  }
}
