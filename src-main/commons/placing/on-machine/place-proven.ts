/** What was fetched and proven goes into its place: the only way in which root changes a tree of the person's in a switch. */
import { randomUUID } from 'node:crypto'
import type { AnswerContext } from '../../../machine/machine.ts'
import { syncFileSystem } from '../../../tools/btrfs/btrfs-subvolume.ts'
import { clearLeftovers, placeLines, type LeftResult, type PlaceRequest } from '../../../tools/files/place-lines.ts'
import { beginPlacing } from './placed-file.ts'
import { forgetPlacing, notePlacing } from './placing-file.ts'

export interface Proven extends Omit<PlaceRequest, 'id'> {
  /** Where this laptop keeps what it knows of the switch. */
  readonly switchFolder: string
  /** Of the frozen tree `expectedRoot`. */
  readonly scanId: string
}

export interface PlacedCounts {
  readonly placed: number
  readonly removed: number
  readonly left: readonly LeftResult[]
}

/** Each line is written down before it is done, and what stands there afterwards. At the end everything is on the disk. */
export async function placeProven(
  { switchFolder, scanId, ...trees }: Proven,
  { signal, report }: Pick<AnswerContext, 'signal' | 'report'>,
): Promise<PlacedCounts> {
  const { lines, liveRoot } = trees
  const request: PlaceRequest = { ...trees, id: randomUUID().replaceAll('-', '') }
  const left: LeftResult[] = []
  const counts = { placed: 0, removed: 0 }
  notePlacing(switchFolder, { id: request.id, scanId, lines: [...lines] })
  const journal = beginPlacing(
    switchFolder,
    lines.map(({ path }) => path),
  )
  let isWhole = false
  try {
    // Contents that are shared are written out first: all at once takes less than one by one.
    await syncFileSystem(request.sourceRoot, { signal })
    await placeLines(
      request,
      (result) => {
        journal.note(result)
        if (result.outcome === 'left') left.push(result)
        else if (result.outcome === 'removed' || result.outcome === 'absent') counts.removed += 1
        else counts.placed += 1
        report({ done: counts.placed + counts.removed + left.length, total: lines.length, unit: 'files' })
      },
      { signal },
    )
    isWhole = true
  } finally {
    try {
      if (!isWhole) await clearLeftovers(request, {})
    } finally {
      journal.close()
      // What was placed is on the disk before anybody says so.
      await syncFileSystem(liveRoot, {})
    }
  }
  forgetPlacing(switchFolder)
  return { ...counts, left }
}
