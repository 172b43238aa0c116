import 'react-diff-view/style/index.css'
import { useMemo, useRef, useState, type ReactNode } from 'react'
import { Decoration, Diff, Hunk, type HunkData } from 'react-diff-view'
import { hideValues } from '../../../src-main/kernel/hide-values.ts'
import { DiffTools } from './diff-tools.tsx'
import styles from './diff-table.module.css'
import {
  besideEachOther,
  compareTexts,
  countDifferences,
  foldEqual,
  openedOf,
  showAll,
  type RowRange,
} from './side-by-side.ts'
import { texts } from '../texts.ts'
import { useDifferences } from './use-differences.ts'
import { useIsWide } from './use-is-wide.ts'

export interface Heads {
  readonly left: ReactNode
  readonly right: ReactNode
}

interface DiffPaneProps {
  readonly before: string
  readonly after: string
  readonly heads: Heads
  readonly name: string
  readonly hidden: boolean
  /** Whether F7 is for this one, wherever the focus is. */
  readonly heard: boolean
  readonly fullScreen?: boolean
  readonly onFull: () => void
}

/** Side by side; one below the other where there is no room. Opens at what differs: equal lines are folded. */
export function DiffPane(props: DiffPaneProps) {
  const { before, after, heads, name, hidden, heard, fullScreen = false, onFull } = props
  const box = useRef<HTMLDivElement>(null)
  const wide = useIsWide(box)
  const rows = useMemo(() => compareTexts(before, after, hidden ? hideValues : showAll), [before, after, hidden])
  const [opened, setOpened] = useState<{ readonly rows: typeof rows; readonly ranges: readonly RowRange[] }>()
  const ranges = useMemo(() => (opened?.rows === rows ? opened.ranges : []), [opened, rows])
  const { stretches, whole } = useMemo(() => foldEqual(rows, ranges), [rows, ranges])
  const count = useMemo(() => countDifferences(rows), [rows])
  const differences = useDifferences(box, { count, heard })
  const unfold = (range: RowRange) =>
    setOpened({ rows, ranges: [...ranges, openedOf(range, range.end === rows.length)] })
  const hunks = stretches.flatMap((stretch) => (stretch.kind === 'shown' ? [stretch.hunk] : []))
  return (
    <div className={styles['pane']} onKeyDown={differences.onKeyDown}>
      <DiffTools {...differences} count={count} fullScreen={fullScreen} onFull={onFull} />
      <div className={wide ? styles['heads'] : styles['headsBelow']}>
        {heads.left}
        {heads.right}
      </div>
      <div ref={box} className={styles['box']} role="region" tabIndex={0} aria-label={name}>
        <Diff
          viewType={wide ? 'split' : 'unified'}
          diffType="modify"
          hunks={hunks}
          className={styles['diff']}
          gutterType="default"
        >
          {() =>
            stretches.map((stretch) =>
              stretch.kind === 'shown' ? (
                <Hunk key={stretch.hunk.content} hunk={wide ? inColumns(stretch.hunk) : stretch.hunk} />
              ) : (
                <Decoration key={`fold-${stretch.range.start}`}>
                  <Fold range={stretch.range} onUnfold={unfold} />
                </Decoration>
              ),
            )
          }
        </Diff>
        {!whole && <p className={styles['gap']}>{texts.moreDiffers}</p>}
      </div>
    </div>
  )
}

function inColumns(hunk: HunkData): HunkData {
  return { ...hunk, changes: besideEachOther(hunk.changes) }
}

function Fold({ range, onUnfold }: { readonly range: RowRange; readonly onUnfold: (range: RowRange) => void }) {
  return (
    <button type="button" className={styles['fold']} onClick={() => onUnfold(range)}>
      {texts.unfold(range.end - range.start)}
    </button>
  )
}
