/** Reads /etc in one pass. Only root can write there, so links cannot be placed in the way. */
import { createHash } from 'node:crypto'
import { lstat, readdir, readFile, readlink } from 'node:fs/promises'
import { hostname } from 'node:os'
import { bufferFromBytePath, bytePathFromBuffer, type BytePath } from '../../../kernel/byte-path.ts'
import { isErrno } from '../../../kernel/errno.ts'
import type { RunOptions } from '../../../tools/run.ts'
import { readAccounts, type Accounts } from '../../../tools/accounts/accounts.ts'
import { findShippedSums, readConffiles, readOwnedPaths, readUcfSums } from '../../../tools/apt/dpkg-files.ts'
import type { NeverList } from '../never-list.ts'
import type { EtcEntry } from '../verbs.ts'
import { describeContent } from './describe-content.ts'

/** Larger files are hashed in full, but not searched. */
const atOnce = 64

type FileEntry = Extract<EtcEntry, { kind: 'file' }>
type LinkEntry = Extract<EtcEntry, { kind: 'link' }>
type Origin = FileEntry['origin']

interface Walk {
  readonly accounts: Accounts
  readonly never: NeverList
}

interface Found {
  readonly entry: EtcEntry
  /** Of files. */
  readonly md5?: string
}

export async function readEtc(
  never: NeverList,
  options: RunOptions,
): Promise<{ readonly entries: readonly EtcEntry[]; readonly accounts: Accounts }> {
  const accounts = readAccounts()
  const [conffiles, owned, ucf] = await Promise.all([readConffiles(), readOwnedPaths(options), readUcfSums()])
  const found: Found[] = []
  await walk('', { accounts, never }, found)
  const assess = assessOrigin(conffiles, owned, ucf)
  const assessed = found.map(({ entry, md5 }) => ({ entry: withOrigin(entry, assess(entry, md5)), md5 }))
  const shippedSums = await findShippedSums(
    assessed.flatMap(({ entry, md5 }) => (isUnowned(entry) && md5 !== undefined ? [md5] : [])),
    options,
  )
  const entries = assessed.map(({ entry, md5 }) =>
    isUnowned(entry) && md5 !== undefined && shippedSums.has(md5) ? withOrigin(entry, 'shipped') : entry,
  )
  return { entries, accounts }
}

async function walk(folder: BytePath, { accounts, never }: Walk, found: Found[]): Promise<void> {
  const names = await readdir(place(folder), { encoding: 'buffer' }).catch(ignoreMissing)
  const paths = (names ?? [])
    .map((name) => `${folder}/${bytePathFromBuffer(name)}`)
    .filter((path) => never.whyNever(path) === undefined)
  for (let start = 0; start < paths.length; start += atOnce) {
    const part = await Promise.all(paths.slice(start, start + atOnce).map((path) => readOne(path, accounts)))
    found.push(...part.filter((one) => one !== undefined))
  }
  const folders = found.slice().filter(({ entry }) => entry.kind === 'folder' && parentOf(entry.path) === folder)
  for (const { entry } of folders) await walk(entry.path, { accounts, never }, found)
}

/** Undefined when it is gone by now. */
async function readOne(path: BytePath, accounts: Accounts): Promise<Found | undefined> {
  const facts = await lstat(place(path)).catch(ignoreMissing)
  if (facts === undefined) return undefined
  const who = { path, owner: accounts.userName(facts.uid), group: accounts.groupName(facts.gid) }
  const mode = (facts.mode & 0o7777).toString(8).padStart(4, '0')
  if (facts.isDirectory()) return { entry: { ...who, kind: 'folder', mode } }
  if (facts.isSymbolicLink()) {
    const target = bytePathFromBuffer(await readlink(place(path), { encoding: 'buffer' }))
    return { entry: { ...who, kind: 'link', target, origin: 'unowned' } }
  }
  if (!facts.isFile()) return { entry: { ...who, kind: 'other' } }
  const content = await readFile(place(path)).catch(ignoreMissing)
  if (content === undefined) return undefined
  const { secret, bound } = describeContent(path, facts.mode, content, hostname())
  const entry: FileEntry = {
    ...who,
    kind: 'file',
    mode,
    bytes: content.length,
    changedAt: facts.mtime.toISOString(),
    sha256: createHash('sha256').update(content).digest('hex'),
    origin: 'unowned',
    secret,
    ...(bound === undefined ? {} : { bound }),
  }
  return { entry, md5: createHash('md5').update(content).digest('hex') }
}

function assessOrigin(
  conffiles: ReadonlyMap<string, string>,
  owned: ReadonlySet<string>,
  ucf: ReadonlyMap<string, string>,
): (entry: EtcEntry, md5: string | undefined) => Origin {
  return (entry, md5) => {
    const full = `/etc${entry.path}`
    if (entry.kind === 'link') return assessLink(entry, owned.has(full))
    if (backup.test(entry.path)) return 'made'
    const shipped = conffiles.get(full) ?? ucf.get(full)
    if (shipped !== undefined) return shipped === md5 ? 'shipped' : 'changed'
    return owned.has(full) ? 'shipped' : 'unowned'
  }
}

/** Also what a killed Syncthing leaves behind. */
const backup =
  /(?:\/(?:\.syncthing\.|~syncthing~)[^/]*|~|\.(?:dpkg-(?:old|dist|new|bak|tmp|backup|remove)|ucf-(?:old|dist|new)|bak|orig|old|swp|save|placeholder))$/

/** Links below /etc/systemd are the units' states, which are compared with the packages. */
function assessLink({ path, target }: LinkEntry, isOwned: boolean): Origin {
  if (isOwned) return 'shipped'
  return /^\/systemd\//.test(path) || /^(?:\/etc|(?:\.\.\/)+)\/?alternatives\//.test(target) ? 'made' : 'unowned'
}

function isUnowned(entry: EtcEntry): boolean {
  return entry.kind === 'file' && entry.origin === 'unowned'
}

function withOrigin(entry: EtcEntry, origin: Origin): EtcEntry {
  return entry.kind === 'file' || entry.kind === 'link' ? { ...entry, origin } : entry
}

function parentOf(path: BytePath): BytePath {
  return path.slice(0, path.lastIndexOf('/'))
}

function place(path: BytePath): Buffer {
  return bufferFromBytePath(`/etc${path}`)
}

function ignoreMissing(thrown: unknown): undefined {
  if (isErrno(thrown, 'ENOENT', 'ENOTDIR')) return undefined
  throw thrown
}
