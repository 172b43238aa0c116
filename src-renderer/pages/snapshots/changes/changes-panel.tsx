import { List, ListTree } from 'lucide-react'
import { useEffect, useMemo, useState } from 'react'
import type { Change, ChangeKind, Snapshot, SnapshotPart } from '../../../../src-main/contract/snapshot-calls.ts'
import { formatCount } from '../../../../src-main/kernel/units.ts'
import { Badge } from '../../../components/badge.tsx'
import { Choose } from '../../../components/choose.tsx'
import { IconChoice } from '../../../components/icon-choice.tsx'
import { SearchField } from '../../../components/search-field.tsx'
import { Segmented } from '../../../components/segmented.tsx'
import { TabRow } from '../../../components/tab-row.tsx'
import { useCheckAgainKey } from '../../../components/use-keys.ts'
import { useComparisons } from '../../../stores/app-context.tsx'
import { comparisonKey, type Compared } from '../../../stores/comparisons-store.ts'
import { useSettled } from '../../../stores/use-settled.ts'
import { countOfChanges, kindWords, kinds } from '../change-words.ts'
import { partTab, sortedParts, type Moment } from '../snapshot-moments.ts'
import { wayOf, type Laptops } from '../snapshot-where.tsx'
import { ChangeFoot } from './change-foot.tsx'
import { ChangeSides } from './change-sides.tsx'
import { ChangesList } from './changes-list.tsx'
import styles from './changes-panel.module.css'
import { ChangesTree } from './changes-tree.tsx'
import { CompareState } from './compare-state.tsx'
import { againstOptions, othersWith, pairingOf, wantedComparisons } from './comparing.ts'

export interface ChangesPanelProps {
  readonly snapshot: Snapshot
  readonly moment: Moment
  readonly moments: readonly Moment[]
  readonly laptops: Laptops
  readonly home: string | undefined
  readonly nowMs: number
  readonly onLaptop: (laptop: string) => void
  readonly onRestoreEtc: () => void
  readonly onChanged: (said: string) => void
}

/** Long enough to pass over a point in time without comparing it. */
const restMs = 250

/** What changed between a snapshot and now, or another snapshot, part by part. */
export function ChangesPanel(props: ChangesPanelProps) {
  const { snapshot, moment, moments, laptops, nowMs, onLaptop } = props
  const parts = useMemo(() => sortedParts(snapshot.parts), [snapshot])
  const [part, setPart] = useState(parts[0]?.part ?? '')
  const [against, setAgainst] = useState('now')
  const [view, setView] = useState<'list' | 'tree'>('list')
  const [kind, setKind] = useState<ChangeKind | 'all'>('all')
  const [typed, setTyped] = useState('')
  const [lookedAt, setLookedAt] = useState<Change>()
  const search = useSettled(typed, 150)
  const others = useMemo(() => othersWith(moments, snapshot, part), [moments, snapshot, part])
  const { comparison, snapshotIs } = useMemo(
    () => pairingOf(snapshot, part, against, others),
    [snapshot, part, against, others],
  )
  const { known, want, again, making } = useComparisons()
  const key = comparisonKey(comparison)
  const rested = useSettled(key, restMs)
  useEffect(() => {
    if (rested === key) want(wantedComparisons(comparison, snapshot))
  }, [rested, key, want, comparison, snapshot])
  useEffect(() => () => want([]), [want])
  useCheckAgainKey(() => again(comparison))
  const compared = known[key]
  const choosePart = (next: string) => {
    setPart(next)
    setLookedAt(undefined)
  }
  return (
    <>
      <div className={styles['bar']}>
        <TabRow
          name="Parts of the snapshot"
          tabs={parts.map((one) => ({
            id: one.part,
            label: partTab(one),
            mark: <TabCount compared={known[comparisonKey({ ...comparison, part: one.part })]} />,
          }))}
          value={part}
          onChange={choosePart}
        />
        <div className={styles['against']}>
          <span className={styles['soft']}>Compared with</span>
          <Segmented
            name="Compared with"
            segments={laptops.names.map((name) => laptopSegment(name, moment, laptops))}
            value={snapshot.laptop}
            onChange={onLaptop}
          />
          {others.length > 0 && (
            <Choose
              narrow
              name={`Compared with which state of ${laptops.labelOf(snapshot.laptop)}`}
              options={againstOptions(others, moments, laptops.labelOf(snapshot.laptop), nowMs, (one) =>
                wayOf(one, laptops),
              )}
              value={against}
              onChange={(next) => {
                setAgainst(next)
                setLookedAt(undefined)
              }}
            />
          )}
        </div>
      </div>
      <div
        className={styles['panel']}
        role="tabpanel"
        aria-label={partTab(parts.find((one) => one.part === part) ?? { part, title: part })}
      >
        {compared?.kind === 'made' ? (
          <>
            <div className={styles['tools']}>
              <SearchField label="Search paths" value={typed} onChange={setTyped} />
              <Choose
                name="Which changes"
                options={kindOptions(compared)}
                value={kind}
                onChange={(next) => setKind(kinds.find((one) => one === next) ?? 'all')}
              />
              <IconChoice
                name="Shown as"
                choices={[
                  { id: 'list', label: 'List', icon: List },
                  { id: 'tree', label: 'Tree', icon: ListTree },
                ]}
                value={view}
                onChange={(next) => setView(next === 'tree' ? 'tree' : 'list')}
              />
            </div>
            <Differences
              {...props}
              compared={compared}
              comparison={comparison}
              snapshotIs={snapshotIs}
              part={parts.find((one) => one.part === part)}
              filter={{ kind, search }}
              asTree={view === 'tree' && search.trim() === '' && kind === 'all'}
              lookedAt={lookedAt}
              onLookAt={setLookedAt}
            />
          </>
        ) : (
          <CompareState
            compared={compared}
            isMaking={making === key}
            laptop={laptops.labelOf(snapshot.laptop)}
            onAgain={() => again(comparison)}
          />
        )}
      </div>
    </>
  )
}

