/** btrfs-subvolume(8), `delete`: the one place where a subvolume is removed. */
import { run, type RunOptions } from './run.ts'

/**
 * Deletes as many as the kernel lets go and tells its words about the others, one that is being sent or has something
 * inside it; the caller looks which are left. The caller has made sure what each path is, and that it is mounted nowhere:
 * by way of another mount the kernel deletes a mounted subvolume without a word. Not to be stopped half-way.
 */
export async function deleteSubvolumes(paths: readonly string[]): Promise<{ readonly complaints: string }> {
  if (paths.length === 0) return { complaints: '' }
  const { stderr } = await run({
    title: 'delete snapshots',
    argv: ['btrfs', 'subvolume', 'delete', '--', ...paths],
    exitCodes: [0, 1],
  })
  return { complaints: stderr }
}

/** Ids of deleted subvolumes whose space is not yet given back. */
export async function listDeletedIds(place: string, options: RunOptions): Promise<ReadonlySet<number>> {
  const { bytes } = await run(
    { title: 'see what is still being cleaned up', argv: ['btrfs', 'subvolume', 'list', '-d', '--', place] },
    options,
  )
  return new Set([...bytes.toString('latin1').matchAll(/^ID (\d+) .* path DELETED$/gm)].map(([, id]) => Number(id)))
}
