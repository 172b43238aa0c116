/**
 * What has to be done to make one read-only snapshot of another, without the data: BTRFS_IOC_SEND (linux/btrfs.h), for
 * which btrfs-send(8) asks the kernel too. Asked directly, what it says comes here without a program in between that
 * reads and writes all of it, a tenth of the time of a comparison. Node cannot call ioctl(2); perl can (btrfs-ioctl.ts).
 */
import { constants } from 'node:fs'
import { constants as system } from 'node:os'
import { ioctlNumber } from './btrfs-ioctl.ts'
import { lookUpFolder } from './btrfs-paths.ts'
import { toolsMessages } from '../messages.ts'
import { run, type RunOptions } from '../run.ts'
import program from './btrfs-send.pl'
import { createSendReader, type SendCommand } from './btrfs-send-stream.ts'
import { titles } from '../titles/messages.ts'

export interface SendRequest {
  /** The earlier one. Of an unrelated one btrfs says nothing: it describes two whole trees and calls it a success. */
  readonly parent: string
  readonly snapshot: string
}

/** By this word in its argv it is known to send (btrfs-senders.ts). */
export const sendWord = 'btrfs-send'

const flags = { noFileData: 1 }
const argumentBytes = 72
const folderOf = lookUpFolder(0, 256)

/** As much as an ordinary pipe may hold, and how often it is emptied. */
const pipe = { bytes: 2 ** 20, setSize: 1031, seconds: 0.004 }

const numbers = [
  constants.O_DIRECTORY,
  folderOf.number,
  folderOf.size,
  ioctlNumber('write', 38, argumentBytes),
  flags.noFileData,
  pipe.setSize,
  pipe.bytes,
  pipe.seconds,
].map(String)

/** Neither snapshot can be deleted while it is read (EPERM). */
export function sendArgv({ parent, snapshot }: SendRequest): readonly [string, ...string[]] {
  return ['perl', '-e', program, sendWord, parent, snapshot, ...numbers]
}

const title = titles.compareSnapshots({})

/**
 * Calls `tell` with each command in order. What `tell` throws ends it. It only reads, and ends by itself when nobody
 * reads what it writes; so it needs no dieWithParent, which would cost as much as a small comparison. A path of more than
 * some 4,000 bytes is an AppError "tool-failed" of which ENAMETOOLONG is the cause.
 */
export async function readSend(
  request: SendRequest,
  tell: (command: SendCommand) => void,
  options: RunOptions,
): Promise<void> {
  const reader = createSendReader(tell)
  const { exitCode, stderr } = await run(
    {
      title,
      argv: sendArgv(request),
      exitCodes: [0, system.errno.ENAMETOOLONG],
      onBytes: (piece) => reader.push(piece),
    },
    options,
  )
  if (exitCode !== 0) {
    const cause = Object.assign(new Error(stderr), { code: 'ENAMETOOLONG' })
    throw toolsMessages.failed({ title }, { details: stderr, cause })
  }
  reader.end()
}
