import { useRef } from 'react'
import type { Proof } from '../../../../src-main/contract/switch-state.ts'
import { Button } from '../../../components/button.tsx'
import { Modal } from '../../../components/modal.tsx'
import { FailureNotice } from '../../../components/notice.tsx'
import { useClient } from '../../../stores/app-context.tsx'
import { useAction } from '../../../stores/use-action.ts'
import { texts } from './texts.ts'

interface SuspendDialogProps {
  /** The switch after which it is left. */
  readonly of: Pick<Proof, 'switchId' | 'from' | 'to'>
  readonly onClose: () => void
  /** It is going to sleep. */
  readonly onSuspended?: () => void
}

/** Asks first, and says what it does: Enter on a page must not send a laptop to sleep by itself. */
export function SuspendDialog({ of: { switchId, from, to }, onClose, onSuspended }: SuspendDialogProps) {
  const client = useClient()
  const first = useRef<HTMLButtonElement>(null)
  const suspend = useAction(async () => {
    await client.call('switchSuspend', { switchId })
    onClose()
    onSuspended?.()
  })
  return (
    <Modal
      title={texts.suspendTitle(from.label)}
      lead={texts.suspendLead(from.label, to.label)}
      onClose={onClose}
      first={first}
      buttons={
        <>
          <Button onClick={onClose}>{texts.stayAwake(from.label)}</Button>
          <Button ref={first} look="primary" disabled={suspend.busy} onClick={suspend.start}>
            {suspend.busy ? texts.suspending : texts.suspend(from.label)}
          </Button>
        </>
      }
    >
      <p>{texts.suspendText}</p>
      <FailureNotice error={suspend.error} />
    </Modal>
  )
}
