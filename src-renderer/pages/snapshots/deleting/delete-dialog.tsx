import { useEffect, useRef, useState } from 'react'
import { formatGigabytes } from '../../../format/amount.ts'
import { Button } from '../../../components/button.tsx'
import { CheckBox } from '../../../components/check-box.tsx'
import { ErrorState, LoadingState } from '../../../components/list-state.tsx'
import { Modal } from '../../../components/modal.tsx'
import { FailureNotice } from '../../../components/notice.tsx'
import { TaskLine } from '../../../components/task-line.tsx'
import { joinNames } from '../../../format/names-text.ts'
import { formatLongPoint } from '../../../format/time.ts'
import { useClient } from '../../../stores/app-context.tsx'
import { useAction } from '../../../stores/use-action.ts'
import { useCall } from '../../../stores/use-call.ts'
import { useFollowedCall } from '../../../stores/use-followed-call.ts'
import styles from '../dialogs.module.css'
import { pendingText, spaceText, type RestorePoint } from '../list/restore-points.ts'
import type { LaptopNames } from '../../../components/laptop-names.ts'
import { texts } from './texts.ts'

interface DeleteDialogProps {
  readonly restorePoint: RestorePoint
  readonly laptops: LaptopNames
  readonly onClose: () => void
  readonly onDeleted: (said: string) => void
}

/** What would be gone, what that frees, and what cannot be deleted and why. */
export function DeleteDialog({ restorePoint, laptops, onClose, onDeleted }: DeleteDialogProps) {
  const keep = useRef<HTMLButtonElement>(null)
  const refs = restorePoint.snapshots.map(({ laptop, id }) => ({ laptop, id }))
  const { value: trial, error, askAgain } = useCall('snapshotsDelete', { snapshots: refs, dryRun: true })
  const [left, setLeft] = useState<readonly string[]>([])
  const may = restorePoint.snapshots.filter(
    ({ laptop }) => trial?.deleted.some((one) => one.laptop === laptop) === true,
  )
  const chosen = may.filter(({ laptop }) => !left.includes(laptop))
  const removing = useFollowedCall('snapshotsDelete')
  const remove = useAction(async () => {
    const wanted = chosen.map(({ laptop, id }) => ({ laptop, id }))
    const { deleted, pendingBytes } = await removing.make({ snapshots: wanted, dryRun: false })
    const names = joinNames(deleted.map(({ laptop }) => laptops.labelOf(laptop)))
    const pending = pendingText([pendingBytes])
    onDeleted(deleted.length === 0 ? texts.nothingDeleted : `${texts.deleted(names)}${pending}`)
    onClose()
  })
  return (
    <Modal
      red
      title={texts.title(formatLongPoint(restorePoint.at))}
      lead={texts.lead}
      onClose={onClose}
      first={keep}
      buttons={
        <>
          <Button ref={keep} onClick={onClose}>
            {texts.keep}
          </Button>
          {(trial === undefined || may.length > 0) && (
            <Button
              look="danger"
              disabled={chosen.length === 0 || remove.busy}
              onKeyDown={ignoreEnter}
              onClick={() => remove.start()}
            >
              {chosen.length > 1
                ? texts.deleteOnBoth
                : texts.deleteOn(laptops.labelOf(chosen[0]?.laptop ?? may[0]?.laptop ?? refs[0]?.laptop ?? ''))}
            </Button>
          )}
        </>
      }
    >
      {error !== undefined && <ErrorState error={error} onTryAgain={askAgain} />}
      {trial === undefined && error === undefined && <LoadingState>{texts.checking}</LoadingState>}
      {trial !== undefined &&
        restorePoint.snapshots.map((snapshot) => {
          const refused = trial.refused.find(({ laptop }) => laptop === snapshot.laptop)
          const label = laptops.labelOf(snapshot.laptop)
          return (
            <div key={snapshot.laptop} className={styles['item']}>
              {refused === undefined ? (
                <CheckBox
                  checked={!left.includes(snapshot.laptop)}
                  onChange={(ticked) =>
                    setLeft(ticked ? left.filter((one) => one !== snapshot.laptop) : [...left, snapshot.laptop])
                  }
                >
                  <strong>{label}</strong>
                  <small>
                    <Freed laptop={snapshot.laptop} id={snapshot.id} estimate={spaceText(snapshot.space)} />
                  </small>
                </CheckBox>
              ) : (
                <div>
                  <strong>{texts.keeps(label)}</strong>
                  <small className={styles['refused']}>{refused.why}</small>
                </div>
              )}
            </div>
          )
        })}
      {remove.busy && <TaskLine text={texts.deleting} callId={removing.callId} />}
      <FailureNotice error={remove.error} />
    </Modal>
  )
}

/** Enter is pressed without thinking: what cannot be undone wants the space bar or a click. */
export function ignoreEnter(event: React.KeyboardEvent): void {
  if (event.key === 'Enter') event.preventDefault()
}

interface FreedProps {
  readonly laptop: string
  readonly id: string
  readonly estimate: string
}

/** The estimate at once, the true number as soon as the laptop has measured it. */
function Freed({ laptop, id, estimate }: FreedProps) {
  const client = useClient()
  const [bytes, setBytes] = useState<number | 'unknown'>()
  useEffect(() => {
    let wanted = true
    client.call('snapshotsMeasure', { laptop, ids: [id] }).then(
      ({ togetherBytes }) => wanted && setBytes(togetherBytes),
      () => wanted && setBytes('unknown'),
    )
    return () => {
      wanted = false
    }
  }, [client, laptop, id])
  if (typeof bytes === 'number') return <>{texts.frees(formatGigabytes(bytes))}</>
  if (bytes === 'unknown') return <>{estimate === '' ? texts.freesUnknown : texts.frees(estimate)}</>
  return <>{estimate === '' ? texts.measuring : texts.freesMeasuring(estimate)}</>
}
