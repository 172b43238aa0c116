import { Camera, TriangleAlert } from 'lucide-react'
import { useCallback, useRef, useState } from 'react'
import type {
  RollbackPart,
  RollbackPlan,
  RollbackState,
  Snapshot,
} from '../../../../src-main/contract/snapshot-calls.ts'
import { formatCount } from '../../../../src-main/kernel/units.ts'
import { Button } from '../../../components/button.tsx'
import { CheckBox } from '../../../components/check-box.tsx'
import { ErrorState } from '../../../components/list-state.tsx'
import { Modal } from '../../../components/modal.tsx'
import { Notice } from '../../../components/notice.tsx'
import { Segmented } from '../../../components/segmented.tsx'
import { TaskLine } from '../../../components/task-line.tsx'
import { shownPath } from '../../../format/path-text.ts'
import { formatLongPoint } from '../../../format/time.ts'
import { useClient, useRollbacks } from '../../../stores/app-context.tsx'
import { lastValue } from '../../../stores/loadable.ts'
import { useAction } from '../../../stores/use-action.ts'
import { useCall } from '../../../stores/use-call.ts'
import { ignoreEnter } from '../deleting/delete-dialog.tsx'
import dialogs from '../dialogs.module.css'
import { topParts } from '../snapshot-moments.ts'
import type { Laptops } from '../snapshot-where.tsx'
import styles from './rollback-dialog.module.css'
import { RollbackEnded } from './rollback-ended.tsx'
import { disappearingOf, disappearTitle, effectText, mayRollBack, whenOf, type When } from './rollback-words.ts'

interface RollbackDialogProps {
  readonly snapshot: Snapshot
  readonly laptops: Laptops
  readonly home: string | undefined
  readonly onClose: () => void
  readonly onChanged: (said: string) => void
}

/** The whole truth before a laptop goes back: what returns, what disappears, when, and how it can be undone. */
export function RollbackDialog({ snapshot, laptops, home, onClose, onChanged }: RollbackDialogProps) {
  const client = useClient()
  const { put } = useRollbacks()
  const label = laptops.labelOf(snapshot.laptop)
  const keep = useRef<HTMLButtonElement>(null)
  const { answer, askAgain } = useCall('rollbackPlan', {
    laptop: snapshot.laptop,
    id: snapshot.id,
    parts: topParts(snapshot.parts).map(({ part }) => part),
  })
  const plan = lastValue(answer)
  const [unticked, setUnticked] = useState<readonly string[]>([])
  const [wish, setWish] = useState<When>('now')
  const [ended, setEnded] = useState<RollbackState>()
  const ticked = plan === undefined ? [] : mayRollBack(plan).filter(({ part }) => !unticked.includes(part))
  const { now, why } = whenOf(ticked)
  const when: When = now ? wish : 'next-start'
  const run = useAction(
    useCallback(
      async (planId: string, parts: readonly string[], at: When) => {
        const state = await client.call('rollbackRun', { planId, parts: [...parts], when: at })
        put(state)
        setEnded(state)
        onChanged(state.pending === undefined ? `${label} was rolled back.` : `${label} rolls back at its next start.`)
      },
      [client, label, onChanged, put],
    ),
  )
  if (ended !== undefined) return <RollbackEnded state={ended} label={label} onClose={onClose} />
  const others = laptops.names.filter((name) => name !== snapshot.laptop).map(laptops.labelOf)
  return (
    <Modal
      red
      title={`Roll ${label} back to ${formatLongPoint(snapshot.at)}?`}
      lead={leadText(label, when, plan !== undefined && ticked.length > 0, others)}
      onClose={onClose}
      first={keep}
      buttons={
        <>
          <Button ref={keep} onClick={onClose}>
            Keep as it is
          </Button>
          <Button
            look="danger"
            disabled={plan === undefined || ticked.length === 0 || run.busy}
            title="Press the space bar or click"
            onKeyDown={ignoreEnter}
            onClick={() =>
              plan !== undefined &&
              run.start(
                plan.planId,
                ticked.map(({ part }) => part),
                when,
              )
            }
          >
            Roll back {label}
          </Button>
        </>
      }
    >
      {answer.kind === 'failed' && <ErrorState error={answer.error} onTryAgain={askAgain} />}
      {plan === undefined && answer.kind !== 'failed' && (
        <TaskLine text={`Looking at what would change on ${label}…`} is={({ title }) => /roll/i.test(title)} />
      )}
      {plan !== undefined && !run.busy && (
        <>
          {plan.parts.map((part) => (
            <PartTick
              key={part.part}
              part={part}
              ticked={ticked.includes(part)}
              onTick={(on) => setUnticked(on ? unticked.filter((one) => one !== part.part) : [...unticked, part.part])}
            />
          ))}
          <Disappears parts={ticked} label={label} home={home} />
          <WhenChoice parts={ticked} label={label} now={now} why={why} when={when} onWish={setWish} />
          <div className={styles['first']}>
            <Camera size={18} aria-hidden />
            <p>A snapshot of now is taken first, so you can undo this as long as that one is kept.</p>
          </div>
          <Notes plan={plan} />
        </>
      )}
      {run.busy && <TaskLine text={`Rolling ${label} back…`} is={({ title }) => /roll/i.test(title)} />}
      {run.error !== undefined && (
        <Notice tone="red" alert title={run.error.message}>
          {run.error.hint}
        </Notice>
      )}
    </Modal>
  )
}

