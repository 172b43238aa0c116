/** Programs that no package manager of either laptop knows, as one list. */
import type { ComparedOther } from '../../../../contract/packages-others.ts'
import type { Pair } from '../../../../switch/step.ts'
import type { Program } from '../model.ts'
import { compareUnmanaged } from './compare-unmanaged.ts'

export async function compareProgramPlaces(pair: Pair): Promise<ComparedOther[]> {
  const { onlyHere, onlyThere, both } = await compareUnmanaged(pair, {})
  const listed = (programs: readonly Program[], difference: ComparedOther['difference']) =>
    programs.map(({ by, place, inHome }): ComparedOther => ({ kind: 'program', name: place, by, inHome, difference }))
  return [...listed(onlyHere, 'only-here'), ...listed(onlyThere, 'only-there'), ...listed(both, 'not-compared')]
}
