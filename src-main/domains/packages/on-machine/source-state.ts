/** Whether apt can use a package source, by the lists that it fetches of it. */
import { refreshListsOf } from '../../../tools/apt/apt-get.ts'
import type { AptView } from '../../../tools/apt/apt-view.ts'
import type { RunOptions } from '../../../tools/run.ts'
import type { SourceState } from '../sources-model.ts'

/** Its lists are where `view` has them then. `file`: in which it stands for apt. */
export async function stateOfSource(
  file: string,
  view: AptView,
  options: RunOptions,
  refresh = refreshListsOf,
): Promise<SourceState> {
  const refreshed = await refresh(file, view, options)
  return refreshed.kind === 'refreshed' ? 'ready' : stateOf(refreshed.words)
}

/** As apt's methods say it (apt 2.6 and 3.0), of names, connections and time limits. */
const unanswered =
  /Could not (?:resolve|connect)|Unable to connect|Failed to connect|Cannot initiate the connection|Temporary failure|Network is unreachable|Connection (?:failed|refused|reset|timed out)|timed out/

/** apt tells these apart by words alone. */
export function stateOf(words: string): SourceState {
  return unanswered.test(words) ? 'unreachable' : 'refused'
}
