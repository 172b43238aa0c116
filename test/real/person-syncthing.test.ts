/** The child that asks a person's Syncthing, as another account than root, against what stands where that would be. */
import { chmodSync, chownSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { personAnswerSchema } from '../../src-main/contract/person-syncthing.ts'
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

  const look = () => {
    for (const place of ['', '.config', '.config/syncthing']) chownSync(path.join(home, place), person.uid, person.gid)
    return askAsPerson(person, { ask: 'look', home }, personAnswerSchema.look, { program })
  }
  const put = (name: string, text: string | Buffer): void => {
    const file = path.join(home, '.config/syncthing', name)
    writeFileSync(file, text, { mode: 0o600 })
    chownSync(file, person.uid, person.gid)
  }
  const configOf = (address: string): string =>
    `<configuration version="37"><gui enabled="true" tls="false"><address>${address}</address><apikey>${key}</apikey></gui></configuration>`

  /** One that answers everything with the same; `certificate`: what it shows. */
  async function serve<T>(
    certificate: 'own' | 'other',
    answer: (place: string) => { readonly status: number; readonly text: string } | undefined,
    use: (port: number) => Promise<T>,
  ): Promise<T> {
    const read = (end: string) => readFileSync(path.join(top, `${certificate}.${end}`))
    const server = createServer({ key: read('key'), cert: read('pem') }, (request, response) => {
      asked.push(`${String(request.url)} ${String(request.headers['x-api-key'])}`)
      const said = answer(String(request.url))
      if (said !== undefined) response.writeHead(said.status).end(said.text)
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    try {
      return await use((server.address() as AddressInfo).port)
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
