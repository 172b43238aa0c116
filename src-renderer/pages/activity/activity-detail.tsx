import { Tabs } from '@base-ui/react/tabs'
import type { ActivityEntry } from '../../../src-main/contract/calls.ts'
import { formatDuration } from '../../../src-main/kernel/units.ts'
import { Badge } from '../../components/badge.tsx'
import { Card } from '../../components/card.tsx'
import { EmptyState, ErrorState, LoadingState } from '../../components/list-state.tsx'
import { capitalized, formatPoint } from '../../format/time.ts'
import { useCall } from '../../stores/use-call.ts'
import styles from '../list-detail.module.css'
import { ProofView } from '../wizard/done/proof-view.tsx'
import { SaveReport } from '../wizard/done/save-report.tsx'
import { SwitchLog } from '../wizard/run/switch-log.tsx'
import tabs from './activity-detail.module.css'
import { resultWords } from './result-words.ts'
import { texts } from './texts.ts'

export function ActivityDetail({ entry, nowMs }: { readonly entry: ActivityEntry; readonly nowMs: number }) {
  const { from, to, result, startedAt, finishedAt, summary } = entry
  const took =
    finishedAt === undefined ? '' : ` · ${texts.took(formatDuration(Date.parse(finishedAt) - Date.parse(startedAt)))}`
  const { word } = resultWords[result]
  return (
    <Card className={styles['detail']} aria-label={`${from.label} → ${to.label}`}>
      <div className={styles['top']}>
        <div className={styles['words']}>
          <h2>
            {from.label} → {to.label}
          </h2>
          <p>
            {capitalized(formatPoint(startedAt, nowMs))}
            {took}
          </p>
          <p>{summary}</p>
        </div>
        <Badge
          tone={result === 'verified' ? 'green' : result === 'running' ? 'accent' : 'amber'}
          ticked={result === 'verified'}
        >
          {word}
        </Badge>
      </div>
      <Tabs.Root defaultValue={result === 'verified' ? 'proof' : 'log'} className={tabs['root']}>
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

function EntryProof({ entry }: { readonly entry: ActivityEntry }) {
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
