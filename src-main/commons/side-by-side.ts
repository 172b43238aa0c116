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
