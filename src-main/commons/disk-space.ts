/** How much room a btrfs file system has, and what that means for a switch. */
import { z } from 'zod'

export const diskSpaceSchema = z.object({
  totalBytes: z.number(),
  /** What can be written of contents. */
  freeBytes: z.number(),
  unallocatedBytes: z.number(),
  metadataBytes: z.number(),
  metadataUsedBytes: z.number(),
})
export type DiskSpace = z.infer<typeof diskSpaceSchema>

export type SpaceVerdict =
  | { readonly kind: 'enough' }
  | { readonly kind: 'too-little-free'; readonly neededBytes: number }
  /** A snapshot needs metadata: with it full, none can be taken although there is room for files. */
  | { readonly kind: 'metadata-full'; readonly percent: number }

const leastFreeBytes = 2 * 1024 ** 3
const leastFreeShare = 0.05
const mostMetadataShare = 0.9
/** From here the file system can still give the metadata a new chunk. */
const chunkBytes = 1024 ** 3

export function assessSpace(space: DiskSpace): SpaceVerdict {
  const neededBytes = Math.max(leastFreeBytes, space.totalBytes * leastFreeShare)
  if (space.freeBytes < neededBytes) return { kind: 'too-little-free', neededBytes }
  const share = space.metadataBytes === 0 ? 0 : space.metadataUsedBytes / space.metadataBytes
  if (share > mostMetadataShare && space.unallocatedBytes < chunkBytes) {
    return { kind: 'metadata-full', percent: Math.round(share * 100) }
  }
  return { kind: 'enough' }
}

const leastLeftBytes = 5_000_000_000
const leastLeftShare = 0.1

/** Whether so many bytes more, which nobody waits for, leave enough: a tenth of the file system, or 5 GB where that is less. */
export function hasRoomFor(
  bytes: number,
  { freeBytes, totalBytes }: { readonly freeBytes: number; readonly totalBytes: number },
): boolean {
  return freeBytes - bytes >= Math.min(leastLeftBytes, totalBytes * leastLeftShare)
}
