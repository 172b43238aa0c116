/** The Flatpak apps and runtimes of two captures as one list, as packages are compared. */
import type { ComparedPackage, PackageDifference } from '../../../../contract/packages-calls.ts'
import type { ComparedOther } from '../../../../contract/packages-others.ts'
import type { Pair } from '../../../../switch/step.ts'
import { partsOf, type Flatpak, type FlatpakCapture, type Remote } from '../model.ts'
import { compareFlatpaks, isApp, isOfLaptop, type Twins } from './compare-flatpaks.ts'
import { addressOf, packageName, shownVersion } from './names.ts'
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

/** Sources of Flatpak, by their addresses; what only stands for a file has none. */
export async function compareFlatpakSources(pair: Pair): Promise<ComparedOther[]> {
  const [here, there] = (await Promise.all(bothCaptures(pair, {}))).map(
    ({ remotes }) => new Map(remotes.filter(({ url }) => url !== '').map((one) => [addressOf(one), one])),
  )
  return [...new Set([...(here?.keys() ?? []), ...(there?.keys() ?? [])])].map((name) => {
    const [one, other] = [here?.get(name), there?.get(name)]
    const both = describeRemote(one) === describeRemote(other) ? 'same' : 'different'
    return {
      ...{ kind: 'source', name, manager: 'flatpak', isDistribution: false },
      difference: one === undefined ? 'only-there' : other === undefined ? 'only-here' : both,
    }
  })
}

/** The same for what gives the same and is proven by the same; its name is each laptop's own. */
function describeRemote(remote: Remote | undefined): string {
  const { collection, keys, isSigned, isDisabled, isFiltered } = remote ?? {}
  const fingerprints = keys?.map(({ fingerprint }) => fingerprint).sort()
  return JSON.stringify([collection, fingerprints, isSigned, isDisabled, isFiltered])
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
