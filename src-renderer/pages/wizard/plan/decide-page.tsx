import type { Question } from '../../../../src-main/contract/preview.ts'
import type { PlanView } from '../../../../src-main/contract/switch-state.ts'
import type { WizardPage } from '../../../../src-main/contract/wizard-page.ts'
import { Heading } from '../../../components/heading.tsx'
import { formatAboutGigabytes } from '../../../format/amount.ts'
import { useAnswers } from '../../../stores/app-context.tsx'
import { Blocks } from './blocks.tsx'
import { ChoiceSections } from './choice-sections.tsx'
import { DecideFrame } from './decide-frame.tsx'
import styles from './decide-page.module.css'
import { effectText, followChoices, type Followed } from './effect-text.ts'
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
  const followed = followChoices(blocksOn(plan, page.id), questions, answers)
  const ticks = questions.filter(({ form }) => form === 'tick')
  const choices = questions.filter(({ form }) => form !== 'tick')
  return (
    <DecideFrame
      plan={plan}
      page={page.id}
      note={noteOf(plan, page, followed)}
      heading={<Heading {...(page.heading ?? usualHeading(page, questions.length))} focusKey={page.id} />}
    >
      <div className={styles['stack']}>
        {choices.length > 0 && <ChoiceSections plan={plan} questions={choices} />}
        {ticks.length > 0 && <TickSections plan={plan} questions={ticks} />}
        <Brought page={page} followed={followed} />
        <Blocks blocks={followed.blocks} />
      </div>
    </DecideFrame>
  )
}

/** What the choices of this page add to its lists. */
function Brought({ page, followed }: { readonly page: WizardPage; readonly followed: Followed }) {
  const { brought, broughtCounts } = followed
  if (brought.length === 0) return undefined
  const block = {
    kind: 'changes' as const,
    pageId: page.id,
    title: texts.withChoices,
    summary: effectText(broughtCounts),
    count: brought.length,
    changes: [...brought],
  }
  return <Blocks blocks={[block]} name={texts.withChoices} />
}

function noteOf(plan: PlanView, page: WizardPage, { counts }: Followed): string {
  const previews = stepsOn(plan, page.id).flatMap(({ id }) => plan.previews[id] ?? [])
  const words = counts === undefined ? previews.map(({ summary }) => `${summary}.`).join(' ') : effectText(counts)
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
