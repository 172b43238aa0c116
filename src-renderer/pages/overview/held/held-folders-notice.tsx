import { useEffect, useRef, useState } from 'react'
import type { HeldChoice, HeldFolders } from '../../../../src-main/contract/held-folders-calls.ts'
import { Button } from '../../../components/button.tsx'
import { ChoiceButtons } from '../../../components/choice-buttons.tsx'
import { Modal } from '../../../components/modal.tsx'
import { FailureNotice, Notice } from '../../../components/notice.tsx'
import { TaskLine } from '../../../components/task-line.tsx'
import { formatLongPoint } from '../../../format/time.ts'
import { useOverview } from '../../../stores/app-context.tsx'
import { useAction } from '../../../stores/use-action.ts'
import { useCall } from '../../../stores/use-call.ts'
import { useFollowedCall } from '../../../stores/use-followed-call.ts'
import { texts } from './texts.ts'
import styles from '../overview-page.module.css'

type Answer = HeldChoice | 'paused'
const answers = ['newer', 'this', 'paused'] as const satisfies readonly Answer[]
const isAnswer = (id: string): id is Answer => answers.some((one) => one === id)

/** Folders of a person's Syncthing that a rollback paused, until somebody has said which state counts. */
export function HeldFoldersNotice() {
  const { atMs: lookedAt } = useOverview()
  const { value: held, askAgain, put } = useCall('syncthingHeld', {})
  const [deciding, setDeciding] = useState<HeldFolders>()
  useEffect(() => askAgain(), [askAgain, lookedAt])
  return (
    <>
      {held?.laptops.map((one) => (
        <div key={one.laptop} className={styles['notice']}>
          <Notice
            tone={one.choice === undefined ? 'amber' : 'info'}
            title={texts.waits(one)}
            actions={<Button onClick={() => setDeciding(one)}>{texts.decide}</Button>}
          >
            {one.choice === undefined ? texts.meanwhile : (one.waits ?? texts.goesOn)}
          </Notice>
        </div>
      ))}
      {deciding !== undefined && (
        <DecideDialog held={deciding} onDecided={put} onClose={() => setDeciding(undefined)} />
      )}
    </>
  )
}

type Held = NonNullable<ReturnType<typeof useCall<'syncthingHeld'>>['value']>

interface DecideDialogProps {
  readonly held: HeldFolders
  readonly onDecided: (held: Held) => void
  readonly onClose: () => void
}

function DecideDialog({ held, onDecided, onClose }: DecideDialogProps) {
  const cancel = useRef<HTMLButtonElement>(null)
  const [answer, setAnswer] = useState<Answer>()
  const deciding = useFollowedCall('syncthingDecide')
  const decide = useAction(async (choice: Answer) => {
    onDecided(await deciding.make({ laptop: held.laptop, choice }))
    onClose()
  })
  return (
    <Modal
      red
      title={texts.title(held)}
      lead={texts.lead(held, formatLongPoint(held.at))}
      onClose={onClose}
      first={cancel}
      buttons={
        <>
          <Button ref={cancel} onClick={onClose}>
            {texts.later}
          </Button>
          <Button
            look="primary"
            disabled={decide.busy || answer === undefined}
            onClick={() => {
              if (answer !== undefined) decide.start(answer)
            }}
          >
            {texts.confirm}
          </Button>
        </>
      }
    >
      <ChoiceButtons
        name={texts.title(held)}
        choices={answers.map((id) => ({ id, label: texts.answers[id](held) }))}
        value={answer}
        onChange={(id) => {
          if (isAnswer(id)) setAnswer(id)
        }}
      />
      {answer !== undefined && <p>{texts.means[answer](held)}</p>}
      {decide.busy && <TaskLine text={texts.going} callId={deciding.callId} />}
      <FailureNotice error={decide.error} />
    </Modal>
  )
}
