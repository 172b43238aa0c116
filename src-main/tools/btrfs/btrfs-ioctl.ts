/**
 * btrfs asked directly: what `btrfs subvolume` itself asks the kernel (linux/btrfs.h, linux/btrfs_tree.h), without starting
 * it for each question. Node cannot call ioctl(2); perl can, and is there wherever dpkg is. It knows nothing of btrfs: it
 * opens what it is told and hands bytes to the kernel and back. Everything here has the same numbers on x86_64 and arm64.
 */
import { toolsMessages } from '../messages.ts'
import { constants } from 'node:fs'
import type { AppError } from '../../kernel/app-error.ts'
import { bufferFromBytePath, bytePathFromText, type BytePath } from '../../kernel/byte-path.ts'
import { unreadableAnswer, type RunOptions } from '../run.ts'
import { startWorkers } from '../worker.ts'
import program from './ask-btrfs.pl'
import { titles } from '../titles/messages.ts'
import type { Message } from '../../kernel/message.ts'

/**
 * One for this process, as the kernel is one: whoever asks need not know how. Nothing is remembered in it from one question
 * to the next, no file stays open.
 */
const workers = startWorkers(titles.askBtrfs({}), ['perl', '-e', program])

export interface IoctlCall {
  readonly number: number
  readonly size: number
  /** How many bytes of the argument are the answer. */
  readonly wanted?: number
  /** Its beginning; the rest are zeros. */
  readonly argument?: Buffer
  /** Opened for this call, its handle put at the beginning of the argument. */
  readonly opened?: { readonly path: Buffer; readonly isFolder: boolean }
}

/** `errno` 0 is success; `bytes` may lack zeros at their end. */
export interface IoctlAnswer {
  readonly errno: number
  readonly bytes: Buffer
}

export interface IoctlOptions extends RunOptions {
  /** What it is for: "take a snapshot of /home". */
  readonly title: Message
  /** Also when `place` is the name of a file; never through a link at its end. */
  readonly folderOnly?: boolean
  /** A file is to be written to; never through a link at its end. */
  readonly forWriting?: boolean
  /** It is waited for to its end also when it is given up: whoever clears up afterwards must find what it made. */
  readonly changesDisk?: boolean
}

/** Asks all on one open handle, one after the other, also when one of them fails. */
export async function ioctls(
  place: BytePath,
  calls: readonly IoctlCall[],
  { title, signal, folderOnly = false, forWriting = false, changesDisk = false }: IoctlOptions,
): Promise<readonly IoctlAnswer[]> {
  if (signal?.aborted === true) throw cancelled(title)
  const { O_NONBLOCK, O_DIRECTORY, O_NOFOLLOW, O_RDWR } = constants
  const flags =
    O_NONBLOCK | (folderOnly ? O_DIRECTORY | unlessHandle(place) : 0) | (forWriting ? O_RDWR | O_NOFOLLOW : 0)
  const asked = workers.ask(question(place, flags, calls))
  const answer = await (changesDisk ? asked : orCancelled(asked, title, signal))
  const opened = answer.readUInt32BE(0)
  if (opened !== 0) throw ioctlError(opened, title, place)
  const answers: IoctlAnswer[] = []
  for (let at = 4; at < answer.length;) {
    const length = answer.readUInt32BE(at + 4)
    answers.push({ errno: answer.readUInt32BE(at), bytes: answer.subarray(at + 8, at + 8 + length) })
    at += 8 + length
  }
  if (answers.length !== calls.length) throw unreadableAnswer('btrfs', `${answers.length} answers to ${calls.length}`)
  return answers
}

/** One question; its failure is an error. The answer has `wanted` bytes. */
export async function ioctl(place: BytePath, call: IoctlCall, options: IoctlOptions): Promise<Buffer> {
  const [answer] = await ioctls(place, [call], options)
  if (answer === undefined) throw unreadableAnswer('btrfs', 'nothing')
  if (answer.errno !== 0) throw ioctlError(answer.errno, options.title, place)
  return padded(answer.bytes, call.wanted ?? 0)
}

export function padded(bytes: Buffer, length: number): Buffer {
  return bytes.length >= length ? bytes : Buffer.concat([bytes, Buffer.alloc(length - bytes.length)])
}

/** The handles that this program hands on are links themselves (proc(5)). */
function unlessHandle(place: BytePath): number {
  return /^\/proc\/\d+\/fd\/\d+$/.test(place) ? 0 : constants.O_NOFOLLOW
}

function question(place: BytePath, flags: number, calls: readonly IoctlCall[]): Buffer {
  return Buffer.concat([
    withLength(bufferFromBytePath(place)),
    numbers(flags),
    ...calls.flatMap(({ number, size, wanted = 0, argument = Buffer.alloc(0), opened }) => [
      numbers(number, size, wanted),
      withLength(argument),
      withLength(opened?.path ?? Buffer.alloc(0)),
      numbers(opened?.isFolder === false ? constants.O_RDONLY | constants.O_NOFOLLOW : constants.O_DIRECTORY),
    ]),
  ])
}

function withLength(bytes: Buffer): Buffer {
  return Buffer.concat([numbers(bytes.length), bytes])
}

function numbers(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(4 * values.length)
  values.forEach((value, index) => bytes.writeUInt32BE(value, 4 * index))
  return bytes
}

/** What was asked is done all the same; only nobody waits for it any more. */
async function orCancelled<T>(asked: Promise<T>, title: Message, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return asked
  let stop: (() => void) | undefined
  const stopped = new Promise<never>((_resolve, reject) => {
    stop = () => reject(cancelled(title))
    signal.addEventListener('abort', stop, { once: true })
  })
  try {
    return await Promise.race([asked, stopped])
  } finally {
    if (stop !== undefined) signal.removeEventListener('abort', stop)
  }
}

function cancelled(title: Message): AppError {
  return toolsMessages.stopped({ title })
}

/** errno(3), the numbers that mean something to a person here; the same on x86_64 and arm64. */
export const errnos = { ENOENT: 2, ENODEV: 19, EINVAL: 22, ENOSPC: 28, EDQUOT: 122 } as const

const words: Readonly<Record<number, string>> = {
  1: 'Operation not permitted',
  2: 'No such file or directory',
  5: 'Input/output error',
  13: 'Permission denied',
  16: 'Device or resource busy',
  17: 'File exists',
  20: 'Not a directory',
  22: 'Not a subvolume',
  25: 'Not a btrfs',
  26: 'Text file busy: a swap file is in use in it',
  28: 'No space left on device',
  30: 'Read-only file system',
  39: 'Directory not empty',
  40: 'It is a link',
  117: 'Structure needs cleaning',
  122: 'Disk quota exceeded',
}

export function errnoWords(errno: number): string {
  return words[errno] ?? `error ${errno}`
}

export function ioctlError(errno: number, title: Message, place: BytePath): AppError {
  const why = errno === errnos.ENOSPC ? 'diskFull' : errno === errnos.EDQUOT ? 'quotaFull' : 'failed'
  return toolsMessages[why]({ title }, { details: `btrfs: ${place}: ${errnoWords(errno)}` })
}

/** linux/ioctl.h: how a number is made of direction, size and the letter of the file system. */
export function ioctlNumber(direction: 'none' | 'write' | 'read' | 'both', order: number, size: number): number {
  const bits = { none: 0, write: 1, read: 2, both: 3 }[direction]
  return ((bits << 30) | (size << 16) | (0x94 << 8) | order) >>> 0
}

/** A path of a program is text, one from a disk is bytes. */
export function placeOf(path: string): BytePath {
  return bytePathFromText(path)
}
