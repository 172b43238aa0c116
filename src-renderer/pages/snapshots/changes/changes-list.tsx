import { useEffect, useState } from 'react'
import type { TreeChange, ChangeCounts, TreeChangeKind } from '../../../../src-main/contract/compare-calls.ts'
import type { SnapshotSubvolume } from '../../../../src-main/contract/snapshot-calls.ts'
import { formatBytes, formatCount } from '../../../../src-main/kernel/units.ts'
import { EmptyState, ErrorState, LoadingState } from '../../../components/list-state.tsx'
import { PagedList } from '../../../components/paged-list.tsx'
import { useClient } from '../../../stores/app-context.tsx'
import { itemAt, pageSize, usePages, type Pages } from '../../../stores/use-pages.ts'
import { countsText } from '../change-words.ts'
import { ChangeRow } from './change-row.tsx'
import styles from './changes-list.module.css'
import { texts } from './texts.ts'

export interface ChangesProps {
  readonly laptop: string
  readonly compareId: string
  readonly subvolume: SnapshotSubvolume | undefined
  readonly home: string | undefined
  /** The path of the one that is looked at. */
  readonly lookedAt: string | undefined
  readonly onLookAt: (change: TreeChange | undefined) => void
  /** The laptop has forgotten the comparison: it is made again. */
  readonly onLost: () => void
}

interface ChangesListProps extends ChangesProps {
  readonly filter: { readonly kind: TreeChangeKind | 'all'; readonly search: string }
  readonly counts: ChangeCounts
}

/** Everything that differs, by path. Only what is in sight is fetched. */
export function ChangesList(props: ChangesListProps) {
  const { laptop, compareId, subvolume, home, filter, counts, lookedAt, onLookAt, onLost } = props
  const client = useClient()
  const key = JSON.stringify([compareId, filter])
  const { pages, error, show, again } = usePages<TreeChange>(key, async (offset, limit) => {
    const search = filter.search.trim()
    return await client.call('comparePage', {
      laptop,
      compareId,
      offset,
      limit,
      ...(filter.kind === 'all' ? {} : { kinds: [filter.kind] }),
      ...(search === '' ? {} : { search }),
    })
  })
  const [selected, setSelected] = useState(-1)
  const chosen = itemAt(pages, selected)
  // Home and End lead to rows that are still on their way: they are looked at when they are there.
  useEffect(() => {
    if (chosen !== undefined && chosen.path !== lookedAt) onLookAt(chosen)
    // The one that is looked at follows the selection, not the other way round.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [chosen])
  const [keyBefore, setKeyBefore] = useState('')
  if (pages !== undefined && keyBefore !== pages.key) {
    setKeyBefore(pages.key)
    // What is looked at stays so when another filter still shows it.
    setSelected(indexOfPath(pages, lookedAt))
  }
  useEffect(() => {
    if (error?.code === 'not-found' || error?.code === 'plan-expired') onLost()
  }, [error, onLost])
  if (pages === undefined) {
    return error === undefined ? (
      <LoadingState>{texts.readingChanges}</LoadingState>
    ) : (
      <ErrorState error={error} onTryAgain={again} />
    )
  }
  if (pages.total === 0) return <NothingDiffers isFiltered={filter.kind !== 'all' || filter.search.trim() !== ''} />
  return (
    <div className={styles['changes']}>
      <div className={styles['rows']}>
        <PagedList
          name={texts.changes}
          count={pages.total}
          selected={selected}
          onSelect={setSelected}
          rowHeight={33}
          onShown={show}
        >
          {(index) => {
            const change = itemAt(pages, index)
            return change === undefined ? (
              <span className={styles['coming']}>…</span>
            ) : (
              <ChangeRow change={change} subvolume={subvolume} home={home} />
            )
          }}
        </PagedList>
      </div>
      <p className={styles['sum']}>
        {filter.kind === 'all' && filter.search.trim() === ''
          ? texts.changesSum(countsText(counts), formatBytes(counts.bytes))
          : texts.found(formatCount(pages.total))}
      </p>
    </div>
  )
}

/** Among those that have been fetched. */
function indexOfPath({ pages }: Pages<TreeChange>, path: string | undefined): number {
  for (const [page, changes] of pages) {
    const index = changes.findIndex((change) => change.path === path)
    if (index >= 0) return page * pageSize + index
  }
  return -1
}

function NothingDiffers({ isFiltered }: { readonly isFiltered: boolean }) {
  return isFiltered ? (
    <EmptyState title={texts.noMatch}>{texts.noMatchHint}</EmptyState>
  ) : (
    <EmptyState title={texts.noneTitle}>{texts.noneText}</EmptyState>
  )
}
