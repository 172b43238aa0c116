import { readOrigins, type Origin } from '../../../tools/apt/apt-cache.ts'
import { readSourceUri } from '../../../tools/apt/apt-sources.ts'
import { listDpkgPackages, nativeArchitectureOf } from '../../../tools/apt/dpkg-query.ts'
import { answer, type Answer } from '../../../machine/machine.ts'
import { keyOf, nameToApt, type PackageRef } from '../model.ts'
import { sourceId } from '../sources-model.ts'
import { addSource, findOrigins, listSources, readSource, readSourceLists, replaceSourceKey } from '../source-verbs.ts'
import { addSourceHere } from './add-source.ts'
import { readListsHere } from './given-lists.ts'
import { replaceKeyHere } from './replace-key.ts'
import { readKnownSources, readPackageSources } from './read-sources.ts'

const answerList = answer(listSources, (_input, { signal }) => readPackageSources({ signal }))

const answerOrigins = answer(findOrigins, async ({ packages }, { signal }) => {
  const nativeArch = nativeArchitectureOf(await listDpkgPackages({ signal }))
  const origins = await readOrigins(packages.map(keyOf), { signal })
  const idsOf = (one: PackageRef) =>
    [...(origins.get(nameToApt(one, nativeArch))?.values() ?? [])].flat().map(idOfOrigin)
  return { origins: Object.fromEntries(packages.map((one) => [keyOf(one), [...new Set(idsOf(one))]])) }
})

/** As both laptops tell one source from another. */
export function idOfOrigin({ uri, suite }: Origin): string {
  return sourceId(readSourceUri(uri)?.uri ?? uri, suite)
}

const answerRead = answer(readSource, async ({ id }, { signal }) => {
  const { known } = await readKnownSources({ signal })
  return { source: known.find(({ source }) => source.id === id)?.definition ?? null }
})

const answerReadLists = answer(readSourceLists, async ({ source }, { signal }) => ({
  lists: (await readListsHere(source, { signal })) ?? null,
}))

const answerAdd = answer(addSource, (input, { host, signal }) => addSourceHere(input, host.stateFolder, { signal }))

const answerReplaceKey = answer(replaceSourceKey, (input, { host, signal }) =>
  replaceKeyHere(input, host.stateFolder, { signal }),
)

export const sourcesAnswers: readonly Answer[] = [
  answerList,
  answerOrigins,
  answerRead,
  answerReadLists,
  answerAdd,
  answerReplaceKey,
]
