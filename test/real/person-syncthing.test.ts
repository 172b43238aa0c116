/** The child that asks a person's Syncthing, as another account than root, against what stands where that would be. */
import { chmodSync, chownSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer as createHttpServer, type RequestListener, type ServerResponse } from 'node:http'
import { createServer } from 'node:https'
import type { ListenOptions } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { personAnswerSchema } from '../../src-main/contract/person-syncthing.ts'
import { toAppError } from '../../src-main/kernel/app-error.ts'
import { run } from '../../src-main/tools/run.ts'
import { askAsPerson } from '../../src-main/tools/syncthing/person/ask-as-person.ts'
import { titles } from '../../src-main/tools/titles/messages.ts'
import { bundleChild } from './bundle-child.ts'

/** "nobody" */
const person = { uid: 65_534, gid: 65_534 }
const key = 'secret-key-of-this-laptop'

describe('the Syncthing of a person', () => {
  let top: string
  let home: string
  let program: string
  const asked: string[] = []

  beforeAll(async () => {
    top = mkdtempSync(path.join(tmpdir(), 'person-syncthing-'))
    chmodSync(top, 0o755)
    program = path.join(top, 'person-syncthing.mjs')
    await bundleChild('../../src-main/agent/person-syncthing-main.ts', program)
    for (const name of ['own', 'other']) {
      const words = ['-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2']
      const files = ['-keyout', path.join(top, `${name}.key`), '-out', path.join(top, `${name}.pem`)]
      await run({
        title: titles.readSyncthingStatus({}),
        argv: ['openssl', 'req', ...words, '-subj', '/CN=p17', ...files],
      })
    }
  })
  afterAll(() => rmSync(top, { recursive: true, force: true }))
  beforeEach(() => {
    asked.length = 0
    home = mkdtempSync(path.join(top, 'home-'))
    mkdirSync(path.join(home, '.config/syncthing'), { recursive: true })
  })

  const look = (mostMs?: number) => {
    for (const place of ['', '.config', '.config/syncthing']) chownSync(path.join(home, place), person.uid, person.gid)
    return askAsPerson(person, { ask: 'look', home, mostMs }, personAnswerSchema.look, { program })
  }
  const put = (name: string, text: string | Buffer): void => {
    const file = path.join(home, '.config/syncthing', name)
    writeFileSync(file, text, { mode: 0o600 })
    chownSync(file, person.uid, person.gid)
  }
  const configOf = (address: string): string =>
    `<configuration version="37"><gui enabled="true" tls="false"><address>${address}</address><apikey>${key}</apikey></gui></configuration>`

  type Said = { readonly status: number; readonly text: string } | ((response: ServerResponse) => void)
  const answering = (answer: (place: string) => Said): RequestListener => {
    return (request, response) => {
      asked.push(`${String(request.url)} ${String(request.headers['x-api-key'])}`)
      const said = answer(String(request.url))
      if (typeof said === 'function') said(response)
      else response.writeHead(said.status).end(said.text)
    }
  }

  /** One that answers everything with the same; `certificate`: what it shows. */
  async function serve<T>(
    certificate: 'own' | 'other',
    answer: (place: string) => Said,
    use: (port: number) => Promise<T>,
    place: ListenOptions = { port: 0, host: '127.0.0.1' },
  ): Promise<T> {
    const read = (end: string) => readFileSync(path.join(top, `${certificate}.${end}`))
    const server = createServer({ key: read('key'), cert: read('pem') }, answering(answer))
    await new Promise<void>((resolve) => server.listen(place, resolve))
    try {
      const address = server.address()
      return await use(typeof address === 'string' || address === null ? 0 : address.port)
    } finally {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    }
  }

  it('is none where there are no settings, and broken where they are cut off, endless or a FIFO', async () => {
    expect(await look()).toEqual({ kind: 'none' })
    put('config.xml', configOf('127.0.0.1:8384').slice(0, 90))
    expect(await look()).toMatchObject({ kind: 'silent', why: 'broken' })
    put('config.xml', Buffer.alloc(9 * 1024 * 1024, ' '))
    expect(await look()).toMatchObject({ kind: 'silent', why: 'broken' })
    rmSync(path.join(home, '.config/syncthing/config.xml'))
    await run({
      title: titles.readSyncthingStatus({}),
      argv: ['mkfifo', path.join(home, '.config/syncthing/config.xml')],
    })
    expect(await look()).toMatchObject({ kind: 'silent', why: 'broken' })
  })

  it('is not asked beyond this computer', async () => {
    put('config.xml', configOf('192.0.2.1:8384'))
    put('https-cert.pem', readFileSync(path.join(top, 'own.pem')))
    expect(await look()).toMatchObject({ kind: 'silent', why: 'elsewhere' })
  })

  it('gets the key only where it shows its own certificate', async () => {
    const refuse = () => ({ status: 403, text: 'CSRF Error' })
    const ask = async (port: number) => {
      put('config.xml', configOf(`127.0.0.1:${port}`))
      put('https-cert.pem', readFileSync(path.join(top, 'own.pem')))
      return look()
    }
    expect(await serve('other', refuse, ask)).toMatchObject({ kind: 'silent', why: 'no-answer' })
    expect(asked).toEqual([])
    const refused = await serve('own', refuse, ask)
    expect(refused).toMatchObject({ kind: 'silent', why: 'refused' })
    expect(asked.every((one) => one.endsWith(key))).toBe(true)
    expect(asked.length).toBeGreaterThan(0)
    expect(JSON.stringify(refused)).not.toContain(key)
  })

  it('is silent where it says what it never says', async () => {
    put('https-cert.pem', readFileSync(path.join(top, 'own.pem')))
    const answered = await serve(
      'own',
      () => ({ status: 200, text: '{"myID": 7}' }),
      async (port) => {
        put('config.xml', configOf(`0.0.0.0:${port}`))
        return look()
      },
    )
    expect(answered).toMatchObject({ kind: 'silent', why: 'no-answer' })
  })

  it('says nothing of its key where what answers repeats all that it was asked', async () => {
    put('https-cert.pem', readFileSync(path.join(top, 'own.pem')))
    const repeated = (status: number) =>
      serve(
        'own',
        () => ({ status, text: `{"asked with": "${key}"}` }),
        (port) => {
          put('config.xml', configOf(`127.0.0.1:${port}`))
          return look()
        },
      )
    expect(JSON.stringify(await repeated(500))).not.toContain(key)
    expect(JSON.stringify(await repeated(200))).not.toContain(key)
    const failed = await serve(
      'own',
      () => ({ status: 500, text: key }),
      async (port) => {
        put('config.xml', configOf(`127.0.0.1:${port}`))
        const files = [{ folder: 'docs', path: 'a' }]
        return askAsPerson(person, { ask: 'files', home, files }, personAnswerSchema.files, { program }).catch(
          (thrown: unknown) => thrown,
        )
      },
    )
    expect(failed).toBeInstanceOf(Error)
    expect(JSON.stringify([failed, toAppError(failed).details])).not.toContain(key)
  })

  it('gives no key to somebody else at the place of its socket', async () => {
    const socket = path.join(top, 'gui.sock')
    put('config.xml', configOf(socket))
    put('https-cert.pem', readFileSync(path.join(top, 'own.pem')))
    const refuse = () => ({ status: 403, text: 'Forbidden' })
    const atSocket = async () => {
      chmodSync(socket, 0o777)
      return look()
    }
    expect(await serve('other', refuse, atSocket, { path: socket })).toMatchObject({ kind: 'silent', why: 'no-answer' })
    const plain = createHttpServer(answering(refuse))
    await new Promise<void>((resolve) => plain.listen(socket, resolve))
    expect(await atSocket()).toMatchObject({ kind: 'silent', why: 'no-answer' })
    plain.closeAllConnections()
    await new Promise((resolve) => plain.close(resolve))
    expect(asked).toEqual([])
    expect(await serve('own', refuse, atSocket, { path: socket })).toMatchObject({ kind: 'silent', why: 'refused' })
  })

  it('is silent where an answer has no end, or comes drop by drop', async () => {
    put('https-cert.pem', readFileSync(path.join(top, 'own.pem')))
    const piece = Buffer.alloc(1024 * 1024, ' ')
    const endless = (response: ServerResponse): void => {
      const more = (): void => {
        while (!response.destroyed && response.write(piece));
        if (!response.destroyed) response.once('drain', more)
      }
      more()
    }
    const ask = (answer: (response: ServerResponse) => void, mostMs?: number) =>
      serve(
        'own',
        () => answer,
        (port) => {
          put('config.xml', configOf(`127.0.0.1:${port}`))
          return look(mostMs)
        },
      )
    expect(await ask(endless)).toMatchObject({ kind: 'silent', why: 'no-answer' })
    const drops = (response: ServerResponse): void => {
      const timer = setInterval(() => response.write(' '), 200)
      response.on('close', () => clearInterval(timer))
    }
    const before = performance.now()
    expect(await ask(drops, 1_500)).toMatchObject({ kind: 'silent', why: 'no-answer' })
    expect(performance.now() - before).toBeLessThan(9_000)
  })

  it('is looked at with 100,000 folders of any names, of which it tells a few hundred', async () => {
    put('https-cert.pem', readFileSync(path.join(top, 'own.pem')))
    const id = 'AAAAAAA-BBBBBBB-CCCCCCC-DDDDDDD-EEEEEEE-FFFFFFF-GGGGGGG-HHHHHHH'
    const names = ['a\nb', '../../etc', '\u001b[2J', '..', '\0', 'x'.repeat(900), '~', '~/Documents', '/etc']
    const folders = Array.from({ length: 100_000 }, (_none, index) => ({
      ...{ id: `f${index}`, label: `\u001b]0;${'l'.repeat(300)}`, type: 'sendreceive', devices: [{ deviceID: id }] },
      ...{ path: names[index % names.length], paused: index > 20 },
    }))
    const counts = { localFiles: 1, localDirectories: 1, localSymlinks: 0, localBytes: 1 }
    const global = { globalFiles: 1, globalDirectories: 1, globalSymlinks: 0, globalBytes: 1 }
    const of: Readonly<Record<string, unknown>> = {
      '/rest/system/status': { myID: id },
      '/rest/system/version': { version: `v1\u001b[2J${'9'.repeat(100_000)}` },
      '/rest/config/folders': folders,
      '/rest/config/devices': [{ deviceID: id }, { deviceID: 'x'.repeat(100_000) }],
      '/rest/system/connections': { connections: {} },
      '/rest/db/status': { state: 's'.repeat(100_000), needTotalItems: 0, ...counts, ...global },
    }
    let most = 0
    let now = 0
    const found = await serve(
      'own',
      (place) => (response) => {
        now += 1
        most = Math.max(most, now)
        response.on('close', () => (now -= 1))
        response.writeHead(200).end(JSON.stringify(of[place.split('?')[0] ?? '']))
      },
      (port) => {
        put('config.xml', configOf(`127.0.0.1:${port}`))
        return look()
      },
    )
    if (found.kind !== 'running') throw new Error(JSON.stringify(found).slice(0, 1_000))
    expect(found.folders.length).toBeLessThan(1_000)
    expect(most).toBeLessThan(50)
    expect(JSON.stringify(found).length).toBeLessThan(1_000_000)
    const places = new Set(found.folders.map(({ place }) => place))
    expect([...places]).toEqual([undefined, ''])
  })

  it('is not there where a file stands in the way of its settings', async () => {
    rmSync(path.join(home, '.config/syncthing'), { recursive: true })
    writeFileSync(path.join(home, '.config/syncthing'), '')
    expect(await look()).toEqual({ kind: 'none' })
  })

  it('is not found through a link of another account to a file that only root may read', async () => {
    const secret = path.join(top, 'of-root.xml')
    writeFileSync(secret, configOf('127.0.0.1:1'), { mode: 0o600 })
    await run({
      title: titles.readSyncthingStatus({}),
      argv: ['ln', '-s', secret, path.join(home, '.config/syncthing/config.xml')],
    })
    expect(await look()).toMatchObject({ kind: 'silent', why: 'broken' })
  })
})
