/**
 * restic(1), 0.14 to 0.18: encrypted stores with deduplicated contents in folders, on servers and in buckets. What differs between its
 * versions is told apart here and nowhere else: exit codes of their own for a wrong password (12, from 0.17.1), for no store (10) and
 * for a lock (11) came late; before them all were 1, and only the words say which. Before 0.16 what a link points to is text
 * (restic/restic#3802).
 */
import { existsSync, statfsSync } from 'node:fs'
import { z } from 'zod'
import type { AppError } from '../../kernel/app-error.ts'
import type { Message } from '../../kernel/message.ts'
import { toolsMessages } from '../messages.ts'
import { run, unreadableAnswer, type RunOptions, type RunResult } from '../run.ts'
import { sshAlias } from '../ssh/ssh.ts'
import { titles } from '../titles/messages.ts'

export interface Store {
  /** "/media/disk/store", "sftp:alice@nas:/copies", "s3:https://host/bucket". */
  readonly repository: string
  /** How ssh(1) reaches it (`sshConfig`); undefined where it is not on a server. */
  readonly sshConfig?: string | undefined
  /** Undefined where it is in no bucket. */
  readonly bucket?:
    | {
        /** Of root's, with the access key and the secret key, as the programs of AWS have them. */
        readonly keysFile: string
        /** Certificates (PEM) that vouch for the server in place of the system's. */
        readonly caFile: string | undefined
        readonly region: string | undefined
      }
    | undefined
  /** A file of root's with the password as its first line. */
  readonly passwordFile: string
  /** What restic remembers of its stores, so that it need not fetch it again; encrypted as they are. */
  readonly cacheFolder: string
}

export const storedSnapshotSchema = z.object({
  id: z.string().regex(/^[0-9a-f]{64}$/),
  time: z.string(),
  hostname: z.string(),
  tags: z.array(z.string()).default([]),
  /** What was stored. */
  paths: z.array(z.string()).default([]),
})
export type StoredSnapshot = z.infer<typeof storedSnapshotSchema>

interface Asked extends RunOptions {
  readonly onLine?: (line: string) => void
  readonly exitCodes?: readonly number[]
  readonly input?: string
  readonly cwd?: string
}

/** Whether links are kept that point to what is no UTF-8; false as well where restic does not tell its version. */
export async function keepsEveryLink(options: RunOptions): Promise<boolean> {
  const program = programs.find((one) => existsSync(one))
  if (program === undefined) throw toolsMessages.resticMissing({})
  const { stdout } = await run({ title: titles.readStore({}), argv: [program, 'version'] }, options)
  const [, major = '0', minor = '0'] = /^restic (\d+)\.(\d+)/.exec(stdout) ?? []
  return Number(major) > 0 || Number(minor) >= 16
}

/** Makes an empty store. AppError "blocked" where there is one already. */
export async function beginStore(store: Store, options: RunOptions): Promise<void> {
  await ask(store, titles.beginStore({}), ['init'], options)
}

export type StoreLook = 'open' | 'wrong-password' | 'none'

/** Whether there is a store that opens with this password. Changes nothing there. */
export async function lookAtStore(store: Store, options: RunOptions): Promise<StoreLook> {
  const exitCodes = [0, 1, 10, 12]
  const answer = await start(store, titles.readStore({}), ['cat', 'config', '--no-lock'], { ...options, exitCodes })
  if (answer.exitCode === 0) return 'open'
  if (answer.exitCode === 12 || /wrong password|no key found/.test(answer.stderr)) return 'wrong-password'
  if (answer.exitCode === 10 || /repository does not exist|Is there a repository|no such file/i.test(answer.stderr))
    return 'none'
  throw whyNot(titles.readStore({}), answer)
}

/** The oldest first. `tag`: only those that have it. */
export async function listStored(store: Store, tag: string, options: RunOptions): Promise<readonly StoredSnapshot[]> {
  const words = ['snapshots', '--json', '--tag', tag]
  const { stdout } = await ask(store, titles.readStore({}), words, options)
  const found = z.array(storedSnapshotSchema).nullable().safeParse(parseJson(stdout))
  if (!found.success) throw unreadableAnswer('restic', stdout)
  return (found.data ?? []).toSorted((one, other) => Date.parse(one.time) - Date.parse(other.time))
}

/** The text of a file of a snapshot; its name as restic has it, without the first slash. */
export async function readStored(store: Store, id: string, name: string, options: RunOptions): Promise<string> {
  return (await ask(store, titles.readStore({}), ['dump', id, `/${name}`], options)).stdout
}

export interface Stored {
  readonly id: string
  /** Written into the store, encrypted. */
  readonly addedBytes: number
  /** Files that could not be read are not in it (exit code 3). */
  readonly isWhole: boolean
}

export interface StoreProgress {
  readonly done: number
  readonly total: number
}

