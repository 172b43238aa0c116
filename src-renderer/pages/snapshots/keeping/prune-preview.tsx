import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { PruneResult, RetentionPolicy } from '../../../../src-main/contract/snapshot-calls.ts'
import { countOf, formatCount } from '../../../../src-main/kernel/units.ts'
import { Badge } from '../../../components/badge.tsx'
import { Button } from '../../../components/button.tsx'
import { Card } from '../../../components/card.tsx'
import { EmptyState, ErrorState, LoadingState } from '../../../components/list-state.tsx'
import { Modal } from '../../../components/modal.tsx'
import { Notice } from '../../../components/notice.tsx'
import { Segmented } from '../../../components/segmented.tsx'
import { TaskLine } from '../../../components/task-line.tsx'
import { VirtualRows } from '../../../components/virtual-rows.tsx'
import { formatGigabytes } from '../../../format/amount.ts'
import { formatPoint } from '../../../format/time.ts'
import { useClient } from '../../../stores/app-context.tsx'
import { lastValue } from '../../../stores/loadable.ts'
import { useAction } from '../../../stores/use-action.ts'
import { useCall } from '../../../stores/use-call.ts'
import { useSettled } from '../../../stores/use-settled.ts'
import { ignoreEnter } from '../deleting/delete-dialog.tsx'
import dialogs from '../dialogs.module.css'
import { spaceText } from '../snapshot-moments.ts'
import type { Laptops } from '../snapshot-where.tsx'
import styles from './keeping-page.module.css'
import { freedBy } from './keeping-words.ts'

interface PrunePreviewProps {
  readonly policy: RetentionPolicy
  readonly on: readonly string[]
  readonly laptops: Laptops
  /** The policy whose effect the person has in sight. */
  readonly onSeen: (policy: RetentionPolicy) => void
  /** False as long as the rule in sight is not the one in force. */
  readonly mayPrune: boolean
}

/** What a rule would delete and keep, and why: asked again whenever a number changes. */
export function PrunePreview({ policy, on, laptops, onSeen, mayPrune }: PrunePreviewProps) {
  const asked = useSettled(policy, 350)
  const { answer, askAgain } = useCall('snapshotsPrune', { on: [...on], dryRun: true, policy: asked })
  const known = lastValue(answer)
  const [shown, setShown] = useState<'delete' | 'keep'>('delete')
  const [asking, setAsking] = useState(false)
  const [said, setSaid] = useState('')
  const seen = answer.kind === 'known' ? answer.value : undefined
  useEffect(() => {
    if (seen !== undefined) onSeen(asked)
    // `asked` belongs to the answer that has just come.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [seen])
  const rows = useMemo(() => rowsOf(known?.laptops ?? [], shown), [known, shown])
  const deletes = known?.laptops.reduce((sum, one) => sum + one.delete.length, 0) ?? 0
  const keeps = known?.laptops.reduce((sum, one) => sum + one.keep.length, 0) ?? 0
  return (
    <Card className={styles['effect'] ?? ''} aria-label="What it would do">
      <div className={styles['top']}>
        <h2>{known === undefined ? 'What the rule would do' : effectTitle(deletes, known.laptops)}</h2>
        <Button
          size="small"
          look="careful"
          disabled={deletes === 0 || !mayPrune}
          title={mayPrune ? 'Deletes what the list names, at once' : 'Save the rule first'}
          onClick={() => setAsking(true)}
        >
          Delete them now…
        </Button>
        <Segmented
          wide
          name="Which are shown"
          segments={[
            { id: 'delete', label: `Would be deleted, ${formatCount(deletes)}` },
            { id: 'keep', label: `Would be kept, ${formatCount(keeps)}` },
          ]}
          value={shown}
          onChange={(id) => setShown(id === 'keep' ? 'keep' : 'delete')}
        />
      </div>
      {said !== '' && (
        <div className={styles['part']}>
          <Notice tone="green" title={said} />
        </div>
      )}
      <p className="visually-hidden" role="status">
        {known === undefined ? '' : effectTitle(deletes, known.laptops)}
      </p>
      <div className={styles['rows']}>
        {answer.kind === 'failed' && <ErrorState error={answer.error} onTryAgain={askAgain} />}
        {known === undefined && answer.kind !== 'failed' && (
          <LoadingState>Looking at what would be deleted…</LoadingState>
        )}
        {known !== undefined && rows.length === 0 && (
          <EmptyState title={shown === 'delete' ? 'Nothing would be deleted' : 'Nothing would be kept'}>
            {shown === 'delete' ? 'All snapshots that there are fit the rule.' : ''}
          </EmptyState>
        )}
        {rows.length > 0 && (
          <VirtualRows
            name={shown === 'delete' ? 'Would be deleted' : 'Would be kept'}
            items={rows}
            rowHeight={54}
            keyOf={({ laptop, id }) => `${laptop}:${id}`}
          >
            {(row) => <JudgedRow row={row} label={laptops.labelOf(row.laptop)} isDeleted={shown === 'delete'} />}
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
          }}
        />
      )}
    </Card>
  )
}

