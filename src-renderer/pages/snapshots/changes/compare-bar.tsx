import { countOfChanges } from '../../../../src-main/contract/compare-calls.ts'
import type { SnapshotSubvolume } from '../../../../src-main/contract/snapshot-calls.ts'
import { formatCount } from '../../../../src-main/kernel/units.ts'
import { Badge } from '../../../components/badge.tsx'
import { Segmented, type Segment } from '../../../components/segmented.tsx'
import { TabRow } from '../../../components/tab-row.tsx'
import { useComparisons } from '../../../stores/app-context.tsx'
import { comparisonKey, type ComparisonState, type Comparison } from '../../../stores/comparisons-store.ts'
import type { RestorePoint } from '../list/restore-points.ts'
import type { LaptopNames } from '../../../components/laptop-names.ts'
import styles from './changes-panel.module.css'
import type { ChangesPanelProps } from './changes-view.ts'
import { texts } from './texts.ts'

interface CompareBarProps extends ChangesPanelProps {
  readonly subvolumes: readonly SnapshotSubvolume[]
  readonly subvolume: string
  readonly comparison: Comparison
  readonly onSubvolume: (subvolume: string) => void
}

/** The subvolumes with the number of their changes, and the laptop that they are compared with. */
export function CompareBar({
  snapshot,
  restorePoint,
  laptops,
  subvolumes,
  subvolume,
  comparison,
  onSubvolume,
  onLaptop,
}: CompareBarProps) {
  const { known } = useComparisons()
  return (
    <div className={styles['bar']}>
      <TabRow
        name={texts.subvolumes}
        tabs={subvolumes.map((one) => ({
          id: one.subvolume,
          label: one.shortTitle,
          mark: <TabCount compared={known[comparisonKey({ ...comparison, subvolume: one.subvolume })]} />,
        }))}
        value={subvolume}
        onChange={onSubvolume}
      />
      {laptops.names.length > 1 && (
        <div className={styles['against']}>
          <span className={styles['soft']}>{texts.comparedWith}</span>
          <Segmented
            name={texts.comparedWith}
            segments={laptops.names.map((name) => laptopSegment(name, restorePoint, laptops))}
            value={snapshot.laptop}
            onChange={onLaptop}
          />
        </div>
      )}
    </div>
  )
}

function laptopSegment(name: string, restorePoint: RestorePoint, laptops: LaptopNames): Segment {
  const label = laptops.labelOf(name)
  const has = restorePoint.snapshots.some(({ laptop }) => laptop === name)
  if (has) return { id: name, label, title: texts.changedOn(label) }
  const asked = !laptops.missing.some(({ laptop }) => laptop === name)
  const title = asked ? texts.lacksSnapshot(label) : texts.didNotAnswer(label)
  return { id: name, label, off: true, title }
}

function TabCount({ compared }: { readonly compared: ComparisonState | undefined }) {
  if (compared?.kind === 'comparing') return <Badge title={texts.comparing}>…</Badge>
  if (compared?.kind === 'failed') {
    return (
      <Badge tone="amber" title={compared.error.message}>
        {texts.unknown}
      </Badge>
    )
  }
  if (compared?.kind !== 'made') return undefined
  const count = countOfChanges(compared.counts)
  return count === 0 ? <span className="visually-hidden">{texts.noChanges}</span> : <Badge>{formatCount(count)}</Badge>
}
