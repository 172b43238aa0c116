import { useEffect, useMemo } from 'react'
import type { TreeChange } from '../../../../src-main/contract/compare-calls.ts'
import type { LookSide } from '../../../../src-main/contract/look.ts'
import { compareTexts, countDifferentLines, showAll } from '../../../components/diff/side-by-side.ts'
import { TwoSides } from '../../../components/diff/two-sides.tsx'
import { ErrorState, LoadingState } from '../../../components/list-state.tsx'
import type { Comparison } from '../../../stores/comparisons-store.ts'
import { useCall } from '../../../stores/use-call.ts'
import { isFolder, nameOfChange } from '../change-words.ts'
import type { RestorePoint } from '../list/restore-points.ts'
import type { LaptopNames } from '../../../components/laptop-names.ts'
import styles from './change-sides.module.css'
import { sideWords } from './comparing.ts'
import { FolderFacts } from './folder-facts.tsx'
import { texts } from './texts.ts'

interface ChangeSidesProps {
  readonly change: TreeChange
  readonly comparison: Comparison
  readonly restorePoints: readonly RestorePoint[]
  readonly laptops: LaptopNames
  /** How many lines differ, as soon as that is known. */
  readonly onLines: (lines: number | undefined) => void
}

/** Both versions of what is selected, the earlier on the left. */
export function ChangeSides(props: ChangeSidesProps) {
  const { change, comparison, restorePoints, laptops } = props
  const snapshots = useMemo(() => restorePoints.flatMap((restorePoint) => restorePoint.snapshots), [restorePoints])
  const left = sideWords(comparison.one, comparison.laptop, snapshots, laptops)
  const right = sideWords(comparison.other, comparison.laptop, snapshots, laptops)
  return (
    <section data-both-versions className={styles['sides']} aria-label={texts.bothVersions(nameOfChange(change))}>
      {isFolder(change) ? (
        <FolderFacts change={change} left={left} right={right} />
      ) : (
        <FileSides {...props} left={left} right={right} />
      )}
    </section>
  )
}

interface Words {
  readonly label: string
  readonly word: string
}

function FileSides({
  change,
  comparison,
  left,
  right,
  onLines,
}: ChangeSidesProps & { readonly left: Words; readonly right: Words }) {
  const { laptop, subvolume, one, other } = comparison
  const { value, error, askAgain } = useCall('filesLook', {
    laptop,
    subvolume,
    sides: [
      { id: one, path: change.oldPath ?? change.path },
      { id: other, path: change.path },
    ],
  })
  const sides = value?.sides
  const lines = useMemo(() => linesOf(sides?.[0], sides?.[1]), [sides])
  useEffect(() => onLines(lines), [lines, onLines])
  if (error !== undefined) return <ErrorState error={error} onTryAgain={askAgain} />
  const [before, after] = sides ?? []
  if (before === undefined || after === undefined) return <LoadingState>{texts.fetching}</LoadingState>
  return (
    <TwoSides
      left={{ ...left, side: before }}
      right={{ ...right, side: after }}
      name={texts.versionsName(nameOfChange(change))}
      onlyOne={(there, missing) => texts.onlyIn(there.word, missing.label, missing.word)}
      neither={{ title: texts.neitherTitle, text: texts.neitherText }}
    />
  )
}

function linesOf(before: LookSide | undefined, after: LookSide | undefined): number | undefined {
  if (before?.kind !== 'text' || after?.kind !== 'text') return undefined
  return countDifferentLines(compareTexts(before.text, after.text, showAll))
}
