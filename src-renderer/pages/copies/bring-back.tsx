import { useState } from 'react'
import type { calls } from '../../../src-main/contract/calls.ts'
import type { CopyView, PlaceView } from '../../../src-main/contract/copies-calls.ts'
import { cameFromText } from '../../../src-main/contract/copies-words.ts'
import type { Output } from '../../../src-main/contract/define.ts'
import { Button, LinkButton } from '../../components/button.tsx'
import { CheckBox } from '../../components/check-box.tsx'
import { Modal } from '../../components/modal.tsx'
import { FailureNotice, Notice } from '../../components/notice.tsx'
import { TaskLine } from '../../components/task-line.tsx'
import { formatPoint } from '../../format/time.ts'
import { pageHash } from '../../router/route.ts'
import { useAction } from '../../stores/use-action.ts'
import { useFollowedCall } from '../../stores/use-followed-call.ts'
import { useNow } from '../../stores/use-now.ts'
import type { LaptopNames } from '../../components/laptop-names.ts'
import styles from '../backups.module.css'
import { restoreTexts, texts } from './texts.ts'

interface BringBackProps {
  readonly place: PlaceView
  /** Which is meant at first. */
  readonly copy: CopyView
  readonly laptops: LaptopNames
  readonly onClose: () => void
}

const keyOf = ({ laptop, id }: CopyView): string => `${laptop} ${id}`

/** A copy becomes a snapshot again: from there on everything is as with any other. */
export function BringBack({ place, copy: first, laptops, onClose }: BringBackProps) {
  const nowMs = useNow(60_000)
  const [chosen, setChosen] = useState(keyOf(first))
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set())
  const [came, setCame] = useState<Output<typeof calls.copiesBringBack>>()
  const isDone = came !== undefined
  const copy = place.copies.find((one) => keyOf(one) === chosen)
  const parts = copy?.subvolumes.filter(({ subvolume }) => !left.has(subvolume)) ?? []
  const call = useFollowedCall('copiesBringBack')
  const label = laptops.labelOf(place.laptop)
  const bringBack = useAction(async () => {
    if (copy === undefined) return
    const subvolumes = parts.length === copy.subvolumes.length ? [] : parts.map(({ subvolume }) => subvolume)
    setCame(await call.make({ laptop: place.laptop, place: place.name, of: copy.laptop, id: copy.id, subvolumes }))
  })
  return (
    <Modal
      title={restoreTexts.title(place.name)}
      lead={restoreTexts.lead(label)}
      onClose={onClose}
      buttons={
        <>
          <Button onClick={onClose}>{isDone ? texts.close : texts.cancel}</Button>
          {isDone ? (
            <LinkButton look="primary" href={pageHash('snapshots')}>
              {restoreTexts.open}
            </LinkButton>
          ) : (
            <Button look="primary" disabled={bringBack.busy || parts.length === 0} onClick={() => bringBack.start()}>
              {restoreTexts.start}
            </Button>
          )}
        </>
      }
    >
      <label className={styles['choice']}>
        <span>{restoreTexts.choose}</span>
        <select value={chosen} disabled={bringBack.busy || isDone} onChange={(event) => setChosen(event.target.value)}>
          {place.copies.map((one) => (
            <option key={keyOf(one)} value={keyOf(one)}>
              {[
                laptops.labelOf(one.laptop),
                formatPoint(one.at, nowMs),
                one.description,
                ...(one.isWhole ? [] : [restoreTexts.partly]),
                ...(one.isDamaged ? [restoreTexts.damaged] : []),
              ].join(' · ')}
            </option>
          ))}
        </select>
      </label>
      <div className={styles['ticks']} role="group" aria-label={restoreTexts.parts}>
        {copy?.subvolumes.map(({ subvolume, title }) => (
          <CheckBox
            key={subvolume}
            checked={!left.has(subvolume)}
            onChange={(ticked) =>
              setLeft(
                (before) => new Set(ticked ? [...before].filter((one) => one !== subvolume) : [...before, subvolume]),
              )
            }
          >
            {title}
          </CheckBox>
        ))}
      </div>
      {bringBack.busy && <TaskLine text={restoreTexts.working} callId={call.callId} />}
      {isDone && (
        <Notice tone="green" title={restoreTexts.done(label)}>
          {cameFromText(came).join(' ')}
        </Notice>
      )}
      <FailureNotice error={bringBack.error} />
    </Modal>
  )
}
