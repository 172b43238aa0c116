/** Syncthing over its REST API on a UNIX socket (docs.syncthing.net/dev/rest.html); seen with 1.29.5. */
import { z } from 'zod'
import { run, unreadableAnswer, type RunOptions } from '../run.ts'
import { ask, get, post, refused, usualPatienceMs, type Question, type SyncthingApi } from './syncthing-request.ts'
import { titles } from '../titles/messages.ts'

const systemStatusSchema = z.object({ myID: z.string() })
const versionSchema = z.object({ version: z.string() })
const connectionsSchema = z.object({
  connections: z.record(z.string(), z.object({ connected: z.boolean(), inBytesTotal: z.number() })),
})
const folderStatusSchema = z.object({
  state: z.string(),
  error: z.string().default(''),
  globalFiles: z.number(),
  globalDirectories: z.number(),
  globalSymlinks: z.number(),
  globalBytes: z.number(),
  localFiles: z.number(),
  localDirectories: z.number(),
  localSymlinks: z.number(),
  localBytes: z.number(),
  needTotalItems: z.number(),
  needDeletes: z.number(),
  needBytes: z.number(),
  pullErrors: z.number(),
  receiveOnlyTotalItems: z.number(),
  sequence: z.number(),
  remoteSequence: z.record(z.string(), z.number()).nullish(),
})
export type SyncthingFolderStatus = z.infer<typeof folderStatusSchema>

const folderErrorsSchema = z.object({ errors: z.array(z.object({ path: z.string(), error: z.string() })).nullable() })
const namedFilesSchema = z.object({ files: z.array(z.object({ name: z.string() })).nullable() })
const ignoresSchema = z.object({ ignore: z.array(z.string()).nullable(), error: z.string().nullish() })
const eventsSchema = z.array(z.object({ id: z.number(), type: z.string(), data: z.unknown() })).nullable()
export type SyncthingEvent = NonNullable<z.infer<typeof eventsSchema>>[number]

export async function readSystemStatus(api: SyncthingApi, options: RunOptions): Promise<{ readonly deviceId: string }> {
  const { myID } = await ask(api, get(titles.readSyncthingId({}), '/rest/system/status'), systemStatusSchema, options)
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

export interface Connection {
  readonly connected: boolean
  /** Counted from the beginning of this connection. */
  readonly receivedBytes: number
}

export async function readConnection(api: SyncthingApi, deviceId: string, options: RunOptions): Promise<Connection> {
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

/** Names changed on a receive-only side, all pages. */
export async function readLocalChanged(
  api: SyncthingApi,
  folder: string,
  options: RunOptions,
): Promise<readonly string[]> {
  return allPages(async (paging) => {
    const question = get(titles.listLocalChanges({}), '/rest/db/localchanged', [['folder', folder], ...paging])
    return (await ask(api, question, namedFilesSchema, options)).files?.map(({ name }) => name) ?? []
  })
}

/** Names that `deviceId` lacks or has older than we, as far as its index is known here; works while it is away. */
export async function readRemoteNeed(
  api: SyncthingApi,
  folder: string,
  deviceId: string,
  options: RunOptions,
): Promise<readonly string[]> {
  return allPages(async (paging) => {
    const query = [['folder', folder], ['device', deviceId], ...paging] as const
    const question = get(titles.listMissing({}), '/rest/db/remoteneed', query)
    return (await ask(api, question, namedFilesSchema, options)).files?.map(({ name }) => name) ?? []
  })
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

export async function revertFolder(api: SyncthingApi, folder: string, options: RunOptions): Promise<void> {
  await ask(
    api,
    { ...post(titles.revertFolder({}), '/rest/db/revert', [['folder', folder]]), patienceMs: 0 },
    z.unknown(),
    options,
  )
}

export async function overrideFolder(api: SyncthingApi, folder: string, options: RunOptions): Promise<void> {
  await ask(
    api,
    { ...post(titles.overrideFolder({}), '/rest/db/override', [['folder', folder]]), patienceMs: 0 },
    z.unknown(),
    options,
  )
}

/** The lines as Syncthing reads them back from the file. */
export async function readIgnores(api: SyncthingApi, folder: string, options: RunOptions): Promise<readonly string[]> {
  const question = get(titles.readIgnores({}), '/rest/db/ignores', [['folder', folder]])
  const { ignore, error } = await ask(api, question, ignoresSchema, options)
  if (error !== null && error !== undefined && error !== '') throw refused(question, error)
  return ignore ?? []
}

/** Writes `.stignore`. Validates nothing, and with no lines deletes the file, so that everything is tracked. */
export async function writeIgnores(
  api: SyncthingApi,
  folder: string,
  lines: readonly [string, ...string[]],
  options: RunOptions,
): Promise<void> {
  const question = {
    ...post(titles.writeIgnores({}), '/rest/db/ignores', [['folder', folder]]),
    body: { ignore: lines },
  }
  const { error } = await ask(api, question, ignoresSchema, options)
  if (error !== null && error !== undefined && error !== '') throw refused(question, error)
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
  const question: Question = { title: titles.changeSyncthingConfig({}), ...change, path: `/rest/config/${part}` }
  await ask(api, question, z.unknown(), options)
}

/** Events after `since`; waits up to `waitSeconds` for the first. Asking once makes Syncthing keep them from then on. */
export async function readEvents(
  api: SyncthingApi,
  {
    since,
    types,
    waitSeconds,
  }: { readonly since: number; readonly types: readonly string[]; readonly waitSeconds: number },
  options: RunOptions,
): Promise<readonly SyncthingEvent[]> {
  const query = [
    ['since', String(since)],
    ['events', types.join(',')],
    ['timeout', String(waitSeconds)],
  ] as const
  const question = {
    ...get(titles.waitForSyncthing({}), '/rest/events', query),
    patienceMs: waitSeconds * 1_000 + usualPatienceMs,
  }
  return (await ask(api, question, eventsSchema, options)) ?? []
}

const pageSize = 10_000

async function allPages(
  read: (paging: readonly (readonly [string, string])[]) => Promise<readonly string[]>,
): Promise<readonly string[]> {
  const names: string[] = []
  for (let page = 1; ; page += 1) {
    const more = await read([
      ['page', String(page)],
      ['perpage', String(pageSize)],
    ])
    names.push(...more)
    if (more.length < pageSize) return names
  }
}
