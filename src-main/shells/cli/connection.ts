import type { ClientMessage } from '../../contract/envelope.ts'
import type { AppClient } from '../../transport/client.ts'

/** How the command line reaches the app: the running one, or one of its own that lives as long as the command. */
export interface Connection {
  readonly client: AppClient
  /** The same without parsing, for clients that make and parse envelopes themselves (the Electron window). */
  readonly send: (name: string, envelope: unknown) => Promise<unknown>
  /** True when the app goes on after this program. */
  readonly attached: boolean
  subscribe(onMessage: (message: ClientMessage) => void, onEnd: () => void): () => void
  close(): Promise<void>
}
