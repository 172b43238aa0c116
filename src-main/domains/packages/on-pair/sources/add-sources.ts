import type { Pair, RunContext } from '../../../../switch/step.ts'
import { isUsable, type PackageSource } from '../../sources-model.ts'
import { addSource, readSource } from '../../source-verbs.ts'
import { askWithLists } from './ask-with-lists.ts'

export interface AddedSources {
  /** How many were not there before. */
  readonly added: number
  /** Ids of those that are not there afterwards. */
  readonly absent: ReadonlySet<string>
}

/**
 * One by one, before packages are installed. Where apt cannot use one, or the laptop that is left has it no more, or not with the
 * key that was shown, everything else goes on without it.
 */
export async function addSources(
  pair: Pair,
  agreed: readonly PackageSource[],
  { signal, logger }: Pick<RunContext, 'signal' | 'logger'>,
): Promise<AddedSources> {
  const absent = new Set<string>()
  let added = 0
  for (const { id, keys } of agreed) {
    const { source } = await pair.from.call(readSource, { id }, { signal })
    const shown = keys.map(({ fingerprint }) => fingerprint)
    const isSame = source !== null && source.fingerprints.join() === shown.join()
    const { state, isNew } = isSame
      ? await askWithLists(pair.from, source, (given) => pair.to.call(addSource, { source, ...given }, { signal }), {
          signal,
        })
      : ({ state: 'refused', isNew: false } as const)
    if (isNew) added += 1
    if (isUsable(state)) continue
    absent.add(id)
    logger.log('warn', 'a package source was not added', { source: id, state })
  }
  return { added, absent }
}