function leadText(label: string, when: When, known: boolean, others: readonly string[]): string {
  const untouched = others.length === 0 ? '' : ` ${others.join(' and ')} is not touched.`
  if (!known) return `Nothing happens before you say so.${untouched}`
  const how = when === 'now' ? 'It is done at once, without a restart.' : `It is done when ${label} starts next.`
  return `${how}${untouched}`
}

interface PartTickProps {
  readonly part: RollbackPart
  readonly ticked: boolean
  readonly onTick: (ticked: boolean) => void
}

function PartTick({ part, ticked, onTick }: PartTickProps) {
  if (part.when.kind === 'refused') {
    return (
      <div className={dialogs['part']}>
        <div>
          <strong>{part.title} cannot go back</strong>
          <small className={dialogs['refused']}>
            {part.when.why} {part.when.hint}
          </small>
        </div>
      </div>
    )
  }
  return (
    <div className={dialogs['part']}>
      <CheckBox checked={ticked} onChange={onTick}>
        <strong>{part.title}</strong>
        <small>{effectText(part)}</small>
        {part.nested > 0 && (
          <small>
            {part.nested === 1
              ? '1 subvolume inside it stays as it is now'
              : `${formatCount(part.nested)} subvolumes inside it stay as they are now`}
          </small>
        )}
      </CheckBox>
    </div>
  )
}

function Disappears({
  parts,
  label,
  home,
}: {
  readonly parts: readonly RollbackPart[]
  readonly label: string
  readonly home: string | undefined
}) {
  const { count, first } = disappearingOf(parts)
  if (count === 0) return undefined
  return (
    <div className={styles['loss']}>
      <TriangleAlert size={18} aria-hidden />
      <div>
        <p className={dialogs['label']}>{disappearTitle(count, label)}</p>
        <p className={dialogs['names']}>
          {first.map(({ part, path }) => shownPath(part, path, home)).join(', ')}
          {count > first.length && (
            <span className={dialogs['soft']}> and {formatCount(count - first.length)} more</span>
          )}
        </p>
        <p className={dialogs['soft']}>They stay in the snapshot that is taken first.</p>
      </div>
    </div>
  )
}

interface WhenChoiceProps {
  readonly parts: readonly RollbackPart[]
  readonly label: string
  readonly now: boolean
  readonly why: string | undefined
  readonly when: When
  readonly onWish: (when: When) => void
}

/** Now if nobody uses it, else at the next start, and who it is that uses it. */
function WhenChoice({ parts, label, now, why, when, onWish }: WhenChoiceProps) {
  if (parts.length === 0) return undefined
  const users = [...new Set(parts.flatMap((part) => part.users))]
  return (
    <div className={styles['when']}>
      {now ? (
        <Segmented
          name="When"
          segments={[
            { id: 'now', label: 'Now' },
            { id: 'next-start', label: `When ${label} starts next` },
          ]}
          value={when}
          onChange={(id) => onWish(id === 'now' ? 'now' : 'next-start')}
        />
      ) : (
        <p>
          <strong>It waits until {label} starts next.</strong> {why}
          {parts.length > 1 && ' All ticked parts go back together.'}
        </p>
      )}
      {users.length > 0 && (
        <p className={dialogs['soft']}>
          In use now: {users.slice(0, 4).join(', ')}
          {users.length > 4 && ` and ${formatCount(users.length - 4)} more`}.
        </p>
      )}
    </div>
  )
}

function Notes({ plan: { notes } }: { readonly plan: RollbackPlan }) {
  return notes.map((note) => (
    <p key={note} className={dialogs['soft']}>
      {note}
    </p>
  ))
}
