/** All lines of a request, and what has to follow whatever becomes of them. */
import { syncFileSystem } from '../../../tools/btrfs/btrfs-subvolume.ts'
import { clearLeftovers, placeLines, type PlaceRequest, type PlaceResult } from '../../../tools/files/place-lines.ts'
import type { RunOptions } from '../../../tools/run.ts'

/** A run that fails, or is told to stop, leaves nothing half-way. At the end everything is on the disk. */
export async function placeWhole(
  request: PlaceRequest,
  tell: (result: PlaceResult) => void,
  options: RunOptions,
): Promise<void> {
  await writeOut(request, options)
  await placeWritten(request, tell, options)
}

/** Contents that are shared are written out first: all at once takes less than one by one. */
export function writeOut({ sourceRoot }: Pick<PlaceRequest, 'sourceRoot'>, options: RunOptions): Promise<void> {
  return syncFileSystem(sourceRoot, options)
}

/** The same as placeWhole, of what is written out. */
export async function placeWritten(
  request: PlaceRequest,
  tell: (result: PlaceResult) => void,
  options: RunOptions,
): Promise<void> {
  let isWhole = false
  try {
    await placeLines(request, tell, options)
    isWhole = true
  } finally {
    try {
      if (!isWhole) await clearLeftovers(request, {})
    } finally {
      // What was placed is on the disk before anybody says so.
      await syncFileSystem(request.liveRoot, {})
    }
  }
}
