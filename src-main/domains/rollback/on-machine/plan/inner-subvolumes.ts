import type { OperationSubvolume } from '../state/operation.ts'

/** Marks subvolumes inside another one that is rolled back too: they change together with that one. */
export function nestSubvolumes(subvolumes: readonly OperationSubvolume[]): readonly OperationSubvolume[] {
  return subvolumes.map((subvolume) => {
    const [around] = subvolumes
      .filter(({ name }) => subvolume.name.startsWith(`${name}/`))
      .sort((one, other) => other.name.length - one.name.length)
    if (around === undefined) return subvolume
    return { ...subvolume, inside: { subvolume: around.subvolume, path: subvolume.name.slice(around.name.length + 1) } }
  })
}

export function outerIndex(
  subvolumes: readonly Pick<OperationSubvolume, 'subvolume'>[],
  { inside }: Pick<OperationSubvolume, 'inside'>,
): number | undefined {
  if (inside === undefined) return undefined
  const index = subvolumes.findIndex(({ subvolume }) => subvolume === inside.subvolume)
  return index === -1 ? undefined : index
}

/** Those that are exchanged themselves, with their indexes. */
export function outerSubvolumes<P extends OperationSubvolume>(
  subvolumes: readonly P[],
): readonly (readonly [number, P])[] {
  return [...subvolumes.entries()].filter(([, subvolume]) => outerIndex(subvolumes, subvolume) === undefined)
}

/** Index of the exchanged one that contains this one. */
export function outermostIndex(subvolumes: readonly OperationSubvolume[], index: number): number {
  const subvolume = subvolumes[index]
  const outer = subvolume === undefined ? undefined : outerIndex(subvolumes, subvolume)
  return outer === undefined ? index : outermostIndex(subvolumes, outer)
}

/** Innermost first: each tree is put into one that is not yet inside another. */
export function innermostFirst<P extends OperationSubvolume>(
  subvolumes: readonly P[],
): readonly (readonly [number, P])[] {
  return [...subvolumes.entries()].sort(([, one], [, other]) => other.name.length - one.name.length)
}
