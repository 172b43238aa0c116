import { Camera } from 'lucide-react'
import { useRef, useState } from 'react'
import type { RollbackState, UndoPlan } from '../../../src-main/contract/rollback-calls.ts'
import type { Laptop } from '../../../src-main/contract/switch-state.ts'
import { Button } from '../../components/button.tsx'
import { ErrorState } from '../../components/list-state.tsx'
import { Modal } from '../../components/modal.tsx'
import { FailureNotice } from '../../components/notice.tsx'
import { TaskLine } from '../../components/task-line.tsx'
import { formatLongPoint } from '../../format/time.ts'
import { useComparisons, useOverview } from '../../stores/app-context.tsx'
import { useAction } from '../../stores/use-action.ts'
import { useCall } from '../../stores/use-call.ts'
import { useFollowedCall } from '../../stores/use-followed-call.ts'
import { usePutRollbackState } from '../../stores/use-rollback-states.ts'
import { ignoreEnter } from '../snapshots/deleting/delete-dialog.tsx'
import { RollbackEnded } from '../snapshots/rollback/rollback-ended.tsx'
import { Notes, WhenChoice } from '../snapshots/rollback/rollback-subvolumes.tsx'
import { mayRollBack, whenOf, type When } from '../snapshots/rollback/rollback-words.ts'
import { texts } from './texts.ts'
import styles from './undo-dialog.module.css'
import { ChangedSince, Stays, TakenBack } from './undo-parts.tsx'

interface UndoDialogProps {
  readonly switchId: string
  readonly from: Laptop
  readonly to: Laptop
  readonly onClose: () => void
}

/** What goes back and what does not, what would be lost, and when. Then the target is rolled back. */
export function UndoDialog({ switchId, from, to, onClose }: UndoDialogProps) {
  const put = usePutRollbackState()
  const { forgetNow } = useComparisons()
  const { look } = useOverview()
  const keep = useRef<HTMLButtonElement>(null)
  const { value: undo, error, askAgain, callId: planning } = useCall('undoPlan', { switchId })
  const [request, setRequest] = useState<When>('now')
  const [ended, setEnded] = useState<RollbackState>()
  const subvolumes = undo === undefined ? [] : mayRollBack(undo.plan)
  const { now, why } = whenOf(subvolumes)
  const when: When = now ? request : 'next-start'
  const rolling = useFollowedCall('rollbackRun')
  const run = useAction(async ({ plan }: UndoPlan, at: When) => {
    const names = mayRollBack(plan).map(({ subvolume }) => subvolume)
    const state = await rolling.make({ planId: plan.planId, subvolumes: names, when: at })
    await put(state)
    if (state.pending === undefined) forgetNow(state.laptop)
    setEnded(state)
    void look(true)
  })
  if (ended !== undefined) return <RollbackEnded state={ended} label={to.label} done={texts.done} onClose={onClose} />
  return (
    <Modal
      red
      title={texts.title(to.label)}
      lead={undo === undefined ? texts.nothingYet : leadText(undo, when)}
      onClose={onClose}
      first={keep}
      buttons={
        <>
          <Button ref={keep} onClick={onClose}>
            {texts.keep(to.label)}
          </Button>
          <Button
            look="danger"
            disabled={undo === undefined || run.busy}
            title={texts.pressSpace}
            onKeyDown={ignoreEnter}
            onClick={() => undo !== undefined && run.start(undo, when)}
          >
            {texts.undoOn(to.label)}
          </Button>
        </>
      }
    >
      {error !== undefined && <ErrorState error={error} onTryAgain={askAgain} />}
      {undo === undefined && error === undefined && <TaskLine text={texts.planning(to.label)} callId={planning} />}
      {undo !== undefined && !run.busy && (
        <>
          <TakenBack undo={undo} />
          <Stays undo={undo} />
          <ChangedSince undo={undo} />
          <WhenChoice subvolumes={subvolumes} now={now} why={why} when={when} onRequest={setRequest} />
          <div className={styles['first']}>
            <Camera size={18} aria-hidden />
            <p>{texts.keptFirst(to.label)}</p>
          </div>
          <Notes plan={undo.plan} />
        </>
      )}
      {run.busy && <TaskLine text={texts.running(to.label)} callId={rolling.callId} />}
      <FailureNotice error={run.error} tone="red" />
    </Modal>
  )

  function leadText({ scope, finishedAt }: UndoPlan, at: When): string {
    const whose = (scope === undefined ? texts.workBack : texts.untouched)(from.label)
    const how = at === 'now' ? texts.atOnce : texts.atRestart(to.label)
    return `${texts.goesBack(to.label, formatLongPoint(finishedAt))} ${whose} ${how}`
  }
}
