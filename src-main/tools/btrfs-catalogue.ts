/**
 * btrfs-subvolume(8), `list -s`: every snapshot of a file system, whoever took it, in one question.
 *
 * A name may hold newlines, and then the rest of it looks like a line of its own. Two listings, one in the opposite
 * order, tell: a forged line follows the line it hides in, whichever way the ids run.
 */
import { createHash } from 'node:crypto'
import { bytePathFromText, type BytePath } from '../kernel/byte-path.ts'
import { run, unreadableAnswer, type RunOptions } from './run.ts'

export interface CataloguedSnapshot {
  readonly id: number
  readonly uuid: string
  readonly parentUuid: string | undefined
  /** ISO 8601, to the second; undefined for one that was received whole from elsewhere. */
  readonly at: string | undefined
  readonly readOnly: boolean
  /** From the top level of the file system. */
  readonly path: BytePath
}

const forward = '--sort=rootid'
const backward = '--sort=-rootid'

/**
 * All snapshots, and all read-only subvolumes. With a forged name among them only what each id itself says is believed.
 * `believed` remembers, by their digests, listings that were compared already: the next question is half the work.
 */
export async function catalogueSnapshots(
  place: string,
  options: RunOptions & { readonly believed?: Set<string> },
): Promise<readonly CataloguedSnapshot[]> {
  const [snapshots, readOnly] = await Promise.all([
    list(place, ['-s', forward], options),
    list(place, ['-r', forward], options),
  ])
  const unwritable = parseCatalogue(readOnly)
  const readOnlyIds = new Set(unwritable.map(({ id }) => id))
  // The first listing tells the moment too: of what is in both, its line is taken.
  const listed = [...parseCatalogue(snapshots), ...unwritable]
  const found = [...new Map(listed.reverse().map((entry) => [entry.id, entry])).values()]
  const all = found.map((entry) => ({ ...entry, readOnly: readOnlyIds.has(entry.id) }))
  const digest = createHash('sha256').update(snapshots).update('\0').update(readOnly).digest('hex')
  if (options.believed?.has(digest) === true) return all
  const [snapshotsBack, readOnlyBack] = await Promise.all([
    list(place, ['-s', backward], options),
    list(place, ['-r', backward], options),
  ])
  if (!isTrue(snapshots, snapshotsBack) || !isTrue(readOnly, readOnlyBack)) return verifyEach(place, all, options)
  options.believed?.clear()
  options.believed?.add(digest)
  return all
}

export interface TreeNode {
  readonly id: number
  /** The subvolume in whose tree it is; 5 is the top level. */
  readonly parentId: number
  readonly uuid: string
  readonly readOnly: boolean
  /** What its path seems to be; good only for leaving things out. */
  readonly claimedPath: BytePath
}

/**
 * All subvolumes by id, in one question. A name can forge lines: an id that is there twice tells no UUID ("" then), and
 * one that nobody else has named has to be looked at before it is believed.
 */
export async function readSubvolumeTree(place: string, options: RunOptions): Promise<ReadonlyMap<number, TreeNode>> {
  const [all, readOnly] = await Promise.all([list(place, [], options), list(place, ['-r'], options)])
  const readOnlyIds = new Set(parseTree(readOnly).map(({ id }) => id))
  const tree = new Map<number, TreeNode>()
  for (const node of parseTree(all)) {
    const uuid = tree.has(node.id) ? '' : node.uuid
    tree.set(node.id, { ...node, uuid, readOnly: readOnlyIds.has(node.id) })
  }
  return tree
}

const treePattern = /^ID (\d+) gen \d+ (?:cgen \d+ )?parent (\d+) top level \d+ parent_uuid \S+ +uuid (\S+) path (.*)$/

function parseTree(bytes: Buffer): readonly Omit<TreeNode, 'readOnly'>[] {
  const text = bytes.toString('latin1')
  const nodes = text.split('\n').flatMap((line) => {
    const [, id, parentId, uuid, claimedPath] = treePattern.exec(line) ?? []
    if (id === undefined || parentId === undefined || uuid === undefined || claimedPath === undefined) return []
    return [{ id: Number(id), parentId: Number(parentId), uuid, claimedPath }]
  })
  if (nodes.length === 0 && text.trim() !== '') throw unreadableAnswer('btrfs subvolume list', text)
  return nodes
}

async function list(place: string, flags: readonly string[], options: RunOptions): Promise<Buffer> {
  const argv = ['btrfs', 'subvolume', 'list', '-a', '-p', '-u', '-q', ...flags, '--', place] as const
  const command = { title: 'list the snapshots of this disk', argv: [...argv] as [string, ...string[]] }
  return (await run({ ...command, env: { TZ: 'UTC' } }, options)).bytes
}

/** Whether no line of it is part of a name. */
export function isTrue(listing: Buffer, backwards: Buffer): boolean {
  const lines = (bytes: Buffer) => bytes.toString('latin1').split('\n').slice(0, -1)
  return lines(listing).join('\n') === lines(backwards).reverse().join('\n')
}

const linePattern =
  /^ID (\d+) gen \d+ (?:cgen \d+ )?parent \d+ top level \d+ (?:otime (\S+) (\S+) )?parent_uuid (\S+) +uuid (\S+) path (.*)$/

export function parseCatalogue(bytes: Buffer): readonly Omit<CataloguedSnapshot, 'readOnly'>[] {
  const text = bytes.toString('latin1')
  const entries = text.split('\n').flatMap((line) => {
    const match = linePattern.exec(line)
    return match === null ? [] : [parseLine(match)]
  })
  if (entries.length === 0 && text.trim() !== '') throw unreadableAnswer('btrfs subvolume list', text)
  return entries
}

/** With `-a` every path is from the top level; those outside the asked subvolume have this before it (6.2, 6.14). */
const outside = '<FS_TREE>/'

function parseLine([, id, day, time, parent, uuid = '', path = '']: RegExpExecArray) {
  const moment = new Date(`${day ?? ''}T${time ?? ''}Z`)
  return {
    id: Number(id),
    uuid,
    parentUuid: parent === '-' ? undefined : parent,
    at: Number.isNaN(moment.getTime()) ? undefined : moment.toISOString(),
    path: path.startsWith(outside) ? path.slice(outside.length) : path,
  }
}

/** Slow, and only for a disk on which somebody made such a name. What cannot be read then is left out. */
async function verifyEach(
  place: string,
  all: readonly CataloguedSnapshot[],
  options: RunOptions,
): Promise<readonly CataloguedSnapshot[]> {
  const verified: CataloguedSnapshot[] = []
  for (const entry of all) {
    const { stdout, bytes, exitCode } = await run(
      {
        title: `look at the subvolume ${entry.id}`,
        argv: ['btrfs', 'subvolume', 'show', '--rootid', String(entry.id), '--', place],
        exitCodes: [0, 1],
        env: { TZ: 'UTC' },
      },
      options,
    )
    if (exitCode !== 0) continue
    const path = bytes.toString('latin1').split('\n\tName: ')[0]
    const uuids = [...stdout.matchAll(/^\tUUID:\s+(\S+)$/gm)].map(([, uuid]) => uuid)
    if (path === undefined || uuids.length !== 1 || uuids[0] !== entry.uuid) continue
    verified.push({ ...entry, path: path === '' ? bytePathFromText('/') : path })
  }
  return verified
}
