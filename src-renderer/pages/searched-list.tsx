/** A list in groups that is searched, and beside it what is chosen in it. */
import type { LucideIcon } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import { Card } from '../components/card.tsx'
import { listRows } from '../components/list-keys.ts'
import { EmptyState } from '../components/list-state.tsx'
import { SearchField } from '../components/search-field.tsx'
import { SelectList } from '../components/select-list.tsx'
import { useSearchKey } from '../components/use-keys.ts'
import { goTo } from '../router/route.ts'
import styles from './list-detail.module.css'

export interface SearchedListProps<T> {
  readonly words: { readonly list: string; readonly search: string; readonly none: string; readonly noMatch: string }
  readonly icon: LucideIcon
  readonly groups: readonly { readonly title: string; readonly items: readonly T[] }[]
  readonly keyOf: (one: T) => string
  readonly nameOf: (one: T) => string
  /** In which is searched, with the name. */
  readonly textOf: (one: T) => string
  /** The key of what is shown beside the list. */
  readonly item: string | undefined
  readonly hashOf: (key: string) => string
  readonly filter?: ReactNode
  readonly foot?: ReactNode
  readonly row: (one: T) => ReactNode
  readonly children: (one: T) => ReactNode
}

export function SearchedList<T>(props: SearchedListProps<T>) {
  const { words, icon, groups, keyOf, nameOf, textOf, item, hashOf, filter, foot, row, children } = props
  const [wanted, setWanted] = useState('')
  const [field, setField] = useState<HTMLInputElement | null>(null)
  useSearchKey(field)
  const has = (one: T) => `${nameOf(one)} ${textOf(one)}`.toLowerCase().includes(wanted.toLowerCase())
  const found = groups.map(({ title, items }) => ({ title, items: items.filter(has) }))
  const rows = listRows(found, keyOf, nameOf)
  const listed = found.flatMap(({ items }) => items)
  const selected = listed.find((one) => keyOf(one) === item) ?? listed[0]
  return (
    <div className={styles['columns']}>
      <Card className={styles['list']} aria-label={words.list}>
        <div className={styles['filter']}>
          <SearchField ref={setField} label={words.search} value={wanted} onChange={setWanted} />
        </div>
        {filter !== undefined && <div className={styles['filter']}>{filter}</div>}
        <div className={styles['rows']}>
          {rows.length === 0 ? (
            <EmptyState icon={icon} title={wanted === '' ? words.none : words.noMatch} />
          ) : (
            <SelectList
              name={words.list}
              rows={rows}
              selected={selected === undefined ? undefined : keyOf(selected)}
              onSelect={(key) => goTo(hashOf(key))}
              rowHeight={52}
            >
              {row}
            </SelectList>
          )}
        </div>
        {foot}
      </Card>
      {selected !== undefined && children(selected)}
    </div>
  )
}
