/** The list at the side while a switch runs, stands still or is done: its own steps, and no page of questions. Pure. */
import { differencesOf } from '../../../../src-main/contract/proof/proof-title.ts'
import type { StepInfo, StepStatus, SwitchState } from '../../../../src-main/contract/switch-state.ts'
import { formatPercent } from '../../../../src-main/kernel/units.ts'
import { tookText } from './running-words.ts'
import { isMeasured, proofProgress, stepFraction } from '../../../stores/run-view.ts'
import type { EntryGroup, WizardEntry } from '../wizard-entries.ts'
import { texts } from './texts.ts'

export type RunState = Extract<SwitchState, { kind: 'running' | 'interrupted' | 'done' }>

export function isRun(state: SwitchState | undefined): state is RunState {
  return state?.kind === 'running' || state?.kind === 'interrupted' || state?.kind === 'done'
}

/** The checks are done in a moment: they are a page of questions, unless they fail here. */
export function stepsShown({ plan, statuses }: Pick<RunState, 'plan' | 'statuses'>): readonly StepInfo[] {
  return plan.steps.filter(({ id, stage, after }) => {
    return stage === 'copy' || after.length > 0 || statuses[id]?.kind === 'failed'
  })
}

export function runGroups(state: RunState, nowMs: number): readonly EntryGroup[] {
  const steps = stepsShown(state).map(({ id, title, after }) => ({
    ...{ key: id, title, ...markOf(state.statuses[id], awaited(state, after)) },
    ...unlinked,
  }))
  return [
    { title: '', entries: [{ key: 'answers', title: texts.answers, mark: 'done', note: '', ...unlinked }] },
    { title: texts.copy, entries: steps },
    {
      title: texts.verify,
      entries: [{ key: 'compare', title: texts.compare, ...compareMark(state, nowMs), ...unlinked }],
    },
  ]
}

const unlinked = { current: false, page: undefined } as const

type Marked = Pick<WizardEntry, 'mark' | 'note'>

/** The one step that it still waits for, while that one runs. */
function awaited({ plan, statuses }: RunState, after: StepInfo['after']): StepInfo | undefined {
  const [next, ...others] = plan.steps.filter(({ id }) => after.includes(id) && statuses[id]?.kind !== 'done')
  return next !== undefined && others.length === 0 && statuses[next.id]?.kind === 'running' ? next : undefined
}

function markOf(status: StepStatus | undefined, before: StepInfo | undefined): Marked {
  switch (status?.kind) {
    case 'running':
      return { mark: 'running', note: percentOf(status) }
    case 'done':
      return { mark: 'done', note: tookText(status.ms) }
    case 'failed':
      return { mark: 'failed', note: percentOf(status) }
    case 'stopped':
      return { mark: 'paused', note: percentOf(status) }
    case 'waiting':
    case undefined:
      return { mark: 'todo', note: before === undefined ? '' : texts.afterStep(before.title) }
  }
}

function percentOf(status: Extract<StepStatus, { kind: 'running' | 'failed' | 'stopped' }>): string {
  return status.progress !== undefined && isMeasured(status.progress) ? formatPercent(stepFraction(status)) : ''
}

/** All steps are copied before it begins: where it was cut off no step is left that stands still. */
function compareMark(state: RunState, nowMs: number): Marked {
  if (state.kind === 'done') return { mark: 'done', note: '' }
  if (state.kind === 'running') {
    const proof = proofProgress(state, nowMs)
    return proof === undefined ? { mark: 'todo', note: '' } : { mark: 'running', note: formatPercent(proof.fraction) }
  }
  if (state.proof !== undefined) return { mark: 'failed', note: texts.differ(differencesOf(state.proof).length) }
  const isCut = Object.values(state.statuses).every(({ kind }) => kind === 'done')
  return isCut ? { mark: state.error === undefined ? 'paused' : 'failed', note: '' } : { mark: 'todo', note: '' }
}
