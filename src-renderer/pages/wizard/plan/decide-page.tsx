import type { Question } from '../../../../src-main/contract/preview.ts'
import type { PlanView } from '../../../../src-main/contract/switch-state.ts'
import type { WizardPage } from '../../../../src-main/contract/wizard-page.ts'
import { Heading } from '../../../components/heading.tsx'
import { formatAboutGigabytes } from '../../../format/amount.ts'
import { chosenChoice } from '../../../stores/answers-store.ts'
import { useAnswers } from '../../../stores/app-context.tsx'
import { Blocks } from './blocks.tsx'
import { ChoiceSections } from './choice-sections.tsx'
import { DecideFrame } from './decide-frame.tsx'
import styles from './decide-page.module.css'
import { effectText } from './effect-text.ts'
import { texts } from './texts.ts'
import { blocksOn, inSentence, stepsOn } from '../wizard-pages.ts'
import { TickSections } from './tick-section.tsx'

interface DecidePageProps {
  readonly plan: PlanView
  readonly page: WizardPage
  readonly questions: readonly Question[]
}

/** A page's questions, then what happens by itself. */
export function DecidePage({ plan, page, questions }: DecidePageProps) {
  const { answers } = useAnswers()
  const blocks = blocksOn(plan, page.id)
  const ticks = questions.filter(({ form }) => form === 'tick')
  const choices = questions.filter(({ form }) => form !== 'tick')
  const taken = ticks.filter((question) => chosenChoice(question, answers)?.meaning !== 'keep')
  return (
    <DecideFrame
      plan={plan}
      page={page.id}
      note={noteOf(plan, page, taken)}
      heading={<Heading {...(page.heading ?? usualHeading(page, questions.length))} focusKey={page.id} />}
    >
      <div className={styles['stack']}>
        {choices.length > 0 && <ChoiceSections plan={plan} questions={choices} />}
        {ticks.length > 0 && <TickSections plan={plan} questions={ticks} />}
        <Blocks blocks={blocks} />
      </div>
    </DecideFrame>
  )
}

function noteOf(plan: PlanView, page: WizardPage, taken: readonly Question[]): string {
  const previews = stepsOn(plan, page.id).flatMap(({ id }) => plan.previews[id] ?? [])
  const words = effectText(blocksOn(plan, page.id), taken) ?? previews.map(({ summary }) => `${summary}.`).join(' ')
  const bytes = previews.reduce((sum, { estimate }) => sum + estimate.bytes, 0)
  return `${words}${bytes > 0 ? ` ${formatAboutGigabytes(bytes)}.` : ''}`.trim()
}

function usualHeading(page: WizardPage, count: number): NonNullable<WizardPage['heading']> {
  const about = inSentence(page.title)
  return {
    title: texts.decisionsAbout(count, about),
    lead: texts.nothingChangesYet,
  }
}
