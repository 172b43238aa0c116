/** An app that answers one call, on loopback and on a socket, as a browser and the command line reach it. */
import { randomUUID } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { request, type IncomingMessage } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { App } from '../../../src-main/app/app.ts'
import { calls } from '../../../src-main/contract/calls.ts'
import type { ClientMessage } from '../../../src-main/contract/envelope.ts'
import type { Handlers } from '../../../src-main/contract/handlers.ts'
import { AppError } from '../../../src-main/kernel/app-error.ts'
import { createRequestHandler, type LoopbackPorts } from '../../../src-main/transport/http-routes.ts'
import { listenOnLoopback, listenOnSocket } from '../../../src-main/transport/serve-http.ts'
import { createSessions, type Sessions } from '../../../src-main/transport/sessions.ts'

export interface Asked {
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

export interface ServedApp {
  /** Holds the page, a file that is none of the page, and the sockets. */
  readonly folder: string
  readonly socketPath: string
  readonly port: number
  readonly sessions: Sessions
  /** Whose connections it was asked for. */
  readonly connections: readonly LoopbackPorts[]
  /** What it is told about whose connection it is. */
  isOwn: boolean
  nowMs: number
  readonly tellClients: (message: ClientMessage) => void
  readonly ask: (
    path: string,
    asked?: Asked,
  ) => Promise<{
    readonly status: number | undefined
    readonly headers: IncomingMessage['headers']
    readonly text: string
  }>
  /** What the browser keeps of a fresh link: the cookie, and the key that only the page sends. */
  readonly signIn: () => Promise<{ readonly cookie: string; readonly 'x-pc-switcher': string }>
  readonly close: () => Promise<void>
}

/** Only what these tests ask; any other call says so. */
function handlers(): Handlers {
  const none = () => Promise.reject(new AppError({ code: 'locked', message: 'It is busy.', hint: 'Wait.' }))
  const table = Object.fromEntries(Object.keys(calls).map((key) => [key, none])) as unknown as Handlers
  return { ...table, switchState: () => Promise.resolve({ kind: 'idle' }) }
}

export async function serveApp(): Promise<ServedApp> {
  const folder = await mkdtemp(join(tmpdir(), 'http-'))
  await writeFile(join(folder, 'index.html'), '<!doctype html><title>page</title>')
  await writeFile(join(folder, 'secret.key'), 'never')
  let tellClients: (message: ClientMessage) => void = () => undefined
  const app: App = {
    handlers: handlers(),
    subscribe: (listener) => {
      listener({ type: 'snapshot', state: { kind: 'idle' } })
      tellClients = listener
      return () => undefined
    },
    untilIdle: () => Promise.resolve(),
    close: () => Promise.resolve(),
  }
  const connections: LoopbackPorts[] = []
  const sessions = createSessions({ nowMs: () => served.nowMs })
  let port = 0
  const way = {
    app,
    sessions,
    pageFolder: folder,
    urlFor: (token: string) => `http://127.0.0.1:${port}/enter/${token}`,
    isOwn: (connection: LoopbackPorts) => {
      connections.push(connection)
      return Promise.resolve(served.isOwn)
    },
  }
  const server = await listenOnLoopback((req, res) => createRequestHandler({ ...way, port })(req, res), 0)
  port = server.port
  const socketPath = join(folder, 'app.sock')
  const socket = await listenOnSocket(createRequestHandler({ ...way, port: undefined }), socketPath)
  const ask: ServedApp['ask'] = async (path, { method = 'GET', headers = {}, body } = {}) => {
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      request({ host: '127.0.0.1', port, path, method, headers }, resolve).on('error', reject).end(body)
    })
    let text = ''
    for await (const chunk of response as AsyncIterable<Buffer>) text += chunk.toString('utf8')
    return { status: response.statusCode, headers: response.headers, text }
  }
  const served: ServedApp = {
    ...{ folder, socketPath, port, sessions, connections, isOwn: false, nowMs: 0, ask },
    tellClients: (message) => tellClients(message),
    async signIn() {
      const { headers } = await ask(`/enter/${sessions.mint()}`)
      const [, key = ''] = (headers.location ?? '').split('#key=')
      return { cookie: headers['set-cookie']?.[0]?.split(';')[0] ?? '', 'x-pc-switcher': key }
    },
    async close() {
      await Promise.all([server.close(), socket.close()])
      await rm(folder, { recursive: true })
    },
  }
  return served
}

export const bodyOf = (input: unknown): string => JSON.stringify({ callId: randomUUID(), input })
