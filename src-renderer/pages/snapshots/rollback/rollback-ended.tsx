import { useRef } from 'react'
import type { RollbackState } from '../../../../src-main/contract/rollback-calls.ts'
import { Button, LinkButton } from '../../../components/button.tsx'
import { Modal } from '../../../components/modal.tsx'
import { Notice } from '../../../components/notice.tsx'
import { useRollbacks } from '../../../stores/app-context.tsx'
import { useAction } from '../../../stores/use-action.ts'
import { formatLongPoint } from '../../../format/time.ts'
import { restorePointHash } from '../snapshots-routes.ts'
import { resultTitles } from './rollback-words.ts'

interface RollbackEndedProps {
  readonly state: RollbackState
  readonly label: string
  readonly onClose: () => void
}

/** What has become of it: done, or an order that waits for the next start. */
export function RollbackEnded({ state, label, onClose }: RollbackEndedProps) {
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
        title={`${label} goes back when it starts next`}
        lead={`To ${formatLongPoint(pending.at)}. Until then everything stays as it is, and the order can be taken back.`}
        onClose={onClose}
        first={close}
        buttons={
          <>
            <Button look="careful" disabled={restart.busy} onClick={() => restart.start()}>
              Restart {label} now
            </Button>
            <Button ref={close} look="primary" onClick={onClose}>
              Restart it later
            </Button>
          </>
        }
      >
        <Notice tone="info" title="Save open work on it first.">
          What is written between now and the restart stays in the snapshot that is taken then.
        </Notice>
        {restart.error !== undefined && (
          <Notice tone="amber" alert title={restart.error.message}>
            {restart.error.hint}
          </Notice>
        )}
      </Modal>
    )
  }
  return (
    <Modal
      title={last === undefined ? `${label} was rolled back` : `${label} ${resultTitles[last.result]}`}
      lead={last?.text ?? ''}
      onClose={read}
      first={close}
      buttons={
        <>
          {last?.keptSet !== undefined && (
            <LinkButton href={restorePointHash(last.keptSet)} onClick={read}>
              Show what was there before
            </LinkButton>
          )}
          <Button ref={close} look="primary" onClick={read}>
            Close
          </Button>
        </>
      }
    />
  )
}
