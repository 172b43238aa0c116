import { useRef } from 'react'
import type { Laptop } from '../../../../src-main/contract/switch-state.ts'
import { Button } from '../../../components/button.tsx'
import { Modal } from '../../../components/modal.tsx'
import { FailureNotice } from '../../../components/notice.tsx'
import { useRollbacks } from '../../../stores/app-context.tsx'
import { useAction } from '../../../stores/use-action.ts'
import { useRollbackStates } from '../../../stores/use-rollback-states.ts'
import { texts } from './texts.ts'

interface RestartDialogProps {
  readonly laptop: Laptop
  readonly onClose: () => void
}

/** For the rollback that waits on it. */
export function RestartDialog({ laptop: { name, label }, onClose }: RestartDialogProps) {
  const { restart: restartLaptop } = useRollbacks()
  const { states } = useRollbackStates()
  const keep = useRef<HTMLButtonElement>(null)
  const restart = useAction(async () => {
    await restartLaptop(states.find(({ laptop }) => laptop === name) ?? { laptop: name })
    onClose()
  })
  return (
    <Modal
      red
      title={texts.restartTitle(label)}
      lead={texts.restartLead}
      onClose={onClose}
      first={keep}
      buttons={
        <>
          <Button ref={keep} onClick={onClose}>
            {texts.keepRunning}
          </Button>
          <Button look="danger" disabled={restart.busy} onClick={() => restart.start()}>
            {texts.restart(label)}
          </Button>
        </>
      }
    >
      <FailureNotice error={restart.error} />
    </Modal>
  )
}
