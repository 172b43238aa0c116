/** btrfs-send(8): what has to be done to make one read-only snapshot of another, without the data. */
import { run, type RunOptions } from './run.ts'
import { createSendReader, type SendCommand } from './btrfs-send-stream.ts'

export interface SendRequest {
  /** The earlier one. Of an unrelated one btrfs says nothing: it describes two whole trees and calls it a success. */
  readonly parent: string
  readonly snapshot: string
}

/** Neither snapshot can be deleted while it is read (EPERM). */
export function sendArgv({ parent, snapshot }: SendRequest): readonly [string, ...string[]] {
  return ['btrfs', 'send', '--quiet', '--no-data', '-p', parent, '--', snapshot]
}

/**
 * Calls `tell` with each command in order. What `tell` throws ends it. It only reads, and ends by itself when nobody
 * reads what it writes; so it needs no leash, which would cost as much as a small comparison.
 */
export async function readSend(
  request: SendRequest,
  tell: (command: SendCommand) => void,
  options: RunOptions,
): Promise<void> {
  const reader = createSendReader(tell)
  await run(
    {
      title: 'ask btrfs what is different between two snapshots',
      argv: sendArgv(request),
      onBytes: (piece) => reader.push(piece),
    },
    options,
  )
  reader.end()
}
