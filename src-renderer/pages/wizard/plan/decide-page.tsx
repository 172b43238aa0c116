import type { Question } from '../../../../src-main/contract/preview.ts'
import type { PlanView, StepInfo } from '../../../../src-main/contract/switch-state.ts'
import { countOf } from '../../../../src-main/kernel/units.ts'
import { Heading } from '../../../components/heading.tsx'
import { formatAboutGigabytes } from '../../../format/amount.ts'
import { chosen } from '../../../stores/answers-store.ts'
import { useAnswers } from '../../../stores/app-context.tsx'
import { Blocks } from './blocks.tsx'
import { ChoiceSections } from './choice-sections.tsx'
import { DecideFrame } from './decide-frame.tsx'
import styles from './decide-page.module.css'
import { effectText } from './effect-text.ts'
import { inSentence, questionsOfStep } from '../wizard-pages.ts'
import { TickSections } from './tick-section.tsx'

interface DecidePageProps {
  readonly plan: PlanView
  readonly step: StepInfo
  readonly questions: readonly Question[]
}

/** A step's questions, then what happens by itself. */
export function DecidePage({ plan, step, questions }: DecidePageProps) {
  const { answers } = useAnswers()
  const preview = plan.previews[step.id]
  const ticks = questions.filter(({ form }) => form === 'tick')
  const choices = questions.filter(({ form }) => form !== 'tick')
  const taken = ticks.filter((question) => chosen(question, answers) !== question.safeDefault)
  return (
    <DecideFrame
      plan={plan}
      page={step.id}
      note={noteOf(plan, step, taken)}
      heading={<Heading {...titleOf(plan, step, ticks.length, choices.length)} focusKey={step.id} />}
    >
      <div className={styles['stack']}>
        {choices.length > 0 && <ChoiceSections plan={plan} questions={choices} />}
        {ticks.length > 0 && <TickSections plan={plan} questions={ticks} changes={preview?.blocks ?? []} />}
        <Blocks blocks={preview?.blocks ?? []} />
      </div>
    </DecideFrame>
  )
}

function noteOf(plan: PlanView, step: StepInfo, taken: readonly Question[]): string {
  const preview = plan.previews[step.id]
  if (preview === undefined) return ''
  const words = effectText(preview.blocks, taken) ?? `${preview.summary}.`
  const bytes = preview.estimate.bytes > 0 ? ` ${formatAboutGigabytes(preview.estimate.bytes)}.` : ''
  return `${words}${bytes}`.trim()
}

function titleOf(
  plan: PlanView,
  step: StepInfo,
  ticks: number,
  choices: number,
): { readonly title: string; readonly lead: string } {
  const { from, to } = plan
  if (step.icon === 'package') {
    const lead =
      ticks > 0
        ? 'A package is removed only if you tick it. The rest happens by itself.'
        : 'Choose what happens with each.'
    return { title: `${to.label} gets the packages of ${from.label}`, lead }
  }
  if (step.icon === 'home') {
    const places = choices === 1 ? '1 place' : countOf(choices, 'place')
    if (questionsOfStep(plan, step.id).some(({ safeDefault }) => safeDefault === 'take')) {
      // Nothing is known yet of who changed what.
      return {
        title: `${places} in your home files ${choices === 1 ? 'differs' : 'differ'}`,
        lead: `Nothing is lost: what ${to.label} has now is in the snapshot that is taken first.`,
      }
    }
    return {
      title: `${to.label} has work of its own in ${places}`,
      lead: `Nothing of it is lost: what you keep stays on ${to.label}, and its present files are in the snapshot that is taken first.`,
    }
  }
  const count = ticks + choices
  const lead = 'Nothing is changed before copying starts.'
  if (step.stage === 'prepare') return { title: count === 1 ? 'One question first' : `${count} questions first`, lead }
  const about = inSentence(step.title)
  return { title: count === 1 ? `One decision about ${about}` : `${count} decisions about ${about}`, lead }
}
