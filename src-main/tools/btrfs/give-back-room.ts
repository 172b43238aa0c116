/** btrfs gives back the room of deleted subvolumes one after the other, after it has said that they are gone. */
import { setTimeout as pause } from 'node:timers/promises'
import type { RunOptions } from '../run.ts'
import { giveSignOfLife } from '../sign-of-life.ts'
import { listDeletedIds } from './btrfs-delete.ts'
import { syncFileSystem } from './btrfs-subvolume.ts'

const lookEveryMs = 200
/** A slow disk goes on by itself. */
const patienceMs = 5 * 60_000

/** Until it is there again, or so long at most. */
export async function giveBackRoom(place: string, { signal }: RunOptions, mostMs = patienceMs): Promise<void> {
  await syncFileSystem(place, {})
  for (const deadline = Date.now() + mostMs; Date.now() < deadline;) {
    if ((await listDeletedIds(place, { signal })).size === 0) break
    giveSignOfLife()
    await pause(lookEveryMs, undefined, signal === undefined ? {} : { signal })
  }
  // What the last one had is free once that is written.
  await syncFileSystem(place, {})
}
