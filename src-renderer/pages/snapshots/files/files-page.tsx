import { useState } from 'react'
import type { SnapshotSubvolume } from '../../../../src-main/contract/snapshot-calls.ts'
import { LinkButton } from '../../../components/button.tsx'
import { Choose } from '../../../components/choose.tsx'
import { EmptyState } from '../../../components/list-state.tsx'
import { Heading } from '../../../components/heading.tsx'
import { SearchField } from '../../../components/search-field.tsx'
import { Segmented } from '../../../components/segmented.tsx'
import { useKeys } from '../../../components/use-keys.ts'
import { useTitle } from '../../../components/use-title.ts'
import { joined } from '../../../format/path-text.ts'
import { formatLongPoint, formatPoint } from '../../../format/time.ts'
import { goTo } from '../../../router/route.ts'
import { useNow } from '../../../stores/use-now.ts'
import { useDebounced } from '../../../stores/use-debounced.ts'
import shared from '../../list-detail.module.css'
import { isOurs, type RestorePoint } from '../list/restore-points.ts'
import { filesHash, restorePointHash, type FilesPlace } from '../snapshots-routes.ts'
import type { LaptopNames } from '../../../components/laptop-names.ts'
import { wayOf } from '../list/snapshot-where.tsx'
import { Breadcrumb } from './breadcrumb.tsx'
import { FilePanel } from './file-panel.tsx'
import styles from './files-page.module.css'
import { FolderCard } from './folder-card.tsx'
import { FoundCard } from './found-card.tsx'
import { texts } from './texts.ts'

interface FilesPageProps {
  readonly place: FilesPlace
  readonly restorePoints: readonly RestorePoint[]
  readonly laptops: LaptopNames
  readonly home: string | undefined
  /** What was there before may have been kept as a snapshot. */
  readonly onRestored: () => void
}

/** A snapshot as a file manager shows it, and every file's versions over time. */
export function FilesPage({ place, restorePoints, laptops, home, onRestored }: FilesPageProps) {
  const nowMs = useNow(60_000)
  const [typed, setTyped] = useState('')
  const [field, setField] = useState<HTMLInputElement | null>(null)
  const debounced = useDebounced(typed.trim(), 300)
  // What was searched for is put away at once.
  const wanted = typed.trim() === '' ? '' : debounced
  const restorePoint = restorePoints.find(({ snapshots }) =>
    snapshots.some(({ id, laptop }) => id === place.id && laptop === place.laptop),
  )
  const subvolumes = subvolumesOf(place, restorePoints)
  const subvolume = subvolumes.find((one) => one.subvolume === place.subvolume)
  const label = laptops.labelOf(place.laptop)
  const title =
    place.id === 'now' || restorePoint === undefined
      ? texts.titleNow(label)
      : texts.title(label, formatLongPoint(restorePoint.at))
  const isGone = subvolume === undefined || (restorePoint === undefined && place.id !== 'now')
  useTitle(isGone ? texts.goneTitle : title)
  useKeys((event) => {
    if (event.ctrlKey && event.key === 'f') {
      event.preventDefault()
      field?.focus()
    }
  })
  const go = (next: Partial<FilesPlace>) => goTo(filesHash({ ...place, file: undefined, ...next }))
  if (isGone) {
    return (
      <>
        <Heading title={texts.goneTitle} actions={<Back />} />
        <EmptyState title={texts.goneReason}>{texts.goneHint}</EmptyState>
      </>
    )
  }
  return (
    <div className={shared['page']}>
      <Heading
        title={title}
        lead={restorePoint === undefined ? texts.readOnly : `${wayOf(restorePoint, laptops)}. ${texts.readOnly}`}
        focusKey={`${place.id} ${place.laptop}`}
        actions={<Back {...(restorePoint === undefined ? {} : { restorePoint })} />}
      />
      <div className={styles['bar']}>
        <Choose
          narrow
          name={texts.restorePoint}
          options={pointOptions(restorePoints, place, laptops, nowMs)}
          value={place.id}
          onChange={(id) => go({ id, folder: place.folder })}
        />
        {laptops.names.length > 1 && (
          <Segmented
            name={texts.laptop}
            segments={laptops.names.map((name) => laptopSegment(name, place, restorePoint, laptops))}
            value={place.laptop}
            onChange={(laptop) => go({ laptop, id: idOn(laptop, place, restorePoint), folder: place.folder })}
          />
        )}
        <Choose
          narrow
          name={texts.subvolume}
          options={subvolumes.map((one) => ({ id: one.subvolume, label: one.title }))}
          value={place.subvolume}
          onChange={(next) => go({ subvolume: next, folder: '' })}
        />
        <span className={styles['search']}>
          <SearchField ref={setField} label={texts.search} value={typed} onChange={setTyped} />
        </span>
      </div>
      <div className={styles['columns']}>
        {wanted === '' ? (
          <FolderCard
            key={`${place.id}\n${place.laptop}\n${place.subvolume}\n${place.folder}`}
            place={place}
            subvolume={subvolume}
            at={restorePoint?.at}
            laptops={laptops}
            home={home}
            onRestored={onRestored}
            breadcrumb={<Breadcrumb place={place} subvolume={subvolume} home={home} />}
          />
        ) : (
          <FoundCard
            key={`${wanted}\n${place.subvolume}`}
            wanted={wanted}
            subvolume={subvolume}
            laptops={laptops}
            home={home}
            nowMs={nowMs}
            onOpen={(next) => {
              setTyped('')
              goTo(filesHash(next))
            }}
          />
        )}
        <FilePanel
          key={`${place.laptop}\n${place.id}\n${place.subvolume}\n${place.folder}\n${place.file ?? ''}`}
          place={place}
          path={place.file === undefined ? undefined : joined(place.folder, place.file)}
          subvolume={subvolume}
          laptops={laptops}
          home={home}
          nowMs={nowMs}
          onRestored={onRestored}
        />
      </div>
    </div>
  )
}

