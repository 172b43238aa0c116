import { Check, TriangleAlert, type LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import type { StepInfo, StepStatus } from '../../../../src-main/contract/switch-state.ts'
import { formatDuration } from '../../../../src-main/kernel/units.ts'
import { classNames } from '../../../components/class-names.ts'
import { ProgressBar } from '../../../components/progress-bar.tsx'
import { icons } from '../../../components/icons.ts'
import { isMeasured, stepFraction } from '../../../stores/run-view.ts'
import { amountText, laneLeftText } from './running-words.ts'
import styles from './running-page.module.css'
import { texts } from './texts.ts'

interface LaneProps {
  readonly step: StepInfo
  readonly status: StepStatus | undefined
  /** That nothing was heard of it for long. */
  readonly silence: string | undefined
  /** While it runs. */
  readonly leftMs: number | undefined
}

/** One part of the switch as it runs; it keeps its place when it is done. */
export function Lane({ step, status, silence, leftMs }: LaneProps) {
  const icon = icons[step.icon]
  switch (status?.kind) {
    case 'running':
      return (
        <LaneRow icon={icon} title={step.title} look="running" amount={amountText(status)} side={laneLeftText(leftMs)}>
          <p
            className={classNames(
              styles['doing'],
              silence === undefined ? status.progress?.current !== undefined && styles['path'] : styles['amber'],
            )}
          >
            {silence ?? status.progress?.current ?? texts.working}
          </p>
          <ProgressBar
            name={step.title}
            fraction={status.progress === undefined || !isMeasured(status.progress) ? undefined : stepFraction(status)}
          />
        </LaneRow>
      )
    case 'done':
      return (
        <LaneRow icon={icon} title={step.title} look="done" amount={<Done ms={status.ms} />} side="">
          <p className={styles['doing']}>{status.outcome.text}</p>
        </LaneRow>
      )
    case 'failed':
      return (
        <LaneRow icon={icon} title={step.title} look="failed" amount={<Stopped />} side={amountText(status)}>
          <p className={styles['doing']}>{status.error.message}</p>
        </LaneRow>
      )
    case 'stopped':
      return (
        <LaneRow icon={icon} title={step.title} look="waiting" amount={texts.stopped} side={amountText(status)}>
          <p className={styles['doing']}>{texts.continuesLater}</p>
        </LaneRow>
      )
    case 'waiting':
    case undefined:
      return (
        <LaneRow icon={icon} title={step.title} look="waiting" amount={texts.waiting} side="">
          <p className={styles['doing']}>{step.waitsFor}</p>
        </LaneRow>
      )
  }
}

function Done({ ms }: { readonly ms: number }) {
  return (
    <span className={styles['good']}>
      <Check size={15} strokeWidth={2.5} aria-hidden /> {texts.doneIn(formatDuration(ms))}
    </span>
  )
}

function Stopped() {
  return (
    <span className={styles['amber']}>
      <TriangleAlert size={15} aria-hidden /> {texts.stopped}
    </span>
  )
}

interface LaneRowProps {
  readonly icon: LucideIcon
  readonly title: string
  readonly look: 'running' | 'waiting' | 'done' | 'failed'
  readonly amount: ReactNode
  readonly side: string
  readonly children: ReactNode
}

export function LaneRow({ icon: Icon, title, look, amount, side, children }: LaneRowProps) {
  return (
    <li className={classNames(styles['lane'], styles[look])}>
      <Icon size={19} aria-hidden />
      <span className={styles['laneTitle']}>{title}</span>
      <div className={styles['middle']}>{children}</div>
      <div className={styles['amounts']}>
        <p>{amount}</p>
        {side !== '' && <p className={styles['soft']}>{side}</p>}
      </div>
    </li>
  )
}
