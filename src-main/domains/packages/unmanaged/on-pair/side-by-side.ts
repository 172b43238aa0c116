/** Programs that no package manager of either laptop knows, as one list. */
import type { ComparedOther, OtherDifference } from '../../../../contract/packages-others.ts'
import type { Pair } from '../../../../switch/step.ts'
import type { Program } from '../model.ts'
import { compareUnmanaged } from './compare-unmanaged.ts'

export async function compareProgramPlaces(pair: Pair): Promise<ComparedOther[]> {
  const { onlyHere, onlyThere, both } = await compareUnmanaged(pair, {})
  const others = new Map(onlyThere.map((one) => [one.place, one]))
  const places = new Set(onlyHere.map(({ place }) => place))
  return [
    ...onlyHere.map((here) => {
      const there = others.get(here.place)
      return listed(here, there === undefined ? 'only-here' : 'different', { here, there })
    }),
    ...onlyThere
      .filter(({ place }) => !places.has(place))
      .map((there) => listed(there, 'only-there', { here: undefined, there })),
    ...both.map(({ here, there }) => {
      const isKnown = here.version !== undefined && there.version !== undefined
      return listed(here, isKnown ? 'same' : 'not-compared', { here, there })
    }),
  ]
}

type Sides = Readonly<Record<'here' | 'there', Program | undefined>>

function listed({ by, place, inHome }: Program, difference: OtherDifference, { here, there }: Sides): ComparedOther {
  return {
    ...{ kind: 'program', name: place, by, inHome, difference },
    ...(here?.version === undefined ? {} : { here: here.version }),
    ...(there?.version === undefined ? {} : { there: there.version }),
  }
}
