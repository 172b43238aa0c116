import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { answerWindow } from '../../../src-main/shells/electron/answer-window.ts'
import { isOwnPage, mayCall, startPage } from '../../../src-main/shells/electron/page-address.ts'
import { servePage } from '../../../src-main/shells/electron/serve-page.ts'

let top: string
let folder: string

beforeAll(async () => {
  top = await mkdtemp(path.join(tmpdir(), 'window-'))
  folder = path.join(top, 'renderer')
  await mkdir(path.join(folder, 'assets'), { recursive: true })
  await writeFile(path.join(folder, 'index.html'), '<!doctype html><title>ours</title>')
  await writeFile(path.join(folder, 'assets/a.js'), 'export {}')
  await writeFile(path.join(folder, 'id_ed25519'), 'private')
  await writeFile(path.join(top, 'secret.js'), 'private')
})

afterAll(async () => {
  await rm(top, { recursive: true, force: true })
})

const get = (address: string, method = 'GET') => servePage(new Request(address, { method }), folder)

describe('what the window is served', () => {
  it('is the interface, each file with its type and all of it under the policy', async () => {
    const page = await get(startPage)
    expect(await page.text()).toContain('ours')
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8')
    expect(page.headers.get('content-security-policy')).toMatch(
      /^default-src 'none'; script-src 'self'; style-src 'self'/,
    )
    expect((await get('app://pc-switcher/')).status).toBe(200)
    expect((await get('app://pc-switcher/assets/a.js?v=1#x')).headers.get('content-type')).toMatch(/^text\/javascript/)
  })

  it.each([
    'app://pc-switcher/../secret.js',
    'app://pc-switcher/%2e%2e/secret.js',
    'app://pc-switcher/..%2fsecret.js',
    'app://pc-switcher/assets/..%2f..%2fsecret.js',
    'app://pc-switcher/..%5csecret.js',
    'app://pc-switcher/assets/a%00.js',
    'app://pc-switcher/%ff.js',
    'app://pc-switcher/id_ed25519',
    'app://pc-switcher/assets/',
    'app://elsewhere/index.html',
    'app://pc-switcher:8080/index.html',
    'file:///etc/passwd',
    'https://pc-switcher/index.html',
  ])('is not %s', async (address) => {
    const page = await get(address)
    expect(page.status).toBe(404)
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'")
  })

  it('is nothing for anything but GET', async () => {
    expect((await get(startPage, 'POST')).status).toBe(404)
  })
})

describe('who may call the app', () => {
  const own = { url: 'app://pc-switcher/index.html#/overview', parent: null }
  const echo = (name: string, envelope: unknown) => Promise.resolve({ ok: true, value: { name, envelope } })

  it('is the top frame of our own page', async () => {
    expect(mayCall(own)).toBe(true)
    expect(isOwnPage('app://pc-switcher/index.html#/switch/etc')).toBe(true)
    expect(await answerWindow(echo, own, 'overview', { callId: 'one', input: {} })).toEqual({
      ok: true,
      value: { name: 'overview', envelope: { callId: 'one', input: {} } },
    })
  })

  it('gets an envelope also when the app is gone', async () => {
    const gone = () => Promise.reject(new Error('socket hang up'))
    expect(await answerWindow(gone, own, 'overview', {})).toMatchObject({ ok: false, error: { code: 'unexpected' } })
  })

  it.each([
    ['a frame inside our page', { url: own.url, parent: own }],
    ['a page from elsewhere', { url: 'https://example.org/', parent: null }],
    ['a page that calls itself ours', { url: 'https://pc-switcher/index.html', parent: null }],
    ['one with a name before ours', { url: 'app://person@pc-switcher/index.html', parent: null }],
    ['an empty page', { url: 'about:blank', parent: null }],
    ['a frame that is gone', null],
  ])('is not %s', async (_who, frame) => {
    expect(mayCall(frame)).toBe(false)
    const answer = await answerWindow(() => expect.unreachable('it was passed on'), frame, 'overview', {})
    expect(answer).toMatchObject({ ok: false, error: { message: 'This page is not part of pc-switcher.' } })
  })
})
