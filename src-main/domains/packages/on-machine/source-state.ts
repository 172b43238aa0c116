/** Whether apt can use a package source, by the lists that it fetches of it or is given. */
import { refreshListsOf } from '../../../tools/apt/apt-get.ts'
import type { AptView } from '../../../tools/apt/apt-view.ts'
import type { RunOptions } from '../../../tools/run.ts'
import type { SourceState } from '../sources-model.ts'
import { takeGivenLists, type SourceInPlace } from './given-lists.ts'

/** Its lists are where `view` has them then. Lists are given where it could not be reached a moment ago, so it is not asked again. */
export async function stateOfSource(
  source: SourceInPlace,
  view: AptView,
  options: RunOptions,
  refresh = refreshListsOf,
): Promise<SourceState> {
  if (source.lists !== undefined)
    return (await takeGivenLists(source, source.lists, view, options)) ? 'given' : 'unreachable'
  const refreshed = await refresh(source.file, view, options)
  return refreshed.kind === 'refreshed' ? 'ready' : stateOf(refreshed.words)
}

/** As apt's methods say it (apt 2.6 and 3.0), of names, connections and time limits. */
const unanswered =
  /Could not (?:resolve|connect)|Unable to connect|Failed to connect|Cannot initiate the connection|Temporary failure|Network is unreachable|Connection (?:failed|refused|reset|timed out)|timed out/

/** apt tells these apart by words alone. */
export function stateOf(words: string): SourceState {
  return unanswered.test(words) ? 'unreachable' : 'refused'
}
