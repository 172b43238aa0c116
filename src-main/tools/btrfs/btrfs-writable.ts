/** btrfs-subvolume(8): fresh writable snapshots, and looking a subvolume up by its number instead of its name. */
import { parseSubvolumeShow, type SubvolumeFacts } from './btrfs-subvolume.ts'
import { run, unreadableAnswer, type RunOptions } from '../run.ts'

/** `to` must not exist: a snapshot onto a folder ends up inside it, and btrfs calls that a success. */
export async function snapshotWritable(from: string, to: string, options: RunOptions): Promise<void> {
  await run(
    { title: `make a writable copy of ${from}`, argv: ['btrfs', 'subvolume', 'snapshot', '--', from, to] },
    options,
  )
}

/** `place` is anywhere on the file system. AppError "tool-failed" when there is no such subvolume. */
export async function showSubvolumeById(id: number, place: string, options: RunOptions): Promise<SubvolumeFacts> {
  const { stdout } = await run(
    {
      title: `look at the subvolume ${id}`,
      argv: ['btrfs', 'subvolume', 'show', '--rootid', String(id), '--', place],
    },
    options,
  )
  return parseSubvolumeShow(stdout)
}

/** The subvolume that is mounted when nobody names one; 5 is the top level. */
export async function readDefaultSubvolume(place: string, options: RunOptions): Promise<number> {
  const { stdout } = await run(
    { title: 'find the default subvolume', argv: ['btrfs', 'subvolume', 'get-default', place] },
    options,
  )
  const id = /^ID (\d+)\b/.exec(stdout)?.[1]
  if (id === undefined) throw unreadableAnswer('btrfs subvolume get-default', stdout)
  return Number(id)
}
