import 'react-diff-view/style/index.css'
import { useMemo, useSyncExternalStore } from 'react'
import { Decoration, Diff, Hunk } from 'react-diff-view'
import { VirtualRows } from '../virtual-rows.tsx'
import styles from './diff-table.module.css'
import { compareTexts, hideValues, showAll } from './side-by-side.ts'
import { texts } from '../texts.ts'

interface TextProps {
  readonly name: string
  readonly hidden: boolean
}

/** Two versions side by side; one below the other where there is no room. */
export function DiffTable({
  before,
  after,
  name,
  hidden,
}: TextProps & { readonly before: string; readonly after: string }) {
  const wide = useIsWide()
  const { hunks, whole } = useMemo(
    () => compareTexts(before, after, hidden ? hideValues : showAll),
    [before, after, hidden],
  )
  return (
    <div className={styles['box']} role="region" tabIndex={0} aria-label={name}>
      <Diff
        viewType={wide ? 'split' : 'unified'}
        diffType="modify"
        hunks={hunks}
        className={styles['diff']}
        gutterType="default"
      >
        {(all) =>
          all.flatMap((hunk, index) => [
            ...(index === 0
              ? []
              : [
                  <Decoration key={`gap-${hunk.content}`}>
                    <p className={styles['gap']}>{texts.linesHidden}</p>
                  </Decoration>,
                ]),
            <Hunk key={hunk.content} hunk={hunk} />,
          ])
        }
      </Diff>
      {!whole && <p className={styles['gap']}>{texts.longFile}</p>}
    </div>
  )
}

/** One version, with its line numbers. */
export function TextTable({ text, name, hidden }: TextProps & { readonly text: string }) {
  const lines = useMemo(() => {
    const all = text.split('\n')
    if (all.at(-1) === '') all.pop()
    return all.map((line, index) => ({ number: index + 1, line: hidden ? hideValues(line) : line }))
  }, [text, hidden])
  return (
    <VirtualRows name={name} items={lines} rowHeight={20} roomAbove={8} keyOf={({ number }) => String(number)}>
      {({ number, line }) => (
        <div className={styles['line']}>
          <span className={styles['number']} aria-hidden>
            {number}
          </span>
          <span>{line}</span>
        </div>
      )}
    </VirtualRows>
  )
}

const wideQuery = '(width >= 900px)'

function useIsWide(): boolean {
  return useSyncExternalStore(
    (onChange) => {
      const query = window.matchMedia(wideQuery)
      query.addEventListener('change', onChange)
      return () => query.removeEventListener('change', onChange)
    },
    () => window.matchMedia(wideQuery).matches,
  )
}
