/** The files of packages, apart from installing them: apt-get(8), apt.conf(5); tried with apt 2.6 and 3.0. */
import { belowShell, run, unreadableAnswer, type RunOptions } from '../run.ts'
import { titles } from '../titles/messages.ts'
import { asInTransaction, changingHeld, diskFullOf, type TransactionWord } from './apt-get.ts'
import { viewOptions, type AptView } from './apt-view.ts'

/** Where apt keeps what it downloaded. It trusts what is there by its size alone. */
export const aptArchives = '/var/cache/apt/archives'

/** One file that apt would download; its address may hold a password and is not kept. */
export interface ListedArchive {
  /** As apt names it in its cache: "git_1%3a2.47.3-0+deb13u1_amd64.deb". */
  readonly fileName: string
  readonly bytes: number
  /** In hexadecimal digits, as the signed lists say; undefined where they have none. */
  readonly sha256: string | undefined
}

/** What the transaction needs and `cache` does not hold. */
export async function listArchives(
  words: readonly TransactionWord[],
  { view, cache }: { readonly view: AptView; readonly cache: string },
  options: RunOptions,
): Promise<readonly ListedArchive[]> {
  if (words.length === 0 && view.repairs !== true) return []
  const settings = ['-o', 'Acquire::ForceHash=SHA256', '-o', `Dir::Cache::archives=${cache}`, ...viewOptions(view)]
  const { stdout } = await run(
    {
      title: titles.listArchives({}),
      argv: [
        'apt-get',
        '--print-uris',
        '-qq',
        changingHeld,
        ...asInTransaction,
        ...settings,
        'install',
        '--',
        ...words,
      ],
    },
    options,
  )
  return parseArchives(stdout)
}

/** Lines `'address' file size hash`. */
export function parseArchives(text: string): readonly ListedArchive[] {
  const lines = text.split('\n').filter((line) => line.startsWith("'"))
  return lines.map((line) => {
    const [, fileName, bytes, hash] = /^'[^']*' (\S+) (\d+) ?(\S*)$/.exec(line) ?? []
    if (fileName === undefined || bytes === undefined) {
      throw unreadableAnswer('apt-get --print-uris', 'a line without a size')
    }
    return { fileName, bytes: Number(bytes), sha256: /^SHA256:([0-9a-f]{64})$/.exec(hash ?? '')?.[1] }
  })
}

export interface Fetch {
  readonly words: readonly TransactionWord[]
  readonly view: AptView
  readonly folder: string
  /** How often each is tried again. */
  readonly retries: number
  /** Of all bytes, from 0 to 1. */
  readonly onShare: (share: number) => void
}

/**
 * What the transaction needs, into a folder of root's, as files of root's. Those that cannot be got are missing afterwards; half
 * a file is gone on with the next time. Throws AppError "disk-full".
 */
export async function downloadArchives(fetch: Fetch, options: RunOptions): Promise<void> {
  const settings = ['-o', `Dir::Cache::archives=${fetch.folder}`, '--download-only', changingHeld, ...asInTransaction]
  await get(['-y', ...settings, 'install'], fetch, {}, options)
}

/** Just these versions, into a folder that the user _apt may write into. One that is not known keeps apt from all. */
export async function downloadVersions(fetch: Fetch, options: RunOptions): Promise<void> {
  await get(['download'], fetch, { cwd: fetch.folder }, options)
}

/** "copy" for files: an archive of a folder is to be in the cache, too, which "file" leaves it out of. */
const settingsOfFetch = ['-o', 'APT::Status-Fd=1', '-o', 'Dir::Bin::Methods::file=copy'] as const

async function get(
  request: readonly string[],
  { words, view, retries, onShare }: Fetch,
  place: { readonly cwd?: string },
  options: RunOptions,
): Promise<void> {
  const settings = [...settingsOfFetch, '-o', `Acquire::Retries=${retries}`, ...viewOptions(view)]
  const { stderr } = await run(
    {
      title: titles.downloadArchives({}),
      argv: [...belowShell, 'apt-get', '-qq', ...settings, ...request, '--', ...words],
      exitCodes: [0, 100],
      diesWithAgent: true,
      onLine: (line) => {
        const share = parseDownloadShare(line)
        if (share !== undefined) onShare(share)
      },
      ...place,
    },
    options,
  )
  const full = diskFullOf(stderr)
  if (full !== undefined) throw full
}

/** "dlstatus:2:59.9672:Retrieving file 2 of 2", of bytes (apt's README.progress-reporting). */
export function parseDownloadShare(line: string): number | undefined {
  const percent = /^dlstatus:[^:]*:(\d+(?:\.\d+)?):/.exec(line)?.[1]
  return percent === undefined ? undefined : Math.min(1, Number(percent) / 100)
}
