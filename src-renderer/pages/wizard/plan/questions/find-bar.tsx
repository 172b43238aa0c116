import type { Ref } from 'react'
import { Button } from '../../../../components/button.tsx'
import { SearchField } from '../../../../components/search-field.tsx'
import styles from './find-bar.module.css'
import type { Filter, FilterId } from './question-filters.ts'
import { texts } from './texts.ts'

interface FindBarProps {
  readonly field: Ref<HTMLInputElement>
  readonly wanted: string
  readonly onWanted: (wanted: string) => void
  readonly filters: readonly Filter[]
  readonly filter: FilterId | undefined
  readonly onFilter: (filter: FilterId | undefined) => void
  /** How much of the list is shown. */
  readonly count: string
  /** Back to the list: its keys decide, those of the field do not. */
  readonly onDone: () => void
}

/** What narrows a long list down. It stays in sight. */
export function FindBar(props: FindBarProps) {
  const { field, wanted, onWanted, filters, filter, onFilter, count, onDone } = props
  return (
    <div className={styles['bar']}>
      <div
        className={styles['search']}
        onKeyDown={(event) => {
          if (event.key !== 'Escape' && event.key !== 'Enter' && event.key !== 'ArrowDown') return
          event.preventDefault()
          if (event.key === 'Escape') onWanted('')
          onDone()
        }}
      >
        <SearchField ref={field} label={texts.find} value={wanted} onChange={onWanted} />
        <span role="status" className={styles['count']}>
          {count}
        </span>
      </div>
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
    </div>
  )
}
