/**
 * Replays a send stream on an in-memory copy of the earlier tree, of which only the names that the stream mentions
 * are read. At the end each has its path in the earlier and in the later tree, however many temporary names, swaps and
 * moved folders there were in between.
 */
import type { BytePath } from '../../../kernel/byte-path.ts'
import type { SendCommand } from '../../../tools/btrfs/btrfs-send-stream.ts'
import { assertNever } from '../../../kernel/assert-never.ts'

/** Something with a name that the stream has mentioned. */
export interface Node {
  /** Its place in the earlier tree; undefined for what is new, and for the root. */
  readonly origin: { readonly folder: Node; readonly path: BytePath } | undefined
  /** Its kind, if the stream says so. An earlier entry is known to be a folder only when the stream enters it. */
  readonly made: 'folder' | 'not-a-folder' | undefined
  /** What is known to be there now; undefined for a name that is gone. */
  children: Map<BytePath, Node | undefined> | undefined
  /** Parts of the file whose data may be different, in the order of the stream. */
  ranges: ByteRange[] | undefined
  xattrs: boolean
  touched: boolean
  /** Something of it changed, and be it a time. */
  times: boolean
}

export interface ByteRange {
  readonly offset: number
  length: number
}

export interface Replay {
  readonly root: Node
  /** Everything that was there before and is mentioned; a folder comes before what is in it. */
  readonly originals: Node[]
  apply(command: SendCommand): void
  /** What has this path by now; undefined when the stream and the path do not fit. */
  find(path: BytePath): Node | undefined
}

/** The stream does not fit the tree it is said to be for. */
export class StreamMisfit extends Error {}

/** `mentioned` is called with the path in the earlier tree of what is mentioned for the first time. */
export function createReplay(mentioned: (path: BytePath) => void = () => undefined): Replay {
  const root = makeNode(undefined, undefined)
  const originals: Node[] = []

  function childOf(folder: Node, name: BytePath): Node | undefined {
    const known = folder.children?.get(name)
    if (known !== undefined || folder.children?.has(name) === true || folder.made !== undefined) return known
    const around = folder.origin?.path
    const original = makeNode({ folder, path: around === undefined ? name : `${around}/${name}` }, undefined)
    originals.push(original)
    mentioned(original.origin?.path ?? '')
    childrenOf(folder).set(name, original)
    return original
  }
  function find(path: BytePath): Node | undefined {
    if (path === '') return root
    let node: Node | undefined = root
    for (const name of path.split('/')) node = node === undefined ? undefined : childOf(node, name)
    return node
  }
  function existing(path: BytePath): Node {
    const node = find(path)
    if (node === undefined) throw new StreamMisfit(`nothing is at ${path}`)
    return node
  }
  function place(path: BytePath, node: Node | undefined): void {
    const slash = path.lastIndexOf('/')
    childrenOf(existing(slash < 0 ? '' : path.slice(0, slash))).set(path.slice(slash + 1), node)
  }
  return { root, originals, find, apply: (command) => applyCommand(command, existing, place) }
}

function applyCommand(
  command: SendCommand,
  existing: (path: BytePath) => Node,
  place: (path: BytePath, node: Node | undefined) => void,
): void {
  const { kind, path } = command
  switch (kind) {
    case 'made':
      place(path, makeNode(undefined, command.isFolder ? 'folder' : 'not-a-folder'))
      return
    case 'renamed': {
      const node = existing(path)
      place(path, undefined)
      place(command.to, node)
      return
    }
    case 'linked':
      place(path, existing(command.existing))
      return
    case 'removed':
      existing(path)
      place(path, undefined)
      return
    case 'data':
      addRange(existing(path), command)
      return
    case 'xattr':
      existing(path).xattrs = true
      return
    case 'touched':
      existing(path).touched = true
      return
    case 'times':
      existing(path).times = true
      return
    default:
      assertNever(kind)
  }
}

function makeNode(origin: Node['origin'], made: Node['made']): Node {
  return { origin, made, children: undefined, ranges: undefined, xattrs: false, touched: false, times: false }
}

/** Created on demand: most of hundreds of thousands have none. */
function childrenOf(node: Node): Map<BytePath, Node | undefined> {
  return (node.children ??= new Map<BytePath, Node | undefined>())
}

function addRange(node: Node, { offset, length }: ByteRange): void {
  const ranges = (node.ranges ??= [])
  const last = ranges.at(-1)
  if (last !== undefined && last.offset + last.length === offset) last.length += length
  else ranges.push({ offset, length })
}
