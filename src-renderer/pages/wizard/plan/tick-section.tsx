import type { Choice, Question } from '../../../../src-main/contract/preview.ts'
import type { PlanView } from '../../../../src-main/contract/switch-state.ts'
import { Badge } from '../../../components/badge.tsx'
import { Button } from '../../../components/button.tsx'
import { Card } from '../../../components/card.tsx'
import { CheckBox } from '../../../components/check-box.tsx'
import { classNames } from '../../../components/class-names.ts'
import { Notice } from '../../../components/notice.tsx'
import { Prose } from '../../../components/prose.tsx'
import { chosen } from '../../../stores/answers-store.ts'
import { useAnswers } from '../../../stores/app-context.tsx'
import { QuestionRows } from './question-rows.tsx'
import { texts } from './texts.ts'
import styles from './tick-section.module.css'

interface TickSectionProps {
  readonly plan: PlanView
  readonly questions: readonly Question[]
}

/** What may leave the other laptop, and what else is changed only on the person's word. Nothing is ticked by itself. */
export function TickSections(props: TickSectionProps) {
  const { plan, questions } = props
  const removals = questions.filter(isRemoval)
  const others = questions.filter((question) => !isRemoval(question))
  return (
    <>
      {removals.length > 0 && (
        <TickSection {...props} questions={removals} title={texts.remove} lead={texts.tickToRemove(plan.to.label)} />
      )}
      {others.length > 0 && (
        <TickSection {...props} questions={others} title={texts.change} lead={texts.tickToChange(plan.to.label)} />
      )}
    </>
  )
}

interface TitledProps extends TickSectionProps {
  readonly title: string
  readonly lead: string
}

function TickSection({ plan, questions, title, lead }: TitledProps) {
  const { answers } = useAnswers()
  const warned = questions.filter((question) => question.consequence !== undefined && isTicked(question, answers))
  const row = (question: Question) => <TickRow question={question} plan={plan} />
  return (
    <>
      <Card aria-label={title}>
        <div className={styles['head']}>
          <h2>{title}</h2>
          <p>{lead}</p>
        </div>
        <QuestionRows name={lead} questions={questions} rowHeight={40}>
          {row}
        </QuestionRows>
      </Card>
      <div role="status" className={styles['warnings']}>
        {warned.map(({ id, consequence }) => (
          <Notice key={id} tone="amber">
            <Prose text={consequence ?? ''} />
          </Notice>
        ))}
      </div>
    </>
  )
}

function isRemoval(question: Question): boolean {
  return tickedChoice(question)?.meaning === 'remove'
}

function isTicked(question: Question, answers: Readonly<Record<string, string>>): boolean {
  return chosen(question, answers) === tickedChoice(question)?.id
}

/** The choice that is not the safe one. */
function tickedChoice({ choices, safeDefault }: Question): Choice | undefined {
  return choices.find(({ id }) => id !== safeDefault)
}

interface TickRowProps {
  readonly question: Question
  readonly plan: PlanView
}

function TickRow({ question, plan }: TickRowProps) {
  const { answers, answer } = useAnswers()
  const ticked = isTicked(question, answers)
  const choose = (now: boolean) => {
    const ticking = tickedChoice(question)?.id
    const choice = now ? ticking : (question.safeDefault ?? question.choices.find(({ id }) => id !== ticking)?.id)
    if (choice !== undefined) answer([question.id], choice)
  }
  const label = tickedChoice(question)?.label ?? texts.remove
  const lasting = question.choices.find(({ lasts }) => lasts === true)
  return (
    <div className={styles['row']}>
      <CheckBox checked={ticked} onChange={choose} label={texts.tickLabel(label, question.title)} />
      <span className={styles['name']}>{question.title}</span>
      <span>
        <Badge>{kindOf(question)}</Badge>
      </span>
      <span className={styles['why']}>{question.reason}</span>
      <span className={classNames(styles['word'], ticked && isRemoval(question) && styles['leaves'])}>
        {wordOf(question, ticked, plan)}
      </span>
      {lasting === undefined || ticked ? <span /> : <Lasting question={question} lasting={lasting} />}
    </div>
  )
}

/** The person's word for all switches to come, and how it is taken back before this one begins. */
function Lasting({ question, lasting }: Pick<TickRowProps, 'question'> & { readonly lasting: Choice }) {
  const { answers, answer, take } = useAnswers()
  const isChosen = chosen(question, answers) === lasting.id
  return (
    <Button
      look="link"
      size="small"
      title={lasting.effect}
      aria-label={(isChosen ? texts.askAgainAbout : texts.askNoMoreAbout)(question.title)}
      onClick={() => (isChosen ? take(question.id) : answer([question.id], lasting.id))}
    >
      {isChosen ? texts.askAgain : texts.askNoMore}
    </Button>
  )
}

function wordOf(question: Question, ticked: boolean, plan: PlanView): string {
  if (isRemoval(question)) return ticked ? texts.willBeRemoved : texts.staysOn(plan.to.label)
  const choice = ticked ? tickedChoice(question)?.id : question.safeDefault
  return question.choices.find(({ id }) => id === choice)?.label ?? ''
}

/** "apt", "service": what it is, in a word. */
function kindOf({ subject }: Question): string {
  if (subject.kind === 'package') return subject.manager
  return subject.kind === 'other' ? subject.what : subject.kind
}
