/**
 * Folders that were paused at a rollback go on, as one of both states is to count. Runs as the person. Each step may be repeated.
 *
 * Syncthing 1.x takes an index that went back for a damaged one: what this device itself wrote or deleted since would come back as a
 * conflict file, or stay here and be gone elsewhere, with nothing left to do on both sides (docs/facts/syncthing.md).
 */
import { lstatSync, rmdirSync, unlinkSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { z } from 'zod'
import type { HeldRequest, HeldAnswer } from '../../../contract/person-syncthing.ts'
import { relativeBytePathSchema } from '../../../contract/path-schemas.ts'
import { toAppError } from '../../../kernel/app-error.ts'
import { bufferFromBytePath, bytePathFromText, type BytePath } from '../../../kernel/byte-path.ts'
import { atParent } from '../../files/safe-path.ts'
import type { RunOptions } from '../../run.ts'
import { titles } from '../../titles/messages.ts'
import { changeConfigPart, readConfigPart, scanFolder } from '../syncthing.ts'
import { ask, askIfThere, get, post, type SyncthingApi } from '../syncthing-request.ts'
import { findConfig } from './find-config.ts'

const systemSchema = z.object({ myID: z.string(), startTime: z.string().default('') })
const folderSchema = z.object({ path: z.string(), devices: z.array(z.object({ deviceID: z.string() })) })
const statusSchema = z.object({
  state: z.string(),
  error: z.string().default(''),
  needTotalItems: z.number(),
  globalFiles: z.number(),
  globalBytes: z.number(),
  globalDeleted: z.number().default(0),
  /** How far the index of each other device is known. */
  remoteSequence: z.record(z.string(), z.number()).nullish(),
})
const connectionsSchema = z.object({ connections: z.record(z.string(), z.object({ connected: z.boolean() })) })
/** Absent in 1.19: `remoteState`. */
const completionSchema = z.object({ remoteState: z.string().default('valid') })
const changedSchema = z.object({ files: z.array(z.object({ name: z.string() })).nullable() })
const fileSchema = z.object({ global: z.object({ deleted: z.boolean().default(false) }) })

const pauseMs = 500
const restartMs = 30_000
const connectMs = 30_000
/** What is left after that goes on at the next try. */
const workMs = 15 * 60_000
const namesAtOnce = 10_000
/** So often in a row, with a pause before each. */
const looksAlike = 4
/** Where somebody writes all the time, nothing ever stays alike. */
const heardAfterMs = 20_000

interface Held {
  readonly api: SyncthingApi
  readonly id: string
  readonly options: RunOptions
}

/** Why it is not done, or what it found. */
export async function goOnWith(request: HeldRequest, options: RunOptions): Promise<HeldAnswer> {
  const found = findConfig(request.home)
  if (found.kind !== 'found') return { kind: 'not-running' }
  const held = { api: found.api, id: request.folder, options }
  try {
    if (request.ask === 'since') return await since(held, request.devices)
    if (request.ask === 'pause') {
      await changeFolder(held, { type: request.type, paused: true })
      return { kind: 'done' }
    }
    if (request.type !== 'sendreceive') {
      // It carries in one direction alone, as before.
      await changeFolder(held, { paused: false })
      return { kind: 'done' }
    }
    return request.ask === 'newer' ? await bringNewer(held, request) : await letThisCount(held, request.type)
  } catch (thrown) {
    const { code, details = '' } = toAppError(thrown)
    if (options.signal?.aborted === true) throw thrown
    // It speaks of itself, never of its key.
    return code === 'sync-failed' ? { kind: 'refused', details: details.slice(0, 300) } : { kind: 'not-running' }
  }
}

/** What was written here since the rollback: told while no other device is heard, so that nothing comes meanwhile. */
async function since(held: Held, devices: readonly string[]): Promise<HeldAnswer> {
  try {
    for (const device of devices) await pauseDevice(held, device, true)
    await changeFolder(held, { type: 'receiveonly', paused: false })
    await scan(held)
    return { kind: 'since', names: [...(await locallyChanged(held))] }
  } finally {
    await changeFolder(held, { paused: true })
    for (const device of devices) await pauseDevice(held, device, false)
  }
}

interface Newer {
  readonly type: string
  readonly since: readonly BytePath[]
  readonly devices: readonly string[]
}

async function bringNewer(held: Held, { type, since: kept, devices }: Newer): Promise<HeldAnswer> {
  const begunMs = Date.now()
  const { path: root } = await readConfigPart(held.api, folderPart(held), folderSchema, held.options)
  await changeFolder(held, { type: 'receiveonly', paused: true })
  for (const device of devices) await pauseDevice(held, device, false)
  if (!(await isAnybodyThere(held))) return { kind: 'nobody-there' }
  await forgetIndex(held)
  await changeFolder(held, { paused: false })
  const rest = await atRest(held, (items) => items === 0)
  if (rest === undefined) return stillWorking(held)
  if (!rest.isShared) return unheard(held, type)
  await removeStale(held, { root, kept: new Set(kept), begunMs })
  await scan(held)
  await changeFolder(held, { type })
  return { kind: 'done' }
}

async function letThisCount(held: Held, type: string): Promise<HeldAnswer> {
  await changeFolder(held, { type: 'sendonly', paused: false })
  if (!(await isAnybodyThere(held))) return unheard(held, type)
  const heard = await atRest(held, () => true)
  if (heard === undefined) return stillWorking(held)
  if (!heard.isShared) return unheard(held, type)
  await ask(
    held.api,
    post(titles.changeSyncthingConfig({}), '/rest/db/override', [['folder', held.id]]),
    z.unknown(),
    held.options,
  )
  if ((await atRest(held, (items) => items === 0)) === undefined) return stillWorking(held)
  await changeFolder(held, { type })
  return { kind: 'done' }
}

async function stillWorking(held: Held): Promise<HeldAnswer> {
  return { kind: 'still-working', items: (await statusOf(held))?.needTotalItems ?? 0 }
}

/** Nothing moves until somebody is there. */
async function unheard(held: Held, type: string): Promise<HeldAnswer> {
  await changeFolder(held, { paused: true, type })
  return { kind: 'nobody-there' }
}

const folderPart = ({ id }: Held): string => `folders/${encodeURIComponent(id)}`

async function changeFolder(held: Held, body: { readonly type?: string; readonly paused?: boolean }): Promise<void> {
  await changeConfigPart(held.api, { method: 'PATCH', part: folderPart(held), body }, held.options)
}

async function pauseDevice({ api, options }: Held, device: string, paused: boolean): Promise<void> {
  await changeConfigPart(
    api,
    { method: 'PATCH', part: `devices/${encodeURIComponent(device)}`, body: { paused } },
    options,
  )
}

/** Answers when the folder was read; it begins a moment after it was resumed. */
async function scan(held: Held): Promise<void> {
  for (const deadline = Date.now() + restartMs; ;) {
    try {
      await scanFolder(held.api, held.id, [], held.options)
      return
    } catch (thrown) {
      if (Date.now() > deadline || held.options.signal?.aborted === true) throw thrown
    }
    await delay(pauseMs, undefined, { signal: held.options.signal })
  }
}

interface AtRest {
  readonly items: number
  /** Whether a device that is connected takes part in the folder: one that has paused it says nothing of what is newer. */
  readonly isShared: boolean
}

/**
 * Once nothing changes any more, or after a while: what the others have comes a moment after they are connected, and nothing tells when
 * it is all there but that no more comes. Undefined where it does not come to rest.
 */
async function atRest(held: Held, isDone: (items: number) => boolean): Promise<AtRest | undefined> {
  let said = ''
  let same = 0
  let heardMs: number | undefined
  for (const deadline = Date.now() + workMs; Date.now() < deadline;) {
    await scan(held)
    const status = await statusOf(held)
    const isShared = await doesAnybodyHaveIt(held)
    const now = JSON.stringify([status, isShared])
    same = now === said ? same + 1 : 0
    said = now
    if (isShared) heardMs ??= Date.now()
    const isHeard = same >= looksAlike || (heardMs !== undefined && Date.now() - heardMs > heardAfterMs)
    const isAtRest = status?.state === 'idle' && status.error === ''
    if (isAtRest && isHeard && (isDone(status.needTotalItems) || !isShared))
      return { items: status.needTotalItems, isShared }
    await delay(pauseMs, undefined, { signal: held.options.signal })
  }
  return undefined
}

function statusOf(held: Held) {
  const question = get(titles.readSyncthingStatus({}), '/rest/db/status', [['folder', held.id]])
  return askIfThere(held.api, question, statusSchema, held.options)
}

async function connectedDevices(held: Held): Promise<readonly string[]> {
  const { api, options } = held
  const [{ devices }, { connections }] = await Promise.all([
    readConfigPart(api, folderPart(held), folderSchema, options),
    ask(api, get(titles.listSyncthingConnections({}), '/rest/system/connections'), connectionsSchema, options),
  ])
  return devices.flatMap(({ deviceID }) => (connections[deviceID]?.connected === true ? [deviceID] : []))
}

async function isAnybodyThere(held: Held): Promise<boolean> {
  for (const deadline = Date.now() + connectMs; Date.now() < deadline;) {
    if ((await connectedDevices(held)).length > 0) return true
    await delay(pauseMs, undefined, { signal: held.options.signal })
  }
  return false
}

async function doesAnybodyHaveIt(held: Held): Promise<boolean> {
  const states = await Promise.all(
    (await connectedDevices(held)).map((device) =>
      ask(
        held.api,
        get(titles.readSyncthingStatus({}), '/rest/db/completion', [
          ['folder', held.id],
          ['device', device],
        ]),
        completionSchema,
        held.options,
      ),
    ),
  )
  return states.some(({ remoteState }) => remoteState === 'valid')
}

/** Of a paused folder. It starts again then; one that does not has answered with the same start for a while. */
async function forgetIndex(held: Held): Promise<void> {
  const { api, options } = held
  const started = async () =>
    (await ask(api, get(titles.readSyncthingId({}), '/rest/system/status'), systemSchema, options)).startTime
  const before = await started()
  await ask(
    api,
    post(titles.changeSyncthingConfig({}), '/rest/system/reset', [['folder', held.id]]),
    z.unknown(),
    options,
  )
  for (const deadline = Date.now() + restartMs; Date.now() < deadline;) {
    await delay(pauseMs, undefined, { signal: options.signal })
    const now = await started().catch(() => undefined)
    if (now !== undefined && now !== before) break
  }
  await isAnybodyThere(held)
}

/** All that a receive-only folder has otherwise than the other devices, below it; in byte paths. */
async function locallyChanged({ api, id, options }: Held): Promise<readonly BytePath[]> {
  const all: BytePath[] = []
  for (let page = 1; ; page += 1) {
    const question = get(titles.readSyncthingStatus({}), '/rest/db/localchanged', [
      ['folder', id],
      ['page', String(page)],
      ['perpage', String(namesAtOnce)],
    ])
    const { files } = await ask(api, question, changedSchema, options)
    const names = (files ?? []).map(({ name }) => bytePathFromText(name))
    all.push(...names.filter((name) => relativeBytePathSchema.safeParse(name).success))
    if ((files ?? []).length < namesAtOnce) return all
  }
}

interface Stale {
  readonly root: string
  /** What was written since the rollback. */
  readonly kept: ReadonlySet<BytePath>
  readonly begunMs: number
}

const conflictMark = /\.sync-conflict-\d{8}-\d{6}-[A-Z2-7]{7}/

/**
 * What is here and was deleted elsewhere, and what Syncthing put aside of the state that was gone back to. What was written since the
 * rollback stays, as a file or as the conflict file that was made of it.
 */
async function removeStale(held: Held, { root, kept, begunMs }: Stale): Promise<void> {
  const changed = await locallyChanged(held)
  const names = changed.toSorted((one, other) => other.length - one.length)
  for (const name of names) {
    if (kept.has(name)) continue
    const original = name.replace(conflictMark, '')
    const isPutAside = original !== name && !kept.has(original)
    if (isPutAside || (await isDeletedElsewhere(held, name))) removeUnchanged(root, name, begunMs)
  }
}

async function isDeletedElsewhere({ api, id, options }: Held, name: BytePath): Promise<boolean> {
  const question = get(titles.readSyncthingStatus({}), '/rest/db/file', [
    ['folder', id],
    ['file', bufferFromBytePath(name).toString('utf8')],
  ])
  return (await askIfThere(api, question, fileSchema, options))?.global.deleted === true
}

/** Unless somebody has written it meanwhile. A folder only when nothing is in it any more. */
function removeUnchanged(root: string, name: BytePath, begunMs: number): void {
  atParent(root, name, (leaf) => {
    const stat = lstatSync(leaf, { throwIfNoEntry: false })
    if (stat === undefined) return
    try {
      if (stat.isDirectory()) rmdirSync(leaf)
      else if (stat.mtimeMs < begunMs) unlinkSync(leaf)
    } catch {
      // It stays, and Syncthing carries it to the others.
    }
  })
}
