import { useRef } from 'react'
import type { RollbackState } from '../../../../src-main/contract/rollback-calls.ts'
import { Button, LinkButton } from '../../../components/button.tsx'
import { Modal } from '../../../components/modal.tsx'
import { FailureNotice, Notice } from '../../../components/notice.tsx'
import { useRollbacks } from '../../../stores/app-context.tsx'
import { useAction } from '../../../stores/use-action.ts'
import { formatLongPoint } from '../../../format/time.ts'
import { restorePointHash } from '../snapshots-routes.ts'
import { texts } from './texts.ts'

interface RollbackEndedProps {
  readonly state: RollbackState
  readonly label: string
  /** What it is called when it was more than a rollback. */
  readonly done?: string
  readonly onClose: () => void
}

/** What has become of it: done, or an order that waits for the next start. */
export function RollbackEnded({ state, label, done = texts.results.done(label), onClose }: RollbackEndedProps) {
  const { markRead, restart: restartLaptop } = useRollbacks()
  const close = useRef<HTMLButtonElement>(null)
  const restart = useAction(async () => {
    await restartLaptop(state)
    onClose()
  })
  const { pending, last } = state
  const read = () => {
    if (pending === undefined && last !== undefined) markRead(last.operationId)
    onClose()
  }
  if (pending !== undefined) {
    return (
      <Modal
        title={texts.waitsTitle(label)}
        lead={texts.waitsLead(formatLongPoint(pending.at))}
        onClose={onClose}
        first={close}
        buttons={
          <>
            <Button look="careful" disabled={restart.busy} onClick={() => restart.start()}>
              {texts.restartNow(label)}
            </Button>
            <Button ref={close} look="primary" onClick={onClose}>
              {texts.restartLater}
            </Button>
          </>
        }
      >
        <Notice tone="info" title={texts.saveTitle}>
          {texts.saveText}
        </Notice>
        <FailureNotice error={restart.error} />
      </Modal>
    )
  }
  return (
    <Modal
      title={last === undefined || last.result === 'done' ? done : texts.results[last.result](label)}
      lead={last?.text ?? ''}
      onClose={read}
      first={close}
      buttons={
        <>
          {last?.keptSet !== undefined && (
            <LinkButton href={restorePointHash(last.keptSet)} onClick={read}>
              {texts.showBefore}
            </LinkButton>
          )}
          <Button ref={close} look="primary" onClick={read}>
            {texts.close}
          </Button>
        </>
      }
    />
  )
}
