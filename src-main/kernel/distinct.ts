/** Each once, by what it says in JSON; the first of equal ones stays. */
export function distinct<T>(values: readonly T[]): T[] {
  return [...new Map(values.map((value) => [JSON.stringify(value), value] as const).toReversed()).values()].toReversed()
}
