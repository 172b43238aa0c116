import { useState } from 'react'
import { effects, type Effect } from '../../../../src-main/contract/switch-calls.ts'
import type { Change } from '../../../../src-main/contract/preview.ts'
import { EmptyState, ErrorState, LoadingState } from '../../../components/list-state.tsx'
import { PagedList } from '../../../components/paged-list.tsx'
import { SearchField } from '../../../components/search-field.tsx'
import { Segmented } from '../../../components/segmented.tsx'
import { useSearchKey } from '../../../components/use-keys.ts'
import { useDebounced } from '../../../stores/use-debounced.ts'
import { itemAt } from '../../../stores/use-pages.ts'
import styles from './blocks.module.css'
import { ChangeRow } from './change-row.tsx'
import { texts } from './texts.ts'
import { useListedChanges, type ListedBlock } from './use-listed-changes.ts'

/** Long enough for a few letters. */
const restMs = 150

/** All lines of a step: only what is in sight is fetched. What would be removed comes first. */
export function ListedChanges({ block, find }: { readonly block: ListedBlock; readonly find: string | undefined }) {
  const [typed, setTyped] = useState(find ?? '')
  const [only, setOnly] = useState<Effect | 'all'>('all')
  const [selected, setSelected] = useState(-1)
  const [field, setField] = useState<HTMLInputElement | null>(null)
  const search = useDebounced(typed.trim(), restMs)
  const { pages, facts, error, show, again } = useListedChanges(block, { search, only })
  useSearchKey(field)
  if (pages === undefined || facts === undefined) {
    return error === undefined ? (
      <LoadingState>{texts.readingChanges}</LoadingState>
    ) : (
      <ErrorState error={error} onTryAgain={again} />
    )
  }
  const { counts, isWhole } = facts
  const all = effects.reduce((sum, effect) => sum + counts[effect], 0)
  return (
    <>
      <div className={styles['search']}>
        <SearchField ref={setField} label={texts.searchIn(block.title)} value={typed} onChange={setTyped} />
        <Segmented
          name={texts.filterName}
          segments={[
            { id: 'all', label: texts.filters.all },
            ...effects.map((effect) => ({
              id: effect,
              label: texts.filters[effect](counts[effect]),
              off: counts[effect] === 0,
            })),
          ]}
          value={only}
          onChange={(next) => setOnly(effects.find((effect) => effect === next) ?? 'all')}
        />
        <span role="status">{texts.found(pages.total, all)}</span>
      </div>
      <div className={styles['long']}>
        {pages.total === 0 ? (
          <EmptyState title={texts.noMatch}>{texts.noMatchHint}</EmptyState>
        ) : (
          <PagedList
            name={block.title}
            count={pages.total}
            selected={selected}
            onSelect={setSelected}
            rowHeight={40}
            onShown={show}
          >
            {(index) => <Line change={itemAt(pages, index)} />}
          </PagedList>
        )}
      </div>
      {!isWhole && <p className={styles['more']}>{texts.listIncomplete}</p>}
    </>
  )
}

function Line({ change }: { readonly change: Change | undefined }) {
  return change === undefined ? <span className={styles['detail']}>…</span> : <ChangeRow change={change} />
}
