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

/** A probe as small as these tells no more of such a link than that it is quick. */
const quickBytesPerSecond = 15_000_000
/** A cable between two laptops, as the time of a switch is thought of. */
const cableBytesPerSecond = 60_000_000
/** Each is sent where those before it did not show a quick link: a connection may be paid by what crosses. */
const probesOfBytes = [probeBytes / 4, probeBytes, probeBytes]
const probeAtMostMs = 3_000

/** Bytes a second between both, as far as that can be told in a moment: of the best of some probes. 0 when none came back in time. */
export async function linkSpeed(
  { from, to }: { readonly from: Machine; readonly to: Machine },
  options: CallOptions,
): Promise<number> {
  // One of them is this laptop, which answers at once.
  return Math.min(await speedTo(from, options), await speedTo(to, options))
}

async function speedTo(machine: Machine, { signal }: CallOptions): Promise<number> {
  let best = 0
  for (const bytes of probesOfBytes) {
    const data = randomBytes((bytes * 3) / 4).toString('base64')
    const timeout = AbortSignal.timeout(probeAtMostMs)
    const began = performance.now()
    try {
      await machine.call(
        measureLink,
        { data },
        { signal: signal === undefined ? timeout : AbortSignal.any([signal, timeout]) },
      )
      best = Math.max(best, (data.length / Math.max(1, performance.now() - began)) * 1_000)
    } catch (thrown) {
      if (signal?.aborted === true) throw thrown
    }
    if (best >= quickBytesPerSecond) return cableBytesPerSecond
  }
  return best
}
