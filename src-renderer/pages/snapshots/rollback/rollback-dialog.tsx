import { Camera } from 'lucide-react'
import { useRef, useState } from 'react'
import type { RollbackState } from '../../../../src-main/contract/rollback-calls.ts'
import type { Snapshot } from '../../../../src-main/contract/snapshot-calls.ts'
import { Button } from '../../../components/button.tsx'
import { ErrorState } from '../../../components/list-state.tsx'
import { Modal } from '../../../components/modal.tsx'
import { FailureNotice } from '../../../components/notice.tsx'
import { TaskLine } from '../../../components/task-line.tsx'
import { joinNames } from '../../../format/names-text.ts'
import { formatLongPoint } from '../../../format/time.ts'
import { useComparisons } from '../../../stores/app-context.tsx'
import { useAction } from '../../../stores/use-action.ts'
import { useCall } from '../../../stores/use-call.ts'
import { useFollowedCall } from '../../../stores/use-followed-call.ts'
import { usePutRollbackState } from '../../../stores/use-rollback-states.ts'
import { ignoreEnter } from '../deleting/delete-dialog.tsx'
import { topSubvolumes } from '../list/restore-points.ts'
import type { LaptopNames } from '../../../components/laptop-names.ts'
import styles from './rollback-dialog.module.css'
import { RollbackEnded } from './rollback-ended.tsx'
import { Disappears, Notes, SubvolumeTick, WhenChoice } from './rollback-subvolumes.tsx'
import { differsFromNow, mayRollBack, whenOf, type When } from './rollback-words.ts'
import { texts } from './texts.ts'

interface RollbackDialogProps {
  readonly snapshot: Snapshot
  readonly laptops: LaptopNames
  readonly home: string | undefined
  readonly onClose: () => void
  readonly onChanged: (said: string) => void
}

/** The whole truth before a laptop goes back: what returns, what disappears, when, and how it can be undone. */
export function RollbackDialog({ snapshot, laptops, home, onClose, onChanged }: RollbackDialogProps) {
  const put = usePutRollbackState()
  const { forgetNow } = useComparisons()
  const label = laptops.labelOf(snapshot.laptop)
  const keep = useRef<HTMLButtonElement>(null)
  const {
    value: plan,
    error,
    askAgain,
    callId: planning,
  } = useCall('rollbackPlan', {
    laptop: snapshot.laptop,
    id: snapshot.id,
    subvolumes: topSubvolumes(snapshot.subvolumes).map(({ subvolume }) => subvolume),
  })
  const [unticked, setUnticked] = useState<readonly string[]>([])
  const [request, setRequest] = useState<When>('now')
  const [ended, setEnded] = useState<RollbackState>()
  const possible = plan === undefined ? [] : mayRollBack(plan)
  // What is as it was then has nothing to go back to.
  const differing = possible.filter(differsFromNow)
  const ticked = differing.filter(({ subvolume }) => !unticked.includes(subvolume))
  const { now, why } = whenOf(ticked)
  const when: When = now ? request : 'next-start'
  const rolling = useFollowedCall('rollbackRun')
  const run = useAction(async (planId: string, subvolumes: readonly string[], at: When) => {
    const state = await rolling.make({ planId, subvolumes: [...subvolumes], when: at })
    await put(state)
    setEnded(state)
    if (state.pending === undefined) forgetNow(state.laptop)
    onChanged(state.pending === undefined ? `${texts.results.done(label)}.` : texts.waitsSaid(label))
  })
  if (ended !== undefined) return <RollbackEnded state={ended} label={label} onClose={onClose} />
  const others = laptops.names.filter((name) => name !== snapshot.laptop).map(laptops.labelOf)
  return (
    <Modal
      red
      title={texts.title(label, formatLongPoint(snapshot.at))}
      lead={leadText(label, when, plan !== undefined && ticked.length > 0, others)}
      onClose={onClose}
      first={keep}
      buttons={
        <>
          <Button ref={keep} onClick={onClose}>
            {texts.keep}
          </Button>
          {(plan === undefined || differing.length > 0) && (
            <Button
              look="danger"
              disabled={plan === undefined || ticked.length === 0 || run.busy}
              title={texts.pressSpace}
              onKeyDown={ignoreEnter}
              onClick={() =>
                plan !== undefined &&
                run.start(
                  plan.planId,
                  ticked.map(({ subvolume }) => subvolume),
                  when,
                )
              }
            >
              {texts.rollBack(label)}
            </Button>
          )}
        </>
      }
    >
      {error !== undefined && <ErrorState error={error} onTryAgain={askAgain} />}
      {plan === undefined && error === undefined && <TaskLine text={texts.planning(label)} callId={planning} />}
      {plan !== undefined && !run.busy && (
        <>
          {plan.subvolumes.map((subvolume) => (
            <SubvolumeTick
              key={subvolume.subvolume}
              subvolume={subvolume}
              ticked={ticked.includes(subvolume)}
              onTick={(on) =>
                setUnticked(
                  on ? unticked.filter((one) => one !== subvolume.subvolume) : [...unticked, subvolume.subvolume],
                )
              }
            />
          ))}
          <Disappears subvolumes={ticked} label={label} home={home} />
          <WhenChoice subvolumes={ticked} now={now} why={why} when={when} onRequest={setRequest} />
          {differing.length > 0 ? (
            <div className={styles['first']}>
              <Camera size={18} aria-hidden />
              <p>{texts.snapshotFirst}</p>
            </div>
          ) : (
            possible.length > 0 && <p>{texts.nothingDiffers(label)}</p>
          )}
          <Notes plan={plan} />
        </>
      )}
      {run.busy && <TaskLine text={texts.running(label)} callId={rolling.callId} />}
      <FailureNotice error={run.error} tone="red" />
    </Modal>
  )
}

function leadText(label: string, when: When, known: boolean, others: readonly string[]): string {
  const untouched = others.length === 0 ? '' : ` ${texts.untouched(joinNames(others))}`
  if (!known) return `${texts.nothingYet}${untouched}`
  const how = when === 'now' ? texts.atOnce : texts.atRestart(label)
  return `${how}${untouched}`
}
