/** What each of the two laptops has alone. */
export interface OnlyOnOne<T> {
  readonly onlyHere: readonly T[]
  readonly onlyThere: readonly T[]
}

/** Of two lists, what each has alone; `keyOf` is the same for what is the same. */
export function onlyOnOne<T>(here: readonly T[], there: readonly T[], keyOf: (one: T) => string): OnlyOnOne<T> {
  const without = (all: readonly T[], others: readonly T[]) => {
    const known = new Set(others.map(keyOf))
    return all.filter((one) => !known.has(keyOf(one)))
  }
  return { onlyHere: without(here, there), onlyThere: without(there, here) }
}
