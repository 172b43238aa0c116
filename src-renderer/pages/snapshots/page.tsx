import { Camera, Hourglass } from 'lucide-react'
import { useMemo, useRef, useState } from 'react'
import { Button, LinkButton } from '../../components/button.tsx'
import { Card } from '../../components/card.tsx'
import { Heading } from '../../components/heading.tsx'
import { EmptyState, ErrorState, LoadingState } from '../../components/list-state.tsx'
import { LiveRegion, nothingSaid, sayAfter } from '../../components/live-region.tsx'
import { Notice } from '../../components/notice.tsx'
import { usePage } from '../../components/use-page.ts'
import { useOverview } from '../../stores/app-context.tsx'
import { useCall } from '../../stores/use-call.ts'
import { useNow } from '../../stores/use-now.ts'
import styles from '../list-detail.module.css'
import type { PageDeclaration, PageProps } from '../page.ts'
import { FilesPage } from './files/files-page.tsx'
import { KeepingPage } from './keeping/keeping-page.tsx'
import { RestorePointDetail } from './detail/restore-point-detail.tsx'
import { RestorePointList } from './list/restore-point-list.tsx'
import { RoomPicture } from './list/room-picture.tsx'
import { RollbackNotices } from './rollback/rollback-notices.tsx'
import { countText, isOurs, pointToOpen, restorePointsOf, type RestorePoint } from './list/restore-points.ts'
import { laptopsOf, type LaptopNames } from '../../components/laptop-names.ts'
import { filesPlaceOf, keepingHash } from './snapshots-routes.ts'
import { TakeSnapshot } from './list/take-snapshot.tsx'
import { errorText } from '../../../src-main/contract/wire-error.ts'
import { texts } from './texts.ts'

export const snapshotsPage: PageDeclaration = {
  id: 'snapshots',
  title: texts.windowTitle,
  icon: Camera,
  parts: [{ hash: keepingHash, title: texts.retention }],
  component: SnapshotsPage,
}

function SnapshotsPage({ item, rest, file }: PageProps) {
  const { value: list, error, askAgain } = useCall('snapshotsList', {})
  const { value: known } = useOverview()
  const restorePoints = useMemo(() => restorePointsOf(list?.snapshots ?? []), [list])
  const laptops = useMemo(() => laptopsOf(known, list?.missing ?? []), [known, list])
  if (item === 'keeping') return <KeepingPage laptops={laptops} onPruned={askAgain} />
  if (list === undefined) {
    return error !== undefined ? (
      <>
        <Heading title={texts.cannotRead} />
        <ErrorState error={error} onTryAgain={askAgain} />
      </>
    ) : (
      <>
        <Heading title={texts.reading} />
        <LoadingState>{texts.readingBoth}</LoadingState>
      </>
    )
  }
  const place = filesPlaceOf(item, rest, file)
  if (place !== undefined) {
    return (
      <FilesPage
        place={place}
        restorePoints={restorePoints}
        laptops={laptops}
        home={known?.home}
        onRestored={askAgain}
      />
    )
  }
  return (
    <Points
      restorePoints={restorePoints}
      laptops={laptops}
      home={known?.home}
      item={item}
      onAgain={askAgain}
      notices={[
        ...(error === undefined ? [] : [{ title: error.message, text: error.hint ?? '' }]),
        ...list.missing.map(({ laptop, error }) => ({
          title: texts.laptopUnknown(laptops.labelOf(laptop)),
          text: errorText(error),
        })),
      ]}
    />
  )
}

interface PointsProps {
  readonly restorePoints: readonly RestorePoint[]
  readonly laptops: LaptopNames
  readonly home: string | undefined
  readonly item: string | undefined
  readonly onAgain: () => void
  readonly notices: readonly { readonly title: string; readonly text: string }[]
}

function Points({ restorePoints, laptops, home, item, onAgain, notices }: PointsProps) {
  const nowMs = useNow(60_000)
  const [taking, setTaking] = useState(false)
  const [said, setSaid] = useState(nothingSaid)
  const take = useRef<HTMLButtonElement>(null)
  usePage(texts.windowTitle, onAgain)
  const selected =
    restorePoints.find(({ key }) => key === item) ??
    restorePoints.find(({ snapshots }) => snapshots.some(({ id }) => id === item)) ??
    pointToOpen(restorePoints)
  const changed = (text: string) => {
    setSaid((before) => sayAfter(before, text))
    onAgain()
  }
  return (
    <div className={styles['page']}>
      <Heading
        title={countText(restorePoints.filter(isOurs))}
        lead={texts.lead}
        actions={
          <>
            <LinkButton href={keepingHash}>
              <Hourglass size={16} aria-hidden />
              {texts.retention}
            </LinkButton>
            <Button ref={take} look="primary" icon={Camera} onClick={() => setTaking(true)}>
              {texts.takeNow}
            </Button>
          </>
        }
      />
      <div className={styles['notices']}>
        <RollbackNotices laptops={laptops} onBack={onAgain} />
        {notices.map(({ title, text }) => (
          <Notice
            key={title}
            tone="amber"
            title={title}
            actions={
              <Button look="link" onClick={onAgain}>
                {texts.tryAgain}
              </Button>
            }
          >
            {text}
          </Notice>
        ))}
      </div>
      <LiveRegion said={said} />
      <RoomPicture restorePoints={restorePoints} laptops={laptops} nowMs={nowMs} />
      {restorePoints.length === 0 ? (
        <Card>
          <EmptyState icon={Camera} title={texts.noneTitle}>
            {texts.noneText}
          </EmptyState>
        </Card>
      ) : (
        <div className={styles['columns']}>
          <RestorePointList restorePoints={restorePoints} laptops={laptops} nowMs={nowMs} selected={selected?.key} />
          {selected !== undefined && (
            <RestorePointDetail
              key={selected.key}
              restorePoint={selected}
              restorePoints={restorePoints}
              laptops={laptops}
              home={home}
              nowMs={nowMs}
              onChanged={changed}
            />
          )}
        </div>
      )}
      {taking && <TakeSnapshot laptops={laptops} onClose={() => setTaking(false)} onTaken={changed} />}
    </div>
  )
}
