import { Pause, Plug } from 'lucide-react'
import { Button } from '../../../components/button.tsx'
import { Card } from '../../../components/card.tsx'
import { Heading } from '../../../components/heading.tsx'
import { LiveRegion } from '../../../components/live-region.tsx'
import { FailureNotice } from '../../../components/notice.tsx'
import { ProgressBar } from '../../../components/progress-bar.tsx'
import { useTitle } from '../../../components/use-title.ts'
import { formatPercent, formatSpeed } from '../../../format/amount.ts'
import { formatClock } from '../../../format/time.ts'
import { goTo, pageHash } from '../../../router/route.ts'
import { useClient, useSwitchMirror } from '../../../stores/app-context.tsx'
import { bytesPerSecond, type RunningState, type RunView } from '../../../stores/run-view.ts'
import { useAction } from '../../../stores/use-action.ts'
import { useNow } from '../../../stores/use-now.ts'
import { copiedText, leftText } from './running-words.ts'
import styles from './running-page.module.css'
import { SpeedLine } from './speed-line.tsx'
import { StepTable } from './step-table.tsx'
import { useAnnouncements } from './use-announcements.ts'
import { FooterNote, WizardFrame } from '../wizard-frame.tsx'
import { wizardTitle } from '../wizard-title.ts'
import { texts } from './texts.ts'

/** While it runs nobody is needed: how far, how fast, how long still, and which steps. */
export function RunningPage({ state }: { readonly state: RunningState }) {
  const client = useClient()
  const run = useSwitchMirror((mirror) => mirror.run)
  const nowMs = useNow(1_000)
  const pause = useAction(() => client.call('switchPause', {}))
  const { to } = state.plan
  useTitle(wizardTitle(state.plan))
  const announced = useAnnouncements(state, run, nowMs)
  return (
    <WizardFrame
      title={wizardTitle(state.plan)}
      page=""
      aside={texts.aside}
      footer={
        <>
          <FooterNote>
            <Plug size={16} aria-hidden /> {texts.kept}
          </FooterNote>
          <Button look="quiet" onClick={() => goTo(pageHash('overview'))}>
            {texts.backToOverview}
          </Button>
          <Button icon={Pause} onClick={pause.start} disabled={pause.busy}>
            {pause.busy ? texts.pausing : texts.pause}
          </Button>
        </>
      }
    >
      <Heading title={texts.updating(to.label)} lead={leadText(state)} focusKey={state.switchId} />
      <LiveRegion said={{ text: announced, times: 0 }} />
      <div className={styles['stack']}>
        <FailureNotice error={pause.error} />
        <Whole state={state} run={run} nowMs={nowMs} />
        <StepTable state={state} run={run} nowMs={nowMs} />
      </div>
    </WizardFrame>
  )
}

function leadText(state: RunningState): string {
  const started = (state.resumed > 0 ? texts.resumedAt : texts.startedAt)(formatClock(state.startedAt))
  return [started, ...(state.plan.newSince ?? [])].join(' ')
}

interface WholeProps {
  readonly state: RunningState
  readonly run: RunView | undefined
  readonly nowMs: number
}

function Whole({ state, run, nowMs }: WholeProps) {
  const speed = bytesPerSecond(state.statuses)
  const fraction = run?.fraction ?? 0
  const left = leftText(run, state.verifying)
  return (
    <Card className={styles['whole']} aria-label={texts.whole}>
      <div className={styles['top']}>
        <div>
          <p className={styles['left']}>{left}</p>
          <p className={styles['copied']}>
            {copiedText(run, state.plan.estimate.bytes)} · {formatPercent(fraction)}
          </p>
        </div>
        <div className={styles['speed']}>
          {speed !== undefined && (
            <p>
              <strong>{formatSpeed(speed)}</strong>
              <span>{texts.lastMinutes}</span>
            </p>
          )}
          {run !== undefined && <SpeedLine speeds={run.speeds} nowMs={nowMs} />}
        </div>
      </div>
      <ProgressBar name={texts.whole} fraction={fraction} large text={`${formatPercent(fraction)}. ${left}`} />
    </Card>
  )
}
