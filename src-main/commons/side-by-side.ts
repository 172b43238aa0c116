import type { Progress } from '../contract/define.ts'

/**
 * All of them at once. When one fails the others are stopped, and waited for: nothing of them goes on after the answer, which
 * is the first failure.
 */
export async function sideBySide<T>(
  works: readonly ((signal: AbortSignal) => Promise<T>)[],
  signal: AbortSignal | undefined,
): Promise<T[]> {
  const stop = new AbortController()
  const either = AbortSignal.any([stop.signal, ...(signal === undefined ? [] : [signal])])
  let failure: { readonly thrown: unknown } | undefined
  const ended = await Promise.allSettled(
    works.map((work) =>
      work(either).catch((thrown: unknown) => {
        failure ??= { thrown }
        stop.abort()
        throw thrown
      }),
    ),
  )
  if (failure !== undefined) throw failure.thrown
  return ended.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
}

/**
 * The work of several as the work of one: each gets a function to report with, in one unit. There is no total before all
 * have told theirs. What is being worked on is told while one of them names it.
 */
export function sumProgress(
  count: number,
  report: ((progress: Progress) => void) | undefined,
): readonly ((progress: Progress) => void)[] {
  const latest = new Map<number, Progress>()
  const tell = (): void => {
    const all = [...latest.values()]
    const [first] = all
    if (first === undefined) return
    const done = all.reduce((sum, one) => sum + one.done, 0)
    const isKnown = all.length === count && all.every(({ total }) => total !== undefined)
    const total = all.reduce((sum, one) => sum + (one.total ?? 0), 0)
    const current = all.find((one) => one.current !== undefined)?.current
    report?.({
      done,
      unit: first.unit,
      ...(isKnown ? { total } : {}),
      ...(current === undefined ? {} : { current }),
    })
  }
  return Array.from({ length: count }, (_none, index) => (progress: Progress) => {
    latest.set(index, progress)
    tell()
  })
}
