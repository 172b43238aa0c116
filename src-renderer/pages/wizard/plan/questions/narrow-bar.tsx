import { Button } from '../../../../components/button.tsx'
import { Segmented } from '../../../../components/segmented.tsx'
import styles from './find-bar.module.css'
import type { Filter, FilterId } from './question-filters.ts'
import { groupings, type Grouping } from './question-groups.ts'
import { texts } from './texts.ts'

interface NarrowBarProps {
  readonly filters: readonly Filter[]
  readonly filter: FilterId | undefined
  readonly onFilter: (filter: FilterId | undefined) => void
  /** Undefined where there is only one way. */
  readonly grouping: Grouping | undefined
  readonly onGrouping: (grouping: Grouping) => void
}

/** Which kinds of questions are shown, and below which headings. */
export function NarrowBar({ filters, filter, onFilter, grouping, onGrouping }: NarrowBarProps) {
  if (filters.length === 0 && grouping === undefined) return undefined
  return (
    <div className={styles['narrowed']}>
      {filters.length > 0 && (
        <div role="group" aria-label={texts.filters} className={styles['filters']}>
          {filters.map(({ id, count: amount }) => (
            <Button
              key={id}
              size="chip"
              look={id === 'deleted' ? 'careful' : 'secondary'}
              aria-pressed={filter === id}
              onClick={() => onFilter(filter === id ? undefined : id)}
            >
              {texts.filter[id]} <span className={styles['amount']}>{amount.toLocaleString('en-US')}</span>
            </Button>
          ))}
        </div>
      )}
      {grouping !== undefined && (
        <Segmented
          name={texts.grouping}
          segments={groupings.map((id) => ({ id, label: texts.groupings[id] }))}
          value={grouping}
          onChange={(wanted) => onGrouping(groupings.find((id) => id === wanted) ?? grouping)}
        />
      )}
    </div>
  )
}
