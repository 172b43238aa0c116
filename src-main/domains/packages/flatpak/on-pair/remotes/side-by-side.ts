/** Sources of Flatpak of both laptops as one list: those for everybody, then those that the person has in their home folder. */
import type { ComparedOther } from '../../../../../contract/packages-others.ts'
import type { Pair } from '../../../../../switch/step.ts'
import type { FlatpakCapture, FlatpaksOfPerson } from '../../model.ts'
import { addressOf } from '../names.ts'
import { bothCaptures } from '../probe-flatpaks.ts'
import { compareRemotes, type DifferingRemote } from './compare-remotes.ts'

type Source = Extract<ComparedOther, { kind: 'source' }>

export async function compareFlatpakSources(pair: Pair, captures = bothCaptures(pair, {})): Promise<ComparedOther[]> {
  const [here, there] = await Promise.all(captures)
  const { onlyHere, onlyThere, same, differing } = compareRemotes(here, there)
  const ofHere = (all: readonly DifferingRemote[]) => all.map((one) => addressOf(one.here))
  const lists = [
    ['same', ofHere(same)],
    ['different', ofHere(differing)],
    ['only-here', onlyHere.map(addressOf)],
    ['only-there', onlyThere.map(addressOf)],
  ] as const
  const everybodys = lists.flatMap(([difference, names]) => [...new Set(names)].map((name) => source(name, difference)))
  return [...everybodys, ...ofPerson(here, there)]
}

/** They are files of the home, and their keys are compared there. */
function ofPerson(here: FlatpakCapture, there: FlatpakCapture): readonly Source[] {
  const [these, those] = [byAddress(here.person), byAddress(there.person)]
  return [...new Set([...these.keys(), ...those.keys()])].map((name) => {
    const [one, other] = [these.get(name), those.get(name)]
    const both = one?.isDisabled === other?.isDisabled ? 'same' : 'different'
    const difference = one === undefined ? 'only-there' : other === undefined ? 'only-here' : both
    return { ...source(name, difference), scope: 'person' }
  })
}

function byAddress({ remotes }: FlatpaksOfPerson): ReadonlyMap<string, FlatpaksOfPerson['remotes'][number]> {
  return new Map(remotes.map((one) => [addressOf(one), one]))
}

function source(name: string, difference: Source['difference']): Source {
  return { kind: 'source', name, manager: 'flatpak', isDistribution: false, difference }
}
