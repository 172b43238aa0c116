/** Calls, events and the page over HTTP; on loopback for the browser, on the person's socket for the command line. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { z } from 'zod'
import type { App } from '../app/app.ts'
import { toWireError } from '../contract/wire-error.ts'
import { AppError } from '../kernel/app-error.ts'
import { contentSecurityPolicy } from './content-security-policy.ts'
import { dispatch } from './dispatch.ts'
import { refusalPage, refusalPagePolicy } from './refusal-page.ts'
import type { Sessions } from './sessions.ts'
import { readStaticFile } from './static-files.ts'
import { refusals, unreadableRequest } from './texts.ts'

const mintSchema = z.object({ forWhom: z.enum(['anybody', 'person']).default('anybody') })
const maxBodyBytes = 4 * 1024 * 1024
const heartbeatMs = 15_000

export interface Doorway {
  readonly app: App
  readonly sessions: Sessions
  readonly pageFolder: string
  /** The loopback port for the browser. The socket has none, and needs no session because its mode is 0600. */
  readonly port: number | undefined
  /** Makes a URL for the browser out of a fresh token. */
  readonly urlFor: (token: string) => string
  /** Whether a connection to the loopback port is of the account that this app runs as. */
  readonly isOwn: (connection: LoopbackPorts) => Promise<boolean>
}

/** Port numbers on 127.0.0.1. */
export interface LoopbackPorts {
  readonly client: number
  readonly server: number
}

export function createRequestHandler(way: Doorway): (request: IncomingMessage, response: ServerResponse) => void {
  return (request, response) => {
    answerRequest(way, request, response).catch((thrown: unknown) => {
      if (response.headersSent) response.destroy()
      else sendJson(response, 500, { ok: false, error: toWireError(thrown) })
    })
  }
}

async function answerRequest(way: Doorway, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = new URL(request.url ?? '/', 'http://loopback').pathname
  if (way.port !== undefined) {
    if (!isOurHost(request, way.port)) {
      refuse(response, 403, refusals.wrongHost)
      return
    }
    if (path.startsWith('/enter/')) {
      return enter(way, path.slice('/enter/'.length), request, response)
    }
    if (!isSignedIn(way, path, request)) {
      refuseSession(request, response, refusals.noSession)
      return
    }
  }
  if (request.method === 'POST') return post(way, path, request, response)
  if (request.method !== 'GET') {
    refuse(response, 405, refusals.wrongMethod)
    return
  }
  if (path === '/events') {
    sendEvents(way.app, request, response)
    return
  }
  return sendPage(way.pageFolder, path, response)
}

async function post(way: Doorway, path: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (way.port !== undefined && !comesFromOurPage(request, way.port)) {
    refuse(response, 403, refusals.foreignPage)
    return
  }
  const body = await readBody(request)
  if (path === '/mint' && way.port === undefined) {
    const { forWhom } = mintSchema.parse(body)
    sendJson(response, 200, { ok: true, value: { url: way.urlFor(way.sessions.mint(forWhom)) } })
    return
  }
  if (!path.startsWith('/call/')) {
    refuse(response, 404, refusals.notFound)
    return
  }
  sendJson(response, 200, await dispatch(way.app.handlers, decodeURIComponent(path.slice('/call/'.length)), body))
}

/** Guards against DNS rebinding: a request that another site made the browser send carries that site's Host. */
function isOurHost(request: IncomingMessage, port: number): boolean {
  return request.headers.host === `127.0.0.1:${port}` || request.headers.host === `localhost:${port}`
}

function comesFromOurPage({ headers: { origin } }: IncomingMessage, port: number): boolean {
  return origin === `http://127.0.0.1:${port}` || origin === `http://localhost:${port}`
}

