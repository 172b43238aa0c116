import { productPaths } from '../../app/app-paths.ts'
import { createClient } from '../../transport/client.ts'
import { answers } from '../../transport/serve-http.ts'
import type { Connection } from './connection.ts'
import { listenOverSocket, sendOverSocket } from './socket-client.ts'

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
  // Most commands find an app that runs: what an app is made of is loaded for the others alone.
  const { startOwnApp } = await import('./own-app.ts')
  const own = await startOwnApp(paths, staysOpen)
  // Another app started meanwhile: use that one.
  return own === 'taken' ? connect(staysOpen) : own
}
