/** Syncthing over its REST API on a UNIX socket (docs.syncthing.net/dev/rest.html); seen with 1.19.2 and 1.29.5. */
import { z } from 'zod'
import { run, unreadableAnswer, type RunOptions } from '../run.ts'
import { ask, get, post, type SyncthingQuestion, type SyncthingApi } from './syncthing-request.ts'
import { titles } from '../titles/messages.ts'

const systemStatusSchema = z.object({ myID: z.string() })
const versionSchema = z.object({ version: z.string() })
const connectionsSchema = z.object({
  connections: z.record(z.string(), z.object({ connected: z.boolean(), inBytesTotal: z.number() })),
})
const folderStatusSchema = z.object({
  state: z.string(),
  error: z.string().default(''),
  needTotalItems: z.number(),
  needBytes: z.number(),
  sequence: z.number(),
})
type SyncthingFolderStatus = z.infer<typeof folderStatusSchema>

const completionSchema = z.object({ sequence: z.number() })
const folderErrorsSchema = z.object({ errors: z.array(z.object({ path: z.string(), error: z.string() })).nullable() })

/** `patienceMs`: without an answer for so long it counts as not answering. */
export async function readSystemStatus(
  api: SyncthingApi,
  { patienceMs, ...options }: RunOptions & { readonly patienceMs?: number },
): Promise<{ readonly deviceId: string }> {
  const question = get(titles.readSyncthingId({}), '/rest/system/status')
  const patient: SyncthingQuestion = patienceMs === undefined ? question : { ...question, patienceMs }
  const { myID } = await ask(api, patient, systemStatusSchema, options)
  return { deviceId: myID }
}

export async function readSyncthingVersion(api: SyncthingApi, options: RunOptions): Promise<string> {
  return (await ask(api, get(titles.readSyncthingVersion({}), '/rest/system/version'), versionSchema, options)).version
}

/** Version of the installed program, "v1.29.5": `syncthing v1.29.5 "Gold Grasshopper" (go1.24.2 linux-amd64) …`. */
export async function readInstalledVersion(options: RunOptions): Promise<string> {
  const { stdout } = await run({ title: titles.readSyncthingVersion({}), argv: ['syncthing', '--version'] }, options)
  const version = /^syncthing (v\S+)/.exec(stdout)?.[1]
  if (version === undefined) throw unreadableAnswer('syncthing --version', stdout)
  return version
}

export interface SyncthingConnection {
  readonly connected: boolean
  /** Counted from the beginning of this connection. */
  readonly receivedBytes: number
}

export async function readConnection(
  api: SyncthingApi,
  deviceId: string,
  options: RunOptions,
): Promise<SyncthingConnection> {
  const question = get(titles.listSyncthingConnections({}), '/rest/system/connections')
  const { connections } = await ask(api, question, connectionsSchema, options)
  const found = connections[deviceId]
  return { connected: found?.connected ?? false, receivedBytes: found?.inBytesTotal ?? 0 }
}

export async function readFolderStatus(
  api: SyncthingApi,
  folder: string,
  options: RunOptions,
): Promise<SyncthingFolderStatus> {
  return ask(
    api,
    get(titles.readSyncthingStatus({}), '/rest/db/status', [['folder', folder]]),
    folderStatusSchema,
    options,
  )
}

/** The newest number of another device's index that is known here (1.19 tells it nowhere else). */
export async function readPeerSequence(
  api: SyncthingApi,
  { folder, device }: { readonly folder: string; readonly device: string },
  options: RunOptions,
): Promise<number> {
  const question = get(titles.readSyncthingStatus({}), '/rest/db/completion', [
    ['folder', folder],
    ['device', device],
  ])
  return (await ask(api, question, completionSchema, options)).sequence
}

/** What could not be synced, with Syncthing's own words. Names are UTF-8 text. */
export async function readFolderErrors(
  api: SyncthingApi,
  folder: string,
  options: RunOptions,
): Promise<readonly { readonly path: string; readonly error: string }[]> {
  const question = get(titles.listSyncthingErrors({}), '/rest/folder/errors', [
    ['folder', folder],
    ['page', '1'],
    ['perpage', '1000'],
  ])
  return (await ask(api, question, folderErrorsSchema, options)).errors ?? []
}

/** Reads the folder, or the given paths of it, anew. Answers when it is done. */
export async function scanFolder(
  api: SyncthingApi,
  folder: string,
  subs: readonly string[],
  options: RunOptions,
): Promise<void> {
  const query = [['folder', folder] as const, ...subs.map((sub) => ['sub', sub] as const)]
  await ask(api, { ...post(titles.rescanFolder({}), '/rest/db/scan', query), patienceMs: 0 }, z.unknown(), options)
}

/** One part of the configuration: "options", "folders", "devices/ID". Takes effect at once and is kept. */
export async function readConfigPart<T>(
  api: SyncthingApi,
  part: string,
  schema: z.ZodType<T>,
  options: RunOptions,
): Promise<T> {
  return ask(api, get(titles.readSyncthingConfig({}), `/rest/config/${part}`), schema, options)
}

export interface ConfigChange {
  readonly method: 'PUT' | 'PATCH' | 'DELETE'
  readonly part: string
  readonly body?: unknown
}

export async function changeConfigPart(
  api: SyncthingApi,
  { part, ...change }: ConfigChange,
  options: RunOptions,
): Promise<void> {
  const question: SyncthingQuestion = {
    title: titles.changeSyncthingConfig({}),
    ...change,
    path: `/rest/config/${part}`,
  }
  await ask(api, question, z.unknown(), options)
}
