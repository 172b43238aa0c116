import { readOrigins, type Origin } from '../../../tools/apt/apt-cache.ts'
import { readSourceUri } from '../../../tools/apt/apt-sources.ts'
import { listDpkgPackages, nativeArchitectureOf } from '../../../tools/apt/dpkg-query.ts'
import { answer, type Answer } from '../../../machine/machine.ts'
import { keyOf, nameToApt, type PackageRef } from '../model.ts'
import { sourceId } from '../sources-model.ts'
import { addSource, findOrigins, listSources, readSource } from '../source-verbs.ts'
import { addSourceHere } from './add-source.ts'
import { readKnownSources, readPackageSources } from './read-sources.ts'

const answerList = answer(listSources, (_input, { signal }) => readPackageSources({ signal }))

const answerOrigins = answer(findOrigins, async ({ packages }, { signal }) => {
  const nativeArch = nativeArchitectureOf(await listDpkgPackages({ signal }))
  const [origins, { known }] = await Promise.all([
    readOrigins(packages.map(keyOf), { signal }),
    readKnownSources({ signal }),
  ])
  const ids = new Map(known.flatMap(({ source: { id }, addresses }) => [...addresses.keys()].map((one) => [one, id])))
  const placesOf = (one: PackageRef) => {
    const places = [...(origins.get(nameToApt(one, nativeArch))?.values() ?? [])].flat()
    const found = places.map((place) => {
      const address = addressOfOrigin(place)
      return { id: ids.get(address) ?? address, component: place.component }
    })
    return [...new Map(found.map((each) => [JSON.stringify(each), each])).values()]
  }
  return { origins: Object.fromEntries(packages.map((one) => [keyOf(one), placesOf(one)])) }
})

/** As the entry of a source names it. */
export function addressOfOrigin({ uri, suite }: Origin): string {
  return sourceId(readSourceUri(uri)?.uri ?? uri, suite)
}

const answerRead = answer(readSource, async ({ id }, { signal }) => {
  const { known } = await readKnownSources({ signal })
  return { source: known.find(({ source }) => source.id === id)?.definition ?? null }
})

const answerAdd = answer(addSource, (input, { host, signal }) => addSourceHere(input, host.stateFolder, { signal }))

export const sourcesAnswers: readonly Answer[] = [answerList, answerOrigins, answerRead, answerAdd]
