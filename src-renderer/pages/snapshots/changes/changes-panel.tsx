import { useEffect, useMemo, useState } from 'react'
import type { TreeChange } from '../../../../src-main/contract/compare-calls.ts'
import { useCheckAgainKey } from '../../../components/use-keys.ts'
import { useComparisons } from '../../../stores/app-context.tsx'
import { comparisonKey } from '../../../stores/comparisons-store.ts'
import { useDebounced } from '../../../stores/use-debounced.ts'
import styles from './changes-panel.module.css'
import type { ChangesPanelProps, ChangesView } from './changes-view.ts'
import { ChangesTools } from './changes-tools.tsx'
import { CompareBar } from './compare-bar.tsx'
import { CompareState } from './compare-state.tsx'
import { othersWith, pairingOf, wantedComparisons } from './comparing.ts'
import { Differences } from './differences.tsx'
import { texts } from './texts.ts'

/** Long enough to pass over a point in time without comparing it. */
const restMs = 250

/** What changed between a snapshot and now, or another snapshot, subvolume by subvolume. */
export function ChangesPanel(props: ChangesPanelProps) {
  const { snapshot, restorePoints, laptops } = props
  const subvolumes = snapshot.subvolumes
  const [subvolume, setSubvolume] = useState(subvolumes[0]?.subvolume ?? '')
  const [against, setAgainst] = useState('now')
  const [view, setView] = useState<ChangesView>({ shape: 'list', kind: 'all', search: '' })
  const [lookedAt, setLookedAt] = useState<TreeChange>()
  const search = useDebounced(view.search.trim(), 150)
  const others = useMemo(() => othersWith(restorePoints, snapshot, subvolume), [restorePoints, snapshot, subvolume])
  const { comparison, snapshotIs } = useMemo(
    () => pairingOf(snapshot, subvolume, against, others),
    [snapshot, subvolume, against, others],
  )
  const { known, want, again, making } = useComparisons()
  const key = comparisonKey(comparison)
  const rested = useDebounced(key, restMs)
  useEffect(() => {
    if (rested === key) want(wantedComparisons(comparison, snapshot))
  }, [rested, key, want, comparison, snapshot])
  useEffect(() => () => want([]), [want])
  useCheckAgainKey(() => again(comparison))
  const compared = known[key]
  const shownSubvolume = subvolumes.find((one) => one.subvolume === subvolume)
  return (
    <>
      <CompareBar
        {...props}
        subvolumes={subvolumes}
        subvolume={subvolume}
        comparison={comparison}
        onSubvolume={(next) => {
          setSubvolume(next)
          setLookedAt(undefined)
        }}
      />
      <div
        className={styles['panel']}
        role="tabpanel"
        aria-label={shownSubvolume === undefined ? texts.noSubvolume : shownSubvolume.shortTitle}
      >
        <ChangesTools
          {...props}
          others={others}
          against={against}
          onAgainst={(next) => {
            setAgainst(next)
            setLookedAt(undefined)
          }}
          compared={compared}
          view={view}
          onView={setView}
        />
        {compared?.kind === 'made' ? (
          <Differences
            {...props}
            compared={compared}
            comparison={comparison}
            snapshotIs={snapshotIs}
            subvolume={shownSubvolume}
            view={{ ...view, search }}
            lookedAt={lookedAt}
            onLookAt={setLookedAt}
          />
        ) : (
          <CompareState
            compared={compared}
            madeBy={making?.key === key ? making.callId : undefined}
            laptop={laptops.labelOf(snapshot.laptop)}
            onAgain={() => again(comparison)}
          />
        )}
      </div>
    </>
  )
}
