import { Check, ShieldCheck, TriangleAlert, type LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import type { StepInfo, StepStatus } from '../../../../src-main/contract/switch-state.ts'
import { Card } from '../../../components/card.tsx'
import { classNames } from '../../../components/class-names.ts'
import { icons } from '../../../components/icons.ts'
import { ProgressBar } from '../../../components/progress-bar.tsx'
import {
  isMeasured,
  laneLeft,
  proofProgress,
  stepFraction,
  type RunningState,
  type RunView,
} from '../../../stores/run-view.ts'
import { stepsShown } from './run-entries.ts'
import { amountText, laneLeftText, silenceText, tookText } from './running-words.ts'
import styles from './step-table.module.css'
import { texts } from './texts.ts'

interface StepTableProps {
  readonly state: RunningState
  readonly run: RunView | undefined
  readonly nowMs: number
}

/** A row a step: what each laptop does, and how far it is. It keeps its place when it is done. */
export function StepTable({ state, run, nowMs }: StepTableProps) {
  const { plan, statuses } = state
  return (
    <Card className={styles['table']}>
      {/* Roles said once more: a table that is laid out as a grid would lose them. */}
      <table role="table">
        <thead role="rowgroup">
          <tr role="row">
            {[texts.step, texts.on(plan.from.label), texts.on(plan.to.label), texts.done].map((title) => (
              <th key={title} scope="col" role="columnheader">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup">
          {stepsShown(state).map((step) => (
            <Row
              key={step.id}
              icon={icons[step.icon]}
              title={step.title}
              {...rowOf(step, statuses[step.id], nowMs)}
              left={laneLeftText(laneLeft(state, run, step.id, nowMs))}
            />
          ))}
          <Row icon={ShieldCheck} title={texts.compare} {...comparisonRow(state, nowMs)} left="" />
        </tbody>
      </table>
    </Card>
  )
}

interface RowParts {
  readonly look: 'running' | 'waiting' | 'done' | 'failed'
  /** `on`: which of the two does it; absent where it is said of both. */
  readonly doing: { readonly text: string; readonly on?: 'from' | 'to' | undefined; readonly look?: 'amber' }
  /** Undefined where there is no bar; a bar without a fraction only says that it runs. */
  readonly bar?: { readonly fraction: number | undefined }
  readonly amount: ReactNode
}

function rowOf(step: StepInfo, status: StepStatus | undefined, nowMs: number): RowParts {
  switch (status?.kind) {
    case 'running': {
      const { progress } = status
      const bar = { fraction: progress === undefined || !isMeasured(progress) ? undefined : stepFraction(status) }
      return { look: 'running', doing: doingOf(status, nowMs), bar, amount: amountText(status) }
    }
    case 'done':
      return { look: 'done', doing: { text: status.outcome.text }, amount: <Took ms={status.ms} /> }
    case 'failed':
      return { look: 'failed', doing: { text: status.error.message }, amount: <Stopped /> }
    case 'stopped':
      return { look: 'waiting', doing: { text: texts.continuesLater }, amount: texts.stopped }
    case 'waiting':
    case undefined:
      return { look: 'waiting', doing: { text: step.waitsFor }, amount: texts.waiting }
  }
}

function doingOf(status: Extract<StepStatus, { kind: 'running' }>, nowMs: number): RowParts['doing'] {
  const silence = silenceText(status, nowMs)
  if (silence !== undefined) return { text: silence, look: 'amber' }
  const { current, on } = status.progress ?? {}
  return current === undefined ? { text: texts.working } : { text: current, on }
}

function comparisonRow(state: RunningState, nowMs: number): RowParts {
  const { plan } = state
  const proof = proofProgress(state, nowMs)
  if (proof === undefined) return { look: 'waiting', doing: { text: texts.comparingLater }, amount: texts.waiting }
  return {
    look: 'running',
    doing: { text: texts.comparingText(plan.to.label) },
    bar: { fraction: proof.fraction },
    amount: texts.areasCompared(proof.proven, plan.steps.length),
  }
}

interface RowProps extends RowParts {
  readonly icon: LucideIcon
  readonly title: string
  readonly left: string
}

function Row({ icon: Icon, title, look, doing, bar, amount, left }: RowProps) {
  return (
    <tr role="row" className={styles[look]}>
      <th scope="row" role="rowheader">
        <span className={styles['step']}>
          <Icon size={18} aria-hidden />
          {title}
        </span>
      </th>
      <td role="cell" colSpan={2}>
        <p className={classNames(styles['doing'], doing.on && styles[doing.on], doing.look && styles[doing.look])}>
          {doing.text}
        </p>
        {bar !== undefined && <ProgressBar name={title} fraction={bar.fraction} />}
      </td>
      <td role="cell">
        <p>{amount}</p>
        {left !== '' && <p className={styles['soft']}>{left}</p>}
      </td>
    </tr>
  )
}

function Took({ ms }: { readonly ms: number }) {
  return (
    <span className={styles['good']}>
      <Check size={14} strokeWidth={2.5} aria-hidden /> {tookText(ms) || texts.done}
    </span>
  )
}

function Stopped() {
  return (
    <span className={styles['amber']}>
      <TriangleAlert size={14} aria-hidden /> {texts.stopped}
    </span>
  )
}
