/** Replaces the keys of a package source, and puts them back where apt cannot use it with the new ones. */
import path from 'node:path'
import { replaceKeepingRights } from '../../../tools/files/durable-file.ts'
import type { RunOptions } from '../../../tools/run.ts'
import type { Output, Parsed } from '../../../contract/define.ts'
import type { replaceSourceKey } from '../source-verbs.ts'
import { isUsable, sourceId } from '../sources-model.ts'
import { stateOfFile } from './add-source.ts'
import { checkKey } from './check-key.ts'
import { aptFolder, readKnownSources } from './read-sources.ts'
import { untilTried } from './untried-files.ts'

/** Usable: it has these keys, now or already. "refused" also where it has others than `before`, or its file is not its own. */
export async function replaceKeyHere(
  { source, lists, before }: Parsed<typeof replaceSourceKey>,
  stateFolder: string,
  options: RunOptions,
): Promise<Output<typeof replaceSourceKey>> {
  const { known } = await readKnownSources(options)
  const there = known.find((one) => one.source.id === sourceId(source.uri, source.suite))
  const [file] = there?.source.files ?? []
  if (there === undefined || file === undefined) return { state: 'refused', isNew: false }
  const has = there.source.keys.map(({ fingerprint }) => fingerprint)
  if (isSame(has, source.fingerprints)) return { state: 'ready', isNew: false }
  if (there.ownKeyFile === undefined || !isSame(has, before)) return { state: 'refused', isNew: false }
  await checkKey(source, options)
  const { ownKeyFile } = there
  const state = await untilTried(stateFolder, [ownKeyFile], () => {
    replaceKeepingRights(ownKeyFile, Buffer.from(source.key, 'base64'))
    const asked = { source, lists, signedBy: ownKeyFile, file: path.join(aptFolder, file) }
    return stateOfFile(asked, options)
  })
  return { state, isNew: isUsable(state) }
}

function isSame(one: readonly string[], other: readonly string[]): boolean {
  return one.toSorted().join() === other.toSorted().join()
}
