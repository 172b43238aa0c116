/** What was fetched and proven goes into its place: the only way in which root changes a tree of the person's in a switch. */
import type { AnswerContext } from '../../../machine/machine.ts'
import type { LeftResult, PlaceRequest } from '../../../tools/files/place-lines.ts'
import { placeWhole } from './place-whole.ts'
import { beginPlacing, type PlacedWriter } from './placed-file.ts'
import { forgetPlacing, newPlacingId, notePlacing } from './placing-file.ts'
import { requireReady } from './require-ready.ts'

export interface Proven extends Omit<PlaceRequest, 'id'> {
  /** Of this laptop, and where in it is what it knows of the switch. */
  readonly stateFolder: string
  readonly switchFolder: string
  /** Of the frozen tree `expectedRoot`. */
  readonly scanId: string
}

export interface PlacedCounts {
  readonly placed: number
  /** Among them: names that are no longer of one file, as they are where they came from (PlacedResult). */
  readonly separate: number
  readonly removed: number
  readonly left: readonly LeftResult[]
}

/**
 * Each line is written down before it is done, and what stands there afterwards. At the end everything is on the disk.
 * AppError "locked", "blocked" or "disk-full" before the first line, when nothing has changed.
 */
export async function placeProven(
  { stateFolder, switchFolder, scanId, ...trees }: Proven,
  { signal, report }: Pick<AnswerContext, 'signal' | 'report'>,
): Promise<PlacedCounts> {
  const { lines } = trees
  const request: PlaceRequest = { ...trees, id: newPlacingId() }
  const left: LeftResult[] = []
  const counts = { placed: 0, separate: 0, removed: 0 }
  let journal: PlacedWriter | undefined
  const begin = async (): Promise<void> => {
    await requireReady({ stateFolder, ...trees }, { signal })
    notePlacing(switchFolder, { id: request.id, scanId, lines })
    journal = beginPlacing(
      switchFolder,
      lines.map(({ path }) => path),
    )
  }
  try {
    await placeWhole(
      request,
      (result) => {
        journal?.note(result)
        if (result.outcome === 'left') left.push(result)
        else if (result.outcome === 'removed' || result.outcome === 'absent') counts.removed += 1
        else counts.placed += 1
        if (result.outcome === 'placed' && result.isSeparate) counts.separate += 1
        report({ done: counts.placed + counts.removed + left.length, total: lines.length, unit: 'files' })
      },
      { signal, begin },
    )
  } finally {
    journal?.close()
  }
  forgetPlacing(switchFolder)
  return { ...counts, left }
}
