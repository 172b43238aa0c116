/** Two accounts of this machine with a Syncthing each, as two laptops have them: the real program, joined over the loopback. */
import { spawn } from 'node:child_process'
import { chownSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { askAboutFiles, askForLook } from '../../src-main/commons/person-syncthing/on-machine/answers.ts'
import {
  lookAtPersonSyncthing,
  readPersonFiles,
  scanPersonFolders,
} from '../../src-main/commons/person-syncthing/verbs.ts'
import { answer } from '../../src-main/machine/machine.ts'
import type { Pair } from '../../src-main/switch/step.ts'
import { asPerson } from '../../src-main/tools/accounts/as-person.ts'
import { ifAlive, runningPids } from '../../src-main/tools/proc/running-processes.ts'
import { requestPinned } from '../../src-main/tools/https/pinned-request.ts'
import { run } from '../../src-main/tools/run.ts'
import { titles } from '../../src-main/tools/titles/messages.ts'
import { memoryMachine } from '../unit/machine/memory-machine.ts'

export interface Side {
  readonly person: { readonly name: string; readonly uid: number; readonly gid: number; readonly home: string }
  readonly port: number
  readonly start: () => Promise<void>
  readonly stop: (signal?: NodeJS.Signals) => Promise<void>
  /** Asked as its owner would; `socketPath`: in place of its port. */
  readonly rest: (method: 'GET' | 'POST' | 'PUT' | 'PATCH', place: string, body?: unknown) => Promise<unknown>
  readonly config: () => string
  readonly editConfig: (change: (text: string) => string) => void
  readonly write: (name: string, text: string) => void
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

/** Each takes a tenth of a second. */
const triesAtMost = 300

async function createSide(top: string, name: string, [uid, gid]: readonly [number, number]): Promise<Side> {
  const home = path.join(top, name)
  const folder = path.join(home, '.config/syncthing')
  const file = path.join(folder, 'config.xml')
  const [port, syncPort] = [await freePort(), await freePort()]
  const own = (place: string): void => chownSync(place, uid, gid)
  for (const place of ['', '.config', '.config/syncthing', 'Documents']) {
    mkdirSync(path.join(home, place), { recursive: true })
    own(path.join(home, place))
  }
  const env = { HOME: home, STNOUPGRADE: '1', PATH: process.env['PATH'] ?? '' }
  const title = titles.readSyncthingStatus({})
  const generate = ['syncthing', 'generate', `--home=${folder}`, '--no-default-folder'] as const
  await run({ title, argv: [...asPerson({ uid, gid }), ...generate], env, cwd: '/' })
  const editConfig: Side['editConfig'] = (change) => {
    writeFileSync(file, change(readFileSync(file, 'utf8')), { mode: 0o600 })
    own(file)
  }
  editConfig((text) =>
    text
      .replace(/<address>127[^<]*</, `<address>127.0.0.1:${port}<`)
      .replace('<listenAddress>default<', `<listenAddress>tcp://127.0.0.1:${syncPort}<`)
      .replaceAll(
        /<(globalAnnounceEnabled|localAnnounceEnabled|relaysEnabled|natEnabled|crashReportingEnabled)>true</g,
        '<$1>false<',
      )
      .replace(/<reconnectionIntervalS>\d+</, '<reconnectionIntervalS>1<'),
  )
  const key = /<apikey>(.*)<\/apikey>/.exec(readFileSync(file, 'utf8'))?.[1] ?? ''
  const rest: Side['rest'] = async (method, place, body) => {
    const certificate = readFileSync(path.join(folder, 'https-cert.pem'), 'utf8')
    const { status, text } = await requestPinned(
      {
        ...{ at: { host: '127.0.0.1', port }, certificate, method, path: place, patienceMs: 20_000 },
        headers: { 'X-API-Key': key, 'Content-Type': 'application/json' },
        body: body === undefined ? undefined : JSON.stringify(body),
      },
      {},
    )
    if (status > 299) throw new Error(`${method} ${place}: ${status} ${text}`)
    const answered: unknown = method === 'GET' ? JSON.parse(text) : undefined
    return answered
  }
  return {
    ...{ person: { name, uid, gid, home }, port, rest, editConfig },
    config: () => readFileSync(file, 'utf8'),
    write(written, text) {
      writeFileSync(path.join(home, written), text)
      own(path.join(home, written))
    },
    async start() {
      const [program, ...words] = [...asPerson({ uid, gid }), 'syncthing', 'serve', `--home=${folder}`]
      spawn(program, [...words, '--no-browser', '--no-restart'], { env, cwd: '/', stdio: 'ignore' })
      let last: unknown
      for (let tries = 0; tries < triesAtMost; tries += 1) {
        const isThere = await rest('GET', '/rest/system/ping').catch((thrown: unknown) => (last = thrown) && false)
        if (isThere !== false) return
        await delay(100)
      }
      throw last
    },
    async stop(signal = 'SIGTERM') {
      // It runs as two, each a group of its own, of which the first one only looks after the other.
      const own = () =>
        runningPids().filter((pid) =>
          ifAlive(() => readFileSync(`/proc/${pid}/cmdline`, 'utf8'))?.includes(`--home=${folder}`),
        )
      own().forEach((pid) => ifAlive(() => process.kill(pid, signal)))
      while (own().length > 0) await delay(20)
    },
  }
}

export interface Syncthings {
  readonly from: Side
  readonly to: Side
  readonly pair: Pair
}

/** Neither runs yet. `program`: of the child that asks. */
export async function createSyncthings(top: string, program: string): Promise<Syncthings> {
  // "nobody" and "daemon".
  const from = await createSide(top, 'p17', [65_534, 65_534])
  const to = await createSide(top, 'xps', [1, 1])
  const machine = async ({ person }: Side) =>
    (
      await memoryMachine(person.name, [
        answer(lookAtPersonSyncthing, (_none, { signal }) =>
          askForLook(person, { ask: 'look', home: person.home }, { signal, program }),
        ),
        answer(scanPersonFolders, ({ folders }, { signal }) =>
          askForLook(person, { ask: 'scan', home: person.home, folders }, { signal, program }),
        ),
        answer(readPersonFiles, async ({ files }, { signal }) => ({
          versions: [...(await askAboutFiles({ person }, files, { signal, program }))],
        })),
      ])
    ).machine
  return { from, to, pair: { from: await machine(from), to: await machine(to) } }
}

interface Shared {
  readonly id: string
  /** Below both homes. */
  readonly place: string
}

/** Both run; each knows the other one, and both have these folders. */
export async function share({ from, to }: Syncthings, folders: readonly Shared[]): Promise<void> {
  const idOf = async (side: Side) => ((await side.rest('GET', '/rest/system/status')) as { readonly myID: string }).myID
  const ids = [await idOf(from), await idOf(to)]
  for (const [side, other, id] of [
    [from, to, ids[1]],
    [to, from, ids[0]],
  ] as const) {
    const listens = /<listenAddress>(.*)<\/listenAddress>/.exec(other.config())?.[1]
    await side.rest('PUT', `/rest/config/devices/${id}`, {
      deviceID: id,
      name: other.person.name,
      addresses: [listens],
    })
    for (const folder of folders) {
      await side.rest('PUT', `/rest/config/folders/${folder.id}`, {
        ...{ id: folder.id, label: folder.id, path: path.join(side.person.home, folder.place) },
        devices: ids.map((deviceID) => ({ deviceID })),
      })
    }
  }
}
