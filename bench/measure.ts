/** Time, in the only unit used here. */
export type Milliseconds = number

export async function timed(work: () => Promise<unknown>): Promise<Milliseconds> {
  const started = performance.now()
  await work()
  return performance.now() - started
}

/** The middle one of several measurements: one slow moment of the machine does not count. */
export async function median(times: number, measure: () => Promise<Milliseconds>): Promise<Milliseconds> {
  const values: Milliseconds[] = []
  for (let time = 0; time < times; time++) values.push(await measure())
  return middle(values)
}

export function middle(values: readonly Milliseconds[]): Milliseconds {
  return [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN
}
