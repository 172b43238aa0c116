/**
 * Folders that are live, in the settings of the person's Syncthing: by its API (docs.syncthing.net/rest/config.html), each step such that
 * it may be repeated. Runs as the person.
 */
import { mkdirSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { z } from 'zod'
import { toAppError } from '../../../../kernel/app-error.ts'
import { bufferFromBytePath, textFromBytePath, type BytePath } from '../../../../kernel/byte-path.ts'
import { readForeign, textOf } from '../../../../tools/files/foreign-file.ts'
import type { RunOptions } from '../../../../tools/run.ts'
import { findConfig } from '../../../../tools/syncthing/person/find-config.ts'
import { changeConfigPart, readConfigPart, readSystemStatus } from '../../../../tools/syncthing/syncthing.ts'
import { ask, post, type SyncthingApi } from '../../../../tools/syncthing/syncthing-request.ts'
import { titles } from '../../../../tools/titles/messages.ts'
import { everything, oursIn, withOurs } from '../../ignore-lines.ts'
import type { JoinRequest, LeaveRequest, LiveAct, RenewRequest, liveAnswers } from '../../person-requests.ts'
import { quietOptions } from './generate.ts'
import { hasVersions, problemOf } from './look-at-places.ts'

const usualPort = 22_000
const mostBytes = 8 * 1024 * 1024
const trashDays = 14

interface Asked {
  readonly api: SyncthingApi
  readonly home: string
  readonly options: RunOptions
}

const optionsSchema = z.object({ listenAddresses: z.array(z.string()) })
const foldersSchema = z.array(z.object({ id: z.string(), devices: z.array(z.object({ deviceID: z.string() })) }))
const devicesSchema = z.array(z.object({ deviceID: z.string() }))
const deviceSchema = z.object({ addresses: z.array(z.string()) })

export async function self(home: string, options: RunOptions): Promise<z.infer<typeof liveAnswers.self>> {
  const found = findConfig(home)
  if (found.kind !== 'found') return { kind: 'not-running' }
  try {
    const [{ deviceId }, { listenAddresses }] = await Promise.all([
      readSystemStatus(found.api, options),
      readConfigPart(found.api, 'options', optionsSchema, options),
    ])
    return { kind: 'self', deviceId, port: portOf(listenAddresses) }
  } catch (thrown) {
    if (toAppError(thrown).code !== 'syncthing-unavailable') throw thrown
    return { kind: 'not-running' }
  }
}

/** "default", "tcp://:22001", "tcp://0.0.0.0:22001" */
function portOf(addresses: readonly string[]): number {
  const ports = addresses.flatMap((one) => /^tcp[46]?:\/\/.*:(\d+)$/.exec(one)?.[1] ?? [])
  return ports[0] === undefined || addresses.includes('default') ? usualPort : Number(ports[0])
}

/** All of them paused: nothing moves before `resume`. */
export function join(
  { home, peer, addsPeer, isOverInternet, folders }: JoinRequest,
  options: RunOptions,
): Promise<LiveAct> {
  return acting(home, options, async (asked) => {
    const { deviceId } = await readSystemStatus(asked.api, options)
    if (isOverInternet !== undefined) await change(asked, 'PATCH', 'options', quietOptions(isOverInternet))
    if (addsPeer)
      await change(asked, 'PUT', `devices/${peer.id}`, {
        ...{ deviceID: peer.id, name: peer.name, addresses: peer.addresses },
      })
    for (const { id, place, lines, keepsAll } of folders) {
      mkdirSync(onDisk(home, place), { recursive: true })
      await change(asked, 'PUT', `folders/${encodeURIComponent(id)}`, {
        ...{ id, label: textFromBytePath(place), path: onDisk(home, place), type: 'sendreceive' },
        ...{ paused: true, fsWatcherEnabled: true, devices: [{ deviceID: deviceId }, { deviceID: peer.id }] },
        versioning: { type: 'trashcan', params: { cleanoutDays: String(keepsAll ? 0 : trashDays) } },
      })
      await writeIgnores(asked, { id, place }, lines)
    }
  })
}

export function resume(home: string, folders: readonly string[], options: RunOptions): Promise<LiveAct> {
  return acting(home, options, async (asked) => {
    for (const id of folders) await change(asked, 'PATCH', `folders/${encodeURIComponent(id)}`, { paused: false })
  })
}

/** What is as it should be stays untouched. */
export function renew({ home, peer, folders }: RenewRequest, options: RunOptions): Promise<LiveAct> {
  return acting(home, options, async (asked) => {
    let failure: { readonly thrown: unknown } | undefined
    for (const { id, place, lines } of folders) {
      try {
        const now = readIgnores(home, place)
        // Ours come first: what the person wrote before them counts after them.
        if (linesOf(withOurs(now, lines)) !== now) await writeIgnores(asked, { id, place }, lines)
      } catch (thrown) {
        // The others are renewed all the same.
        failure ??= { thrown }
      }
    }
    if (failure !== undefined) throw failure.thrown
    if (peer === undefined) return
    const part = `devices/${peer.id}`
    const { addresses } = await readConfigPart(asked.api, part, deviceSchema, options)
    if (peer.addresses.every((one) => addresses.includes(one))) return
    await change(asked, 'PATCH', part, { addresses: peer.addresses })
  })
}

/** Every file stays. */
export function leave({ home, folders, peer }: LeaveRequest, options: RunOptions): Promise<LiveAct> {
  return acting(home, options, async (asked) => {
    const [there, devices] = await Promise.all([
      readConfigPart(asked.api, 'folders', foldersSchema, options),
      readConfigPart(asked.api, 'devices', devicesSchema, options),
    ])
    for (const { id, place } of folders) {
      if (!there.some((one) => one.id === id)) {
        stripIgnores(home, place)
        continue
      }
      await change(asked, 'PATCH', `folders/${encodeURIComponent(id)}`, { paused: true })
      await writeIgnores(asked, { id, place }, [])
      await change(asked, 'DELETE', `folders/${encodeURIComponent(id)}`)
    }
    const gone = new Set(folders.map(({ id }) => id))
    const isUsed = there.some(({ id, devices }) => !gone.has(id) && devices.some(({ deviceID }) => deviceID === peer))
    const isThere = devices.some(({ deviceID }) => deviceID === peer)
    if (peer !== undefined && isThere && !isUsed) await change(asked, 'DELETE', `devices/${peer}`)
  })
}

export function deleteVersions(home: string, places: readonly BytePath[]): LiveAct {
  for (const place of places)
    if (hasVersions(home, place)) rmSync(path.join(onDisk(home, place), '.stversions'), { recursive: true })
  return { kind: 'done' }
}

interface OneFolder {
  readonly id: string
  readonly place: BytePath
}

/** Read back from the disk: one that did not get there would let all of it through. */
async function writeIgnores({ api, home, options }: Asked, { id, place }: OneFolder, lines: readonly string[]) {
  const wanted = withOurs(readIgnores(home, place), lines)
  const request = { ...post(titles.changeSyncthingConfig({}), '/rest/db/ignores', [['folder', id]]) }
  await ask(api, { ...request, body: { ignore: wanted } }, z.unknown(), options)
  if (readIgnores(home, place) !== linesOf(wanted)) throw new Error(`${place}/.stignore is not as it was written`)
}

/** Syncthing would put a file in place of a link, and what was not read would be lost. */
function readIgnores(home: string, place: BytePath): string {
  const file = readForeign(onDisk(home, place), '.stignore', mostBytes)
  if (file.kind === 'not-a-file' || file.kind === 'too-large')
    throw new Error(`${ignoresOf(home, place)} is no plain file of less than 8 MB`)
  return textOf(file) ?? ''
}

const ignoresOf = (home: string, place: BytePath): string => path.join(onDisk(home, place), '.stignore')
const linesOf = (lines: readonly string[]): string => lines.map((line) => `${line}\n`).join('')

/** Where Syncthing has the folder no more. */
function stripIgnores(home: string, place: BytePath): void {
  const file = ignoresOf(home, place)
  const now = readIgnores(home, place)
  const own = linesOf(withOurs(now, []))
  if (own === now) return
  if (own === '') rmSync(file)
  else {
    writeFileSync(`${file}.new`, own)
    renameSync(`${file}.new`, file)
  }
}

/** Whether nothing of it moves any more. Of what is no plain file nothing is known. */
export function isStopped(home: string, place: BytePath): boolean {
  if (problemOf(home, place) !== undefined) return false
  return oursIn(textOf(readForeign(onDisk(home, place), '.stignore', mostBytes)) ?? '').includes(everything)
}

/** Places of folders that are live are UTF-8: Syncthing carries nothing else. */
const onDisk = (home: string, place: BytePath): string =>
  path.join(realpathSync(home), bufferFromBytePath(place).toString('utf8'))

async function change({ api, options }: Asked, method: 'PUT' | 'PATCH' | 'DELETE', part: string, body?: unknown) {
  await changeConfigPart(api, { method, part, ...(body === undefined ? {} : { body }) }, options)
}

const patienceMs = 20_000
const pauseMs = 500

/** Changing its settings may start parts of it anew: it is not answering for a moment. */
async function acting(home: string, options: RunOptions, act: (asked: Asked) => Promise<void>): Promise<LiveAct> {
  for (const deadline = Date.now() + patienceMs; ;) {
    const found = findConfig(home)
    if (found.kind !== 'found') return { kind: 'not-running' }
    try {
      await act({ api: found.api, home, options })
      return { kind: 'done' }
    } catch (thrown) {
      if (options.signal?.aborted === true) throw thrown
      const { code, message, details = '' } = toAppError(thrown)
      if (code !== 'syncthing-unavailable') return { kind: 'refused', details: `${message} ${details}`.slice(0, 500) }
      if (Date.now() > deadline) return { kind: 'not-running' }
    }
    await delay(pauseMs, undefined, { signal: options.signal })
  }
}