export interface FolderToStore {
  /** Absolute; the same each time, for that is how unchanged files are found again. */
  readonly folder: string
  readonly host: string
  readonly tags: readonly string[]
  /** Patterns of restic's own. */
  readonly leaveOut: readonly string[]
}

export async function storeFolder(
  store: Store,
  { folder, host, tags, leaveOut }: FolderToStore,
  { signal, onProgress }: RunOptions & { readonly onProgress: (progress: StoreProgress) => void },
): Promise<Stored> {
  let summary: z.infer<typeof summarySchema> | undefined
  const onLine = (line: string): void => {
    const told = toldSchema.safeParse(parseJson(line))
    if (!told.success) return
    if (told.data.message_type === 'summary') summary = told.data
    else onProgress({ done: told.data.bytes_done, total: told.data.total_bytes })
  }
  const words = [
    ...['backup', '--json', '--one-file-system', '--host', host],
    ...tags.flatMap((tag) => ['--tag', tag]),
    ...leaveOut.flatMap((pattern) => ['--exclude', pattern]),
    ...['--', folder],
  ]
  const { exitCode, stderr } = await ask(store, titles.copyIntoStore({}), words, { signal, onLine, exitCodes: [0, 3] })
  if (summary === undefined) throw unreadableAnswer('restic', stderr)
  const { snapshot_id: id, data_added: addedBytes } = summary
  return { id, addedBytes, isWhole: exitCode === 0 }
}

/** A text as a snapshot of its own, with one file. */
export async function storeText(
  store: Store,
  { name, text, host, tags }: { readonly name: string; readonly text: string } & Pick<FolderToStore, 'host' | 'tags'>,
  options: RunOptions,
): Promise<void> {
  const words = [
    'backup',
    '--json',
    '--host',
    host,
    ...tags.flatMap((tag) => ['--tag', tag]),
    '--stdin',
    '--stdin-filename',
    name,
  ]
  await ask(store, titles.copyIntoStore({}), words, { ...options, input: text })
}

/**
 * All of a snapshot below `into`, by its absolute paths, and read again from the disk. AppErrors "not-verified" where its contents are
 * damaged in the store, "disk-full" where `into` is.
 */
export async function bringBackStored(
  store: Store,
  { id, into }: { readonly id: string; readonly into: string },
  { onAlive, ...options }: LongOptions,
): Promise<void> {
  const title = titles.bringBackFromStore({})
  const watch = watchRoom(into, onAlive)
  const answer = await ask(store, title, ['restore', id, '--verify', '--target', into], {
    ...options,
    exitCodes: [0, 1],
  }).finally(() => clearInterval(watch))
  if (answer.exitCode === 0) return
  const details = { details: answer.stderr.slice(-4_000) }
  if (/no space left/i.test(answer.stderr)) throw toolsMessages.diskFull({ title }, details)
  if (ofDamage.test(answer.stderr)) throw toolsMessages.storeDamaged({}, details)
  throw whyNot(title, answer)
}

