/** What is done with a store of restic's: encrypted, equal contents once, in a folder, on a server or in a bucket. */
import { z } from 'zod'
import { parseJson } from '../../kernel/parse-json.ts'
import { toolsMessages } from '../messages.ts'
import { unreadableAnswer, type RunOptions } from '../run.ts'
import { titles } from '../titles/messages.ts'
import { askRestic, askStored, saysNoStore, startRestic, whyNot, type Store } from './run-restic.ts'

export const storedSnapshotSchema = z.object({
  id: z.string().regex(/^[0-9a-f]{64}$/),
  time: z.string(),
  hostname: z.string(),
  tags: z.array(z.string()).default([]),
  /** What was stored. */
  paths: z.array(z.string()).default([]),
})
export type StoredSnapshot = z.infer<typeof storedSnapshotSchema>

/** Makes an empty store. AppError "blocked" where there is one already. */
export async function beginStore(store: Store, options: RunOptions): Promise<void> {
  await askRestic(store, titles.beginStore({}), ['init'], options)
}

export type StoreLook = 'open' | 'wrong-password' | 'none'

/** Whether there is a store that opens with this password. Changes nothing there. */
export async function lookAtStore(store: Store, options: RunOptions): Promise<StoreLook> {
  const exitCodes = [0, 1, 10, 12]
  const answer = await startRestic(store, titles.readStore({}), ['cat', 'config', '--no-lock'], {
    ...options,
    exitCodes,
  })
  if (answer.exitCode === 0) return 'open'
  if (answer.exitCode === 12 || /wrong password|no key found/.test(answer.stderr)) return 'wrong-password'
  if (saysNoStore(answer)) return 'none'
  throw whyNot(titles.readStore({}), answer)
}

/** The oldest first; only those that have one of `tags`. */
export async function listStored(
  store: Store,
  tags: readonly string[],
  options: RunOptions,
): Promise<readonly StoredSnapshot[]> {
  const words = ['snapshots', '--json', ...tags.flatMap((tag) => ['--tag', tag])]
  const { stdout } = await askRestic(store, titles.readStore({}), words, options)
  const found = z.array(storedSnapshotSchema).nullable().safeParse(parseJson(stdout))
  if (!found.success) throw unreadableAnswer('restic', stdout)
  return (found.data ?? []).toSorted((one, other) => Date.parse(one.time) - Date.parse(other.time))
}

/** The text of a file of a snapshot; its name as restic has it, without the first slash. AppError "not-verified" where the store has lost it, or never had it. */
export async function readStored(store: Store, id: string, name: string, options: RunOptions): Promise<string> {
  return askStored(store, titles.readStore({}), ['dump', id, `/${name}`], options)
}

export interface Stored {
  readonly id: string
  /** Of what was stored, read or found unchanged. */
  readonly totalBytes: number
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
  const { exitCode, stderr } = await askRestic(store, titles.copyIntoStore({}), words, {
    signal,
    onLine,
    exitCodes: [0, 3],
  })
  if (summary === undefined) throw unreadableAnswer('restic', stderr)
  const { snapshot_id: id, data_added: addedBytes, total_bytes_processed: totalBytes } = summary
  return { id, totalBytes, addedBytes, isWhole: exitCode === 0 }
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
  await askRestic(store, titles.copyIntoStore({}), words, { ...options, input: text })
}

/** May take hours: `onAlive` is called as long as it gets on, for whoever ends what is silent. */
export interface LongOptions extends RunOptions {
  readonly onAlive?: (() => void) | undefined
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
  if (ids.length > 0) await askRestic(store, titles.pruneStore({}), ['forget', '--', ...ids], options)
}

/** Gives back what no snapshot has any more. */
export async function pruneStore(store: Store, { onAlive, ...options }: LongOptions): Promise<void> {
  await askRestic(store, titles.pruneStore({}), ['prune'], { ...options, onLine: onNews(onAlive) })
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
  const answer = await askRestic(store, titles.checkStore({}), words, asked)
  const said = `${answer.stdout}\n${answer.stderr}`.slice(-4_000)
  if (/repository contains errors/.test(said)) throw toolsMessages.storeDamaged({}, { details: said })
  if (answer.exitCode !== 0) throw whyNot(titles.checkStore({}), answer)
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
  total_bytes_processed: z.number(),
})
const toldSchema = z.discriminatedUnion('message_type', [statusSchema, summarySchema])
