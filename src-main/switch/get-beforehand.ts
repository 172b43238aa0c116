import type { BeforehandEnd, GetBeforehand, PreparedStep } from './step.ts'

/** One after the other; the first that did not get all says why. Undefined where none of them needs anything. */
export function joinBeforehand(all: readonly Pick<PreparedStep, 'beforehand'>[]): GetBeforehand | undefined {
  const wanted = all.flatMap(({ beforehand }) => beforehand ?? [])
  if (wanted.length === 0) return undefined
  return async (pair, signal) => {
    const ends: BeforehandEnd[] = []
    for (const get of wanted) {
      signal.throwIfAborted()
      ends.push(await get(pair, signal))
    }
    return ends.find((end) => end !== 'complete') ?? 'complete'
  }
}
