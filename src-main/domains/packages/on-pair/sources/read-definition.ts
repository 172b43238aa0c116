import type { CallOptions } from '../../../../machine/machine.ts'
import type { Pair } from '../../../../switch/step.ts'
import { sourceDefinitionSchema, type PackageSource, type SourceDefinition } from '../../sources-model.ts'
import { readSource } from '../../source-verbs.ts'

/** Read once more from whoever has it. Undefined where they have it no more, or not with the keys that were shown. */
export async function readDefinition(
  pair: Pair,
  shown: PackageSource,
  options: CallOptions,
): Promise<SourceDefinition | undefined> {
  const { added } = shown
  const { source: here } = await pair.from.call(readSource, { id: added?.archive ?? shown.id }, options)
  const source = added === undefined ? here : await addedLike(pair, shown, added, options)
  const fingerprints = shown.keys.map(({ fingerprint }) => fingerprint)
  return source?.fingerprints.join() === fingerprints.join() ? source : undefined
}

/** The target has others of the distribution: this one with the same keys, and the same suite by the name that it has there. */
async function addedLike(
  { to }: Pair,
  { id, uri, suite, types, components, architectures }: PackageSource,
  { archive, keysOf }: NonNullable<PackageSource['added']>,
  options: CallOptions,
): Promise<SourceDefinition | null> {
  const { source: like } = await to.call(readSource, { id: keysOf }, options)
  if (like === null) return null
  const name = id.toLowerCase().replaceAll(/[^a-z0-9.-]+/g, '-')
  const definition = sourceDefinitionSchema.safeParse({
    ...like,
    ...{ uri, suite: archive === keysOf ? like.suite : suite, types, components, architectures },
    fileName: `${name.slice(0, longestName)}.sources`,
  })
  return definition.success ? definition.data : null
}

const longestName = 100
