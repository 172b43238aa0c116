import { useState } from 'react'
import type { CopyView, PlaceView } from '../../../src-main/contract/copies-calls.ts'
import { Button, LinkButton } from '../../components/button.tsx'
import { Choose } from '../../components/choose.tsx'
import { Heading } from '../../components/heading.tsx'
import type { LaptopNames } from '../../components/laptop-names.ts'
import { EmptyState } from '../../components/list-state.tsx'
import { Segmented } from '../../components/segmented.tsx'
import { useTitle } from '../../components/use-title.ts'
import { formatLongPoint, formatPoint } from '../../format/time.ts'
import { goTo, pageHash } from '../../router/route.ts'
import { useNow } from '../../stores/use-now.ts'
import shared from '../list-detail.module.css'
import { Breadcrumb } from '../snapshots/files/breadcrumb.tsx'
import styles from '../snapshots/files/files-page.module.css'
import { FolderCard } from '../snapshots/files/folder-card.tsx'
import { filesHash, type CopiedPlace } from '../snapshots/snapshots-routes.ts'
import { BringBack } from './bring-back.tsx'
import { insideTexts as texts } from './texts.ts'

interface InsidePageProps {
  readonly at: CopiedPlace
  readonly places: readonly PlaceView[]
  readonly laptops: LaptopNames
  readonly home: string | undefined
}

/** Where looking into a place begins: its newest copy, at the home of whoever looks. */
export function insideHash({ laptop, name, copies }: PlaceView, home: string | undefined): string | undefined {
  // Of one that cannot be read nothing is known.
  const copy = copies.find(({ subvolumes }) => subvolumes.length > 0)
  return copy === undefined ? undefined : hashOf(laptop, name, copy, home)
}

function hashOf(laptop: string, place: string, copy: CopyView, home: string | undefined): string | undefined {
  const part = copy.subvolumes.find(({ subvolume }) => subvolume === 'home') ?? copy.subvolumes[0]
  if (part === undefined) return undefined
  const isHome = home !== undefined && part.path !== undefined && home.startsWith(`${part.path}/`)
  const folder = isHome ? home.slice((part.path ?? '').length + 1) : ''
  const inPlace = { place, of: copy.laptop }
  return filesHash({ id: copy.id, laptop, subvolume: part.subvolume, folder, file: undefined, copy: inPlace })
}

/** A copy as a file manager shows it, where it is. */
export function InsidePage({ at, places, laptops, home }: InsidePageProps) {
  const nowMs = useNow(60_000)
  const [isBack, setIsBack] = useState(false)
  const ofLaptop = places.filter(({ laptop, copies }) => laptop === at.laptop && copies.length > 0)
  const place = ofLaptop.find(({ name }) => name === at.copy.place)
  const copy = place?.copies.find(({ id, laptop }) => id === at.id && laptop === (at.copy.of ?? laptop))
  const part = copy?.subvolumes.find(({ subvolume }) => subvolume === at.subvolume)
  const title =
    copy === undefined
      ? texts.goneTitle
      : texts.title(laptops.labelOf(copy.laptop), formatLongPoint(copy.at), at.copy.place)
  useTitle(title)
  const back = <LinkButton href={pageHash('copies')}>{texts.back}</LinkButton>
  if (place === undefined || copy === undefined || part === undefined)
    return (
      <>
        <Heading title={title} actions={back} />
        <EmptyState title={texts.goneReason(at.copy.place)}>{texts.goneHint}</EmptyState>
      </>
    )
  const open = (hash: string | undefined) => {
    if (hash !== undefined) goTo(hash)
  }
  const sameLaptop = place.copies.filter(({ laptop }) => laptop === copy.laptop)
  const owners = [...new Set(place.copies.map(({ laptop }) => laptop))]
  return (
    <div className={shared['page']}>
      <Heading
        title={title}
        lead={leadOf(copy, nowMs)}
        focusKey={`${at.copy.place} ${at.id}`}
        actions={
          <>
            <Button onClick={() => setIsBack(true)}>{texts.whole}</Button>
            {back}
          </>
        }
      />
      <div className={styles['bar']}>
        <Choose
          narrow
          name={texts.place}
          options={ofLaptop.map(({ name }) => ({ id: name, label: name }))}
          value={place.name}
          onChange={(name) => {
            const next = ofLaptop.find((one) => one.name === name)
            if (next !== undefined) open(insideHash(next, home))
          }}
        />
        <Choose
          narrow
          name={texts.copy}
          options={sameLaptop.map(({ id, at: taken }) => ({ id, label: formatPoint(taken, nowMs) }))}
          value={copy.id}
          onChange={(id) => open(filesHash({ ...at, id, file: undefined }))}
        />
        {owners.length > 1 && (
          <Segmented
            name={texts.laptop}
            segments={owners.map((name) => ({ id: name, label: laptops.labelOf(name) }))}
            value={copy.laptop}
            onChange={(name) => {
              const next = place.copies.find(({ laptop }) => laptop === name)
              if (next !== undefined) open(hashOf(place.laptop, place.name, next, home))
            }}
          />
        )}
        <Choose
          narrow
          name={texts.part}
          options={copy.subvolumes.map(({ subvolume, title: label }) => ({ id: subvolume, label }))}
          value={part.subvolume}
          onChange={(subvolume) => open(filesHash({ ...at, subvolume, folder: '', file: undefined }))}
        />
      </div>
      <div className={styles['columns']}>
        <FolderCard
          key={`${place.name}\n${copy.laptop}\n${copy.id}\n${part.subvolume}\n${at.folder}`}
          place={at}
          subvolume={part}
          at={copy.at}
          laptops={laptops}
          home={home}
          onRestored={() => undefined}
          breadcrumb={<Breadcrumb place={at} subvolume={part} home={home} />}
        />
      </div>
      {isBack && <BringBack place={place} copy={copy} laptops={laptops} onClose={() => setIsBack(false)} />}
    </div>
  )
}

function leadOf({ isDamaged, isWhole, verifiedAt }: CopyView, nowMs: number): string {
  if (isDamaged) return texts.lead(texts.damaged)
  if (!isWhole) return texts.lead(texts.notWhole)
  return texts.lead(verifiedAt === undefined ? texts.notProven : texts.proven(formatPoint(verifiedAt, nowMs)))
}
