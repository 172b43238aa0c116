import { useRef } from 'react'
import { followChoices, type Followed } from '../../../../src-main/contract/follow-choices.ts'
import type { PreviewBlock, Question } from '../../../../src-main/contract/preview.ts'
import type { PlanView } from '../../../../src-main/contract/switch-state.ts'
import type { WizardPage } from '../../../../src-main/contract/wizard-page.ts'
import { Heading } from '../../../components/heading.tsx'
import { formatAboutGigabytes } from '../../../format/amount.ts'
import { putOff } from '../../../stores/answers-store.ts'
import { useAnswers } from '../../../stores/app-context.tsx'
import { Blocks } from './blocks.tsx'
import { DecideFrame } from './decide-frame.tsx'
import styles from './decide-page.module.css'
import { effectText } from './effect-text.ts'
import { QuestionList } from './questions/question-list.tsx'
import { Suggestions } from './questions/suggestions.tsx'
import { UndoButton } from './questions/undo-button.tsx'
import { texts } from './texts.ts'
import { withBeforehand } from './with-beforehand.ts'
import { blocksOn, inSentence, stepsOn } from '../wizard-pages.ts'

interface DecidePageProps {
  readonly plan: PlanView
  readonly page: WizardPage
  readonly questions: readonly Question[]
}

/** What is warned of, a page's questions, then what happens by itself. */
export function DecidePage({ plan, page, questions }: DecidePageProps) {
  const { answers, isStarting } = useAnswers()
  const list = useRef<HTMLDivElement>(null)
  const toList = () => list.current?.focus({ preventScroll: true })
  const followed = followChoices(blocksOn(plan, page.id), questions, answers)
  const open = putOff(questions, answers).length
  const areRules = questions.every(({ form }) => form === 'rule')
  return (
    <DecideFrame
      plan={plan}
      page={page.id}
      note={areRules ? (open === 0 ? '' : texts.leftAsIs(open)) : noteOf(plan, page, followed)}
      heading={
        <Heading
          {...(areRules ? rulesHeading(open) : (page.heading ?? usualHeading(page, questions.length)))}
          actions={
            <div inert={isStarting} className={styles['actions']}>
              <UndoButton questions={questions} onLast={toList} />
              <Suggestions questions={questions} onTaken={toList} />
            </div>
          }
          focusKey={page.id}
        />
      }
    >
      <div inert={isStarting} className={styles['stack']}>
        <Blocks blocks={followed.blocks.filter(isWarning)} />
        <QuestionList plan={plan} questions={questions} list={list} />
        <Brought page={page} followed={followed} />
        <Blocks blocks={followed.blocks.filter((block) => !isWarning(block))} />
      </div>
    </DecideFrame>
  )
}

/** Is read before the questions, however many they are. */
function isWarning(block: PreviewBlock): boolean {
  return block.kind === 'notice' && block.tone !== 'info' && block.tone !== 'passed'
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
  return withBeforehand(`${words}${bytes > 0 ? ` ${formatAboutGigabytes(bytes)}.` : ''}`.trim(), plan, [page])
}

function rulesHeading(open: number): NonNullable<WizardPage['heading']> {
  return { title: open === 0 ? texts.allDecided : texts.withoutRule(open), lead: texts.rulesLead }
}

function usualHeading(page: WizardPage, count: number): NonNullable<WizardPage['heading']> {
  const about = inSentence(page.title)
  return {
    title: texts.decisionsAbout(count, about),
    lead: texts.nothingChangesYet,
  }
}
