import type { Output } from '../../../../contract/define.ts'
import type { CallOptions } from '../../../../machine/machine.ts'
import type { Pair, RunContext } from '../../../../switch/step.ts'
import { isUsable, type PackageSource } from '../../sources-model.ts'
import { addSource } from '../../source-verbs.ts'
import { readDefinition } from './read-definition.ts'

export interface AddedSources {
  /** How many were not there before. */
  readonly added: number
  /** Ids of those that are not there afterwards. */
  readonly absent: ReadonlySet<string>
}

/**
 * One by one, before packages are installed. Where apt cannot use one, or it is to be had no more, or not with the key that was
 * shown, everything else goes on without it.
 */
export async function addSources(
  pair: Pair,
  agreed: readonly PackageSource[],
  { signal, logger }: Pick<RunContext, 'signal' | 'logger'>,
): Promise<AddedSources> {
  const absent = new Set<string>()
  let added = 0
  for (const shown of agreed) {
    const { state, isNew } = await addShown(pair, shown, { signal })
    if (isNew) added += 1
    if (isUsable(state)) continue
    absent.add(shown.id)
    logger.log('warn', 'a package source was not added', { source: shown.id, state })
  }
  return { added, absent }
}

async function addShown(pair: Pair, shown: PackageSource, options: CallOptions): Promise<Output<typeof addSource>> {
  const source = await readDefinition(pair, shown, options)
  return source === undefined ? { state: 'refused', isNew: false } : pair.to.call(addSource, { source }, options)
}
