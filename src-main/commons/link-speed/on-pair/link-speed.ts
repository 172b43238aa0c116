/** How fast this laptop can send to the other one, by sending it something. */
import { randomBytes } from 'node:crypto'
import type { Machine } from '../../../machine/machine.ts'
import { measureLink } from '../verbs.ts'

/** 24 Mbit/s: 5 GB in half an hour. A slower link is more likely a telephone or somebody else's. */
const leastBytesPerSecond = 3_000_000
const probeBytes = 1 << 20
/** A laptop that is busy for a moment is not a slow link. */
const probes = 3

export async function isFastLink(
  to: Machine,
  signal: AbortSignal,
  nowMs: () => number = () => performance.now(),
): Promise<boolean> {
  // Text in JSON: bytes that cannot be packed cross as a third more.
  const data = randomBytes((probeBytes * 3) / 4).toString('base64')
  const enoughMs = Math.ceil((data.length / leastBytesPerSecond) * 1_000)
  await to.call(measureLink, { data: '' }, { signal })
  for (let probe = 1; probe <= probes; probe++) {
    const began = nowMs()
    await to
      .call(measureLink, { data }, { signal: AbortSignal.any([signal, AbortSignal.timeout(enoughMs * probes)]) })
      .catch((thrown: unknown) => {
        if (signal.aborted) throw thrown
      })
    if (nowMs() - began <= enoughMs) return true
  }
  return false
}
