import { chmod, rm } from 'node:fs/promises'
import { createServer, type RequestListener, type Server } from 'node:http'
import { connect } from 'node:net'
import { AppError } from '../kernel/app-error.ts'
import { alreadyRunning, portTaken } from './texts.ts'

export interface Listening {
  close(): Promise<void>
}

/** Only 127.0.0.1: never another address. Rejects with "already-running" when the port is taken. */
export async function listenOnLoopback(
  handler: RequestListener,
  port: number,
): Promise<Listening & { readonly port: number }> {
  const server = createServer(handler)
  await listening(server, () => server.listen(port, '127.0.0.1')).catch((cause: unknown) => {
    throw new AppError({ code: 'already-running', ...portTaken(port), cause })
  })
  const address = server.address()
  const actual = typeof address === 'object' && address !== null ? address.port : port
  return { port: actual, close: () => closed(server) }
}

/** The person's own socket, mode 0600. Replaces a stale socket file; rejects with "already-running" when one answers. */
export async function listenOnSocket(handler: RequestListener, path: string): Promise<Listening> {
  if (await answers(path)) {
    throw new AppError({ code: 'already-running', ...alreadyRunning })
  }
  await rm(path, { force: true })
  const server = createServer(handler)
  await listening(server, () => server.listen(path))
  await chmod(path, 0o600)
  return { close: () => closed(server) }
}

/**
 * Takes the socket before the app is started: only who has it may take up what an earlier app left, and who asks meanwhile
 * waits. Rejects with "already-running" like `listenOnSocket`, or with what `start` rejects with.
 */
export async function listenBefore<T extends { readonly handler: RequestListener }>(
  path: string,
  start: () => Promise<T>,
): Promise<T & { readonly socket: Listening }> {
  let tell: (handler: RequestListener) => void = () => undefined
  const started = new Promise<RequestListener>((resolve) => (tell = resolve))
  const socket = await listenOnSocket((request, response) => {
    void started.then((handler) => handler(request, response))
  }, path)
  try {
    const app = await start()
    tell(app.handler)
    return { ...app, socket }
  } catch (thrown) {
    await socket.close()
    throw thrown
  }
}

export function answers(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path)
    const finish = (alive: boolean) => {
      socket.destroy()
      resolve(alive)
    }
    socket.once('connect', () => finish(true))
    socket.once('error', () => finish(false))
  })
}

function listening(server: Server, start: () => void): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.once('listening', () => resolve())
    start()
  })
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
}
