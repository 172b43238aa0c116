import { Boxes, Cloud, Ellipsis, FileText, Folder, Package, Server, ShieldCheck, Trash2, Usb } from 'lucide-react'
import { useState } from 'react'
import type { PlaceView } from '../../../src-main/contract/copies-calls.ts'
import {
  bundlesAlone,
  copiesByLaptop,
  failedAt,
  newestOwn,
  nextCopyText,
  nobodysText,
  othersText,
  placeState,
  presenceText,
  sheetMissing,
  verifiedText,
} from '../../../src-main/contract/copies-words.ts'
import { jobProgressText } from '../../../src-main/contract/job-words.ts'
import { capitalized, formatBytes, formatPartOf } from '../../../src-main/kernel/units.ts'
import { ActionMenu, type MenuAction } from '../../components/action-menu.tsx'
import { Badge } from '../../components/badge.tsx'
import { Button, LinkButton } from '../../components/button.tsx'
import { Card } from '../../components/card.tsx'
import { FailureNotice, Notice } from '../../components/notice.tsx'
import { ProgressBar } from '../../components/progress-bar.tsx'
import { formatPoint } from '../../format/time.ts'
import { pageHash } from '../../router/route.ts'
import { useClient } from '../../stores/app-context.tsx'
import { useAction } from '../../stores/use-action.ts'
import type { LaptopNames } from '../../components/laptop-names.ts'
import styles from '../backups.module.css'
import { BundlesHere } from '../bundles/bundles-here.tsx'
import { insideHash } from './inside-page.tsx'
import { RecoverySheet } from './recovery-sheet.tsx'
import { RemovePlace } from './remove-place.tsx'
import type { ShownPlace } from './shown-place.ts'
import { texts } from './texts.ts'

interface PlaceCardProps {
  readonly shown: ShownPlace
  readonly laptops: LaptopNames
  readonly nowMs: number
  /** Of whoever looks: where looking into a place begins. */
  readonly home: string | undefined
  readonly onChanged: (said: string) => void
}

