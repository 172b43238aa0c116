import type { App } from '../../app/app.ts'
import { createApp } from '../../app/create-app.ts'
import { productPaths, type AppPaths } from '../../app/app-paths.ts'
import type { ClientMessage } from '../../contract/envelope.ts'
import { createClient, type AppClient } from '../../transport/client.ts'
import { dispatch } from '../../transport/dispatch.ts'
import { answers, listenBefore, type Listening } from '../../transport/serve-http.ts'
import { toAppError } from '../../kernel/app-error.ts'
import { createRequestHandler } from '../../transport/http-routes.ts'
import { createSessions } from '../../transport/sessions.ts'
import { systemClock } from '../../kernel/clock.ts'
import { listenOverSocket, sendOverSocket } from './socket-client.ts'

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

/**
 * With `staysOpen`, an app of our own listens on the person's socket, so that other clients find it: commands that run
 * a switch need that. Commands that only read do without, so that they never block an app that is just starting.
 */
export async function connect(staysOpen: boolean): Promise<Connection> {
  const paths = productPaths(process.env)
  if (await answers(paths.socket)) {
    const send = (name: string, envelope: unknown) =>
      sendOverSocket(paths.socket, `/call/${encodeURIComponent(name)}`, envelope)
    return {
      client: createClient(send),
      send,
      attached: true,
      subscribe: (onMessage, onEnd) => listenOverSocket(paths.socket, onMessage, onEnd),
      close: () => Promise.resolve(),
    }
  }
  const own = staysOpen
    ? await startUnlessTaken(paths)
    : { app: await createApp(paths, { usualLevel: 'warn' }), socket: undefined }
  // Another app started meanwhile: use that one.
  if (own === 'taken') return connect(staysOpen)
  const { app, socket } = own
  const send = (name: string, envelope: unknown) => dispatch(app.handlers, name, envelope)
  return {
    client: createClient(send),
    send,
    attached: false,
    subscribe: (onMessage) => app.subscribe(onMessage),
    close: async () => {
      await socket?.close()
      await app.close()
    },
  }
}

interface Started {
  readonly app: App
  readonly socket: Listening
}

async function startUnlessTaken(paths: AppPaths): Promise<Started | 'taken'> {
  try {
    return await listenBefore(paths.socket, async () => {
      const app = await createApp(paths, { usualLevel: 'warn' })
      const sessions = createSessions(systemClock)
      const isOwn = () => Promise.resolve(false)
      const way = { app, sessions, pageFolder: '', port: undefined, urlFor: () => '', isOwn }
      return { app, handler: createRequestHandler(way) }
    })
  } catch (thrown) {
    if (toAppError(thrown).code === 'already-running') return 'taken'
    throw thrown
  }
}