function laptopSegment(name: string, moment: Moment, laptops: Laptops) {
  const label = laptops.labelOf(name)
  const has = moment.snapshots.some(({ laptop }) => laptop === name)
  if (has) return { id: name, label, title: `What changed on ${label}` }
  const asked = !laptops.missing.some(({ laptop }) => laptop === name)
  return {
    id: name,
    label,
    off: true,
    title: asked ? `${label} does not have this snapshot` : `${label} did not answer`,
  }
}

function TabCount({ compared }: { readonly compared: Compared | undefined }) {
  if (compared?.kind === 'made') return <Badge>{formatCount(countOfChanges(compared.counts))}</Badge>
  if (compared?.kind === 'comparing') return <Badge title="Comparing">…</Badge>
  if (compared?.kind === 'failed')
    return (
      <Badge tone="amber" title={compared.error.message}>
        Not known
      </Badge>
    )
  return undefined
}

function kindOptions({ counts }: Extract<Compared, { kind: 'made' }>) {
  return [
    { id: 'all', label: 'All changes' },
    ...kinds
      .filter((one) => counts[one] > 0)
      .map((one) => ({ id: one, label: `${kindWords[one]}, ${formatCount(counts[one])}` })),
  ]
}

interface DifferencesProps extends ChangesPanelProps {
  readonly compared: Extract<Compared, { kind: 'made' }>
  readonly comparison: ReturnType<typeof pairingOf>['comparison']
  readonly snapshotIs: 'earlier' | 'later'
  readonly part: SnapshotPart | undefined
  readonly filter: { readonly kind: ChangeKind | 'all'; readonly search: string }
  readonly asTree: boolean
  readonly lookedAt: Change | undefined
  readonly onLookAt: (change: Change | undefined) => void
}

function Differences(props: DifferencesProps) {
  const { compared, comparison, snapshotIs, part, filter, asTree, lookedAt, onLookAt, home, laptops } = props
  const { again } = useComparisons()
  const [lines, setLines] = useState<number>()
  const lookAt = (change: Change | undefined) => {
    setLines(undefined)
    onLookAt(change)
  }
  const common = {
    laptop: comparison.laptop,
    compareId: compared.compareId,
    part,
    home,
    lookedAt: lookedAt?.path,
    onLookAt: lookAt,
    onLost: () => again(comparison),
  }
  return (
    <>
      <div className={styles['list']}>
        {asTree ? (
          <ChangesTree key={compared.compareId} {...common} />
        ) : (
          <ChangesList {...common} filter={filter} counts={compared.counts} />
        )}
      </div>
      {lookedAt !== undefined && (
        <>
          <ChangeSides
            key={`${comparisonKey(comparison)}\n${lookedAt.path}`}
            change={lookedAt}
            comparison={comparison}
            moments={props.moments}
            laptops={laptops}
            onLines={setLines}
          />
          <ChangeFoot
            change={lookedAt}
            lines={lines}
            snapshot={props.snapshot}
            snapshotIs={snapshotIs}
            againstNow={comparison.other === 'now'}
            part={part}
            home={home}
            laptops={laptops}
            onChanged={props.onChanged}
          />
        </>
      )}
    </>
  )
}
