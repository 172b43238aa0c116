import { Tabs } from '@base-ui/react/tabs'
import { SearchX } from 'lucide-react'
import type { ActivityEntry, SwitchEntry } from '../../../src-main/contract/activity-calls.ts'
import { Card } from '../../components/card.tsx'
import { EmptyState, ErrorState, LoadingState } from '../../components/list-state.tsx'
import { useCall } from '../../stores/use-call.ts'
import styles from '../list-detail.module.css'
import { UndoButton } from '../undo/undo-button.tsx'
import { ProofView } from '../wizard/done/proof-view.tsx'
import { SaveReport } from '../wizard/done/save-report.tsx'
import { SwitchLog } from '../wizard/run/switch-log.tsx'
import tabs from './activity-detail.module.css'
import { EntryTop } from './entry-top.tsx'
import { titleOf } from './entry-words.ts'
import { texts } from './texts.ts'
import { WorkDetail } from './work-detail.tsx'

interface DetailProps<E> {
  readonly entry: E
  /** The last of all switches: only that one can be undone. */
  readonly isLast: boolean
  readonly nowMs: number
}

/** Each kind of entry has what it needs below the same top. */
export function ActivityDetail({ entry, isLast, nowMs }: DetailProps<ActivityEntry>) {
  return entry.kind === 'switch' ? (
    <SwitchDetail entry={entry} isLast={isLast} nowMs={nowMs} />
  ) : (
    <WorkDetail entry={entry} nowMs={nowMs} />
  )
}

/** The address names something that neither a journal nor a ledger knows. Nothing else is shown in its place. */
export function MissingDetail() {
  return (
    <Card className={styles['detail']} aria-label={texts.missingTitle}>
      <EmptyState icon={SearchX} title={texts.missingTitle}>
        {texts.missingText}
      </EmptyState>
    </Card>
  )
}

function SwitchDetail({ entry, isLast, nowMs }: DetailProps<SwitchEntry>) {
  const mayUndo = isLast && entry.result === 'verified' && entry.undoneAt === undefined
  return (
    <Card className={styles['detail']} aria-label={titleOf(entry)}>
      <EntryTop entry={entry} nowMs={nowMs} actions={mayUndo && <UndoButton undoes={entry} size="small" />} />
      <Tabs.Root defaultValue={entry.result === 'verified' ? 'proof' : 'log'} className={tabs['root']}>
        <Tabs.List className={tabs['list']}>
          <Tabs.Tab value="proof" className={tabs['tab']}>
            {texts.proof}
          </Tabs.Tab>
          <Tabs.Tab value="log" className={tabs['tab']}>
            {texts.log}
          </Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="proof" className={tabs['panel']}>
          <EntryProof entry={entry} />
        </Tabs.Panel>
        <Tabs.Panel value="log" className={tabs['log']}>
          <SwitchLog switchId={entry.switchId} />
        </Tabs.Panel>
      </Tabs.Root>
    </Card>
  )
}

function EntryProof({ entry }: Pick<DetailProps<SwitchEntry>, 'entry'>) {
  const { value: proof, error, askAgain } = useCall('proofGet', { switchId: entry.switchId })
  if (proof !== undefined) {
    return (
      <>
        <ProofView proof={proof} />
        <div className={styles['actions']}>
          <SaveReport proof={proof} look="secondary" />
        </div>
      </>
    )
  }
  if (error === undefined) return <LoadingState>{texts.readingProof}</LoadingState>
  if (error.code === 'not-found') {
    return <EmptyState title={texts.noProof}>{texts.noProofText}</EmptyState>
  }
  return <ErrorState error={error} onTryAgain={askAgain} />
}
