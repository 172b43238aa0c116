import { randomBytes } from 'node:crypto'
import { linkSync, lstatSync, rmSync } from 'node:fs'
import { chmod } from 'node:fs/promises'
import { createServer, type RequestListener, type Server } from 'node:http'
import { connect } from 'node:net'
import { AppError } from '../kernel/app-error.ts'
import { isErrno } from '../kernel/errno.ts'
import { alreadyRunning, portTaken } from './texts.ts'

export interface HttpServing {
  close(): Promise<void>
}

/** Only 127.0.0.1: never another address. Rejects with "already-running" when the port is taken. */
export async function listenOnLoopback(
  handler: RequestListener,
  port: number,
): Promise<HttpServing & { readonly port: number }> {
  const server = createServer(handler)
  await listening(server, () => server.listen(port, '127.0.0.1')).catch((cause: unknown) => {
    throw new AppError({ code: 'already-running', ...portTaken(port), cause })
  })
  const address = server.address()
  const actual = typeof address === 'object' && address !== null ? address.port : port
  return { port: actual, close: () => closed(server) }
}

/** The person's own socket, mode 0600. Replaces a stale socket file; rejects with "already-running" when one answers. */
export async function listenOnSocket(handler: RequestListener, path: string): Promise<HttpServing> {
  const ownName = besideName(path)
  const server = createServer(handler)
  await listening(server, () => server.listen(ownName))
  const own = inodeOf(ownName)
  try {
    await chmod(ownName, 0o600)
    await takeName(ownName, path)
  } catch (thrown) {
    await closed(server)
    throw thrown
  }
  rmSync(ownName, { force: true })
  return {
    close() {
      // Another app may have it by now.
      removeIf(path, own)
      return closed(server)
    },
  }
}

/** Of several that start at the same moment one gets the name: link(2) replaces nothing. */
async function takeName(ownName: string, path: string): Promise<void> {
  for (;;) {
    const there = inodeOf(path)
    if (await answers(path)) throw new AppError({ code: 'already-running', ...alreadyRunning })
    removeIf(path, there)
    try {
      linkSync(ownName, path)
      return
    } catch (error) {
      if (!isErrno(error, 'EEXIST')) throw error
    }
  }
}

/** Nothing waits between looking and removing: another app may put its own there at any time. */
function removeIf(path: string, inode: bigint | undefined): void {
  if (inode !== undefined && inodeOf(path) === inode) rmSync(path, { force: true })
}

function inodeOf(path: string): bigint | undefined {
  return lstatSync(path, { bigint: true, throwIfNoEntry: false })?.ino
}

function besideName(path: string): string {
  return `${path}.${randomBytes(4).toString('hex')}`
}

/**
 * Takes the socket before the app is started: only who has it may take up what an earlier app left, and who asks meanwhile
 * waits. Rejects with "already-running" like `listenOnSocket`, or with what `start` rejects with.
 */
export async function listenBefore<T extends { readonly handler: RequestListener }>(
  path: string,
  start: () => Promise<T>,
): Promise<T & { readonly socket: HttpServing }> {
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
