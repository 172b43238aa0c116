import type { ClientMessage } from '../contract/envelope.ts'
import type { Handlers } from '../contract/handlers.ts'

/** The app as a transport sees it: answers calls, tells what happens, can be ended. */
export interface App {
  readonly handlers: Handlers
  /** The whole state at once, then every message until the returned function is called. */
  subscribe(listener: (message: ClientMessage) => void): () => void
  /** Resolves when nothing is planned, switched or worked on. */
  untilIdle(): Promise<void>
  close(): Promise<void>
}
