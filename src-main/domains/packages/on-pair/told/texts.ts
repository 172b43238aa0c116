import type { OnlyOnOne } from './told-step.ts'

/** "2 diversions only on P17, 1 diversion only on XPS 13". `counted`: of at least one. */
export function onlyOnText<T>(
  { onlyHere, onlyThere }: OnlyOnOne<T>,
  counted: (all: readonly T[]) => string,
  [from, to]: readonly [string, string],
): string {
  const side = (all: readonly T[], label: string) => (all.length > 0 ? [`${counted(all)} only on ${label}`] : [])
  return [...side(onlyHere, from), ...side(onlyThere, to)].join(', ')
}
