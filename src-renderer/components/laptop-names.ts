/** What the laptops of the pair are called, and which of them did not answer. */
import type { Overview } from '../../src-main/contract/overview-calls.ts'
import type { WireError } from '../../src-main/contract/wire-error.ts'

interface Missing {
  readonly laptop: string
  readonly error: WireError
}

export interface LaptopNames {
  readonly names: readonly string[]
  readonly labelOf: (name: string) => string
  readonly missing: readonly Missing[]
}

export function laptopsOf(overview: Overview | undefined, missing: readonly Missing[]): LaptopNames {
  const known = [overview?.here.laptop, overview?.peer?.laptop].filter((laptop) => laptop !== undefined)
  return {
    names: known.map(({ name }) => name),
    labelOf: (name) => known.find((laptop) => laptop.name === name)?.label ?? name,
    missing,
  }
}