/** All there is to know of a place, what goes wrong there, and what can be done with it. */
export function PlaceCard({ shown, laptops, nowMs, home, onChanged }: PlaceCardProps) {
  const client = useClient()
  const [open, setOpen] = useState<'bundles' | 'sheet' | 'remove'>()
  const { place, job, at } = shown
  const { laptop, name, kind, sheet, copies, presence } = place
  const label = laptops.labelOf(laptop)
  const inside = insideHash(place, home)
  const isBusy = job?.last?.state.kind === 'running'
  const Icon = icons[looksOf(place)]
  const act = useAction(async (what: 'copy' | 'verify-all' | 'remove' | 'stop') => {
    if (what === 'remove') await client.call('copiesForget', { laptop, place: name, force: false })
    else if (what === 'stop') await client.call('jobsStop', { laptop, name: 'copies' })
    else await client.call('copiesRun', { laptop, place: name, what })
    const said = { copy: texts.started, 'verify-all': texts.verifyStarted, remove: texts.removed, stop: texts.stopped }
    onChanged(said[what](name))
  })
  const off = isBusy ? { off: texts.busy } : {}
  const verify = { id: 'verify', label: texts.verify, icon: ShieldCheck, ...off, act: () => act.start('verify-all') }
  const showBundles = () => setOpen('bundles')
  const isRegistry = kind === 'registry'
  const actions: readonly MenuAction[] = [
    ...(isRegistry || presence === 'not-there'
      ? []
      : [{ id: 'bundles', label: texts.bundlesHere, icon: Boxes, act: showBundles }]),
    ...(isRegistry || copies.length === 0 ? [] : [verify]),
    ...(kind === 'registry' ? [] : [{ id: 'sheet', label: texts.sheet, icon: FileText, act: () => setOpen('sheet') }]),
    {
      ...{ id: 'remove', label: texts.remove, icon: Trash2, note: texts.removeNote, ...off },
      act: () => (sheet === 'to-do' ? setOpen('remove') : act.start('remove')),
    },
  ]
  return (
    <Card className={styles['place']} aria-label={texts.placeOn(name, label)}>
      <div className={styles['placeHead']}>
        <Icon size={18} aria-hidden />
        <h2>{name}</h2>
        <Badge tone={presence === 'there' ? 'green' : 'neutral'}>{presenceText[presence]}</Badge>
        <p>{texts.usedBy(label, place.where)}</p>
      </div>
      {(kind !== 'registry' || shown.bundles > 0) && <PlaceFacts shown={shown} laptops={laptops} nowMs={nowMs} />}
      {kind === 'registry' && <p className={styles['soft']}>{bundlesAlone}</p>}
      <PlaceNotices shown={shown} laptops={laptops} nowMs={nowMs} onSheet={() => setOpen('sheet')} />
      {at.kind === 'running' && <Work shown={shown} />}
      <FailureNotice error={act.error} />
      <div className={styles['placeFoot']}>
        {isRegistry && (
          <Button size="small" aria-label={texts.insideOf(name)} onClick={showBundles}>
            {texts.inside}
          </Button>
        )}
        {inside !== undefined && (
          <LinkButton size="small" href={inside} aria-label={texts.insideOf(name)}>
            {texts.inside}
          </LinkButton>
        )}
        {at.kind === 'running' ? (
          <Button size="small" aria-label={texts.stopAt(name)} onClick={() => act.start('stop')}>
            {texts.stop}
          </Button>
        ) : (
          kind !== 'registry' && (
            <Button
              size="small"
              aria-label={texts.copyTo(name)}
              disabled={act.busy || isBusy}
              onClick={() => act.start('copy')}
            >
              {at.kind === 'failed' ? texts.tryAgain : texts.copy}
            </Button>
          )
        )}
        <ActionMenu
          trigger={
            <Button size="small" aria-label={texts.moreOf(name)}>
              <Ellipsis size={16} aria-hidden />
            </Button>
          }
          actions={actions}
        />
      </div>
      {open === 'bundles' && (
        <BundlesHere
          place={place}
          laptops={laptops}
          nowMs={nowMs}
          onClose={() => setOpen(undefined)}
          onChanged={onChanged}
        />
      )}
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

const icons = { disk: Usb, folder: Folder, server: Server, bucket: Cloud, registry: Package } as const

function looksOf({ kind, where }: PlaceView): keyof typeof icons {
  if (kind !== 'store') return kind
  if (where.startsWith('/')) return 'folder'
  return where.startsWith('sftp:') ? 'server' : 'bucket'
}

type PartProps = Pick<PlaceCardProps, 'shown' | 'laptops' | 'nowMs'>

function PlaceFacts({ shown: { place, job, at, bundles }, laptops: { labelOf }, nowMs }: PartProps) {
  const newest = newestOwn(place)
  const isLate = at.kind !== 'running' && placeState(place, labelOf, nowMs).tone !== 'good'
  const { room } = place
  return (
    <>
      <dl className={styles['placeFacts']}>
        {place.kind !== 'registry' && (
          <>
            <dt>{texts.last}</dt>
            <dd className={isLate ? styles['late'] : styles['strong']}>
              {newest === undefined ? texts.never : capitalized(formatPoint(newest.at, nowMs))}
            </dd>
            <Fact title={texts.verified}>{verifiedText(place, nowMs)}</Fact>
            <dt>{texts.copies}</dt>
            <dd>
              {copiesByLaptop(place, labelOf, nowMs).map((line) => (
                <div key={line}>{line}</div>
              ))}
            </dd>
            <Fact title={texts.next}>{nextCopyText(place, job?.schedule, nowMs)}</Fact>
            <Fact title={texts.kept}>{place.kept}</Fact>
          </>
        )}
        {bundles > 0 && (
          <>
            <dt>{texts.bundles}</dt>
            <dd>
              <LinkButton look="link" href={pageHash('bundles')}>
                {texts.versions(bundles)}
              </LinkButton>
            </dd>
          </>
        )}
      </dl>
      {room !== undefined && (
        <div>
          <p className={styles['room']}>
            <span>{texts.used(formatPartOf(room.totalBytes - room.freeBytes, room.totalBytes))}</span>
            <span>{texts.free(formatBytes(room.freeBytes))}</span>
          </p>
          <div className={styles['roomBar']} aria-hidden>
            <div style={{ width: `${room.totalBytes === 0 ? 0 : 100 * (1 - room.freeBytes / room.totalBytes)}%` }} />
          </div>
        </div>
      )}
    </>
  )
}

function Fact({ title, children }: { readonly title: string; readonly children: string }) {
  if (children === '') return undefined
  return (
    <>
      <dt>{title}</dt>
      <dd>{children}</dd>
    </>
  )
}

function PlaceNotices({ shown: { place, at }, laptops, nowMs, onSheet }: PartProps & { readonly onSheet: () => void }) {
  const { tone, text } = placeState(place, laptops.labelOf, nowMs)
  return (
    <div className={styles['placeNotices']}>
      {place.kind !== 'registry' && at.kind === 'none' && tone !== 'good' && (
        <Notice tone={tone === 'bad' ? 'red' : 'amber'} title={text} />
      )}
      {at.kind === 'failed' && (
        <Notice tone="amber" title={failedAt(at.work, nowMs)}>
          {[at.work.error.message, at.work.error.hint].filter((part) => part !== undefined).join(' ')}
        </Notice>
      )}
      {at.kind === 'interrupted' && <Notice tone="amber">{texts.interrupted}</Notice>}
      {place.sheet === 'to-do' && (
        <Notice
          tone="amber"
          actions={
            <Button look="link" onClick={onSheet}>
              {texts.sheet}
            </Button>
          }
        >
          {sheetMissing}
        </Notice>
      )}
      {[...nobodysText(place), ...(place.others === undefined ? [] : [othersText(place.others)])].map((line) => (
        <Notice key={line} tone="amber">
          {line}
        </Notice>
      ))}
    </div>
  )
}

function Work({ shown: { place, at } }: Pick<PartProps, 'shown'>) {
  if (at.kind !== 'running' || place.work === undefined) return undefined
  const { progress, waitsFor } = at.state
  const title = texts.works[place.work.what](place.name)
  const told = waitsFor ?? (progress === undefined ? texts.starting : jobProgressText(progress))
  const fraction =
    progress?.total === undefined || progress.total === 0 ? undefined : Math.min(1, progress.done / progress.total)
  return (
    <div className={styles['work']}>
      <p className={styles['strong']}>{title}</p>
      <ProgressBar name={title} fraction={fraction} text={told} />
      <p className={styles['soft']}>{told}</p>
    </div>
  )
}
