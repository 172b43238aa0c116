import { useRef, useState } from 'react'
import type { Proof } from '../../../../src-main/contract/switch-state.ts'
import { Button } from '../../../components/button.tsx'
import { Modal } from '../../../components/modal.tsx'
import { FailureNotice } from '../../../components/notice.tsx'
import { useClient } from '../../../stores/app-context.tsx'
import { useAction } from '../../../stores/use-action.ts'
import { FooterPrimary } from '../footer-primary.tsx'
import { texts } from './texts.ts'

interface SuspendButtonProps {
  readonly proof: Proof
  /** It is going to sleep. */
  readonly onSuspended: () => void
}

/** Asks first, and says what it does: Enter on this page must not send a laptop to sleep by itself. */
export function SuspendButton({ proof, onSuspended }: SuspendButtonProps) {
  const { switchId, from, to } = proof
  const client = useClient()
  const [isAsking, setAsking] = useState(false)
  const first = useRef<HTMLButtonElement>(null)
  const suspend = useAction(async () => {
    await client.call('switchSuspend', { switchId })
    setAsking(false)
    onSuspended()
  })
  const close = () => setAsking(false)
  return (
    <>
      <FooterPrimary onClick={() => setAsking(true)}>{texts.suspend(from.label)}…</FooterPrimary>
      {isAsking && (
        <Modal
          title={texts.suspendTitle(from.label)}
          lead={texts.suspendLead(from.label, to.label)}
          onClose={close}
          first={first}
          buttons={
            <>
              <Button onClick={close}>{texts.stayAwake(from.label)}</Button>
              <Button ref={first} look="primary" disabled={suspend.busy} onClick={suspend.start}>
                {suspend.busy ? texts.suspending : texts.suspend(from.label)}
              </Button>
            </>
          }
        >
          <p>{texts.suspendText}</p>
          <FailureNotice error={suspend.error} />
        </Modal>
      )}
    </>
  )
}
