/** What the Syncthing of a person says of itself, its folders, and single files. Runs as that person. */
import { realpathSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { bufferFromBytePath, bytePathFromText, isUtf8, type BytePath } from '../../../kernel/byte-path.ts'
import { relativeBytePathSchema } from '../../../contract/path-schemas.ts'
import {
  atMost,
  deviceIdSchema,
  folderIdSchema,
  lengths,
  type AskedFile,
  type CarriedVersion,
  type PersonFolder,
  type PersonSyncthing,
} from '../../../contract/person-syncthing.ts'
import { toAppError } from '../../../kernel/app-error.ts'
import { toPlainLine } from '../../../kernel/terminal-characters.ts'
import type { RunOptions } from '../../run.ts'
import { titles } from '../../titles/messages.ts'
import {
  readConfigPart,
  readFolderErrors,
  readSyncthingVersion,
  readSystemStatus,
  scanFolder as scan,
} from '../syncthing.ts'
import { ask, askIfThere, get, type SyncthingApi } from '../syncthing-request.ts'
import { findConfig } from './find-config.ts'

const folderConfigSchema = z.array(
  z.object({
    id: z.string(),
    label: z.string().default(''),
    path: z.string(),
    type: z.string(),
    paused: z.boolean().default(false),
    devices: z.array(z.object({ deviceID: z.string() })),
  }),
)
type FolderConfig = z.infer<typeof folderConfigSchema>[number]

const deviceConfigSchema = z.array(
  z.object({ deviceID: z.string(), name: z.string().default(''), paused: z.boolean().default(false) }),
)
const connectionsSchema = z.object({ connections: z.record(z.string(), z.object({ connected: z.boolean() })) })

/** Absent in 1.19: `error`. */
const statusSchema = z.object({
  state: z.string(),
  error: z.string().default(''),
  needTotalItems: z.number(),
  pullErrors: z.number().default(0),
  receiveOnlyTotalItems: z.number().default(0),
  ...{ localFiles: z.number(), localDirectories: z.number(), localSymlinks: z.number(), localBytes: z.number() },
  ...{ globalFiles: z.number(), globalDirectories: z.number(), globalSymlinks: z.number(), globalBytes: z.number() },
})

/** Absent in 1.19: `remoteState`. */
const completionSchema = z.object({
  remoteState: z.string().default('valid'),
  needItems: z.number(),
  needDeletes: z.number(),
})

const fileSchema = z.object({
  local: z.object({
    ignored: z.boolean().default(false),
    deleted: z.boolean().default(false),
    version: z.array(z.string()).nullish(),
    size: z.number().default(0),
    modified: z.string().default(''),
  }),
})

export async function lookAtSyncthing(home: string, options: RunOptions): Promise<PersonSyncthing> {
  const found = findConfig(home)
  if (found.kind === 'none') return { kind: 'none' }
  if (found.kind !== 'found') return { kind: 'silent', why: found.kind, details: '' }
  const { api } = found
  try {
    const [{ deviceId }, version, folders, devices, { connections }] = await Promise.all([
      readSystemStatus(api, options),
      readSyncthingVersion(api, options),
      readConfigPart(api, 'folders', folderConfigSchema, options),
      readConfigPart(api, 'devices', deviceConfigSchema, options),
      ask(api, get(titles.listSyncthingConnections({}), '/rest/system/connections'), connectionsSchema, options),
    ])
    const isConnected = (id: string) => connections[id]?.connected === true
    const others = devices.filter(({ deviceID }) => deviceID !== deviceId && isDeviceId(deviceID))
    const told = folders.filter(({ id }) => folderIdSchema.safeParse(id).success).slice(0, atMost.folders)
    return {
      kind: 'running',
      deviceId: deviceIdSchema.parse(deviceId),
      version: toPlainLine(version.slice(0, lengths.word)),
      devices: others.slice(0, atMost.devices).map(({ deviceID: id, name, paused }) => ({
        ...{ id, name: toPlainLine(name.slice(0, lengths.word)) },
        ...{ isPaused: paused, isConnected: isConnected(id) },
      })),
      folders: await inTurns(told, (folder) => folderOf(folder, { api, home, deviceId, isConnected }, options)),
    }
  } catch (thrown) {
    return silent(thrown)
  }
}

function silent(thrown: unknown): PersonSyncthing {
  const { code, details = '' } = toAppError(thrown)
  const why = code === 'sync-failed' ? 'refused' : 'no-answer'
  return { kind: 'silent', why, details: details.slice(0, lengths.sentence) }
}

const isDeviceId = (id: string): boolean => deviceIdSchema.safeParse(id).success

const askedAtOnce = 16

/** In their order, and not all at once: nobody knows how many there are. */
async function inTurns<T, R>(all: readonly T[], ask: (one: T) => Promise<R>): Promise<R[]> {
  const answers: R[] = []
  for (let at = 0; at < all.length; at += askedAtOnce) {
    answers.push(...(await Promise.all(all.slice(at, at + askedAtOnce).map(ask))))
  }
  return answers
}

interface Around {
  readonly api: SyncthingApi
  readonly home: string
  readonly deviceId: string
  readonly isConnected: (id: string) => boolean
}

async function folderOf(
  { id, label, path: place, type, paused, devices }: FolderConfig,
  { api, home, deviceId, isConnected }: Around,
  options: RunOptions,
): Promise<PersonFolder> {
  const others = devices
    .map(({ deviceID }) => deviceID)
    .filter((one) => one !== deviceId && isDeviceId(one))
    .slice(0, atMost.devices)
  const named = { id, label: label.slice(0, lengths.name), type: type.slice(0, lengths.word) }
  const about = { ...named, isPaused: paused, devices: others, ...placeOf(place, home) }
  if (paused) return about
  const status = await askIfThere(api, query('/rest/db/status', [['folder', id]]), statusSchema, options)
  if (status === undefined) return about
  const [problems, completions] = await Promise.all([
    status.pullErrors === 0 ? [] : readFolderErrors(api, id, options),
    inTurns(others.filter(isConnected), (device) => completionOf(api, id, device, options)),
  ])
  return {
    ...about,
    status: {
      state: status.state.slice(0, lengths.word),
      error: status.error.slice(0, lengths.sentence),
      needs: status.needTotalItems,
      receiveOnly: status.receiveOnlyTotalItems,
      problems: problems.length,
      local: countsOf([status.localFiles, status.localDirectories, status.localSymlinks, status.localBytes]),
      global: countsOf([status.globalFiles, status.globalDirectories, status.globalSymlinks, status.globalBytes]),
      peers: completions,
    },
  }
}

const countsOf = (counts: readonly number[]): string => counts.join(' ')

function query(place: string, words: readonly (readonly [string, string])[]) {
  return get(titles.readSyncthingStatus({}), place, words)
}

async function completionOf(api: SyncthingApi, folder: string, device: string, options: RunOptions) {
  const question = query('/rest/db/completion', [
    ['folder', folder],
    ['device', device],
  ])
  const { remoteState, needItems, needDeletes } = await ask(api, question, completionSchema, options)
  return { device, remoteState: remoteState.slice(0, lengths.word), needs: needItems + needDeletes }
}

/** Below the home, whichever links lead there; absent for one elsewhere. */
function placeOf(place: string, home: string): { readonly place?: BytePath } {
  const expanded = place.replace(/^~(?=\/|$)/, home)
  try {
    const inside = path.relative(realpathSync(home), realpathSync(expanded))
    if (inside === '') return { place: '' }
    const place = bytePathFromText(inside)
    return relativeBytePathSchema.safeParse(place).success ? { place } : {}
  } catch {
    return {}
  }
}

/** Answers when these folders were read anew; what cannot be is told by the look that follows. */
export async function scanFolders(home: string, folders: readonly string[], options: RunOptions): Promise<void> {
  const found = findConfig(home)
  if (found.kind !== 'found') return
  await Promise.allSettled(folders.map((folder) => scan(found.api, folder, [], options)))
}

/** For each, what this Syncthing has of it; null for what it does not carry. */
export async function versionsOf(
  home: string,
  files: readonly AskedFile[],
  options: RunOptions,
): Promise<readonly (CarriedVersion | null)[]> {
  const found = findConfig(home)
  return inTurns(files, (file) =>
    found.kind === 'found' ? versionOf(found.api, file, options) : Promise.resolve(null),
  )
}

async function versionOf(
  api: SyncthingApi,
  { folder, path: place }: AskedFile,
  options: RunOptions,
): Promise<CarriedVersion | null> {
  if (!isUtf8(place)) return null
  const question = query('/rest/db/file', [
    ['folder', folder],
    ['file', bufferFromBytePath(place).toString('utf8')],
  ])
  const file = await askIfThere(api, question, fileSchema, options)
  if (file === undefined || file.local.ignored) return null
  const { version, deleted, size, modified } = file.local
  return { version: version ?? [], isDeleted: deleted, size, modified: secondsOf(modified) }
}

/** "2026-11-29T17:02:03.5+01:00" as "1796054523.500000000"; "" for what is no time. */
export function secondsOf(time: string): string {
  const [, date = '', part = '', zone = ''] = /^([^.+Z]+?)(?:\.(\d+))?(Z|[+-]\d\d:\d\d)$/.exec(time) ?? []
  const ms = Date.parse(`${date}${zone}`)
  return Number.isNaN(ms) ? '' : `${Math.floor(ms / 1000)}.${part.padEnd(9, '0').slice(0, 9)}`
}
