import type { Part } from '../state/operation.ts'

/** Tells each part that lies inside another one that is rolled back too: then it changes with that one, not by itself. */
export function nestParts(parts: readonly Part[]): readonly Part[] {
  return parts.map((part) => {
    const [around] = parts
      .filter(({ name }) => part.name.startsWith(`${name}/`))
      .sort((one, other) => other.name.length - one.name.length)
    if (around === undefined) return part
    return { ...part, inside: { part: around.part, path: part.name.slice(around.name.length + 1) } }
  })
}

export function outerIndex(parts: readonly Pick<Part, 'part'>[], { inside }: Pick<Part, 'inside'>): number | undefined {
  if (inside === undefined) return undefined
  const index = parts.findIndex(({ part }) => part === inside.part)
  return index === -1 ? undefined : index
}

/** Those that change places by themselves, with their numbers. */
export function outerParts<P extends Part>(parts: readonly P[]): readonly (readonly [number, P])[] {
  return [...parts.entries()].filter(([, part]) => outerIndex(parts, part) === undefined)
}

/** Of the one that changes places, with this one in it. */
export function outermostIndex(parts: readonly Part[], index: number): number {
  const part = parts[index]
  const outer = part === undefined ? undefined : outerIndex(parts, part)
  return outer === undefined ? index : outermostIndex(parts, outer)
}

/** The innermost first: a tree is put into one that is not yet inside another. */
export function innermostFirst<P extends Part>(parts: readonly P[]): readonly (readonly [number, P])[] {
  return [...parts.entries()].sort(([, one], [, other]) => other.name.length - one.name.length)
}
