import type { Pair, RunContext } from '../../../../switch/step.ts'
import { isUsable, type PackageSource } from '../../sources-model.ts'
import { readSource, replaceSourceKey } from '../../source-verbs.ts'
import { askWithLists } from './ask-with-lists.ts'
import type { DifferingSource } from './source-parts.ts'

/**
 * One by one, before packages are installed; tells how many were not there before. Where either laptop has other keys than were
 * shown, or apt cannot use the source with the new ones, it stays as it is and everything else goes on.
 */
export async function replaceKeys(
  pair: Pair,
  agreed: readonly DifferingSource[],
  { signal, logger }: Pick<RunContext, 'signal' | 'logger'>,
): Promise<number> {
  let replaced = 0
  for (const { source: shown, there } of agreed) {
    const { source } = await pair.from.call(readSource, { id: shown.id }, { signal })
    const isSame = source !== null && source.fingerprints.join() === fingerprintsOf(shown).join()
    const { state, isNew } = isSame
      ? await askWithLists(
          pair.from,
          source,
          (given) => pair.to.call(replaceSourceKey, { source, before: fingerprintsOf(there), ...given }, { signal }),
          { signal },
        )
      : ({ state: 'refused', isNew: false } as const)
    if (isNew) replaced += 1
    if (!isUsable(state))
      logger.log('warn', 'the key of a package source was not replaced', { source: shown.id, state })
  }
  return replaced
}

function fingerprintsOf({ keys }: PackageSource): string[] {
  return keys.map(({ fingerprint }) => fingerprint)
}
