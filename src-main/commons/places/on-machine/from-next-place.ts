/**
 * What several places have comes from the first that gives it; those before it are told. `whyNot`: damaged there, say; it throws where no
 * other place would give it either.
 */
export async function getFromNext<P, T, Why extends string>(
  places: readonly P[],
  get: (place: P) => Promise<T>,
  whyNot: (thrown: unknown, place: P) => Why,
) {
  const missed: { readonly place: P; readonly why: Why; readonly thrown: unknown }[] = []
  const missedAs = (as: Why): P[] => missed.flatMap(({ place, why }) => (why === as ? [place] : []))
  for (const place of places) {
    try {
      return { given: { from: place, value: await get(place) }, missed, missedAs }
    } catch (thrown) {
      missed.push({ place, why: whyNot(thrown, place), thrown })
    }
  }
  return { given: undefined, missed, missedAs }
}
