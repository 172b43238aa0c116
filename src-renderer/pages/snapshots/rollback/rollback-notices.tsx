import { useEffect, useEffectEvent, useRef, useState } from 'react'
import type { RollbackState } from '../../../../src-main/contract/rollback-calls.ts'
import { Button, LinkButton } from '../../../components/button.tsx'
import { Notice } from '../../../components/notice.tsx'
import { formatLongPoint } from '../../../format/time.ts'
import { useClient, useOverview, useRollbacks } from '../../../stores/app-context.tsx'
import { useAction } from '../../../stores/use-action.ts'
import { usePutRollbackState, useRollbackStates } from '../../../stores/use-rollback-states.ts'
import { restorePointHash } from '../snapshots-routes.ts'
import type { LaptopNames } from '../../../components/laptop-names.ts'
import styles from './rollback-notices.module.css'
import type { OverviewState } from '../../../../src-main/contract/overview/state.ts'
import { errorText } from '../../../../src-main/contract/wire-error.ts'
import { RestartDialog } from './restart-dialog.tsx'
import { texts } from './texts.ts'

interface RollbackNoticesProps {
  readonly laptops: LaptopNames
  /** What the title of the page says already. */
  readonly saidAbove?: OverviewState['kind']
  /** A laptop that was restarted has come back. */
  readonly onBack?: () => void
}

/** An order that waits for the next start, and what became of the last one, until it has been read or a switch came after it. */
export function RollbackNotices({ laptops, saidAbove, onBack }: RollbackNoticesProps) {
  const { read, restarting } = useRollbacks()
  const { states, askAgain } = useRollbackStates()
  const { value: overview, atMs: lookedAt, look } = useOverview()
  const newest = overview?.history[0]?.finishedAt ?? ''
  useEffect(() => askAgain(), [askAgain, lookedAt])
  const waiting = restarting.length > 0
  const waited = useRef(false)
  const tellBack = useEffectEvent(() => {
    onBack?.()
    void look(true)
  })
  useEffect(() => {
    if (!waiting && waited.current) tellBack()
    waited.current = waiting
  }, [waiting])
  return states.flatMap((state) => {
    const label = laptops.labelOf(state.laptop)
    const { pending, last } = state
    if (restarting.some(({ laptop }) => laptop === state.laptop))
      return [<Restarts key={`restart-${state.laptop}`} label={label} />]
    return [
      ...(pending === undefined || saidAbove === 'waits-for-restart'
        ? []
        : [<Pending key={pending.operationId} state={state} label={label} />]),
      ...(last === undefined || read.includes(last.operationId) || last.endedAt < newest
        ? []
        : last.result === 'done' && saidAbove === 'undone'
          ? []
          : [<Ended key={last.operationId} last={last} label={label} />]),
    ]
  })
}

function Restarts({ label }: { readonly label: string }) {
  return (
    <Notice tone="info" title={texts.restarting(label)}>
      {texts.resultHere}
    </Notice>
  )
}

function Pending({ state, label }: { readonly state: RollbackState; readonly label: string }) {
  const client = useClient()
  const put = usePutRollbackState()
  const [asking, setAsking] = useState(false)
  const takeBack = useAction(async () => await put(await client.call('rollbackCancel', { laptop: state.laptop })))
  if (state.pending === undefined) return undefined
  const error = takeBack.error
  return (
    <>
      <Notice
        tone="amber"
        title={texts.waits(label, formatLongPoint(state.pending.at))}
        actions={
          <div className={styles['actions']}>
            <Button look="link" disabled={takeBack.busy} onClick={() => takeBack.start()}>
              {texts.cancel}
            </Button>
            <Button size="small" onClick={() => setAsking(true)}>
              {texts.restartAsk(label)}
            </Button>
          </div>
        }
      >
        {error === undefined ? texts.untilThen : errorText(error)}
      </Notice>
      {asking && <RestartDialog laptop={{ name: state.laptop, label }} onClose={() => setAsking(false)} />}
    </>
  )
}

interface EndedProps {
  readonly last: NonNullable<RollbackState['last']>
  readonly label: string
}

const tones = { done: 'green', 'taken-back': 'amber', failed: 'red' } as const

function Ended({ last, label }: EndedProps) {
  const { markRead } = useRollbacks()
  return (
    <Notice
      tone={tones[last.result]}
      title={texts.results[last.result](label)}
      actions={
        <div className={styles['actions']}>
          {last.keptSet !== undefined && (
            <LinkButton look="link" href={restorePointHash(last.keptSet)}>
              {texts.showBefore}
            </LinkButton>
          )}
          <Button size="small" onClick={() => markRead(last.operationId)}>
            {texts.close}
          </Button>
        </div>
      }
    >
      {last.text}
    </Notice>
  )
}
