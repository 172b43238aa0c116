/** Reads /etc, or a snapshot of it, in one pass, without following links: others than root may own folders in it. */
import { createHash } from 'node:crypto'
import { statSync, type BigIntStats } from 'node:fs'
import { hostname } from 'node:os'
import { createYielding, type Yielding } from '../../../commons/tree-changes/on-machine/yielding.ts'
import type { BytePath } from '../../../kernel/byte-path.ts'
import { isErrno } from '../../../kernel/errno.ts'
import { hashBytes } from '../../../tools/files/hash-file.ts'
import { saysHowUnitStarts } from '../../../tools/systemd/systemd-links.ts'
import { lookInside, readFolderInside, type Inside } from '../../../tools/files/safe-path.ts'
import type { RunOptions } from '../../../tools/run.ts'
import { readAccounts, type Accounts } from '../../../tools/accounts/accounts.ts'
import {
  findShippedSums,
  packageOf,
  readConffiles,
  readEtcOwners,
  readUcfSums,
  type EtcOwners,
} from '../../../tools/apt/dpkg-files.ts'
import type { NeverList } from '../never-list.ts'
import { isSomebodys, type EtcEntry } from '../verbs.ts'
import { readNumberedAttributes, withNames } from './attributes.ts'
import { describeContent } from './describe-content.ts'
import type { EtcMemory, KnownEtcFile, ReadContent } from './etc-memory.ts'
import { hasOwnLines, sharedContent, type IsLaptopName } from '../own-lines.ts'
import { readOpened } from '../../../tools/files/own-file.ts'

const placeholderInode = 2n

type FileEntry = Extract<EtcEntry, { kind: 'file' }>
type LinkEntry = Extract<EtcEntry, { kind: 'link' }>
type Origin = FileEntry['origin']

interface Tree {
  readonly root: string
  readonly inside: Inside
  /** Of the root. */
  readonly device: bigint
  readonly accounts: Accounts
  readonly never: NeverList
  readonly memory: EtcMemory
  readonly isLaptop: IsLaptopName
  readonly yielding: Yielding
}

interface Found {
  readonly entry: EtcEntry
  readonly known: KnownEtcFile
}

/** `root` is /etc, or what it is in a snapshot. What `memory` has of what did not change since is not read again. */
export async function readEtc(
  root: string,
  means: Pick<Tree, 'never' | 'memory' | 'isLaptop'>,
  options: RunOptions,
): Promise<{ readonly entries: readonly EtcEntry[]; readonly accounts: Accounts }> {
  const accounts = readAccounts()
  const ucf = readUcfSums()
  const [conffiles, owners] = await Promise.all([readConffiles(options), readEtcOwners(options)])
  const found: Found[] = []
  const { dev: device } = statSync(root, { bigint: true })
  const inside = lookInside(root)
  try {
    await walk('', { root, inside, device, accounts, ...means, yielding: createYielding(options.signal) }, found)
  } finally {
    inside.close()
  }
  await addAttributes(root, found, options)
  const assess = assessOrigin(conffiles, owners, ucf)
  const assessed = found.map(({ entry, known: { content, attributes = [] } }) => ({
    entry: withAttributes(withOrigin(entry, assess(entry, content?.md5)), withNames(attributes, accounts)),
    md5: content?.md5,
  }))
  const shippedSums = await findShippedSums(
    assessed.flatMap(({ entry, md5 }) => (isUnowned(entry) && md5 !== undefined ? [md5] : [])),
    options,
  )
  const entries = assessed.map(({ entry, md5 }) =>
    isUnowned(entry) && md5 !== undefined && shippedSums.has(md5)
      ? withOrigin(entry, 'shipped')
      : withPackage(entry, owners),
  )
  return { entries, accounts }
}

async function addAttributes(root: string, found: readonly Found[], options: RunOptions): Promise<void> {
  const unknown = found.filter(({ known }) => known.attributes === undefined)
  const paths = unknown.map(({ entry }) => entry.path)
  const attributes = await readNumberedAttributes(root, paths, options)
  for (const { entry, known } of unknown) known.attributes = attributes.get(entry.path) ?? []
}

async function walk(folder: BytePath, tree: Tree, found: Found[]): Promise<void> {
  const folders: BytePath[] = []
  for (const { name } of readFolderInside(tree.root, folder.slice(1))) {
    const path = `${folder}/${name}`
    if (tree.never.whyNever(path) !== undefined) continue
    await tree.yielding.next()
    const one = readOne(path, tree)
    if (one === undefined) continue
    found.push(one)
    if (one.entry.kind === 'folder') folders.push(path)
  }
  for (const path of folders) await walk(path, tree, found)
}

