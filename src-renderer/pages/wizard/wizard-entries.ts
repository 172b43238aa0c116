/** The list of steps at the side of the wizard, made from the state. Pure. */
import type { Answers } from '../../../src-main/contract/preview.ts'
import type { PlanView, StepInfo, StepStatus, SwitchState } from '../../../src-main/contract/switch-state.ts'
import { formatDuration } from '../../../src-main/kernel/units.ts'
import { formatPercent } from '../../format/amount.ts'
import { isMeasured, stepFraction } from '../../stores/run-view.ts'
import { texts } from './texts.ts'
import { blockersOf, checkPage, decidePages, pageTitle, questionsOn } from './wizard-pages.ts'

export type Stage = 'Prepare' | 'Decide' | 'Copy' | 'Prove'
export type Mark = 'todo' | 'done' | 'running' | 'waiting' | 'paused' | 'failed'

export interface WizardEntry {
  readonly key: string
  readonly stage: Stage
  readonly title: string
  readonly mark: Mark
  readonly note: string
  readonly current: boolean
  /** Where a press on it leads, while that is possible. */
  readonly page: string | undefined
}

type State = SwitchState | undefined

export function wizardEntries(state: State, page: string, answers: Answers): readonly WizardEntry[] {
  const steps = stepsOf(state)
  return [
    ...prepareEntries(state, steps, page),
    ...decideEntries(state, page, answers),
    ...copyEntries(state, steps),
    ...proveEntries(state, steps),
  ]
}

function stepsOf(state: State): readonly StepInfo[] {
  if (state === undefined || state.kind === 'idle' || state.kind === 'plan-failed') return []
  return state.kind === 'planning' ? state.steps : state.plan.steps
}

function statusesOf(state: State): Readonly<Record<string, StepStatus>> {
  return state?.kind === 'running' || state?.kind === 'interrupted' || state?.kind === 'done' ? state.statuses : {}
}

/** The checks are the first page; whatever else is prepared is listed with how it runs. */
function prepareEntries(state: State, steps: readonly StepInfo[], page: string): readonly WizardEntry[] {
  const prepared = steps.filter(({ stage }) => stage === 'prepare')
  const [checks, ...others] = prepared
  const first: WizardEntry = {
    key: checkPage,
    stage: 'Prepare',
    title: checks?.title ?? texts.checkLaptops,
    ...checkMark(state, statusesOf(state)[checks?.id ?? '']),
    current: page === checkPage && isPreparing(state),
    page: state?.kind === 'planned' ? checkPage : undefined,
  }
  return [first, ...others.map((step) => runEntry(step, 'Prepare', state))]
}

function isPreparing(state: State): boolean {
  return state?.kind !== 'running' && state?.kind !== 'interrupted' && state?.kind !== 'done'
}

function checkMark(state: State, status: StepStatus | undefined): Pick<WizardEntry, 'mark' | 'note'> {
  if (state?.kind === 'planning')
    return { mark: 'running', note: texts.someOf(state.probed.length, state.steps.length) }
  if (state?.kind === 'plan-failed') return { mark: 'failed', note: '' }
  if (state === undefined || state.kind === 'idle') return { mark: 'todo', note: '' }
  if (state.kind === 'planned') {
    const toFix = blockersOf(state.plan).length
    return toFix > 0 ? { mark: 'failed', note: texts.toFix(toFix) } : { mark: 'done', note: '' }
  }
  return { mark: 'done', note: status?.kind === 'done' ? formatDuration(status.ms) : '' }
}

function decideEntries(state: State, page: string, answers: Answers): readonly WizardEntry[] {
  const plan = state !== undefined && 'plan' in state ? state.plan : undefined
  if (plan === undefined || state === undefined) return []
  const pages = decidePages(plan)
  const deciding = state.kind === 'planned'
  return pages.map((key, index) => {
    const { asked, answered } = answeredOn(plan, key, answers)
    const passed = index < pages.indexOf(page)
    return {
      key: `decide:${key}`,
      stage: 'Decide',
      title: pageTitle(plan, key),
      mark: !deciding || (passed && answered === asked) ? 'done' : 'todo',
      note: deciding && asked > 0 ? texts.someOf(answered, asked) : '',
      current: deciding && key === page,
      page: deciding && blockersOf(plan).length === 0 ? key : undefined,
    }
  })
}

/** A page without questions has nothing but to be seen. */
function answeredOn(plan: PlanView, key: string, answers: Answers) {
  const page = plan.pages.find(({ id }) => id === key)
  const questions = page === undefined ? [] : questionsOn(plan, page.id)
  return { asked: questions.length, answered: questions.filter(({ id }) => answers[id] !== undefined).length }
}

function copyEntries(state: State, steps: readonly StepInfo[]): readonly WizardEntry[] {
  return steps.filter(({ stage }) => stage === 'copy').map((step) => runEntry(step, 'Copy', state))
}

function proveEntries(state: State, steps: readonly StepInfo[]): readonly WizardEntry[] {
  if (steps.length === 0) return []
  const own = steps.filter(({ stage }) => stage === 'prove').map((step) => runEntry(step, 'Prove', state))
  if (own.length > 0) return own
  const verifying = state?.kind === 'running' && state.verifying
  const differs = state?.kind === 'interrupted' && state.proof !== undefined
  return [
    {
      key: 'compare',
      stage: 'Prove',
      title: texts.compareLaptops,
      mark: state?.kind === 'done' ? 'done' : verifying ? 'running' : differs ? 'failed' : 'todo',
      note: '',
      current: false,
      page: undefined,
    },
  ]
}

function runEntry(step: StepInfo, stage: Stage, state: State): WizardEntry {
  const status = statusesOf(state)[step.id]
  return {
    key: step.id,
    stage,
    title: step.title,
    ...runMark(status, step, statusesOf(state)),
    current: false,
    page: undefined,
  }
}

function runMark(
  status: StepStatus | undefined,
  step: StepInfo,
  statuses: Readonly<Record<string, StepStatus>>,
): Pick<WizardEntry, 'mark' | 'note'> {
  switch (status?.kind) {
    case undefined:
      return { mark: 'todo', note: '' }
    case 'waiting':
      return { mark: 'waiting', note: step.after.some((id) => statuses[id]?.kind !== 'done') ? texts.noteWaiting : '' }
    case 'running':
      return { mark: 'running', note: percentOf(status) ?? '' }
    case 'done':
      return { mark: 'done', note: formatDuration(status.ms) }
    case 'failed':
      return { mark: 'failed', note: texts.noteStopped }
    case 'stopped':
      return {
        mark: 'paused',
        note: percentOf(status) ?? texts.notePaused,
      }
  }
}

function percentOf(status: Extract<StepStatus, { kind: 'running' | 'stopped' }>): string | undefined {
  const { progress } = status
  return progress !== undefined && isMeasured(progress) ? formatPercent(stepFraction(status)) : undefined
}
