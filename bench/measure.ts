/** Time, in the only unit used here. */
export type Milliseconds = number

export async function timed(work: () => Promise<unknown>): Promise<Milliseconds> {
  const started = performance.now()
  await work()
  return performance.now() - started
}

/** The median of several measurements: one slow moment of the machine does not count. */
export async function median(times: number, measure: () => Promise<Milliseconds>): Promise<Milliseconds> {
  const values: Milliseconds[] = []
  for (let time = 0; time < times; time++) values.push(await measure())
  return middle(values)
}

/** Of an even number of them, half-way between the two in the middle. */
export function middle(values: readonly Milliseconds[]): Milliseconds {
  const sorted = values.toSorted((one, other) => one - other)
  const half = Math.floor(values.length / 2)
  const [below, above] = [sorted[values.length % 2 === 0 ? half - 1 : half], sorted[half]]
  return below === undefined || above === undefined ? Number.NaN : (below + above) / 2
}
