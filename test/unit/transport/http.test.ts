import { createHash } from 'node:crypto'
import { request, type IncomingMessage } from 'node:http'
import { connect } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { bodyOf, serveApp, type ServedApp } from './serve-app.ts'

let served: ServedApp
beforeEach(async () => {
  served = await serveApp()
})
afterEach(() => served.close())

const enter = async (): Promise<string> => (await served.signIn()).cookie
const ours = () => ({ origin: `http://127.0.0.1:${served.port}` })

describe('the page on loopback', () => {
  it('lets nobody in without a session', async () => {
    expect((await served.ask('/')).status).toBe(401)
    expect((await served.ask('/events')).status).toBe(401)
    expect((await served.ask('/call/switch.state', { method: 'POST', headers: ours(), body: '{}' })).status).toBe(401)
  })

  it('tells a browser without a session what to do, on a page of its own without a script', async () => {
    const headers = { accept: 'text/html,application/xhtml+xml' }
    const { status, headers: answered, text } = await served.ask('/', { headers })
    expect(status).toBe(401)
    expect(answered['content-type']).toBe('text/html; charset=utf-8')
    expect(text).toContain('<title>Not connected</title>')
    expect(text).toContain('This browser is not signed in to pc-switcher.')
    expect(text).toContain('pc-switcher open')
    expect(text).not.toContain('<script')
    const style = /<style>([^]*)<\/style>/.exec(text)?.[1] ?? ''
    const hash = createHash('sha256').update(style).digest('base64')
    expect(answered['content-security-policy']).toContain(`default-src 'none'; style-src 'sha256-${hash}'`)
    expect((await served.ask('/enter/used', { headers })).text).toContain('This link was used already')
    // What a program asks for is answered in one line.
    expect((await served.ask('/events', { headers: { accept: 'text/event-stream' } })).text).not.toContain('<')
  })

  it('has a session beside that of another app on this machine, whose cookies the browser sends too', async () => {
    const cookie = await enter()
    expect((await served.ask('/', { headers: { cookie: `pc-switcher-1=${'0'.repeat(64)}; ${cookie}` } })).status).toBe(
      200,
    )
    expect(cookie).toContain(`pc-switcher-${served.port}=`)
  })

  it('lets a browser with a session in again by a link that it has used', async () => {
    const token = served.sessions.mint()
    const { headers } = await served.ask(`/enter/${token}`)
    const cookie = headers['set-cookie']?.[0]?.split(';')[0] ?? ''
    const again = await served.ask(`/enter/${token}`, { headers: { cookie } })
    expect(again).toMatchObject({ status: 303, headers: { location: '/' } })
    expect(again.headers['set-cookie']).toBeUndefined()
  })

  it('takes a link that others may see from the account of the person alone, and leaves it unused by others', async () => {
    const token = served.sessions.mint('person')
    expect((await served.ask(`/enter/${token}`)).status).toBe(401)
    served.isOwn = true
    const { status, headers } = await served.ask(`/enter/${token}`)
    expect([status, headers['set-cookie']?.length]).toEqual([303, 1])
    expect(served.connections.map(({ server }) => server)).toEqual([served.port, served.port])
    expect((await served.ask(`/enter/${token}`)).status).toBe(401)
  })

  it('changes a token for a session once, and not after ten minutes', async () => {
    const token = served.sessions.mint()
    const first = await served.ask(`/enter/${token}`)
    expect(first.status).toBe(303)
    expect(first.headers['set-cookie']?.[0]).toMatch(/HttpOnly; SameSite=Strict/)
    expect((await served.ask(`/enter/${token}`)).status).toBe(401)
    const late = served.sessions.mint()
    served.nowMs += 11 * 60_000
    expect((await served.ask(`/enter/${late}`)).status).toBe(401)
  })

  it('shows the page with a strict policy', async () => {
    const page = await served.ask('/', { headers: { cookie: await enter() } })
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
    for (const path of elsewhere) expect([path, (await served.ask(path, { headers })).status]).toEqual([path, 404])
  })

  it('answers while others hold connections open and say nothing, or half of it', async () => {
    const idle = Array.from({ length: 300 }, (_none, at) => {
      const held = connect(served.port, '127.0.0.1')
      held.on('error', () => undefined)
      if (at % 2 === 0) held.write('POST /call/switch.plan HTTP/1.1\r\nHost: 127.0')
      return held
    })
    const headers = { ...(await served.signIn()), ...ours() }
    const { status } = await served.ask('/call/switch.state', { method: 'POST', headers, body: bodyOf({}) })
    expect(status).toBe(200)
    for (const held of idle) held.destroy()
  })

  it('refuses another Host, as a rebinding page would send', async () => {
    const cookie = await enter()
    expect((await served.ask('/', { headers: { cookie, host: 'evil.example' } })).status).toBe(403)
    expect((await served.ask('/', { headers: { cookie, host: '127.0.0.1:1' } })).status).toBe(403)
  })

  it('refuses a call from another page', async () => {
    const signedIn = await served.signIn()
    const post = (headers: Record<string, string>) =>
      served.ask('/call/switch.state', { method: 'POST', headers: { ...signedIn, ...headers }, body: bodyOf({}) })
    for (const origin of ['http://evil.example', 'null', `http://127.0.0.1:${served.port + 1}`, 'http://localhost'])
      expect((await post({ origin })).status).toBe(403)
    expect((await post({})).status).toBe(403)
    expect(JSON.parse((await post(ours())).text)).toEqual({ ok: true, value: { kind: 'idle' } })
  })

  it('opens nothing for the cookie alone, which the browser sends to every port of this host', async () => {
    const { cookie, 'x-pc-switcher': key } = await served.signIn()
    const other = await served.signIn()
    const post = (headers: Record<string, string>) =>
      served.ask('/call/switch.state', { method: 'POST', headers: { ...ours(), ...headers }, body: bodyOf({}) })
    for (const stolen of [
      { cookie },
      { cookie, 'x-pc-switcher': '1' },
      { cookie, 'x-pc-switcher': other['x-pc-switcher'] },
    ]) {
      expect((await post(stolen)).status).toBe(401)
      expect((await served.ask('/events', { headers: stolen })).status).toBe(401)
    }
    expect((await post({ 'x-pc-switcher': key })).status).toBe(401)
    expect((await post({ cookie, 'x-pc-switcher': key })).status).toBe(200)
    // The files of the page say nothing that is not in the package.
    expect((await served.ask('/', { headers: { cookie } })).status).toBe(200)
  })

  it('tells the key of the page where no server is told it', async () => {
    const { headers } = await served.ask(`/enter/${served.sessions.mint()}`)
    expect(headers.location).toMatch(/^\/#key=[0-9a-f]{64}$/)
    expect(headers['set-cookie']?.[0]).not.toContain(headers.location?.slice('/#key='.length))
  })

  it('tells errors with code and hint, for unknown calls and unreadable bodies too', async () => {
    const headers = { ...(await served.signIn()), ...ours() }
    const post = async (name: string, body: string) =>
      JSON.parse((await served.ask(`/call/${name}`, { method: 'POST', headers, body })).text) as unknown
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
    const headers = { ...(await served.signIn()), ...ours() }
    for (const envelope of [{}, { input: {} }, { callId: '', input: {} }, { callId: '../1', input: {} }]) {
      const body = JSON.stringify(envelope)
      const { text } = await served.ask('/call/switch.state', { method: 'POST', headers, body })
      expect(JSON.parse(text)).toMatchObject({ ok: false, error: { code: 'invalid-input' } })
    }
  })

  it('does not mint tokens for the browser', async () => {
    const headers = { ...(await served.signIn()), ...ours() }
    expect((await served.ask('/mint', { method: 'POST', headers, body: '{}' })).status).toBe(404)
  })

  it('sends the whole state first and then what happens', async () => {
    const headers = await served.signIn()
    const response = await new Promise<IncomingMessage>((resolve) => {
      request({ host: '127.0.0.1', port: served.port, path: '/events', headers }, resolve).end()
    })
    const chunks: string[] = []
    response.on('data', (chunk: Buffer) => chunks.push(chunk.toString('utf8')))
    await expect.poll(() => chunks.join('')).toBe('data: {"type":"snapshot","state":{"kind":"idle"}}\n\n')
    served.tellClients({ type: 'overview-changed' })
    await expect.poll(() => chunks.join('')).toContain('data: {"type":"overview-changed"}\n\n')
    response.destroy()
  })
})
