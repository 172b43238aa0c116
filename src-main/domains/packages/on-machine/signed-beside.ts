import type { RunOptions } from '../../../tools/run.ts'
import { sourceId, type SourceDefinition } from '../sources-model.ts'
import { readKnownSources } from './read-sources.ts'

/**
 * What an entry of the same address and suite says of who signs it, empty where it says nothing. A further one has to say the same:
 * apt refuses all sources where two of them do not, or where the one that it reads first alone names a key (apt 2.6 and 3.0).
 * Undefined where there is none. A key that stands in the entry itself is nothing to say again.
 */
export async function signedBeside({ uri, suite }: SourceDefinition, options: RunOptions): Promise<string | undefined> {
  const address = sourceId(uri, suite)
  const { known } = await readKnownSources(options)
  const said = known.flatMap(({ addresses }) => addresses.get(address) ?? [])[0]
  return said === undefined || !/^(?:\/\S+)?$/.test(said) ? undefined : said
}
