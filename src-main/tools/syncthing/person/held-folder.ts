/** A folder of a person's Syncthing by its API, while it is brought from one state into another. Runs as that person. */
import { setTimeout as delay } from 'node:timers/promises'
import { z } from 'zod'
import { relativeBytePathSchema } from '../../../contract/path-schemas.ts'
import { bytePathFromText, type BytePath } from '../../../kernel/byte-path.ts'
import type { RunOptions } from '../../run.ts'
import { titles } from '../../titles/messages.ts'
import { changeConfigPart, readConfigPart, scanFolder } from '../syncthing.ts'
import { ask, askIfThere, get, post, type SyncthingApi } from '../syncthing-request.ts'

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

export interface PausedFolder {
  readonly api: SyncthingApi
  readonly id: string
  readonly options: RunOptions
}

const folderPart = ({ id }: PausedFolder): string => `folders/${encodeURIComponent(id)}`

/** Where it is on this disk. */
export async function placeOfFolder(held: PausedFolder, home: string): Promise<string> {
  const { path } = await readConfigPart(held.api, folderPart(held), folderSchema, held.options)
  return path.replace(/^~(?=\/|$)/, home)
}

export async function changeFolder(
  held: PausedFolder,
  body: { readonly type?: string; readonly paused?: boolean },
): Promise<void> {
  await changeConfigPart(held.api, { method: 'PATCH', part: folderPart(held), body }, held.options)
}

export async function pauseDevice({ api, options }: PausedFolder, device: string, paused: boolean): Promise<void> {
  await changeConfigPart(
    api,
    { method: 'PATCH', part: `devices/${encodeURIComponent(device)}`, body: { paused } },
    options,
  )
}

/** Answers when the folder was read; it begins a moment after it was resumed. */
export async function scan(held: PausedFolder): Promise<void> {
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
export async function atRest(held: PausedFolder, isDone: (items: number) => boolean): Promise<AtRest | undefined> {
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

export function statusOf(held: PausedFolder) {
  const question = get(titles.readSyncthingStatus({}), '/rest/db/status', [['folder', held.id]])
  return askIfThere(held.api, question, statusSchema, held.options)
}

async function connectedDevices(held: PausedFolder): Promise<readonly string[]> {
  const { api, options } = held
  const [{ devices }, { connections }] = await Promise.all([
    readConfigPart(api, folderPart(held), folderSchema, options),
    ask(api, get(titles.listSyncthingConnections({}), '/rest/system/connections'), connectionsSchema, options),
  ])
  return devices.flatMap(({ deviceID }) => (connections[deviceID]?.connected === true ? [deviceID] : []))
}

export async function isAnybodyThere(held: PausedFolder): Promise<boolean> {
  for (const deadline = Date.now() + connectMs; Date.now() < deadline;) {
    if ((await connectedDevices(held)).length > 0) return true
    await delay(pauseMs, undefined, { signal: held.options.signal })
  }
  return false
}

async function doesAnybodyHaveIt(held: PausedFolder): Promise<boolean> {
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
export async function forgetIndex(held: PausedFolder): Promise<void> {
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
export async function locallyChanged({ api, id, options }: PausedFolder): Promise<readonly BytePath[]> {
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