/** The files of the page are in the package for all to read. What it asks and hears needs the key that only it has. */
function isSignedIn(way: Doorway, path: string, request: IncomingMessage): boolean {
  const cookie = cookieOf(way, request)
  if (request.method === 'GET' && path !== '/events') return way.sessions.isOpen(cookie)
  const pageKey = request.headers['x-pc-switcher']
  return typeof pageKey === 'string' && way.sessions.mayAsk({ cookie, pageKey })
}

function cookieOf({ port }: Doorway, request: IncomingMessage): string {
  const cookies = (request.headers.cookie ?? '').split(';').map((pair) => pair.trim().split('='))
  return cookies.find(([name]) => name === cookieName(port))?.[1] ?? ''
}

/** A browser has one jar for all ports of a host: a second app on this machine has a session of its own. */
function cookieName(port: number | undefined): string {
  return `pc-switcher-${port ?? 'socket'}`
}

async function enter(way: Doorway, token: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const signedIn = way.sessions.redeem(token, await isPerson(way, request))
  // A browser that is signed in may go by its old link, from its history say.
  if (signedIn === undefined && !way.sessions.isOpen(cookieOf(way, request))) {
    refuseSession(request, response, refusals.usedLink)
    return
  }
  response.writeHead(303, {
    // What comes after "#" is sent to no server: the page keeps it (src-renderer/client/page-key.ts).
    location: signedIn === undefined ? '/' : `/#key=${signedIn.pageKey}`,
    ...(signedIn === undefined
      ? {}
      : { 'set-cookie': `${cookieName(way.port)}=${signedIn.cookie}; HttpOnly; SameSite=Strict; Path=/` }),
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-store',
  })
  response.end()
}

function isPerson({ port, isOwn }: Doorway, { socket }: IncomingMessage): Promise<boolean> {
  if (port === undefined || socket.remotePort === undefined) return Promise.resolve(false)
  return isOwn({ client: socket.remotePort, server: port })
}

/** A person gets a page, a program a line. */
function refuseSession(request: IncomingMessage, response: ServerResponse, words: string): void {
  if (request.headers.accept?.includes('text/html') !== true) return refuse(response, 401, words)
  response.writeHead(401, {
    ...commonHeaders,
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': refusalPagePolicy,
  })
  response.end(refusalPage(words))
}

async function readBody(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > maxBodyBytes) throw badBody('too-long')
    chunks.push(chunk)
  }
  try {
    return size === 0 ? {} : JSON.parse(Buffer.concat(chunks).toString('utf8'))
  } catch {
    throw badBody('not-json')
  }
}

function badBody(why: 'too-long' | 'not-json'): AppError {
  return new AppError({ code: 'invalid-input', ...unreadableRequest(why) })
}

function sendJson(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { ...commonHeaders, 'content-type': 'application/json' })
  response.end(JSON.stringify(value))
}

const commonHeaders = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
}

function refuse(response: ServerResponse, status: number, words: string): void {
  response.writeHead(status, {
    ...commonHeaders,
    'content-type': 'text/plain; charset=utf-8',
    'content-security-policy': "default-src 'none'",
  })
  response.end(`${words}\n`)
}

async function sendPage(folder: string, path: string, response: ServerResponse): Promise<void> {
  const file = await readStaticFile(folder, path)
  if (file === undefined) {
    refuse(response, 404, refusals.notFound)
    return
  }
  response.writeHead(200, {
    ...commonHeaders,
    'content-type': file.type,
    'content-security-policy': contentSecurityPolicy,
  })
  response.end(file.body)
}

/** Server-sent events: a snapshot of the state first, then each message as it happens. */
function sendEvents(app: App, request: IncomingMessage, response: ServerResponse): void {
  response.writeHead(200, { ...commonHeaders, 'content-type': 'text/event-stream' })
  const unsubscribe = app.subscribe((message) => void response.write(`data: ${JSON.stringify(message)}\n\n`))
  const heartbeat = setInterval(() => void response.write(':\n\n'), heartbeatMs)
  request.on('close', () => {
    clearInterval(heartbeat)
    unsubscribe()
  })
}
