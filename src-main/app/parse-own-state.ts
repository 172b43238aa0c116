import { toAgentError } from '../contract/agent-error.ts'
import { parseState, type StateText } from '../kernel/state-text.ts'
import { wording } from './wording.ts'

/** A file of the app's own. Its errors are in words, as those of an agent. */
export function parseOwnState<T>(state: StateText<T>, text: string): T {
  try {
    return parseState(state, text)
  } catch (thrown) {
    throw wording.error(toAgentError(thrown))
  }
}
