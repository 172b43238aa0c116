/** Removes duplicates, compared as JSON. Keeps the order of first appearance. */
export function distinct<T>(values: readonly T[]): T[] {
  const seen = new Map<string, T>()
  for (const value of values) {
    const key = JSON.stringify(value)
    if (!seen.has(key)) seen.set(key, value)
  }
  return [...seen.values()]
}