function effectTitle(deletes: number, results: readonly PruneResult[]): string {
  if (deletes === 0) return 'The rule would delete nothing now'
  const space = spaceText(freedBy(results))
  return `The rule would delete ${countOf(deletes, 'snapshot')} now${space === '' ? '' : ` and free ${space}`}`
}

type Judged = PruneResult['keep'][number] & { readonly laptop: string }

/** Both laptops in one list, newest first. */
function rowsOf(results: readonly PruneResult[], shown: 'delete' | 'keep'): readonly Judged[] {
  return results
    .flatMap((result) => result[shown].map((one) => ({ ...one, laptop: result.laptop })))
    .toSorted((a, b) => b.at.localeCompare(a.at))
}

function JudgedRow({
  row,
  label,
  isDeleted,
}: {
  readonly row: Judged
  readonly label: string
  readonly isDeleted: boolean
}) {
  return (
    <div className={styles['row']}>
      <span className={styles['what']}>
        <strong>{formatPoint(row.at, Date.now())}</strong> {row.description}
      </span>
      <Badge>{label}</Badge>
      <span className={styles['why']} title={row.why}>
        {row.why}
      </span>
      <span className={isDeleted ? styles['red'] : styles['soft']}>
        {isDeleted ? `Deleted${spaceText(row.space) === '' ? '' : `, frees ${spaceText(row.space)}`}` : 'Kept'}
      </span>
    </div>
  )
}

interface PruneDialogProps {
  readonly results: readonly PruneResult[]
  readonly on: readonly string[]
  readonly laptops: Laptops
  readonly onClose: () => void
  readonly onDone: (said: string) => void
}

function PruneDialog({ results, on, laptops, onClose, onDone }: PruneDialogProps) {
  const client = useClient()
  const keep = useRef<HTMLButtonElement>(null)
  const count = results.reduce((sum, one) => sum + one.delete.length, 0)
  const space = spaceText(freedBy(results))
  const prune = useAction(
    useCallback(async () => {
      const { laptops: done } = await client.call('snapshotsPrune', { on: [...on], dryRun: false })
      const deleted = done.reduce((sum, one) => sum + one.delete.length, 0)
      const pending = done.reduce((sum, one) => sum + (one.pendingBytes ?? 0), 0)
      onDone(
        `${countOf(deleted, 'snapshot')} deleted.${pending === 0 ? '' : ` ${formatGigabytes(pending)} become free in a moment.`}`,
      )
      onClose()
    }, [client, on, onClose, onDone]),
  )
  return (
    <Modal
      red
      title={`Delete ${countOf(count, 'snapshot')} now?`}
      lead={`Nobody can go back to them afterwards.${space === '' ? '' : ` It frees ${space}.`}`}
      onClose={onClose}
      first={keep}
      buttons={
        <>
          <Button ref={keep} onClick={onClose}>
            Keep them
          </Button>
          <Button look="danger" disabled={prune.busy} onKeyDown={ignoreEnter} onClick={() => prune.start()}>
            Delete {countOf(count, 'snapshot')}
          </Button>
        </>
      }
    >
      {results
        .filter((result) => result.delete.length > 0)
        .map((result) => (
          <p key={result.laptop}>
            <strong>{laptops.labelOf(result.laptop)}</strong>{' '}
            <span className={dialogs['soft']}>
              {result.delete
                .slice(0, 3)
                .map(({ at }) => formatPoint(at, Date.now()))
                .join('; ')}
              {result.delete.length > 3 && ` and ${formatCount(result.delete.length - 3)} more`}
            </span>
          </p>
        ))}
      {prune.busy && <TaskLine text="Deleting snapshots…" is={({ title }) => /delet|prun/i.test(title)} />}
      {prune.error !== undefined && (
        <Notice tone="amber" alert title={prune.error.message}>
          {prune.error.hint}
        </Notice>
      )}
    </Modal>
  )
}
