/** All lines of a request, and what has to follow whatever becomes of them. */
import { syncFileSystem } from '../../../tools/btrfs/btrfs-subvolume.ts'
import { clearLeftovers, placeLines, type PlaceRequest, type PlaceResult } from '../../../tools/files/place-lines.ts'
import type { RunOptions } from '../../../tools/run.ts'

/**
 * A run that fails, or is told to stop, leaves nothing half-way. At the end everything is on the disk. What `begin` throws it
 * throws, and nothing has changed.
 */
export async function placeWhole(
  request: PlaceRequest,
  tell: (result: PlaceResult) => void,
  options: RunOptions & { readonly begin?: () => Promise<void> },
): Promise<void> {
  const { signal, begin } = options
  // The program that places is started before: what follows keeps this one from it for a while.
  const ready = Promise.resolve().then(async () => {
    // The disk is busy with one, and the processor with the other. Contents that are shared are written out first: all at once
    // takes less than one by one.
    const both = [syncFileSystem(request.sourceRoot, { signal }), begin?.() ?? Promise.resolve()]
    // Neither goes on when the other one has failed and all is over.
    await Promise.allSettled(both)
    await Promise.all(both)
  })
  let isWhole = false
  try {
    await placeLines(request, tell, { signal, ready })
    isWhole = true
  } finally {
    const isReady = await ready.then(
      () => true,
      () => false,
    )
    if (isReady) await endPlacing(request, isWhole)
  }
}

async function endPlacing(request: PlaceRequest, isWhole: boolean): Promise<void> {
  try {
    if (!isWhole) await clearLeftovers(request, {})
  } finally {
    // What was placed is on the disk before anybody says so.
    await syncFileSystem(request.liveRoot, {})
  }
}
