import { createHash, randomUUID } from 'node:crypto'
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { request, type IncomingMessage } from 'node:http'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { App } from '../../../src-main/app/app.ts'
import { calls } from '../../../src-main/contract/calls.ts'
import type { ClientMessage } from '../../../src-main/contract/envelope.ts'
import type { Handlers } from '../../../src-main/contract/handlers.ts'
import { AppError } from '../../../src-main/kernel/app-error.ts'
import { createRequestHandler, type Connection } from '../../../src-main/transport/http-routes.ts'
import {
  listenBefore,
  listenOnLoopback,
  listenOnSocket,
  type Listening,
} from '../../../src-main/transport/serve-http.ts'
import { createSessions, type Sessions } from '../../../src-main/transport/sessions.ts'

let folder: string
let nowMs: number
let sessions: Sessions
let server: Listening & { readonly port: number }
let socket: Listening
let isOwn: boolean
let connections: Connection[]
let tellClients: (message: ClientMessage) => void

/** Only what these tests ask; any other call says so. */
function handlers(): Handlers {
  const none = () => Promise.reject(new AppError({ code: 'locked', message: 'It is busy.', hint: 'Wait.' }))
  const table = Object.fromEntries(Object.keys(calls).map((key) => [key, none])) as unknown as Handlers
  return { ...table, switchState: () => Promise.resolve({ kind: 'idle' }) }
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'http-'))
  await writeFile(join(folder, 'index.html'), '<!doctype html><title>page</title>')
  await writeFile(join(folder, 'secret.key'), 'never')
  nowMs = 0
  isOwn = false
  connections = []
  sessions = createSessions({ nowMs: () => nowMs })
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
  let port = 0
  const way = {
    app,
    sessions,
    pageFolder: folder,
    urlFor: (token: string) => `http://127.0.0.1:${port}/enter/${token}`,
    isOwn: (connection: Connection) => {
      connections.push(connection)
      return Promise.resolve(isOwn)
    },
  }
  server = await listenOnLoopback((req, res) => createRequestHandler({ ...way, port })(req, res), 0)
  port = server.port
  socket = await listenOnSocket(createRequestHandler({ ...way, port: undefined }), join(folder, 'app.sock'))
})
afterEach(async () => {
  await Promise.all([server.close(), socket.close()])
  await rm(folder, { recursive: true })
})

interface Asked {
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

async function ask(path: string, { method = 'GET', headers = {}, body }: Asked = {}) {
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    request({ host: '127.0.0.1', port: server.port, path, method, headers }, resolve).on('error', reject).end(body)
  })
  let text = ''
  for await (const chunk of response as AsyncIterable<Buffer>) text += chunk.toString('utf8')
  return { status: response.statusCode, headers: response.headers, text }
}

/** What the browser keeps of a fresh link: the cookie, and the key that only the page sends. */
async function signIn(): Promise<{ readonly cookie: string; readonly 'x-pc-switcher': string }> {
  const { headers } = await ask(`/enter/${sessions.mint()}`)
  const [, key = ''] = (headers.location ?? '').split('#key=')
  return { cookie: headers['set-cookie']?.[0]?.split(';')[0] ?? '', 'x-pc-switcher': key }
}

async function enter(): Promise<string> {
  return (await signIn()).cookie
}

const bodyOf = (input: unknown) => JSON.stringify({ callId: randomUUID(), input })

const ours = () => ({ origin: `http://127.0.0.1:${server.port}` })

