/** A list in groups that can be searched, and beside it what is chosen in it. */
import type { LucideIcon } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import { Card } from '../components/card.tsx'
import { listRows } from '../components/list-keys.ts'
import { EmptyState } from '../components/list-state.tsx'
import { SearchField } from '../components/search-field.tsx'
import { SelectList } from '../components/select-list.tsx'
import { useSearchKey } from '../components/use-keys.ts'
import styles from './list-detail.module.css'

export interface SearchedListProps<T> {
  /** Without `search` it has no field for that. */
  readonly words: { readonly list: string; readonly none: string; readonly search?: string; readonly noMatch?: string }
  readonly icon?: LucideIcon
  readonly groups: readonly { readonly title: string; readonly items: readonly T[] }[]
  readonly keyOf: (one: T) => string
  readonly nameOf: (one: T) => string
  /** In which is searched, with the name. */
  readonly textOf?: (one: T) => string
  /** The key of what is shown beside the list. */
  readonly item: string | undefined
  /** In its place, where that is not there. */
  readonly missing?: ReactNode
  readonly onSelect: (key: string) => void
  readonly rowHeight?: number
  readonly filter?: ReactNode
  readonly foot?: ReactNode
  readonly row: (one: T) => ReactNode
  readonly children: (one: T) => ReactNode
}

export function SearchedList<T>(props: SearchedListProps<T>) {
  const { words, icon, groups, keyOf, nameOf, textOf = () => '', item, missing, onSelect, filter, foot } = props
  const [wanted, setWanted] = useState('')
  const [field, setField] = useState<HTMLInputElement | null>(null)
  useSearchKey(field)
  const has = (one: T) => `${nameOf(one)} ${textOf(one)}`.toLowerCase().includes(wanted.toLowerCase())
  const found = groups.map(({ title, items }) => ({ title, items: items.filter(has) }))
  const rows = listRows(found, keyOf, nameOf)
  const listed = found.flatMap(({ items }) => items)
  const selected = listed.find((one) => keyOf(one) === item) ?? (missing === undefined ? listed[0] : undefined)
  return (
    <div className={styles['columns']}>
      <Card className={styles['list']} aria-label={words.list}>
        {words.search !== undefined && (
          <div className={styles['filter']}>
            <SearchField ref={setField} label={words.search} value={wanted} onChange={setWanted} />
          </div>
        )}
        {filter !== undefined && <div className={styles['filter']}>{filter}</div>}
        <div className={styles['rows']}>
          {rows.length === 0 ? (
            <EmptyState
              {...(icon === undefined ? {} : { icon })}
              title={(wanted === '' ? undefined : words.noMatch) ?? words.none}
            />
          ) : (
            <SelectList
              name={words.list}
              rows={rows}
              selected={selected === undefined ? undefined : keyOf(selected)}
              onSelect={onSelect}
              rowHeight={props.rowHeight ?? 52}
            >
              {props.row}
            </SelectList>
          )}
        </div>
        {foot}
      </Card>
      {selected === undefined ? missing : props.children(selected)}
    </div>
  )
}
