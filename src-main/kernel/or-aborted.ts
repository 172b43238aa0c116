/** For what cannot be stopped and changes nothing: nobody waits for its answer after the abort. */
export async function orAborted<T>(signal: AbortSignal, asked: Promise<T>): Promise<T> {
  signal.throwIfAborted()
  const stop = new AbortController()
  const aborted = new Promise<never>((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true, signal: stop.signal })
  })
  try {
    return await Promise.race([asked, aborted])
  } finally {
    stop.abort()
  }
}
