/** The words for whatever an agent can say. */
import { agentMessages } from '../agent/messages.ts'
import { toAgentError } from '../contract/agent-error.ts'
import type { Catalogue } from '../contract/catalogue.ts'
import { generalMessages } from '../contract/general-messages.ts'
import { createWording, type Wording } from '../contract/wording.ts'
import { journalMessages } from '../journal/messages.ts'
import { parseState, type StateText } from '../kernel/state-text.ts'
import { machineMessages } from '../machine/messages.ts'
import { toolsMessages } from '../tools/messages.ts'
import { titles } from '../tools/titles/messages.ts'
import { createAppCapabilities } from './capabilities.ts'

export const catalogues: readonly Catalogue[] = [
  generalMessages,
  machineMessages,
  toolsMessages,
  titles,
  journalMessages,
  agentMessages,
  ...createAppCapabilities().flatMap(({ messages }) => (messages === undefined ? [] : [messages])),
]

export const wording: Wording = createWording(catalogues)

/** A file of the app's own. Its errors are in words, as those of an agent. */
export function parseOwnState<T>(state: StateText<T>, text: string): T {
  try {
    return parseState(state, text)
  } catch (thrown) {
    throw wording.error(toAgentError(thrown))
  }
}
