/**
 * What may be different between two related snapshots, from btrfs's own comparison of them: nothing else is looked at.
 * Who asks decides what it means: a comparison for a person, or a list of places to look at again.
 */
import type { BytePath } from '../../../kernel/byte-path.ts'
import { readNames } from '../../../tools/btrfs/btrfs-names.ts'
import { readSend } from '../../../tools/btrfs/btrfs-send.ts'
import type { RunOptions } from '../../../tools/run.ts'
import { createReplay, StreamMisfit, type Node, type Replay } from './replay.ts'
import {
  addEntry,
  isSameFile,
  nameOf,
  pathBelow,
  rootEntry,
  type TreeEntryFacts,
  type TreeEntry,
  readFacts,
} from './tree-entry.ts'
import type { Yielding } from './yielding.ts'

export interface StreamRequest {
  readonly one: string
  readonly other: string
  /** Whether a file counts of which only times changed, or how it is linked. */
  readonly times: boolean
  readonly yielding: Yielding
  readonly tell: (commands: number) => void
}

export interface StreamReading {
  readonly one: TreeEntry
  readonly other: TreeEntry
  /** What is mentioned and in the later tree, folders first, from the root on. A file with two names comes twice. */
  readonly there: readonly Mentioned[]
  /** What is mentioned and was in the earlier tree, a folder before what is in it, the root first. */
  readonly wasThere: readonly Mentioned[]
  /** Further names, in the later tree, of files that something happened to: the stream names one of them. */
  readonly otherNames: readonly BytePath[]
}

export interface Mentioned {
  readonly node: Node
  readonly entry: TreeEntry
}

/**
 * Undefined when stream and trees do not fit together, which only happens when they grew apart: two files of different
 * subvolumes then may have one number and one generation. Everything the stream says is checked on both disks.
 */
export async function readStream(request: StreamRequest, options: RunOptions): Promise<StreamReading | undefined> {
  try {
    const looks = { one: createLook(request.one), other: createLook(request.other) }
    const replay = await replayStream(request, looks, options)
    const otherNames = await addOtherNames(replay, request, looks, options)
    return { ...(await lookAtBoth(replay, looks, request.yielding)), otherNames }
  } catch (error) {
    if (error instanceof StreamMisfit) return undefined
    throw error
  }
}

/** Whether anything happened to it besides being given a name. */
export function isTouched({ touched, xattrs, ranges, times }: Node): boolean {
  return touched || xattrs || ranges !== undefined || times
}

type Looks = Readonly<Record<'one' | 'other', TreeLook>>

/** While btrfs is at work, both disks are already asked about what it mentions: most of it keeps its path. */
async function replayStream(
  { one, other, times, tell }: StreamRequest,
  looks: Looks,
  options: RunOptions,
): Promise<Replay> {
  const replay = createReplay((path) => {
    looks.one.at(path)
    looks.other.at(path)
  })
  let commands = 0
  await readSend(
    { parent: one, snapshot: other },
    (command) => {
      if (times || command.kind !== 'times') replay.apply(command)
      tell((commands += 1))
    },
    options,
  )
  return replay
}

interface Placed {
  readonly path: BytePath
  readonly node: Node
  readonly parent: Placed | undefined
}

/** Everything mentioned that is there in the later tree, folders first. A file with two names comes twice. */
function placedIn(replay: Replay): readonly Placed[] {
  const placed: Placed[] = [{ path: '', node: replay.root, parent: undefined }]
  for (const parent of placed) {
    for (const [name, node] of parent.node.children ?? []) {
      if (node !== undefined) placed.push({ path: pathBelow(parent.path, name), node, parent })
    }
  }
  return placed
}

/** The stream names a file by one of its names only; what happened to it shows under all of them. */
async function addOtherNames(
  replay: Replay,
  { other, yielding }: StreamRequest,
  looks: Looks,
  options: RunOptions,
): Promise<readonly BytePath[]> {
  const inodes = new Set<number>()
  for (const { path, node } of placedIn(replay)) {
    if (node.made !== undefined || !isTouched(node)) continue
    const facts = looks.other.at(path)
    if (facts !== undefined && facts.type !== 'folder' && facts.names > 1) inodes.add(facts.ino)
    const turn = yielding.next()
    if (turn !== undefined) await turn
  }
  const names = await readNames(other, inodes, options)
  for (const path of names) {
    if (replay.find(path) === undefined) throw new StreamMisfit(`${path} is there and was removed`)
  }
  return names
}

async function lookAtBoth(
  replay: Replay,
  { one, other }: Looks,
  yielding: Yielding,
): Promise<Omit<StreamReading, 'otherNames'>> {
  const earlier = await lookAtOriginals(replay, one, yielding)
  const top = rootEntry(other.root)
  const entries = new Map<Placed, TreeEntry>()
  const there: Mentioned[] = []
  for (const each of placedIn(replay)) {
    const { node, parent, path } = each
    const entry = parent === undefined ? top : lookAt(other, entries.get(parent), path)
    entries.set(each, entry)
    checkSame(entry.facts, node, earlier.get(node)?.facts)
    there.push({ node, entry })
    const turn = yielding.next()
    if (turn !== undefined) await turn
  }
  const root = earlier.get(replay.root)
  if (root === undefined) throw new StreamMisfit('there is no root')
  return { one: root, other: top, there, wasThere: [...earlier].map(([node, entry]) => ({ node, entry })) }
}

async function lookAtOriginals(
  replay: Replay,
  one: TreeLook,
  yielding: Yielding,
): Promise<ReadonlyMap<Node, TreeEntry>> {
  const entries = new Map<Node, TreeEntry>([[replay.root, rootEntry(one.root)]])
  for (const node of replay.originals) {
    const folder = node.origin === undefined ? undefined : entries.get(node.origin.folder)
    entries.set(node, lookAt(one, folder, node.origin?.path ?? ''))
    const turn = yielding.next()
    if (turn !== undefined) await turn
  }
  return entries
}

function lookAt(look: TreeLook, parent: TreeEntry | undefined, path: BytePath): TreeEntry {
  const facts = look.at(path)
  if (parent === undefined || facts === undefined) throw new StreamMisfit(`${path} is not there`)
  return addEntry(parent, nameOf(path), facts)
}

function checkSame(facts: TreeEntryFacts, { made, origin }: Node, before: TreeEntryFacts | undefined): void {
  const misfit =
    made === undefined
      ? origin !== undefined && (before === undefined || !isSameFile(before, facts))
      : (made === 'folder') !== (facts.type === 'folder')
  if (misfit) throw new StreamMisfit('another file is in its place')
}

/** Asks the disk once about each path: nothing of the tree changes. */
interface TreeLook {
  readonly root: string
  /** Only ever below what is a folder on the disk, so that no link is followed; undefined when nothing is there. */
  readonly at: (path: BytePath) => TreeEntryFacts | undefined
}

export function createLook(root: string): TreeLook {
  const known = new Map<BytePath, TreeEntryFacts | undefined>()
  const at = (path: BytePath): TreeEntryFacts | undefined => {
    if (known.has(path)) return known.get(path)
    const isReachable = path === '' || at(folderOf(path))?.type === 'folder'
    const facts = isReachable ? readFacts(root, path) : undefined
    known.set(path, facts)
    return facts
  }
  return { root, at }
}

function folderOf(path: BytePath): BytePath {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')))
}
