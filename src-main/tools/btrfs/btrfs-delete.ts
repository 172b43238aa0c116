/** SNAP_DESTROY (linux/btrfs.h): the one place where a subvolume is removed. */
import path from 'node:path'
import { bufferFromBytePath } from '../../kernel/byte-path.ts'
import { errnoWords, ioctlNumber, ioctls, placeOf } from './btrfs-ioctl.ts'
import { readRoots } from './btrfs-roots.ts'
import type { RunOptions } from '../run.ts'
import { titles } from '../titles/messages.ts'

const argumentBytes = 4096
const mostNameBytes = 255

/**
 * Deletes as many as the kernel lets go and tells its words about the others, one that is being sent or has something
 * inside it; the caller looks which are left. The caller has made sure what each path is, and that it is mounted nowhere:
 * by way of another mount the kernel deletes a mounted subvolume without a word. Not to be stopped half-way.
 */
export async function deleteSubvolumes(paths: readonly string[]): Promise<{ readonly complaints: string }> {
  const complaints: string[] = []
  for (const place of paths) {
    const name = bufferFromBytePath(placeOf(path.basename(place)))
    if (name.length === 0 || name.length > mostNameBytes) throw new Error(`not the name of a subvolume: ${place}`)
    const argument = Buffer.concat([Buffer.alloc(8), name])
    const call = { number: ioctlNumber('write', 15, argumentBytes), size: argumentBytes, argument }
    const options = { title: titles.deleteSnapshots({}), folderOnly: true }
    const [answer] = await ioctls(placeOf(path.dirname(place)), [call], options)
    if (answer !== undefined && answer.errno !== 0) complaints.push(`${place}: ${errnoWords(answer.errno)}`)
  }
  return { complaints: complaints.join('\n') }
}

/** Ids of deleted subvolumes whose space is not yet given back. */
export async function listDeletedIds(place: string, options: RunOptions): Promise<ReadonlySet<number>> {
  const roots = await readRoots(placeOf(place), { ...options, title: titles.listDeleted({}) })
  return new Set(roots.flatMap(({ id, link }) => (link === undefined ? [id] : [])))
}
