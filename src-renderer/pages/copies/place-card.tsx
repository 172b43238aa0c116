import { CloudUpload, Ellipsis, FileText, History, ShieldCheck, Trash2, TriangleAlert } from 'lucide-react'
import { useState } from 'react'
import type { PlaceView } from '../../../src-main/contract/copies-calls.ts'
import {
  copyCount,
  nobodysText,
  othersText,
  placeState,
  presenceText,
  roomText,
  sheetMissing,
  verifiedText,
} from '../../../src-main/contract/copies-words.ts'
import { jobProgressText } from '../../../src-main/contract/job-words.ts'
import type { JobView } from '../../../src-main/contract/jobs-calls.ts'
import { ActionMenu } from '../../components/action-menu.tsx'
import { Badge } from '../../components/badge.tsx'
import { Button } from '../../components/button.tsx'
import { Card } from '../../components/card.tsx'
import { FailureNotice, Notice } from '../../components/notice.tsx'
import { ProgressBar } from '../../components/progress-bar.tsx'
import { useClient } from '../../stores/app-context.tsx'
import { useAction } from '../../stores/use-action.ts'
import type { LaptopNames } from '../../components/laptop-names.ts'
import styles from '../backups.module.css'
import { BringBack } from './bring-back.tsx'
import { RecoverySheet } from './recovery-sheet.tsx'
import { RemovePlace } from './remove-place.tsx'
import { texts } from './texts.ts'

interface PlaceCardProps {
  readonly place: PlaceView
  readonly laptops: LaptopNames
  /** Of its laptop. */
  readonly job: JobView | undefined
  readonly nowMs: number
  readonly onChanged: (said: string) => void
}

export function PlaceCard({ place, laptops, job, nowMs, onChanged }: PlaceCardProps) {
  const client = useClient()
  const [open, setOpen] = useState<'restore' | 'sheet' | 'remove'>()
  const { laptop, name, sheet, copies } = place
  const label = laptops.labelOf(laptop)
  const { tone, text } = placeState(place, laptops.labelOf, nowMs)
  const running = job?.last?.state.kind === 'running' ? job.last.state : undefined
  const act = useAction(async (what: 'copy' | 'verify-all' | 'remove') => {
    if (what === 'remove') await client.call('copiesForget', { laptop, place: name, force: false })
    else await client.call('copiesRun', { laptop, place: name, what })
    onChanged({ copy: texts.started, 'verify-all': texts.verifyStarted, remove: texts.removed }[what](name))
  })
  const remove = () => (sheet === 'to-do' ? setOpen('remove') : act.start('remove'))
  const progress = running?.progress
  const told =
    running === undefined
      ? ''
      : (running.waitsFor ?? (progress === undefined ? texts.running : jobProgressText(progress)))
  return (
    <Card className={styles['card']} aria-label={texts.placeOn(name, label)}>
      <div className={styles['head']}>
        <h2>{name}</h2>
        <span>{texts.on(label)}</span>
        <Badge tone={place.presence === 'there' ? 'green' : 'neutral'}>{presenceText[place.presence]}</Badge>
      </div>
      <p className={tone === 'good' ? styles['good'] : styles['warn']}>{text}</p>
      {sheet === 'to-do' && (
        <p className={styles['warn']}>
          <TriangleAlert size={16} aria-hidden />
          <span>{sheetMissing}</span>
        </p>
      )}
      {nobodysText(place).map((line) => (
        <p key={line} className={styles['warn']}>
          <TriangleAlert size={16} aria-hidden />
          <span>{line}</span>
        </p>
      ))}
      {place.others !== undefined && (
        <p className={styles['warn']}>
          <TriangleAlert size={16} aria-hidden />
          <span>{othersText(place.others)}</span>
        </p>
      )}
      {running !== undefined && job !== undefined && (
        <div>
          <ProgressBar
            name={job.title}
            fraction={
              progress?.total === undefined || progress.total === 0
                ? undefined
                : Math.min(1, progress.done / progress.total)
            }
            text={told}
          />
          <p className={styles['soft']}>{texts.job(job.title, told)}</p>
        </div>
      )}
      {running === undefined && job?.last?.state.kind === 'failed' && (
        <Notice tone="amber" title={job.last.state.error.message}>
          {job.last.state.error.hint}
        </Notice>
      )}
      <dl className={styles['facts']}>
        <Fact title={texts.where}>{place.where}</Fact>
        <Fact title={texts.copies}>{copyCount(place)}</Fact>
        <Fact title={texts.verified}>{verifiedText(place, nowMs)}</Fact>
        <Fact title={texts.room}>{roomText(place)}</Fact>
        <Fact title={texts.kept}>{place.kept}</Fact>
      </dl>
      <FailureNotice error={act.error} />
      <div className={styles['buttons']}>
        <Button
          size="small"
          icon={CloudUpload}
          aria-label={texts.copyTo(name)}
          disabled={act.busy || running !== undefined}
          onClick={() => act.start('copy')}
        >
          {texts.copy}
        </Button>
        <Button
          size="small"
          icon={History}
          aria-label={texts.restoreFrom(name)}
          disabled={copies.length === 0}
          onClick={() => setOpen('restore')}
        >
          {texts.restore}
        </Button>
        <Button size="small" icon={FileText} onClick={() => setOpen('sheet')}>
          {texts.sheet}
        </Button>
        <ActionMenu
          trigger={
            <Button size="small" icon={Ellipsis} aria-label={texts.moreOf(name)}>
              {texts.more}
            </Button>
          }
          actions={[
            { id: 'verify', label: texts.verify, icon: ShieldCheck, act: () => act.start('verify-all') },
            { id: 'remove', label: texts.remove, icon: Trash2, note: texts.removeNote, act: remove },
          ]}
        />
      </div>
      {open === 'restore' && <BringBack place={place} laptops={laptops} onClose={() => setOpen(undefined)} />}
      {open === 'remove' && (
        <RemovePlace
          place={place}
          onClose={() => setOpen(undefined)}
          onSheet={() => setOpen('sheet')}
          onRemoved={onChanged}
        />
      )}
      {open === 'sheet' && <RecoverySheet place={place} onClose={() => setOpen(undefined)} onConfirmed={onChanged} />}
    </Card>
  )
}

function Fact({ title, children }: { readonly title: string; readonly children: string }) {
  if (children === '') return undefined
  return (
    <div>
      <dt>{title}</dt>
      <dd>{children}</dd>
    </div>
  )
}