/** Undefined when it is gone by now. */
function readOne(path: BytePath, tree: Tree): Found | undefined {
  const { inside, accounts, memory } = tree
  const within = path.slice(1)
  const stat = inside.stat(within)
  if (stat === undefined) return undefined
  const who = { path, owner: accounts.userName(Number(stat.uid)), group: accounts.groupName(Number(stat.gid)) }
  const mode = (Number(stat.mode) & 0o7777).toString(8).padStart(4, '0')
  // What is shared of it depends on how the laptops are called.
  const known = hasOwnLines(path) ? undefined : memory.find(path, stat)
  const bare = (entry: EtcEntry): Found => ({ entry, known: known ?? memory.keep(path, stat) })
  if (isOtherTree(stat, tree)) return bare({ ...who, kind: 'other' })
  if (stat.isDirectory()) return bare({ ...who, kind: 'folder', mode })
  if (stat.isSymbolicLink()) {
    const target = inside.target(within)
    return target === undefined ? undefined : bare({ ...who, kind: 'link', target, origin: 'unowned' })
  }
  if (!stat.isFile()) return bare({ ...who, kind: 'other' })
  const content = known?.content ?? readContent(path, Number(stat.mode), tree)
  if (content === 'unreadable') return bare({ ...who, kind: 'other', isUnreadable: true })
  if (content === undefined) return undefined
  const { bytes, sha256, secret, bound } = content
  const entry: FileEntry = {
    ...who,
    kind: 'file',
    mode,
    bytes,
    changedAt: stat.mtime.toISOString(),
    sha256,
    origin: 'unowned',
    secret,
    ...(bound === undefined ? {} : { bound }),
  }
  return { entry, known: known ?? memory.keep(path, stat, content) }
}

function readContent(path: BytePath, mode: number, { inside, isLaptop }: Tree): ReadContent | 'unreadable' | undefined {
  const content = unlessDamaged(() => {
    const descriptor = inside.open(path.slice(1))
    return descriptor === undefined ? undefined : readOpened(descriptor)
  })
  if (content === undefined || content === 'unreadable') return content
  const shared = sharedContent(path, content, isLaptop)
  return {
    ...describeContent(path, mode, shared, hostname()),
    bytes: shared.length,
    sha256: hashBytes(shared),
    md5: createHash('md5').update(content).digest('hex'),
  }
}

/** One block of a disk that is worn out does not keep everything else from being compared. */
function unlessDamaged<T>(read: () => T): T | 'unreadable' {
  try {
    return read()
  } catch (thrown) {
    if (isErrno(thrown, 'EIO')) return 'unreadable'
    throw thrown
  }
}

/** What is mounted there, and nested subvolumes: those are empty folders of inode 2 in a snapshot. */
function isOtherTree(stat: BigIntStats, { device }: Tree): boolean {
  return stat.dev !== device || (stat.isDirectory() && stat.ino === placeholderInode)
}

function assessOrigin(
  conffiles: ReadonlyMap<string, string>,
  owners: EtcOwners,
  ucf: ReadonlyMap<string, string>,
): (entry: EtcEntry, md5: string | undefined) => Origin {
  return (entry, md5) => {
    const full = `/etc${entry.path}`
    if (entry.kind === 'link') return assessLink(entry, owners.has(full))
    if (backup.test(entry.path)) return 'made'
    const shipped = conffiles.get(full) ?? ucf.get(full)
    if (shipped !== undefined) return shipped === md5 ? 'shipped' : 'changed'
    return owners.has(full) ? 'shipped' : 'unowned'
  }
}

const backup =
  /(?:~|\.(?:dpkg-(?:old|dist|new|bak|tmp|backup|remove)|ucf-(?:old|dist|new)|bak|orig|old|swp|save|placeholder))$/

/** How units start is compared, or told, with the packages. */
function assessLink({ path, target }: LinkEntry, isOwned: boolean): Origin {
  if (isOwned) return 'shipped'
  const [, ofUnits] = /^\/systemd\/(?:system|user)\/(.+)$/.exec(path) ?? []
  const isOfUnits = ofUnits !== undefined && saysHowUnitStarts(ofUnits)
  return isOfUnits || /^(?:\/etc|(?:\.\.\/)+)\/?alternatives\//.test(target) ? 'made' : 'unowned'
}

function isUnowned(entry: EtcEntry): boolean {
  return entry.kind === 'file' && entry.origin === 'unowned'
}

function withAttributes(entry: EtcEntry, attributes: readonly string[]): EtcEntry {
  return attributes.length === 0 ? entry : { ...entry, attributes: attributes.join('\n') }
}

function withOrigin(entry: EtcEntry, origin: Origin): EtcEntry {
  return entry.kind === 'file' || entry.kind === 'link' ? { ...entry, origin } : entry
}

/** Of what somebody may be asked about. */
function withPackage(entry: EtcEntry, owners: EtcOwners): EtcEntry {
  if (!isSomebodys(entry)) return entry
  const owner = packageOf(`/etc${entry.path}`, owners)
  return owner === undefined ? entry : { ...entry, package: owner }
}
