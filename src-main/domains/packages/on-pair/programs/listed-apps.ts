/** How the list of a laptop in ~/system-state is sorted. */

export function byKey<Value>(entries: readonly (readonly [string, Value])[]): Readonly<Record<string, Value>> {
  return Object.fromEntries(entries.toSorted(([one], [other]) => (one < other ? -1 : 1)))
}

/** As a setting that has no value. */
export function onlySet(name: string): readonly [string, string] {
  return [name, '']
}
