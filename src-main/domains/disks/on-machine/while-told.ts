/** Work of which its program says nothing until its end. */
const tellEveryMs = 1_000

/** `tell` asks how far it is, and reports it. */
export async function whileTold<T>(work: () => Promise<T>, tell: () => Promise<void>): Promise<T> {
  let asked: Promise<void> = Promise.resolve()
  const timer = setInterval(() => {
    // What cannot be told now is told a second later.
    asked = tell().catch(() => undefined)
  }, tellEveryMs)
  try {
    return await work()
  } finally {
    clearInterval(timer)
    await asked
  }
}
