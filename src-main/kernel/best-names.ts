/** Those whose name has what was typed in it, in whatever case: first what is called so, then what begins with it, then the shorter names. */
export function bestNames<T>(all: readonly T[], typed: string, nameOf: (one: T) => string): readonly T[] {
  const wanted = typed.toLowerCase()
  const rank = (one: T): number => {
    const name = nameOf(one).toLowerCase()
    return name === wanted ? 0 : name.startsWith(wanted) ? 1 : 2
  }
  return all
    .filter((one) => nameOf(one).toLowerCase().includes(wanted))
    .toSorted((one, other) => rank(one) - rank(other) || nameOf(one).length - nameOf(other).length)
}