function Back({ restorePoint }: { readonly restorePoint?: RestorePoint }) {
  return <LinkButton href={restorePointHash(restorePoint?.key ?? '')}>{texts.back}</LinkButton>
}

/** "now" has the subvolumes of the newest snapshot of that laptop. */
function subvolumesOf(place: FilesPlace, restorePoints: readonly RestorePoint[]): readonly SnapshotSubvolume[] {
  const snapshots = restorePoints.filter(isOurs).flatMap((restorePoint) => restorePoint.snapshots)
  const mine = snapshots.find(({ id, laptop }) => laptop === place.laptop && (place.id === 'now' || id === place.id))
  return mine?.subvolumes ?? []
}

function pointOptions(restorePoints: readonly RestorePoint[], place: FilesPlace, laptops: LaptopNames, nowMs: number) {
  return [
    { id: 'now', label: texts.laptopNow(laptops.labelOf(place.laptop)) },
    ...restorePoints.filter(isOurs).flatMap((restorePoint) =>
      restorePoint.snapshots
        .filter(
          ({ laptop, subvolumes }) =>
            laptop === place.laptop && subvolumes.some((one) => one.subvolume === place.subvolume),
        )
        .map(({ id, at }) => ({
          id,
          label: `${formatPoint(at, nowMs)}, ${wayOf(restorePoint, laptops)}`,
          group: texts.snapshots,
        })),
    ),
  ]
}

function idOn(laptop: string, place: FilesPlace, restorePoint: RestorePoint | undefined): string {
  return restorePoint?.snapshots.find((one) => one.laptop === laptop)?.id ?? place.id
}

function laptopSegment(name: string, place: FilesPlace, restorePoint: RestorePoint | undefined, laptops: LaptopNames) {
  const label = laptops.labelOf(name)
  const has = place.id === 'now' || restorePoint?.snapshots.some(({ laptop }) => laptop === name) === true
  return has ? { id: name, label } : { id: name, label, off: true, title: texts.lacksSnapshot(label) }
}
