import { useState } from 'react'
import type { Live } from '../../../../src-main/contract/live-calls.ts'
import { Button } from '../../../components/button.tsx'
import { CheckBox } from '../../../components/check-box.tsx'
import { Modal } from '../../../components/modal.tsx'
import { FailureNotice } from '../../../components/notice.tsx'
import { TaskLine } from '../../../components/task-line.tsx'
import { useAction } from '../../../stores/use-action.ts'
import { useFollowedCall } from '../../../stores/use-followed-call.ts'
import { ignoreEnter } from '../../snapshots/deleting/delete-dialog.tsx'
import { offTexts } from './texts.ts'

interface TurnOffProps {
  readonly live: Live
  readonly onChanged: (live: Live) => void
  readonly onClose: () => void
}

/** Nothing is lost by it, but what the person ticks. */
export function TurnOff({ live, onChanged, onClose }: TurnOffProps) {
  const [deleteVersions, setDeleteVersions] = useState(false)
  const ending = useFollowedCall('liveOff')
  const end = useAction(async () => {
    onChanged(await ending.make({ deleteVersions }))
    onClose()
  })
  return (
    <Modal
      title={offTexts.title}
      lead={offTexts.lead}
      onClose={onClose}
      buttons={
        <>
          <Button onClick={onClose}>{offTexts.keep}</Button>
          <Button
            look={deleteVersions ? 'danger' : 'primary'}
            disabled={end.busy}
            {...(deleteVersions ? { onKeyDown: ignoreEnter } : {})}
            onClick={() => end.start()}
          >
            {deleteVersions ? offTexts.startAndDelete : offTexts.start}
          </Button>
        </>
      }
    >
      {live.folders.some(({ isOurs }) => !isOurs) && <p>{offTexts.own}</p>}
      <p>{offTexts.kept}</p>
      <CheckBox checked={deleteVersions} onChange={setDeleteVersions}>
        {offTexts.deleteKept}
      </CheckBox>
      {end.busy && <TaskLine text={offTexts.working} callId={ending.callId} />}
      <FailureNotice error={end.error} />
    </Modal>
  )
}
