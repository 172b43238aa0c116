import { useRef } from 'react'
import type { Live } from '../../../../src-main/contract/live-calls.ts'
import { Button } from '../../../components/button.tsx'
import { Modal } from '../../../components/modal.tsx'
import { FailureNotice } from '../../../components/notice.tsx'
import { TaskLine } from '../../../components/task-line.tsx'
import { useAction } from '../../../stores/use-action.ts'
import { useFollowedCall } from '../../../stores/use-followed-call.ts'
import { ignoreEnter } from '../../snapshots/deleting/delete-dialog.tsx'
import { placeNames } from './place-names.ts'
import { deleteTexts } from './texts.ts'

interface DeleteVersionsProps {
  readonly places: readonly string[]
  readonly onChanged: (live: Live) => void
  readonly onClose: () => void
}

/** Of folders that are live no more. */
export function DeleteVersions({ places, onChanged, onClose }: DeleteVersionsProps) {
  const keep = useRef<HTMLButtonElement>(null)
  const deleting = useFollowedCall('liveOff')
  const remove = useAction(async () => {
    onChanged(await deleting.make({ places: [...places], deleteVersions: true }))
    onClose()
  })
  return (
    <Modal
      red
      title={deleteTexts.title}
      lead={deleteTexts.lead(placeNames(places))}
      onClose={onClose}
      first={keep}
      buttons={
        <>
          <Button ref={keep} onClick={onClose}>
            {deleteTexts.keep}
          </Button>
          <Button look="danger" disabled={remove.busy} onKeyDown={ignoreEnter} onClick={() => remove.start()}>
            {deleteTexts.start}
          </Button>
        </>
      }
    >
      {remove.busy && <TaskLine text={deleteTexts.working} callId={deleting.callId} />}
      <FailureNotice error={remove.error} />
    </Modal>
  )
}
