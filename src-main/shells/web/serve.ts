/** The app in a browser: on loopback only, behind a single-use token. For machines without a display, practice and tests. */
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { createApp } from '../../app/create-app.ts'
import type { AppPaths } from '../../app/app-paths.ts'
import { keptSessions } from '../../journal/kept-sessions.ts'
import { systemClock } from '../../kernel/clock.ts'
import { createLogger, readLogLevel } from '../../kernel/logger.ts'
import { ownerOfConnection } from '../../tools/proc/tcp-owners.ts'
import { createRequestHandler, type LoopbackPorts } from '../../transport/http-routes.ts'
import { listenBefore, listenOnLoopback } from '../../transport/serve-http.ts'
import { createSessions } from '../../transport/sessions.ts'

export interface Serving {
  /** A fresh single-use address for the browser. */
  readonly url: () => string
  /** When nothing is being done. */
  readonly untilIdle: () => Promise<void>
  /** Pauses a running switch, then closes everything. */
  close(): Promise<void>
}

export async function serveWeb(paths: AppPaths, port: number, program: string): Promise<Serving> {
  const logger = createLogger(
    (line) => void process.stderr.write(line),
    systemClock,
    readLogLevel(process.env['PC_SWITCHER_LOG']),
  )
  const sessions = createSessions(systemClock, keptSessions(join(paths.appFolder, 'sessions.json'), logger))
  const pageFolder = pageFolderOf(program)
  let actualPort = port
  const urlFor = (token: string) => `http://127.0.0.1:${actualPort}/enter/${token}`
  const { app, socket } = await listenBefore(paths.socket, async () => {
    const started = await createApp(paths)
    const way = { app: started, sessions, pageFolder, port: undefined, urlFor, isOwn }
    return { app: started, handler: createRequestHandler(way) }
  })
  const page = await listenOnLoopback((request, response) => {
    createRequestHandler({ app, sessions, pageFolder, port: actualPort, urlFor, isOwn })(request, response)
  }, port).catch(async (thrown: unknown) => {
    await socket.close()
    throw thrown
  })
  actualPort = page.port
  return {
    url: () => urlFor(sessions.mint()),
    untilIdle: () => app.untilIdle(),
    close: async () => {
      await Promise.all([page.close(), socket.close()])
      await app.close()
    },
  }
}

function isOwn(ports: LoopbackPorts): Promise<boolean> {
  return Promise.resolve(ownerOfConnection(ports) === process.getuid?.())
}

/** Next to the program when installed, one folder up in a build. */
function pageFolderOf(program: string): string {
  const beside = join(dirname(program), 'renderer')
  return existsSync(beside) ? beside : join(dirname(program), '../renderer')
}
