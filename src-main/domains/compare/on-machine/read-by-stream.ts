/** What may be different between two related snapshots, from btrfs's own comparison of them: nothing else is looked at. */
import type { BytePath } from '../../../kernel/byte-path.ts'
import type { RunOptions } from '../../../tools/run.ts'
import { listNames } from '../../../tools/find-names.ts'
import { readSend } from '../../../tools/btrfs-send.ts'
import { createReplay, StreamMisfit, type Node, type Replay } from './replay.ts'
import { addEntry, pathBelow, readFacts, type Facts, type TreeEntry } from './tree-entry.ts'
import { rootEntry, type Touch, type TwoTrees } from './two-trees.ts'
import type { Turns } from './turns.ts'

export interface StreamReading {
  readonly one: string
  readonly other: string
  readonly turns: Turns
  readonly tell: (commands: number) => void
}

/**
 * Undefined when stream and trees do not fit together, which only happens when they grew apart: two files of different
 * subvolumes then may have one number and one generation. Everything the stream says is checked on both disks.
 */
export async function readByStream(reading: StreamReading, options: RunOptions): Promise<TwoTrees | undefined> {
  try {
    const replay = await replayStream(reading, options)
    await addOtherNames(replay, reading, options)
    return await lookAtBoth(replay, reading)
  } catch (error) {
    if (error instanceof StreamMisfit) return undefined
    throw error
  }
}

async function replayStream({ one, other, tell }: StreamReading, options: RunOptions): Promise<Replay> {
  const replay = createReplay()
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
    for (const [name, node] of parent.node.children) {
      if (node !== undefined) placed.push({ path: pathBelow(parent.path, name), node, parent })
    }
  }
  return placed
}

/** The stream names a file by one of its names only; what happened to it shows under all of them. */
async function addOtherNames(replay: Replay, { other, turns }: StreamReading, options: RunOptions): Promise<void> {
  const inodes = new Set<number>()
  for (const { path, node } of placedIn(replay)) {
    if (node.made !== undefined || !isTouched(node)) continue
    const facts = readFacts(other, path)
    if (facts !== undefined && facts.type !== 'folder' && facts.names > 1) inodes.add(facts.ino)
    const turn = turns.next()
    if (turn !== undefined) await turn
  }
  if (inodes.size === 0) return
  for (const path of await listNames(other, inodes, options)) {
    if (replay.find(path) === undefined) throw new StreamMisfit(`${path} is there and was removed`)
  }
}

function isTouched({ touched, xattrs, ranges }: Node): boolean {
  return touched || xattrs || ranges.length > 0
}

async function lookAtBoth(replay: Replay, { one, other, turns }: StreamReading): Promise<TwoTrees> {
  const earlier = await lookAtOriginals(replay, one, turns)
  const touches = new Map<number, Touch>()
  const entries = new Map<Placed, TreeEntry>()
  const top = rootEntry(other)
  for (const each of placedIn(replay)) {
    const entry = each.parent === undefined ? top : lookAt(other, entries.get(each.parent), each.path)
    entries.set(each, entry)
    checkSame(entry.facts, each.node, earlier.get(each.node)?.facts)
    if (isTouched(each.node)) addTouch(touches, entry.facts.ino, each.node)
    const turn = turns.next()
    if (turn !== undefined) await turn
  }
  const root = earlier.get(replay.root)
  if (root === undefined) throw new StreamMisfit('there is no root')
  return { one: root, other: top, touches }
}

async function lookAtOriginals(replay: Replay, one: string, turns: Turns): Promise<ReadonlyMap<Node, TreeEntry>> {
  const entries = new Map<Node, TreeEntry>([[replay.root, rootEntry(one)]])
  for (const node of replay.originals) {
    const folder = node.origin === undefined ? undefined : entries.get(node.origin.folder)
    const path = pathBelow(folder?.path ?? '', node.origin?.name ?? '')
    entries.set(node, lookAt(one, folder, path))
    const turn = turns.next()
    if (turn !== undefined) await turn
  }
  return entries
}

/** Only ever below what is a folder on the disk, so that no link is followed. */
function lookAt(root: string, parent: TreeEntry | undefined, path: BytePath): TreeEntry {
  if (parent?.facts.type !== 'folder') throw new StreamMisfit(`${path} is not in a folder`)
  const facts = readFacts(root, path)
  if (facts === undefined) throw new StreamMisfit(`${path} is not there`)
  return addEntry(parent, path.slice(path.lastIndexOf('/') + 1), facts)
}

function checkSame(facts: Facts, { made, origin }: Node, before: Facts | undefined): void {
  const misfit =
    made === undefined
      ? origin !== undefined && (before?.identity !== facts.identity || before.type !== facts.type)
      : (made === 'folder') !== (facts.type === 'folder')
  if (misfit) throw new StreamMisfit('another file is in its place')
}

/** Two of its names may have been used. */
function addTouch(touches: Map<number, Touch>, ino: number, { ranges, xattrs }: Node): void {
  const known = touches.get(ino)
  touches.set(
    ino,
    known === undefined ? { ranges, xattrs } : { ranges: [...known.ranges, ...ranges], xattrs: known.xattrs || xattrs },
  )
}
