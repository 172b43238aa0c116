/** The packages of two captures as one list, by name: what differs, and why each is there. Pure. */
import type { ComparedPackage, PackageDifference } from '../../../contract/packages-calls.ts'
import { compareVersions } from '../compare-versions.ts'
import { keyOf, type Capture, type InstalledPackage } from '../model.ts'
import { hardwareOf, onlyInstallsSnap } from '../never-compared.ts'

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

export function sideBySide(here: Capture, there: Capture): ComparedPackage[] {
  const [ofHere, ofThere] = [byKey(here), byKey(there)]
  const [neededHere, neededThere] = [neededByOn(here.packages), neededByOn(there.packages)]
  const own = new Set([...here.own, ...there.own])
  return [...new Set([...ofHere.keys(), ...ofThere.keys()])].sort().flatMap((key) => {
    const [one, other] = [ofHere.get(key), ofThere.get(key)]
    const known = one ?? other
    if (known === undefined) return []
    const [hardware] = [one, other].flatMap((each) => (each === undefined ? [] : (hardwareOf(each) ?? [])))
    const isBySnap = [one, other].some((each) => each !== undefined && onlyInstallsSnap(each))
    const apart = own.has(known.name) ? 'own' : hardware !== undefined ? 'hardware' : isBySnap ? 'snap' : undefined
    return [
      {
        ...{ manager: 'apt' as const, name: known.name, architecture: known.arch, summary: known.summary },
        ...{ installedBytes: known.installedBytes, difference: differenceOf(one, other) },
        ...(one === undefined ? {} : { here: shown(one) }),
        ...(other === undefined ? {} : { there: shown(other) }),
        ...(apart === undefined ? {} : { apart }),
        ...(apart === 'hardware' && hardware !== undefined ? { hardware } : {}),
        neededBy: (one === undefined ? neededThere : neededHere)(known.name),
      },
    ]
  })
}

function byKey({ packages }: Capture): ReadonlyMap<string, InstalledPackage> {
  return new Map(packages.map((one) => [keyOf(one), one]))
}

function shown({ version, auto, hold }: InstalledPackage): NonNullable<ComparedPackage['here']> {
  return { version, auto, held: hold }
}

function differenceOf(one: InstalledPackage | undefined, other: InstalledPackage | undefined): PackageDifference {
  if (one === undefined || other === undefined) return one === undefined ? 'only-there' : 'only-here'
  const order = compareVersions(one.version, other.version)
  if (order !== 0) return order > 0 ? 'newer-here' : 'older-here'
  return one.auto === other.auto && one.hold === other.hold ? 'same' : 'marks'
}