/** Contents that are other, and packs that are missing; a connection that ends in the middle reads differently. */
const ofDamage =
  /ciphertext verification failed|hash (?:mismatch|does not match)|invalid data returned|not found in (?:repository|index)|Load\(<data\/.*(?:no such file|does not exist)/i

/** May take hours: `onAlive` is called as long as it gets on, for whoever ends what is silent. */
export interface LongOptions extends RunOptions {
  readonly onAlive?: (() => void) | undefined
}

const looksEveryMs = 20_000

/** restic 0.14 tells nothing while it brings back. */
function watchRoom(into: string, onAlive: LongOptions['onAlive']): NodeJS.Timeout {
  let known = statfsSync(into).bavail
  return setInterval(() => {
    const { bavail } = statfsSync(into)
    if (bavail !== known) onAlive?.()
    known = bavail
  }, looksEveryMs)
}

/** A line that tells more than the time. */
function onNews(onAlive: LongOptions['onAlive']): (line: string) => void {
  let last = ''
  return (line) => {
    const said = line.replace(/^\s*\[[\d:]+\]\s*/, '')
    if (said !== last) onAlive?.()
    last = said
  }
}

/** Forgets snapshots; what they alone had stays until `pruneStore`. */
export async function forgetStored(store: Store, ids: readonly string[], options: RunOptions): Promise<void> {
  if (ids.length > 0) await ask(store, titles.pruneStore({}), ['forget', '--', ...ids], options)
}

/** Gives back what no snapshot has any more. */
export async function pruneStore(store: Store, { onAlive, ...options }: LongOptions): Promise<void> {
  await ask(store, titles.pruneStore({}), ['prune'], { ...options, onLine: onNews(onAlive) })
}

/**
 * Reads the structure, and the given part of the contents: part 1 of 4, then 2 of 4. AppError "not-verified" with restic's own words
 * when something is missing or damaged.
 */
export async function checkStore(
  store: Store,
  { part, of }: { readonly part: number; readonly of: number },
  { onAlive, ...options }: LongOptions,
): Promise<void> {
  const words = ['check', `--read-data-subset=${part}/${of}`]
  const asked = { ...options, onLine: onNews(onAlive), exitCodes: [0, 1] }
  const answer = await ask(store, titles.checkStore({}), words, asked)
  const said = `${answer.stdout}\n${answer.stderr}`.slice(-4_000)
  if (/repository contains errors/.test(said)) throw toolsMessages.storeDamaged({}, { details: said })
  if (answer.exitCode !== 0) throw whyNot(titles.checkStore({}), answer)
}

/** A lock whose process is dead, or of another laptop and older than half an hour, is removed once (restic's own rule). */
async function ask(store: Store, title: Message, words: readonly string[], options: Asked): Promise<RunResult> {
  const exitCodes = options.exitCodes ?? [0]
  const accepted = { ...options, exitCodes: [...new Set([...exitCodes, 1, 3, 10, 11, 12])] }
  const first = await start(store, title, words, accepted)
  const answer = saysLocked(first) ? await again(store, title, words, accepted) : first
  const isAnswer = exitCodes.includes(answer.exitCode) && !(answer.exitCode === 1 && isRefusal(answer))
  if (isAnswer) return answer
  throw whyNot(title, answer)
}

async function again(store: Store, title: Message, words: readonly string[], options: Asked): Promise<RunResult> {
  await start(store, titles.readStore({}), ['unlock'], { signal: options.signal, exitCodes: [0, 1] })
  return start(store, title, words, options)
}

function start(store: Store, title: Message, words: readonly string[], options: Asked): Promise<RunResult> {
  if (!programs.some((one) => existsSync(one))) return Promise.reject(toolsMessages.resticMissing({}))
  const { signal, ...parts } = options
  return run(
    {
      ...parts,
      title,
      // Not in a namespace of its own, as others are: by its pid restic tells whether who has locked a store still lives.
      argv: ['setpriv', '--pdeathsig', 'INT', '--', 'restic', ...repositoryWords(store), ...words],
      endSignal: 'SIGINT',
      env: {
        ...bucketEnvironment(store),
        RESTIC_PASSWORD_FILE: store.passwordFile,
        RESTIC_CACHE_DIR: store.cacheFolder,
        // Each snapshot has a device number of its own, by which every folder would count as changed (0.17 and later).
        RESTIC_FEATURES: 'device-id-for-hardlinks',
        RESTIC_PROGRESS_FPS: '2',
      },
    },
    { signal },
  )
}

/** restic splits what starts its ssh at spaces: there is none in the name of a file of ours. */
function repositoryWords({ repository, sshConfig, bucket }: Store): readonly string[] {
  const repo = [...(bucket?.caFile === undefined ? [] : ['--cacert', bucket.caFile]), '--repo', repository]
  return sshConfig === undefined ? repo : ['-o', `sftp.command=ssh -F ${sshConfig} ${sshAlias} -s sftp`, ...repo]
}

/** Where the file is not there, restic looks for keys in the home folder, and asks the network for some: it has to be there. */
function bucketEnvironment({ bucket }: Store): Readonly<Record<string, string>> {
  if (bucket === undefined) return {}
  return {
    ...{ HOME: '/nonexistent', AWS_SHARED_CREDENTIALS_FILE: bucket.keysFile, AWS_PROFILE: 'default' },
    ...(bucket.region === undefined ? {} : { AWS_DEFAULT_REGION: bucket.region }),
  }
}

const programs = ['/usr/bin/restic', '/usr/local/bin/restic']
const saysLocked = ({ exitCode, stderr }: RunResult) =>
  exitCode !== 0 && (exitCode === 11 || /already locked/.test(stderr))
const isRefusal = (answer: RunResult) =>
  saysLocked(answer) || /wrong password|no key found|does not exist/.test(answer.stderr)

function whyNot(title: Message, answer: RunResult): AppError {
  const { exitCode, stderr } = answer
  const details = { details: `restic ended with ${exitCode}: ${stderr.slice(-4_000)}` }
  if (saysLocked(answer)) return toolsMessages.storeLocked({ by: /by (.+)$/m.exec(stderr)?.[1] ?? '' }, details)
  if (exitCode === 12 || /wrong password|no key found/.test(stderr)) return toolsMessages.storePassword({}, details)
  if (exitCode === 10 || /does not exist|Is there a repository/.test(stderr)) return toolsMessages.noStore({}, details)
  if (/no space left/i.test(stderr)) return toolsMessages.storeFull({}, details)
  return toolsMessages.storeFailed({ title }, details)
}

const statusSchema = z.object({
  message_type: z.literal('status'),
  bytes_done: z.number().default(0),
  total_bytes: z.number().default(0),
})
const summarySchema = z.object({
  message_type: z.literal('summary'),
  snapshot_id: z.string(),
  data_added: z.number(),
})
const toldSchema = z.discriminatedUnion('message_type', [statusSchema, summarySchema])

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