describe('the page on loopback', () => {
  it('lets nobody in without a session', async () => {
    expect((await ask('/')).status).toBe(401)
    expect((await ask('/events')).status).toBe(401)
    expect((await ask('/call/switch.state', { method: 'POST', headers: ours(), body: '{}' })).status).toBe(401)
  })

  it('tells a browser without a session what to do, on a page of its own without a script', async () => {
    const headers = { accept: 'text/html,application/xhtml+xml' }
    const { status, headers: answered, text } = await ask('/', { headers })
    expect(status).toBe(401)
    expect(answered['content-type']).toBe('text/html; charset=utf-8')
    expect(text).toContain('<title>Not connected</title>')
    expect(text).toContain('This browser is not signed in to pc-switcher.')
    expect(text).toContain('pc-switcher open')
    expect(text).not.toContain('<script')
    const style = /<style>([^]*)<\/style>/.exec(text)?.[1] ?? ''
    const hash = createHash('sha256').update(style).digest('base64')
    expect(answered['content-security-policy']).toContain(`default-src 'none'; style-src 'sha256-${hash}'`)
    expect((await ask('/enter/used', { headers })).text).toContain('This link was used already')
    // What a program asks for is answered in one line.
    expect((await ask('/events', { headers: { accept: 'text/event-stream' } })).text).not.toContain('<')
  })

  it('has a session beside that of another app on this machine, whose cookies the browser sends too', async () => {
    const cookie = await enter()
    expect((await ask('/', { headers: { cookie: `pc-switcher-1=${'0'.repeat(64)}; ${cookie}` } })).status).toBe(200)
    expect(cookie).toContain(`pc-switcher-${server.port}=`)
  })

  it('lets a browser with a session in again by a link that it has used', async () => {
    const token = sessions.mint()
    const { headers } = await ask(`/enter/${token}`)
    const cookie = headers['set-cookie']?.[0]?.split(';')[0] ?? ''
    const again = await ask(`/enter/${token}`, { headers: { cookie } })
    expect(again).toMatchObject({ status: 303, headers: { location: '/' } })
    expect(again.headers['set-cookie']).toBeUndefined()
  })

  it('takes a link that others may see from the account of the person alone, and leaves it unused by others', async () => {
    const token = sessions.mint('person')
    expect((await ask(`/enter/${token}`)).status).toBe(401)
    isOwn = true
    const { status, headers } = await ask(`/enter/${token}`)
    expect([status, headers['set-cookie']?.length]).toEqual([303, 1])
    expect(connections.map(({ server: port }) => port)).toEqual([server.port, server.port])
    expect((await ask(`/enter/${token}`)).status).toBe(401)
  })

  it('changes a token for a session once, and not after ten minutes', async () => {
    const token = sessions.mint()
    const first = await ask(`/enter/${token}`)
    expect(first.status).toBe(303)
    expect(first.headers['set-cookie']?.[0]).toMatch(/HttpOnly; SameSite=Strict/)
    expect((await ask(`/enter/${token}`)).status).toBe(401)
    const late = sessions.mint()
    nowMs += 11 * 60_000
    expect((await ask(`/enter/${late}`)).status).toBe(401)
  })

  it('shows the page with a strict policy', async () => {
    const page = await ask('/', { headers: { cookie: await enter() } })
    expect(page.status).toBe(200)
    expect(page.headers['content-security-policy']).toContain("default-src 'none'")
    expect(page.headers['content-security-policy']).not.toContain('unsafe')
  })

  it('gives out only files of the page', async () => {
    const headers = { cookie: await enter() }
    const elsewhere = [
      ...['/secret.key', '/../secret.key', '/%2e%2e/%2e%2e/etc/passwd', '/%00.html', '/%', '/..%2fsecret.key'],
      ...[
        '/%2e%2e%2f%2e%2e%2fetc%2fpasswd',
        '/..%5csecret.key',
        '/....//secret.key',
        '//etc/passwd.json',
        '/./secret.key',
      ],
      ...['/index.html/../secret.key', '/%252e%252e/secret.key', '/secret.key%00.html', '/~root/index.html', '/.html'],
    ]
    for (const path of elsewhere) expect([path, (await ask(path, { headers })).status]).toEqual([path, 404])
  })

  it('answers while others hold connections open and say nothing, or half of it', async () => {
    const idle = Array.from({ length: 300 }, (_none, at) => {
      const held = connect(server.port, '127.0.0.1')
      held.on('error', () => undefined)
      if (at % 2 === 0) held.write('POST /call/switch.plan HTTP/1.1\r\nHost: 127.0')
      return held
    })
    const headers = { ...(await signIn()), ...ours() }
    const { status } = await ask('/call/switch.state', { method: 'POST', headers, body: bodyOf({}) })
    expect(status).toBe(200)
    for (const held of idle) held.destroy()
  })

  it('refuses another Host, as a rebinding page would send', async () => {
    const cookie = await enter()
    expect((await ask('/', { headers: { cookie, host: 'evil.example' } })).status).toBe(403)
    expect((await ask('/', { headers: { cookie, host: '127.0.0.1:1' } })).status).toBe(403)
  })

  it('refuses a call from another page', async () => {
    const signedIn = await signIn()
    const post = (headers: Record<string, string>) =>
      ask('/call/switch.state', { method: 'POST', headers: { ...signedIn, ...headers }, body: bodyOf({}) })
    for (const origin of ['http://evil.example', 'null', `http://127.0.0.1:${server.port + 1}`, 'http://localhost'])
      expect((await post({ origin })).status).toBe(403)
    expect((await post({})).status).toBe(403)
    expect(JSON.parse((await post(ours())).text)).toEqual({ ok: true, value: { kind: 'idle' } })
  })

  it('opens nothing for the cookie alone, which the browser sends to every port of this host', async () => {
    const { cookie, 'x-pc-switcher': key } = await signIn()
    const other = await signIn()
    const post = (headers: Record<string, string>) =>
      ask('/call/switch.state', { method: 'POST', headers: { ...ours(), ...headers }, body: bodyOf({}) })
    for (const stolen of [
      { cookie },
      { cookie, 'x-pc-switcher': '1' },
      { cookie, 'x-pc-switcher': other['x-pc-switcher'] },
    ]) {
      expect((await post(stolen)).status).toBe(401)
      expect((await ask('/events', { headers: stolen })).status).toBe(401)
    }
    expect((await post({ 'x-pc-switcher': key })).status).toBe(401)
    expect((await post({ cookie, 'x-pc-switcher': key })).status).toBe(200)
    // The files of the page say nothing that is not in the package.
    expect((await ask('/', { headers: { cookie } })).status).toBe(200)
  })

  it('tells the key of the page where no server is told it', async () => {
    const { headers } = await ask(`/enter/${sessions.mint()}`)
    expect(headers.location).toMatch(/^\/#key=[0-9a-f]{64}$/)
    expect(headers['set-cookie']?.[0]).not.toContain(headers.location?.slice('/#key='.length))
  })

  it('tells errors with code and hint, for unknown calls and unreadable bodies too', async () => {
    const headers = { ...(await signIn()), ...ours() }
    const post = async (name: string, body: string) =>
      JSON.parse((await ask(`/call/${name}`, { method: 'POST', headers, body })).text) as unknown
    expect(await post('doctor', bodyOf({}))).toEqual({
      ok: false,
      error: { code: 'locked', message: 'It is busy.', hint: 'Wait.' },
    })
    expect(await post('switch.explode', bodyOf({}))).toMatchObject({ ok: false, error: { code: 'invalid-input' } })
    expect(await post('switch.plan', bodyOf({}))).toMatchObject({ ok: false, error: { code: 'invalid-input' } })
    expect(await post('switch.plan', '{"to"')).toMatchObject({ ok: false, error: { code: 'invalid-input' } })
    expect(await post('switch.plan', bodyOf({ to: 'x'.repeat(5_000_000) }))).toMatchObject({
      ok: false,
      error: { code: 'invalid-input' },
    })
  })

  it('refuses a call without an id of its own', async () => {
    const headers = { ...(await signIn()), ...ours() }
    for (const envelope of [{}, { input: {} }, { callId: '', input: {} }, { callId: '../1', input: {} }]) {
      const body = JSON.stringify(envelope)
      const { text } = await ask('/call/switch.state', { method: 'POST', headers, body })
      expect(JSON.parse(text)).toMatchObject({ ok: false, error: { code: 'invalid-input' } })
    }
  })

  it('does not mint tokens for the browser', async () => {
    const headers = { ...(await signIn()), ...ours() }
    expect((await ask('/mint', { method: 'POST', headers, body: '{}' })).status).toBe(404)
  })

  it('sends the whole state first and then what happens', async () => {
    const headers = await signIn()
    const response = await new Promise<IncomingMessage>((resolve) => {
      request({ host: '127.0.0.1', port: server.port, path: '/events', headers }, resolve).end()
    })
    const chunks: string[] = []
    response.on('data', (chunk: Buffer) => chunks.push(chunk.toString('utf8')))
    await expect.poll(() => chunks.join('')).toBe('data: {"type":"snapshot","state":{"kind":"idle"}}\n\n')
    tellClients({ type: 'overview-changed' })
    await expect.poll(() => chunks.join('')).toContain('data: {"type":"overview-changed"}\n\n')
    response.destroy()
  })
})

describe("the person's socket", () => {
  it('belongs to the person alone', async () => {
    expect((await stat(join(folder, 'app.sock'))).mode & 0o777).toBe(0o600)
  })

  it('mints addresses for the browser without a session', async () => {
    const text = await new Promise<string>((resolve, reject) => {
      request({ socketPath: join(folder, 'app.sock'), path: '/mint', method: 'POST' }, (response) => {
        response.once('data', (chunk: Buffer) => resolve(chunk.toString('utf8')))
      })
        .on('error', reject)
        .end('{}')
    })
    const { value } = JSON.parse(text) as { value: { url: string } }
    expect((await ask(new URL(value.url).pathname)).status).toBe(303)
  })

  it('is refused to a second app while one listens, and taken over after a crash', async () => {
    const path = join(folder, 'app.sock')
    await expect(listenOnSocket(() => undefined, path)).rejects.toMatchObject({ code: 'already-running' })
    await writeFile(join(folder, 'left-behind.sock'), '')
    const taken = await listenOnSocket(() => undefined, join(folder, 'left-behind.sock'))
    await taken.close()
  })

  it('is taken before the app is started, who asks meanwhile waits, and nothing is started beside another app', async () => {
    const path = join(folder, 'early.sock')
    let begin: () => void = () => undefined
    const begun = new Promise<void>((resolve) => (begin = resolve))
    const listening = listenBefore(path, async () => {
      await begun
      return { handler: (_request, response) => void response.end('late') }
    })
    const asked = new Promise<string>((resolve, reject) => {
      const ask = () =>
        request({ socketPath: path, path: '/' }, (response) => {
          response.once('data', (chunk: Buffer) => resolve(chunk.toString('utf8')))
        })
          .on('error', reject)
          .end()
      void vi.waitFor(() => stat(path)).then(ask)
    })
    await vi.waitFor(() => stat(path))
    const start = vi.fn()
    await expect(listenBefore(path, start)).rejects.toMatchObject({ code: 'already-running' })
    expect(start).not.toHaveBeenCalled()
    begin()
    const { socket: early } = await listening
    expect(await asked).toBe('late')
    await early.close()
  })

  it('is let go of when the app cannot be started', async () => {
    const path = join(folder, 'failed.sock')
    await expect(listenBefore(path, () => Promise.reject(new Error('no')))).rejects.toThrow('no')
    const again = await listenOnSocket(() => undefined, path)
    await again.close()
  })
})

it('says so when the port is taken', async () => {
  await expect(listenOnLoopback(() => undefined, server.port)).rejects.toMatchObject({ code: 'already-running' })
})
