/** What may be different between two related snapshots, from btrfs's own comparison of them: nothing else is looked at. */
import type { BytePath } from '../../../kernel/byte-path.ts'
import type { RunOptions } from '../../../tools/run.ts'
import { listNames } from '../../../tools/find/find-names.ts'
import { readSend } from '../../../tools/btrfs/btrfs-send.ts'
import { createReplay, StreamMisfit, type Node, type Replay } from './replay.ts'
import { addEntry, isSameFile, nameOf, pathBelow, readFacts, type Facts, type TreeEntry } from './tree-entry.ts'
import { rootEntry, type Touch, type TwoTrees } from './two-trees.ts'
import type { Yielding } from './yielding.ts'

export interface StreamReading {
  readonly one: string
  readonly other: string
  readonly yielding: Yielding
  readonly tell: (commands: number) => void
}

/**
 * Undefined when stream and trees do not fit together, which only happens when they grew apart: two files of different
 * subvolumes then may have one number and one generation. Everything the stream says is checked on both disks.
 */
export async function readByStream(reading: StreamReading, options: RunOptions): Promise<TwoTrees | undefined> {
  try {
    const looks = { one: createLook(reading.one), other: createLook(reading.other) }
    const replay = await replayStream(reading, looks, options)
    await addOtherNames(replay, reading, looks, options)
    return await lookAtBoth(replay, looks, reading.yielding)
  } catch (error) {
    if (error instanceof StreamMisfit) return undefined
    throw error
  }
}

/** Asks the disk once about each path: nothing of both trees changes. */
interface Look {
  readonly root: string
  /** Only ever below what is a folder on the disk, so that no link is followed; undefined when nothing is there. */
  readonly at: (path: BytePath) => Facts | undefined
}
type Looks = Readonly<Record<'one' | 'other', Look>>

function createLook(root: string): Look {
  const known = new Map<BytePath, Facts | undefined>()
  const at = (path: BytePath): Facts | undefined => {
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

/** While btrfs is at work, both disks are already asked about what it mentions: most of it keeps its path. */
async function replayStream({ one, other, tell }: StreamReading, looks: Looks, options: RunOptions): Promise<Replay> {
  const replay = createReplay((path) => {
    looks.one.at(path)
    looks.other.at(path)
  })
  let commands = 0
  await readSend(
    { parent: one, snapshot: other },
    (command) => {
      replay.apply(command)
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
  { other, yielding }: StreamReading,
  looks: Looks,
  options: RunOptions,
): Promise<void> {
  const inodes = new Set<number>()
  for (const { path, node } of placedIn(replay)) {
    if (node.made !== undefined || !isTouched(node)) continue
    const facts = looks.other.at(path)
    if (facts !== undefined && facts.type !== 'folder' && facts.names > 1) inodes.add(facts.ino)
    const turn = yielding.next()
    if (turn !== undefined) await turn
  }
  if (inodes.size === 0) return
  for (const path of await listNames(other, inodes, options)) {
    if (replay.find(path) === undefined) throw new StreamMisfit(`${path} is there and was removed`)
  }
}

function isTouched({ touched, xattrs, ranges }: Node): boolean {
  return touched || xattrs || ranges !== undefined
}

async function lookAtBoth(replay: Replay, { one, other }: Looks, yielding: Yielding): Promise<TwoTrees> {
  const earlier = await lookAtOriginals(replay, one, yielding)
  const touches = new Map<number, Touch>()
  const entries = new Map<Placed, TreeEntry>()
  const top = rootEntry(other.root)
  for (const each of placedIn(replay)) {
    const entry = each.parent === undefined ? top : lookAt(other, entries.get(each.parent), each.path)
    entries.set(each, entry)
    checkSame(entry.facts, each.node, earlier.get(each.node)?.facts)
    if (isTouched(each.node)) addTouch(touches, entry.facts.ino, each.node)
    const turn = yielding.next()
    if (turn !== undefined) await turn
  }
  const root = earlier.get(replay.root)
  if (root === undefined) throw new StreamMisfit('there is no root')
  return { one: root, other: top, touches }
}

async function lookAtOriginals(replay: Replay, one: Look, yielding: Yielding): Promise<ReadonlyMap<Node, TreeEntry>> {
  const entries = new Map<Node, TreeEntry>([[replay.root, rootEntry(one.root)]])
  for (const node of replay.originals) {
    const folder = node.origin === undefined ? undefined : entries.get(node.origin.folder)
    entries.set(node, lookAt(one, folder, node.origin?.path ?? ''))
    const turn = yielding.next()
    if (turn !== undefined) await turn
  }
  return entries
}

function lookAt(look: Look, parent: TreeEntry | undefined, path: BytePath): TreeEntry {
  const facts = look.at(path)
  if (parent === undefined || facts === undefined) throw new StreamMisfit(`${path} is not there`)
  return addEntry(parent, nameOf(path), facts)
}

function checkSame(facts: Facts, { made, origin }: Node, before: Facts | undefined): void {
  const misfit =
    made === undefined
      ? origin !== undefined && (before === undefined || !isSameFile(before, facts))
      : (made === 'folder') !== (facts.type === 'folder')
  if (misfit) throw new StreamMisfit('another file is in its place')
}

/** Two of its names may have been used. */
function addTouch(touches: Map<number, Touch>, ino: number, { ranges, xattrs }: Node): void {
  const known = touches.get(ino)
  const all = [...(known?.ranges ?? []), ...(ranges ?? [])]
  touches.set(ino, { ranges: all, xattrs: xattrs || known?.xattrs === true })
}
