/** The Flatpak apps and runtimes of two captures as one list, as packages are compared. */
import type { ComparedPackage, PackageDifference } from '../../../../contract/packages-calls.ts'
import type { Pair } from '../../../../switch/step.ts'
import { partsOf, type Flatpak, type FlatpakCapture } from '../model.ts'
import { compareFlatpaks, isApp, isOfLaptop, type Twins } from './compare-flatpaks.ts'
import { packageName, shownVersion } from './names.ts'
import { bothCaptures, newerHere } from './probe-flatpaks.ts'
import * as texts from './texts.ts'

export async function compareFlatpakApps(pair: Pair): Promise<ComparedPackage[]> {
  const [here, there] = await Promise.all(bothCaptures(pair, {}))
  const isNewer = await newerHere(pair, compareFlatpaks(here, there).differing, {})
  const refs = new Set([...here.flatpaks, ...there.flatpaks].map(({ ref }) => ref))
  return [...refs].flatMap((ref) => {
    const [one, other] = [find(here, ref), find(there, ref)]
    const known = one ?? other
    if (known === undefined) return []
    return [
      {
        ...{ manager: 'flatpak' as const, name: packageName(ref), architecture: partsOf(ref).arch },
        ...{ summary: texts.comparedSummary(known), installedBytes: known.installedBytes },
        difference: differenceOf(one, other, isNewer),
        ...(one === undefined ? {} : { here: shown(one, here) }),
        ...(other === undefined ? {} : { there: shown(other, there) }),
        ...(isOfLaptop(ref) ? { apart: 'hardware' as const } : {}),
        // Which apps need a runtime is not in its list.
        neededBy: { first: [], count: 0 },
      },
    ]
  })
}

function find({ flatpaks }: FlatpakCapture, ref: string): Flatpak | undefined {
  return flatpaks.find((one) => one.ref === ref)
}

function shown(one: Flatpak, { pins }: FlatpakCapture): NonNullable<ComparedPackage['here']> {
  return { version: shownVersion(one), auto: !isApp(one.ref) && !pins.includes(one.ref), held: false }
}

function differenceOf(
  one: Flatpak | undefined,
  other: Flatpak | undefined,
  isNewer: (twins: Twins) => boolean,
): PackageDifference {
  if (one === undefined || other === undefined) return one === undefined ? 'only-there' : 'only-here'
  if (one.commit === other.commit) return 'same'
  return isNewer({ here: one, there: other }) ? 'newer-here' : 'older-here'
}
