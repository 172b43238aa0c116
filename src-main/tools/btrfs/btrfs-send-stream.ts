/**
 * The stream that `btrfs send` writes (fs/btrfs/send.h of the kernel), read as it comes. Read directly and not as the
 * text of `btrfs receive --dump`: names are bytes with a length, so no escapes have to be undone and nothing in a name
 * or in an attribute can be mistaken for something else; it takes one process less and is faster (see btrfs-send.ts).
 *
 * Header: "btrfs-stream\0", then the version (le32). Then commands: length of what follows (le32), number (le16),
 * CRC-32C (le32, not checked: it comes from the kernel through a pipe; that it is whole is told by the last command).
 * Then attributes: number (le16), length (le16), bytes.
 */
import type { BytePath } from '../../kernel/byte-path.ts'
import { unreadableAnswer } from '../run.ts'

/** One step on the way from the earlier tree to the later one. Paths are as they are at that moment. */
export type SendCommand =
  | { readonly kind: 'made'; readonly path: BytePath; readonly isFolder: boolean }
  | { readonly kind: 'renamed'; readonly path: BytePath; readonly to: BytePath }
  /** `path` becomes another name of `existing`. */
  | { readonly kind: 'linked'; readonly path: BytePath; readonly existing: BytePath }
  | { readonly kind: 'removed'; readonly path: BytePath }
  | { readonly kind: 'data'; readonly path: BytePath; readonly offset: number; readonly length: number }
  | { readonly kind: 'xattr'; readonly path: BytePath }
  /** Mode, owner or size, as the files themselves tell. */
  | { readonly kind: 'touched'; readonly path: BytePath }
  /** Whatever of it changed, and be it a name: btrfs ends what it says of each file or folder with this. */
  | { readonly kind: 'times'; readonly path: BytePath }

const magic = Buffer.from('btrfs-stream\0')
const headerBytes = magic.length + 4
const commandHeaderBytes = 10
/** Version 1 has 64 KiB at most, later ones somewhat more. */
const mostCommandBytes = 16 * 1024 * 1024

const command = {
  makeFile: 3,
  makeFolder: 4,
  makeNode: 5,
  makeFifo: 6,
  makeSocket: 7,
  makeLink: 8,
  rename: 9,
  link: 10,
  unlink: 11,
  removeFolder: 12,
  setXattr: 13,
  removeXattr: 14,
  write: 15,
  clone: 16,
  truncate: 17,
  changeMode: 18,
  changeOwner: 19,
  changeTimes: 20,
  end: 21,
  updateExtent: 22,
} as const

const attribute = { size: 4, path: 15, pathTo: 16, pathLink: 17, offset: 18, cloneLength: 24 } as const

export interface SendReader {
  push(piece: Buffer): void
  /** Throws when the stream was not whole. */
  end(): void
}

export function createSendReader(tell: (command: SendCommand) => void): SendReader {
  let rest: Buffer = Buffer.alloc(0)
  let started = false
  let ended = false
  return {
    push(piece) {
      const bytes = rest.length === 0 ? piece : Buffer.concat([rest, piece])
      let at = 0
      if (!started) {
        if (bytes.length < headerBytes) {
          rest = bytes
          return
        }
        if (!bytes.subarray(0, magic.length).equals(magic)) throw unreadable('it does not begin as a stream')
        started = true
        at = headerBytes
      }
      while (bytes.length - at >= commandHeaderBytes) {
        const length = bytes.readUInt32LE(at)
        if (length > mostCommandBytes) throw unreadable(`a command of ${length} bytes`)
        const next = at + commandHeaderBytes + length
        if (next > bytes.length) break
        const number = bytes.readUInt16LE(at + 4)
        if (number === command.end) ended = true
        else tellCommand(number, { bytes, from: at + commandHeaderBytes, end: next }, tell)
        at = next
      }
      rest = bytes.subarray(at)
    },
    end() {
      if (!ended || rest.length > 0) throw unreadable('it ends in the middle')
    },
  }
}

/** Where the attributes of a command are; not cut out, for there are hundreds of thousands. */
interface Body {
  readonly bytes: Buffer
  readonly from: number
  readonly end: number
}

function tellCommand(number: number, body: Body, tell: (command: SendCommand) => void): void {
  switch (number) {
    case command.makeFile:
    case command.makeFolder:
    case command.makeNode:
    case command.makeFifo:
    case command.makeSocket:
    case command.makeLink:
      tell({ kind: 'made', path: pathOf(body, attribute.path), isFolder: number === command.makeFolder })
      return
    case command.rename:
      tell({ kind: 'renamed', path: pathOf(body, attribute.path), to: pathOf(body, attribute.pathTo) })
      return
    case command.link:
      tell({ kind: 'linked', path: pathOf(body, attribute.path), existing: pathOf(body, attribute.pathLink) })
      return
    case command.unlink:
    case command.removeFolder:
      tell({ kind: 'removed', path: pathOf(body, attribute.path) })
      return
    case command.updateExtent:
      tell({
        kind: 'data',
        path: pathOf(body, attribute.path),
        offset: numberOf(body, attribute.offset),
        length: numberOf(body, attribute.size),
      })
      return
    case command.setXattr:
    case command.removeXattr:
      tell({ kind: 'xattr', path: pathOf(body, attribute.path) })
      return
    case command.truncate:
    case command.changeMode:
    case command.changeOwner:
      tell({ kind: 'touched', path: pathOf(body, attribute.path) })
      return
    case command.changeTimes:
      tell({ kind: 'times', path: pathOf(body, attribute.path) })
      return
    // Blocks that are shared with another file are told so, also when no data is asked for (kernel 6.18).
    case command.clone:
      tell({
        kind: 'data',
        path: pathOf(body, attribute.path),
        offset: numberOf(body, attribute.offset),
        length: numberOf(body, attribute.cloneLength),
      })
      return
    case command.write:
      throw unreadable('data, which was not asked for')
    default:
    // The subvolume's own identity, and what later versions add about flags: what they change shows in the times too.
  }
}

function pathOf(body: Body, wanted: number): BytePath {
  const at = find(body, wanted)
  return body.bytes.toString('latin1', at, at + body.bytes.readUInt16LE(at - 2))
}

function numberOf(body: Body, wanted: number): number {
  return Number(body.bytes.readBigUInt64LE(find(body, wanted)))
}

/** Where its bytes begin; their length stands before them. */
function find({ bytes, from, end }: Body, wanted: number): number {
  let at = from
  while (at + 4 <= end) {
    const next = at + 4 + bytes.readUInt16LE(at + 2)
    if (bytes.readUInt16LE(at) === wanted && next <= end) return at + 4
    at = next
  }
  throw unreadable(`a command without its attribute ${wanted}`)
}

function unreadable(why: string) {
  return unreadableAnswer('btrfs send', why)
}
