import { useState } from 'react'
import type { TreeChange } from '../../../../src-main/contract/compare-calls.ts'
import type { SnapshotSubvolume } from '../../../../src-main/contract/snapshot-calls.ts'
import { useComparisons } from '../../../stores/app-context.tsx'
import type { ComparisonState, Comparison } from '../../../stores/comparisons-store.ts'
import { ChangeFoot } from './change-foot.tsx'
import { ChangeSides } from './change-sides.tsx'
import { ChangesList } from './changes-list.tsx'
import styles from './changes-panel.module.css'
import type { ChangesPanelProps, ChangesView } from './changes-view.ts'
import { ChangesTree } from './changes-tree.tsx'

interface DifferencesProps extends ChangesPanelProps {
  readonly compared: Extract<ComparisonState, { kind: 'made' }>
  readonly comparison: Comparison
  readonly snapshotIs: 'earlier' | 'later'
  readonly subvolume: SnapshotSubvolume | undefined
  readonly view: ChangesView
  readonly lookedAt: TreeChange | undefined
  readonly onLookAt: (change: TreeChange | undefined) => void
}

/** Everything that differs; of what is selected both versions, and the way to bring it back. */
export function Differences(props: DifferencesProps) {
  const { compared, comparison, snapshotIs, subvolume, view, lookedAt, onLookAt, home, laptops } = props
  const { again, renew } = useComparisons()
  const [lines, setLines] = useState<number>()
  const common = {
    laptop: comparison.laptop,
    compareId: compared.compareId,
    subvolume,
    home,
    lookedAt: lookedAt?.path,
    onLookAt: (change: TreeChange | undefined) => {
      setLines(undefined)
      onLookAt(change)
    },
    onLost: () => again(comparison),
  }
  // A search looks everywhere, so what it finds is a list.
  const asTree = view.shape === 'tree' && view.search === '' && view.kind === 'all'
  return (
    <>
      <div className={styles['list']}>
        {asTree ? (
          <ChangesTree key={compared.compareId} {...common} />
        ) : (
          <ChangesList {...common} filter={{ kind: view.kind, search: view.search }} counts={compared.counts} />
        )}
      </div>
      {lookedAt !== undefined && (
        <>
          <ChangeSides
            key={`${compared.compareId}\n${lookedAt.path}`}
            change={lookedAt}
            comparison={comparison}
            restorePoints={props.restorePoints}
            laptops={laptops}
            onLines={setLines}
          />
          <ChangeFoot
            change={lookedAt}
            lines={lines}
            snapshot={props.snapshot}
            snapshotIs={snapshotIs}
            againstNow={comparison.other === 'now'}
            subvolume={subvolume}
            home={home}
            laptops={laptops}
            onChanged={(said) => {
              props.onChanged(said)
              renew(comparison)
            }}
          />
        </>
      )}
    </>
  )
}
