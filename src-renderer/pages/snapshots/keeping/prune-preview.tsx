import { useEffect, useMemo, useState } from 'react'
import type { PruneResult, RetentionPolicy } from '../../../../src-main/contract/snapshot-calls.ts'
import { formatCount } from '../../../../src-main/kernel/units.ts'
import { Badge } from '../../../components/badge.tsx'
import { Button } from '../../../components/button.tsx'
import { Card } from '../../../components/card.tsx'
import { classNames } from '../../../components/class-names.ts'
import { EmptyState, ErrorState, LoadingState } from '../../../components/list-state.tsx'
import { Notice } from '../../../components/notice.tsx'
import { Segmented } from '../../../components/segmented.tsx'
import { VirtualRows } from '../../../components/virtual-rows.tsx'
import { formatPoint } from '../../../format/time.ts'
import { useCall } from '../../../stores/use-call.ts'
import { useNow } from '../../../stores/use-now.ts'
import { useDebounced } from '../../../stores/use-debounced.ts'
import { spaceText } from '../list/restore-points.ts'
import type { LaptopNames } from '../../../components/laptop-names.ts'
import styles from './keeping-page.module.css'
import { freedBy } from './keeping-words.ts'
import { PruneDialog } from './prune-dialog.tsx'
import { texts } from './texts.ts'

interface PrunePreviewProps {
  readonly policy: RetentionPolicy
  readonly on: readonly string[]
  readonly laptops: LaptopNames
  /** The policy whose effect the person has in sight. */
  readonly onSeen: (policy: RetentionPolicy) => void
  /** False as long as the rule in sight is not the one in force. */
  readonly mayPrune: boolean
  readonly onPruned: () => void
}

/** What a rule would delete and keep, and why: asked again whenever a number changes. */
export function PrunePreview({ policy, on, laptops, onSeen, mayPrune, onPruned }: PrunePreviewProps) {
  const nowMs = useNow(60_000)
  const asked = useDebounced(policy, 350)
  const {
    value: known,
    error,
    isFresh,
    askAgain,
  } = useCall('snapshotsPrune', { on: [...on], dryRun: true, policy: asked })
  const [shown, setShown] = useState<'delete' | 'keep'>('delete')
  const [asking, setAsking] = useState(false)
  const [said, setSaid] = useState('')
  useEffect(() => {
    if (isFresh) onSeen(asked)
  }, [isFresh, asked, onSeen])
  const rows = useMemo(() => rowsOf(known?.laptops ?? [], shown), [known, shown])
  const deletes = known?.laptops.reduce((sum, one) => sum + one.delete.length, 0) ?? 0
  const keeps = known?.laptops.reduce((sum, one) => sum + one.keep.length, 0) ?? 0
  return (
    <Card className={styles['effect']} aria-label={texts.effectLabel}>
      <div className={styles['top']}>
        <h2>{known === undefined ? texts.effectLabel : effectTitle(deletes, known.laptops)}</h2>
        <Button
          size="small"
          look="careful"
          disabled={deletes === 0 || !mayPrune}
          title={mayPrune ? texts.pruneNowTitle : texts.saveFirst}
          onClick={() => setAsking(true)}
        >
          {texts.pruneNow}
        </Button>
        <Segmented
          wide
          name={texts.show}
          segments={[
            { id: 'delete', label: texts.deleteCount(formatCount(deletes)) },
            { id: 'keep', label: texts.keepCount(formatCount(keeps)) },
          ]}
          value={shown}
          onChange={(id) => setShown(id === 'keep' ? 'keep' : 'delete')}
        />
      </div>
      {said !== '' && (
        <div className={styles['section']}>
          <Notice tone="green" title={said} />
        </div>
      )}
      <p className="visually-hidden" role="status">
        {known === undefined ? '' : effectTitle(deletes, known.laptops)}
      </p>
      <div className={styles['rows']}>
        {error !== undefined && <ErrorState error={error} onTryAgain={askAgain} />}
        {known === undefined && error === undefined && <LoadingState>{texts.checking}</LoadingState>}
        {known !== undefined && rows.length === 0 && (
          <EmptyState title={shown === 'delete' ? texts.nothingDeleted : texts.nothingKept}>
            {shown === 'delete' ? texts.allWithin : ''}
          </EmptyState>
        )}
        {rows.length > 0 && (
          <VirtualRows
            name={shown === 'delete' ? texts.wouldDelete : texts.wouldKeep}
            items={rows}
            rowHeight={54}
            keyOf={({ laptop, id }) => `${laptop}:${id}`}
          >
            {(row) => (
              <AssessedRow nowMs={nowMs} row={row} label={laptops.labelOf(row.laptop)} isDeleted={shown === 'delete'} />
            )}
          </VirtualRows>
        )}
      </div>
      {asking && known !== undefined && (
        <PruneDialog
          results={known.laptops}
          on={on}
          laptops={laptops}
          onClose={() => setAsking(false)}
          onDone={(text) => {
            setSaid(text)
            askAgain()
            onPruned()
          }}
        />
      )}
    </Card>
  )
}

function effectTitle(deletes: number, results: readonly PruneResult[]): string {
  if (deletes === 0) return texts.effectNothing
  const space = spaceText(freedBy(results))
  return space === '' ? texts.effect(deletes) : texts.effectFrees(deletes, space)
}

type AssessedSet = PruneResult['keep'][number] & { readonly laptop: string }

/** Both laptops in one list, newest first. */
function rowsOf(results: readonly PruneResult[], shown: 'delete' | 'keep'): readonly AssessedSet[] {
  return results
    .flatMap((result) => result[shown].map((one) => ({ ...one, laptop: result.laptop })))
    .toSorted((a, b) => b.at.localeCompare(a.at))
}

function AssessedRow({
  row,
  label,
  nowMs,
  isDeleted,
}: {
  readonly row: AssessedSet
  readonly label: string
  readonly nowMs: number
  readonly isDeleted: boolean
}) {
  const space = spaceText(row.space)
  return (
    <div className={styles['row']}>
      <div className={styles['line']}>
        <span className={styles['what']}>
          <strong>{formatPoint(row.at, nowMs)}</strong> {row.description}
        </span>
        <Badge>{label}</Badge>
      </div>
      <div className={classNames(styles['line'], styles['reason'])}>
        <span className={styles['why']}>{row.why}</span>
        <span className={isDeleted ? styles['red'] : styles['soft']}>
          {isDeleted ? (space === '' ? texts.deleted : texts.deletedFrees(space)) : texts.kept}
        </span>
      </div>
    </div>
  )
}
