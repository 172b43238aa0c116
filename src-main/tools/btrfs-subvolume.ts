/** btrfs-subvolume(8): looking at subvolumes and taking read-only snapshots of them. */
import { statfsSync, statSync, type PathLike, type Stats } from 'node:fs'
import { bytePathFromBuffer, type BytePath } from '../kernel/byte-path.ts'
import { run, unreadableAnswer, type RunOptions } from './run.ts'

const btrfsMagic = 0x9123683e
/** The root folder of every subvolume has this inode number. */
const subvolumeInode = 256

export function isOnBtrfs(path: PathLike): boolean {
  return statfsSync(path).type === btrfsMagic
}

/** Whether the folder is the root of a subvolume; follows a link at the end of `path`. */
export function isSubvolume(path: PathLike): boolean {
  return hasSubvolumeInode(statSync(path)) && isOnBtrfs(path)
}

/** For what is known to be on btrfs: asking each for its file system takes longer than all else. */
export function hasSubvolumeInode(stat: Stats): boolean {
  return stat.isDirectory() && stat.ino === subvolumeInode
}

export interface SubvolumeFacts {
  readonly uuid: string
  /** Of the subvolume that this is a snapshot of. */
  readonly parentUuid: string | undefined
  readonly readOnly: boolean
}

export async function showSubvolume(path: string, options: RunOptions): Promise<SubvolumeFacts> {
  const { stdout } = await run(
    { title: `look at the subvolume ${path}`, argv: ['btrfs', 'subvolume', 'show', '--', path] },
    options,
  )
  return parseSubvolumeShow(stdout)
}

/** A subvolume's name may hold newlines and look like a field; such an answer is refused. */
export function parseSubvolumeShow(text: string): SubvolumeFacts {
  const field = (name: string): string => {
    const found = [...text.matchAll(new RegExp(`^\\t${name}:[ \\t]+(.*)$`, 'gm'))]
    const value = found[0]?.[1]
    if (value === undefined || found.length > 1) throw unreadableAnswer('btrfs subvolume show', text)
    return value.trim()
  }
  const uuid = field('UUID')
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(uuid)) throw unreadableAnswer('btrfs subvolume show', text)
  const parent = field('Parent UUID')
  return { uuid, parentUuid: parent === '-' ? undefined : parent, readOnly: field('Flags').includes('readonly') }
}

export interface SubvolumeLineage {
  readonly uuid: string
  readonly parentUuid: string | undefined
  /** Grows with every change of the tree, also of one that is read-only again. */
  readonly generation: string
  readonly readOnly: boolean
  /** To the second. */
  readonly createdMs: number
}

export async function showLineage(path: string, options: RunOptions): Promise<SubvolumeLineage> {
  const argv = ['btrfs', 'subvolume', 'show', '--', path] as const
  const { stdout } = await run({ title: `look at the subvolume ${path}`, argv: [...argv] }, options)
  return parseLineage(stdout)
}

/** The one with this UUID on the file system of `path`; undefined when there is none, or its answer is ambiguous. */
export async function findLineage(
  uuid: string,
  path: string,
  options: RunOptions,
): Promise<SubvolumeLineage | undefined> {
  const argv = ['btrfs', 'subvolume', 'show', '--uuid', uuid, '--', path] as const
  const command = { title: 'look for a subvolume', argv: [...argv] as [string, ...string[]], exitCodes: [0, 1] }
  const { exitCode, stdout } = await run(command, options)
  if (exitCode !== 0) return undefined
  try {
    return parseLineage(stdout)
  } catch {
    // A name that looks like a field: nothing is known of its forebears, which costs only time.
    return undefined
  }
}

export function parseLineage(text: string): SubvolumeLineage {
  const { uuid, parentUuid, readOnly } = parseSubvolumeShow(text)
  const generation = /^\tGeneration:[ \t]+(\d+)$/m.exec(text)?.[1]
  const createdMs = Date.parse(/^\tCreation time:[ \t]+(.*)$/m.exec(text)?.[1] ?? '')
  if (generation === undefined) throw unreadableAnswer('btrfs subvolume show', text)
  // Without a creation time (received whole from elsewhere) nothing counts as older than it.
  return { uuid, parentUuid, readOnly, generation, createdMs: Number.isNaN(createdMs) ? 0 : createdMs }
}

export interface ListedSubvolume {
  readonly id: number
  /** The subvolume in whose tree it is; 5 is the top level. */
  readonly parentId: number
}

/**
 * All subvolumes of the file system. People can make subvolumes with newlines in their names, so a line can be
 * anybody's: check an id with `resolveSubvolume` and `readSubvolumeId` before believing it.
 */
export async function listSubvolumes(path: string, options: RunOptions): Promise<readonly ListedSubvolume[]> {
  return parseSubvolumeList((await list(path, ['-p'], options)).bytes)
}

export async function listReadOnlyIds(path: string, options: RunOptions): Promise<ReadonlySet<number>> {
  return new Set(parseSubvolumeList((await list(path, ['-p', '-r'], options)).bytes).map(({ id }) => id))
}

function list(path: string, flags: readonly string[], options: RunOptions) {
  return run({ title: 'list the subvolumes', argv: ['btrfs', 'subvolume', 'list', ...flags, '--', path] }, options)
}

export function parseSubvolumeList(bytes: Buffer): readonly ListedSubvolume[] {
  const text = bytes.toString('latin1')
  const entries = [...text.matchAll(/^ID (\d+) gen \d+ parent (\d+) top level \d+ path /gm)]
  if (entries.length === 0 && text.trim() !== '') throw unreadableAnswer('btrfs subvolume list', text)
  return entries.map(([, id, parentId]) => ({ id: Number(id), parentId: Number(parentId) }))
}

/** The path of a subvolume from the top level of its file system, "@home/alice/projects"; undefined when it is gone. */
export async function resolveSubvolume(id: number, path: string, options: RunOptions): Promise<BytePath | undefined> {
  const { bytes, exitCode } = await run(
    {
      title: `find the subvolume ${id}`,
      argv: ['btrfs', 'inspect-internal', 'subvolid-resolve', '--', String(id), path],
      exitCodes: [0, 1],
    },
    options,
  )
  if (exitCode === 1) return undefined
  if (bytes.at(-1) !== 0x0a) throw unreadableAnswer('btrfs inspect-internal subvolid-resolve', bytes.toString())
  return bytePathFromBuffer(bytes.subarray(0, -1))
}

/** The id of the subvolume that holds `path`. */
export async function readSubvolumeId(path: string, options: RunOptions): Promise<number> {
  const { stdout } = await run(
    { title: `find the subvolume of ${path}`, argv: ['btrfs', 'inspect-internal', 'rootid', '--', path] },
    options,
  )
  if (!/^\d+\n$/.test(stdout)) throw unreadableAnswer('btrfs inspect-internal rootid', stdout)
  return Number(stdout)
}

/** `to` must not exist: a snapshot onto a folder ends up inside it, and btrfs calls that a success. */
export async function snapshotReadOnly(from: string, to: string, options: RunOptions): Promise<void> {
  await run(
    { title: `take a snapshot of ${from}`, argv: ['btrfs', 'subvolume', 'snapshot', '-r', '--', from, to] },
    options,
  )
}

/** After it, what was done before survives a power loss. */
export async function syncFileSystem(path: string, options: RunOptions): Promise<void> {
  await run({ title: 'write everything to the disk', argv: ['btrfs', 'filesystem', 'sync', '--', path] }, options)
}
