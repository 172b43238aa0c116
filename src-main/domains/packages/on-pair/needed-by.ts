import type { ComparedPackage } from '../../../contract/packages-calls.ts'

/** Of those that need it. */
const examplesShown = 5

interface Needing {
  /** As it is shown. */
  readonly name: string
  readonly needs: readonly string[]
}

/** Of what is installed on one laptop: what cannot do without something, by what `needs` calls it. */
export function neededByOn(installed: readonly Needing[]): (need: string) => ComparedPackage['neededBy'] {
  const needing = new Map<string, string[]>()
  for (const { name, needs } of installed)
    for (const need of needs) {
      const names = needing.get(need) ?? []
      if (need !== name) names.push(name)
      needing.set(need, names)
    }
  return (need) => {
    const names = needing.get(need) ?? []
    return { first: names.slice(0, examplesShown), count: names.length }
  }
}
