import { List, ListTree } from 'lucide-react'
import type { Snapshot } from '../../../../src-main/contract/snapshot-calls.ts'
import { formatCount } from '../../../../src-main/kernel/units.ts'
import { Choose, type Option } from '../../../components/choose.tsx'
import { IconChoice } from '../../../components/icon-choice.tsx'
import { SearchField } from '../../../components/search-field.tsx'
import type { ComparisonState } from '../../../stores/comparisons-store.ts'
import { kindWords, kinds } from '../change-words.ts'
import { wayOf } from '../list/snapshot-where.tsx'
import styles from './changes-panel.module.css'
import type { ChangesPanelProps, ChangesView } from './changes-view.ts'
import { againstOptions } from './comparing.ts'
import { texts } from './texts.ts'

interface ChangesToolsProps extends ChangesPanelProps {
  readonly others: readonly Snapshot[]
  readonly against: string
  readonly onAgainst: (id: string) => void
  readonly compared: ComparisonState | undefined
  readonly view: ChangesView
  readonly onView: (view: ChangesView) => void
}

/** Compared with what state of the laptop, and which of the differences are shown. */
export function ChangesTools(props: ChangesToolsProps) {
  const { snapshot, restorePoints, laptops, nowMs, others, against, onAgainst, compared, view, onView } = props
  const label = laptops.labelOf(snapshot.laptop)
  return (
    <div className={styles['tools']}>
      <Choose
        narrow
        name={texts.compareWith(label)}
        options={againstOptions(others, restorePoints, { label, nowMs, wayOf: (one) => wayOf(one, laptops) })}
        value={against}
        onChange={onAgainst}
      />
      {compared?.kind === 'made' && (
        <>
          <SearchField label={texts.search} value={view.search} onChange={(search) => onView({ ...view, search })} />
          <Choose
            name={texts.kindsName}
            options={kindOptions(compared)}
            value={view.kind}
            onChange={(next) => onView({ ...view, kind: kinds.find((one) => one === next) ?? 'all' })}
          />
          <IconChoice
            name={texts.shapeName}
            choices={[
              { id: 'list', label: texts.list, icon: List },
              { id: 'tree', label: texts.tree, icon: ListTree },
            ]}
            value={view.shape}
            onChange={(next) => onView({ ...view, shape: next === 'tree' ? 'tree' : 'list' })}
          />
        </>
      )}
    </div>
  )
}

function kindOptions({ counts }: Extract<ComparisonState, { kind: 'made' }>): readonly Option[] {
  return [
    { id: 'all', label: texts.allChanges },
    ...kinds
      .filter((one) => counts[one] > 0)
      .map((one) => ({ id: one, label: `${kindWords[one]}, ${formatCount(counts[one])}` })),
  ]
}
