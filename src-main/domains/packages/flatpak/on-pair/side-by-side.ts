/** The Flatpak apps and runtimes of two captures as one list, as packages are compared. */
import type { ComparedPackage, PackageDifference } from '../../../../contract/packages-calls.ts'
import type { Pair } from '../../../../switch/step.ts'
import { neededByOn } from '../../on-pair/side-by-side.ts'
import { partsOf, type Flatpak, type FlatpakCapture, packageName, shownVersion } from '../model.ts'
import { differingIn, isApp, isOfLaptop, type FlatpakTwins } from './compare-flatpaks.ts'
import { bothCaptures, newerHere } from './probe-flatpaks.ts'

/** Those for everybody, then those that the person has in their home folder. */
export async function compareFlatpakApps(pair: Pair, captures = bothCaptures(pair, {})): Promise<ComparedPackage[]> {
  const [here, there] = await Promise.all(captures)
  const lists = await Promise.all([
    compareLists(pair, everybodysOf(here), everybodysOf(there)),
    compareLists(pair, personsOf(here), personsOf(there)),
  ])
  return lists.flat()
}

/** What one laptop has, for everybody or for the person. */
interface List {
  readonly scope: ComparedPackage['scope']
  readonly flatpaks: readonly Flatpak[]
  /** Runtimes that stay though no app needs them. */
  readonly pins: readonly string[]
  readonly neededBy: (ref: string) => ComparedPackage['neededBy']
}

/** What is there for everybody serves the apps of the person, too. */
function everybodysOf({ flatpaks, pins, person }: FlatpakCapture): List {
  return { scope: undefined, flatpaks, pins, neededBy: neededByApps([...flatpaks, ...person.flatpaks]) }
}

function personsOf({ person: { flatpaks } }: FlatpakCapture): List {
  return { scope: 'person', flatpaks, pins: [], neededBy: neededByApps(flatpaks) }
}

function neededByApps(flatpaks: readonly Flatpak[]): List['neededBy'] {
  return neededByOn(flatpaks.map(({ ref, runtime }) => ({ name: packageName(ref), needs: [runtime] })))
}

async function compareLists(pair: Pair, here: List, there: List): Promise<ComparedPackage[]> {
  const { scope } = here
  const isNewer = await newerHere(pair, differingIn(here.flatpaks, there.flatpaks), {}, scope)
  const refs = new Set([...here.flatpaks, ...there.flatpaks].map(({ ref }) => ref))
  return [...refs].flatMap((ref) => {
    const [one, other] = [here, there].map(({ flatpaks }) => flatpaks.find((flatpak) => flatpak.ref === ref))
    const known = one ?? other
    if (known === undefined) return []
    return [
      {
        ...{ manager: 'flatpak' as const, name: packageName(ref), architecture: partsOf(ref).arch },
        ...(scope === undefined ? {} : { scope }),
        ...{ summary: known.title, installedBytes: known.installedBytes },
        difference: differenceOf(one, other, isNewer),
        ...(one === undefined ? {} : { here: shown(one, here) }),
        ...(other === undefined ? {} : { there: shown(other, there) }),
        ...(isOfLaptop(ref) && scope === undefined ? { apart: 'hardware' as const } : {}),
        neededBy: (one === undefined ? there : here).neededBy(ref),
      },
    ]
  })
}

function shown(one: Flatpak, { pins }: List): NonNullable<ComparedPackage['here']> {
  const auto = !isApp(one.ref) && !pins.includes(one.ref)
  return { version: shownVersion(one), auto, held: false, origin: one.origin }
}

function differenceOf(
  one: Flatpak | undefined,
  other: Flatpak | undefined,
  isNewer: (twins: FlatpakTwins) => boolean,
): PackageDifference {
  if (one === undefined || other === undefined) return one === undefined ? 'only-there' : 'only-here'
  if (one.commit === other.commit) return 'same'
  return isNewer({ here: one, there: other }) ? 'newer-here' : 'older-here'
}
