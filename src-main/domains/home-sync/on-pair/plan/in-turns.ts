import { setImmediate } from 'node:timers/promises'

const turnMs = 25
const lookedAtOnce = 500

/** Does something with each of many, and lets others of this program have their turn every 25 ms. */
export async function eachInTurns<T>(all: Iterable<T>, work: (one: T) => void): Promise<void> {
  let began = performance.now()
  let count = 0
  for (const one of all) {
    work(one)
    count += 1
    if (count % lookedAtOnce > 0 || performance.now() - began < turnMs) continue
    await setImmediate()
    began = performance.now()
  }
}
