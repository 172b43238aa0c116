/** What changed in a file, known from where its contents stand on the disk. */
import { blockBytes, type Extent, type FileLayout } from '../../tools/btrfs/btrfs-extents.ts'

export interface ChangedRange {
  /** In bytes; whole blocks, but for the end of the file. */
  readonly start: number
  readonly length: number
  /** Without contents: a hole, or preallocated. */
  readonly zeros: boolean
}

/**
 * Where `after` may read otherwise than `before`, in order and without touching each other. Both are files that nobody writes to on
 * one file system: the same place on its disk is the same contents as long as the older one is there.
 */
export function changedRanges(before: FileLayout, after: FileLayout): readonly ChangedRange[] {
  const end = roundUp(after.bytes)
  const [was, is] = [createPlaces(before), createPlaces(after)]
  const ranges: { start: number; length: number; zeros: boolean }[] = []
  for (let at = 0; at < end;) {
    const [old, current] = [was(at), is(at)]
    const next = Math.min(old.until, current.until, end)
    const isBeyond = at >= roundUp(before.bytes)
    const isSame = isBeyond ? current.extent === undefined : isSamePlace(old.extent, current.extent)
    if (!isSame) {
      const zeros = current.extent === undefined
      const last = ranges.at(-1)
      if (last !== undefined && last.zeros === zeros && last.start + last.length === at) last.length += next - at
      else ranges.push({ start: at, length: next - at, zeros })
    }
    at = next
  }
  const last = ranges.at(-1)
  if (last !== undefined) last.length = Math.min(last.length, after.bytes - last.start)
  return ranges
}

export function roundUp(bytes: number): number {
  return Math.ceil(bytes / blockBytes) * blockBytes
}

function isSamePlace(one: Extent | undefined, other: Extent | undefined): boolean {
  return one?.disk === other?.disk && one?.shift === other?.shift
}

interface Place {
  /** Undefined: zeros. */
  readonly extent: Extent | undefined
  readonly until: number
}

/** What stands at a place; asked from the beginning to the end. */
function createPlaces({ bytes, extents }: FileLayout): (at: number) => Place {
  let next = 0
  return (at) => {
    let extent = extents[next]
    while (extent !== undefined && extent.start + extent.length <= at) extent = extents[(next += 1)]
    if (extent === undefined) return { extent, until: at < roundUp(bytes) ? roundUp(bytes) : Infinity }
    if (at < extent.start) return { extent: undefined, until: extent.start }
    return { extent, until: extent.start + extent.length }
  }
}
