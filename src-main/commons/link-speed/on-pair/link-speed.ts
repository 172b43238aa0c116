/** How fast this laptop can send to the other one, by sending it something. */
import { randomBytes } from 'node:crypto'
import type { CallOptions, Machine } from '../../../machine/machine.ts'
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

/** A probe as small as this tells no more of a fast link than that it is one. */
const tellableBytesPerSecond = 15_000_000
/** A cable between two laptops, as the time of a switch is thought of. */
const cableBytesPerSecond = 60_000_000
const probeAtMostMs = 3_000

/** Bytes a second, as far as that can be told in a moment: of the best of some probes. */
export async function linkSpeed(to: Machine, { signal }: CallOptions): Promise<number> {
  const data = randomBytes((probeBytes * 3) / 4).toString('base64')
  const limit = (): AbortSignal => {
    const timeout = AbortSignal.timeout(probeAtMostMs)
    return signal === undefined ? timeout : AbortSignal.any([signal, timeout])
  }
  let best = 0
  for (let probe = 1; probe <= probes && best < tellableBytesPerSecond; probe++) {
    const began = performance.now()
    await to.call(measureLink, { data }, { signal: limit() }).catch((thrown: unknown) => {
      if (signal?.aborted === true) throw thrown
    })
    best = Math.max(best, (data.length / Math.max(1, performance.now() - began)) * 1_000)
  }
  return best < tellableBytesPerSecond ? best : cableBytesPerSecond
}
