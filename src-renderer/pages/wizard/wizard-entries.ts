/** The list at the side of the wizard until it runs: the pages where somebody is needed, and one line for what needs nobody. Pure. */
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

/** `title`: the heading above, or nothing. */
export interface EntryGroup {
  readonly title: string
  readonly entries: readonly WizardEntry[]
}

type State = SwitchState | undefined

export function wizardEntries(state: State, page: string, answers: Answers): readonly WizardEntry[] {
  const later = { key: 'run', title: texts.copyAndVerify, mark: 'todo', note: '', current: false } as const
  return [checkEntry(state, page), ...decideEntries(state, page, answers), { ...later, page: undefined }]
}

function checkEntry(state: State, page: string): WizardEntry {
  return {
    key: checkPage,
    title: texts.checkLaptops,
    ...checkMark(state),
    current: page === checkPage,
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
  if (state?.kind !== 'planned') return []
  const { plan } = state
  const pages = decidePages(plan)
  return pages.map((key, index) => {
    const { asked, answered } = answeredOn(plan, key, answers)
    const passed = index < pages.indexOf(page)
    return {
      key: `decide:${key}`,
      title: pageTitle(plan, key),
      mark: passed && answered === asked ? 'done' : 'todo',
      note: asked > 0 ? texts.someOf(answered, asked) : '',
      current: key === page,
      page: blockersOf(plan).length === 0 ? key : undefined,
    }
  })
}

/** A page without questions has nothing but to be seen. */
function answeredOn(plan: PlanView, key: string, answers: Answers) {
  const page = plan.pages.find(({ id }) => id === key)
  const questions = page === undefined ? [] : questionsOn(plan, page.id)
  return { asked: questions.length, answered: questions.filter(({ id }) => answers[id] !== undefined).length }
}
