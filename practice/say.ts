/** Prints progress to stderr, so that stdout holds only the answer. */
export type Say = (sentence: string) => void

export function sayWithTime(): Say {
  const started = performance.now()
  return (sentence) => {
    const seconds = ((performance.now() - started) / 1000).toFixed(1)
    process.stderr.write(`${seconds.padStart(6)} s  ${sentence}\n`)
  }
}
