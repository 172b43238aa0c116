import type { ReactNode, Ref } from 'react'
import { SearchField } from '../../../../components/search-field.tsx'
import styles from './find-bar.module.css'
import { texts } from './texts.ts'

interface FindBarProps {
  readonly field: Ref<HTMLInputElement>
  readonly wanted: string
  readonly onWanted: (wanted: string) => void
  /** How much of the list is shown. */
  readonly count: string
  /** Back to the list: its keys decide, those of the field do not. */
  readonly onDone: () => void
  /** What else narrows it down. */
  readonly children?: ReactNode
}

/** What narrows a long list down. It stays in sight. */
export function FindBar(props: FindBarProps) {
  const { field, wanted, onWanted, count, onDone, children } = props
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
      {children}
    </div>
  )
}
