/** An app that lives as long as the command. */
import type { App } from '../../app/app.ts'
import type { AppPaths } from '../../app/app-paths.ts'
import { createApp } from '../../app/create-app.ts'
import { toAppError } from '../../kernel/app-error.ts'
import { systemClock } from '../../kernel/clock.ts'
import { createClient } from '../../transport/client.ts'
import { dispatch } from '../../transport/dispatch.ts'
import { createRequestHandler } from '../../transport/http-routes.ts'
import { listenBefore, type HttpServing } from '../../transport/serve-http.ts'
import { createSessions } from '../../transport/sessions.ts'
import type { Connection } from './connection.ts'

/** "taken" when another app listens on the person's socket by then. */
export async function startOwnApp(paths: AppPaths, staysOpen: boolean): Promise<Connection | 'taken'> {
  const own = staysOpen
    ? await startUnlessTaken(paths)
    : { app: await createApp(paths, { usualLevel: 'warn' }), socket: undefined }
  if (own === 'taken') return 'taken'
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
  readonly socket: HttpServing
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
