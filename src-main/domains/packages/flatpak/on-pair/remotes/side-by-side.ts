/** Sources of Flatpak of both laptops as one list: those for everybody, then those that the person has in their home folder. */
import type { ComparedOther, ComparedSourcePart } from '../../../../../contract/packages-others.ts'
import type { Pair } from '../../../../../switch/step.ts'
import { type FlatpakCapture, type FlatpaksOfPerson, type Remote, addressOf } from '../../model.ts'
import { bothCaptures } from '../probe-flatpaks.ts'
import {
  compareRemotes,
  partsDiffering,
  remoteParts,
  type DifferingRemote,
  type RemotePart,
} from './compare-remotes.ts'
import { partLines } from './texts.ts'

type Source = Extract<ComparedOther, { kind: 'source' }>

export async function compareFlatpakSources(pair: Pair, captures = bothCaptures(pair, {})): Promise<ComparedOther[]> {
  const [here, there] = await Promise.all(captures)
  const { onlyHere, onlyThere, same, differing } = compareRemotes(here, there)
  const onBoth = (all: readonly DifferingRemote<Remote>[]) => all.map((one): Sides => ({ ...one, known: one.here }))
  const lists: readonly (readonly [Source['difference'], readonly Sides[]])[] = [
    ['same', onBoth(same)],
    ['different', onBoth(differing)],
    ['only-here', onlyHere.map((one) => ({ known: one, here: one }))],
    ['only-there', onlyThere.map((one) => ({ known: one, there: one }))],
  ]
  const everybodys = lists.flatMap(([difference, sources]) =>
    // Several may share an address.
    [...new Map(sources.map((one) => [addressOf(one.known), one]))].map(([name, one]) =>
      source(name, difference, partsOf(one)),
    ),
  )
  return [...everybodys, ...ofPerson(here, there)]
}

interface Sides {
  readonly known: Remote
  readonly here?: Remote
  readonly there?: Remote
}

/** Its keys, and whatever else differs or is unusual. */
function partsOf({ known, here, there }: Sides): readonly ComparedSourcePart[] {
  const apart = here === undefined || there === undefined ? [] : partsDiffering({ here, there })
  const isTold = (part: RemotePart) => apart.includes(part) || !isUsual(part, known)
  return remoteParts.filter(isTold).map((part) => ({
    part,
    ...(here === undefined ? {} : { here: [...partLines[part](here)] }),
    ...(there === undefined ? {} : { there: [...partLines[part](there)] }),
  }))
}

function isUsual(part: RemotePart, { isSigned, isDisabled, isFiltered }: Remote): boolean {
  const usual = {
    ...{ address: true, collection: true, keys: false },
    ...{ isSigned, isDisabled: !isDisabled, isFiltered: !isFiltered },
  }
  return usual[part]
}

/** They are files of the home, and their keys are compared there. */
function ofPerson(here: FlatpakCapture, there: FlatpakCapture): readonly Source[] {
  const [these, those] = [byAddress(here.person), byAddress(there.person)]
  return [...new Set([...these.keys(), ...those.keys()])].map((name) => {
    const [one, other] = [these.get(name), those.get(name)]
    const isSame = one?.isDisabled === other?.isDisabled
    const both = isSame ? 'same' : 'different'
    const difference = one === undefined ? 'only-there' : other === undefined ? 'only-here' : both
    const turned: readonly ComparedSourcePart[] =
      one === undefined || other === undefined || isSame
        ? []
        : [{ part: 'isDisabled', here: [...partLines.isDisabled(one)], there: [...partLines.isDisabled(other)] }]
    return { ...source(name, difference, turned), scope: 'person' }
  })
}

function byAddress({ remotes }: FlatpaksOfPerson): ReadonlyMap<string, FlatpaksOfPerson['remotes'][number]> {
  return new Map(remotes.map((one) => [addressOf(one), one]))
}

function source(name: string, difference: Source['difference'], parts: readonly ComparedSourcePart[]): Source {
  return { kind: 'source', name, manager: 'flatpak', followsRelease: false, difference, parts: [...parts] }
}
