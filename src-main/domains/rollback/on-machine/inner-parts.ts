import type { Part } from './operation.ts'

/** The part around this one when that is rolled back too: then the inner one changes with it, not by itself. */
export function outerIndex(parts: readonly Pick<Part, 'part'>[], { within }: Pick<Part, 'within'>): number | undefined {
  if (within === undefined) return undefined
  const index = parts.findIndex(({ part }) => part === within.folder)
  return index === -1 ? undefined : index
}

/** Those that change places by themselves, with their numbers. */
export function outerParts<P extends Part>(parts: readonly P[]): readonly (readonly [number, P])[] {
  return [...parts.entries()].filter(([, part]) => outerIndex(parts, part) === undefined)
}
