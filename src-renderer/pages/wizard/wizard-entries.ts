/** The list at the side of the wizard: the pages where somebody is needed, and one line for what needs nobody. Pure. */
import type { Answers } from '../../../src-main/contract/preview.ts'
import type { PlanView, SwitchState } from '../../../src-main/contract/switch-state.ts'
import { texts } from './texts.ts'
import { blockersOf, checkPage, decidePages, pageTitle, questionsOn } from './wizard-pages.ts'

export type EntryMark = 'todo' | 'done' | 'running' | 'paused' | 'failed'

export interface WizardEntry {
  readonly key: string
  readonly title: string
  readonly mark: EntryMark
  readonly note: string
  readonly current: boolean
  /** Where a press on it leads, while that is possible. */
  readonly page: string | undefined
}

type State = SwitchState | undefined

export function wizardEntries(state: State, page: string, answers: Answers): readonly WizardEntry[] {
  return [checkEntry(state, page), ...decideEntries(state, page, answers), runEntry(state)]
}

function checkEntry(state: State, page: string): WizardEntry {
  const isBefore = state?.kind !== 'running' && state?.kind !== 'interrupted' && state?.kind !== 'done'
  return {
    key: checkPage,
    title: texts.checkLaptops,
    ...checkMark(state),
    current: page === checkPage && isBefore,
    page: state?.kind === 'planned' ? checkPage : undefined,
  }
}

function checkMark(state: State): Pick<WizardEntry, 'mark' | 'note'> {
  if (state?.kind === 'planning')
    return { mark: 'running', note: texts.someOf(state.probed.length, state.steps.length) }
  if (state?.kind === 'plan-failed') return { mark: 'failed', note: '' }
  if (state === undefined || state.kind === 'idle') return { mark: 'todo', note: '' }
  const toFix = state.kind === 'planned' ? blockersOf(state.plan).length : 0
  return toFix > 0 ? { mark: 'failed', note: texts.toFix(toFix) } : { mark: 'done', note: '' }
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

/** Everything after the start, which has a page of its own while it goes on. */
function runEntry(state: State): WizardEntry {
  return { key: 'run', title: texts.copyAndVerify, ...runMark(state), current: false, page: undefined }
}

function runMark(state: State): Pick<WizardEntry, 'mark' | 'note'> {
  switch (state?.kind) {
    case 'running':
      return { mark: 'running', note: stepsDone(state) }
    case 'interrupted': {
      const isPaused = Object.values(state.statuses).some(({ kind }) => kind === 'stopped')
      const isFailed = state.proof !== undefined || Object.values(state.statuses).some(({ kind }) => kind === 'failed')
      if (isPaused && !isFailed) return { mark: 'paused', note: texts.notePaused }
      return { mark: 'failed', note: state.proof === undefined ? texts.noteStopped : '' }
    }
    case 'done':
      return { mark: 'done', note: '' }
    case undefined:
    case 'idle':
    case 'planning':
    case 'plan-failed':
    case 'planned':
      return { mark: 'todo', note: '' }
  }
}

/** The comparison at the end counts as one. */
function stepsDone({ plan, statuses }: Extract<SwitchState, { kind: 'running' }>): string {
  const done = plan.steps.filter(({ id }) => statuses[id]?.kind === 'done').length
  return texts.someOf(done, plan.steps.length + 1)
}
