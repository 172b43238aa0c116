import { Columns2 } from 'lucide-react'
import type { Question } from '../../../../src-main/contract/preview.ts'
import type { PlanView } from '../../../../src-main/contract/switch-state.ts'
import { Badge } from '../../../components/badge.tsx'
import { Button } from '../../../components/button.tsx'
import { Card } from '../../../components/card.tsx'
import { ChoiceButtons } from '../../../components/choice-buttons.tsx'
import { DetailsDialog } from '../../../components/details-dialog.tsx'
import { chosen, chosenChoice } from '../../../stores/answers-store.ts'
import { useAnswers } from '../../../stores/app-context.tsx'
import { choiceGroups, type ChoiceGroup } from './choice-groups.ts'
import styles from './choice-sections.module.css'
import { QuestionRows } from './question-rows.tsx'
import { texts } from './texts.ts'
import { TwoVersions } from './two-versions.tsx'
import { VersionFacts } from './version-facts.tsx'

interface ChoiceSectionsProps {
  readonly plan: PlanView
  readonly questions: readonly Question[]
}

/** So few that there is room for what each choice would do. */
const fewRows = 3

export function ChoiceSections({ plan, questions }: ChoiceSectionsProps) {
  return choiceGroups(questions).map((group) => <ChoiceSection key={group.key} plan={plan} group={group} />)
}

function ChoiceSection({ plan, group }: { readonly plan: PlanView; readonly group: ChoiceGroup }) {
  const { answers, answer } = useAnswers()
  const { questions, shared, title, key } = group
  const open = questions.filter((question) => chosen(question, answers) === undefined).length
  const row = (question: Question) => (
    <ChoiceRow plan={plan} question={question} explained={questions.length <= fewRows} />
  )
  return (
    <Card aria-label={title}>
      <div className={styles['head']}>
        <h2>
          {title} {key === '' && open > 0 && <Badge tone="amber">{texts.open(open)}</Badge>}
        </h2>
        {questions.length > 1 && shared.length > 0 && (
          <div className={styles['all']} role="group" aria-label={texts.forAll(questions.length)}>
            <span>{texts.forAll(questions.length)}</span>
            {shared.map(({ id, label }) => (
              <Button
                key={id}
                size="small"
                onClick={() =>
                  answer(
                    questions.map((question) => question.id),
                    id,
                  )
                }
              >
                {label}
              </Button>
            ))}
          </div>
        )}
      </div>
      <QuestionRows name={title} questions={questions} rowHeight={64}>
        {row}
      </QuestionRows>
    </Card>
  )
}

function ChoiceRow({ plan, question, explained }: ChoiceRowProps & { readonly explained: boolean }) {
  const { answers, answer } = useAnswers()
  const value = chosen(question, answers)
  const choice = chosenChoice(question, answers)
  const effect = choice?.effect
  return (
    <div className={styles['row']}>
      <div className={styles['what']}>
        <p className={isPath(question) ? styles['path'] : styles['subject']}>{question.title}</p>
        <p className={styles['reason']}>
          {question.reason}
          {effect !== undefined && <span> · {effect}</span>}
        </p>
        {question.versions !== undefined && <VersionFacts versions={question.versions} />}
        {value === undefined && explained && <Effects question={question} />}
        {question.consequence !== undefined && choice !== undefined && choice.meaning !== 'keep' && (
          <p className={styles['consequence']}>{question.consequence}</p>
        )}
      </div>
      {question.canLook && <BothVersions plan={plan} question={question} />}
      <ChoiceButtons
        name={question.title}
        value={value}
        choices={question.choices.map(({ id, label, effect: title }) => ({ id, label, title }))}
        onChange={(id) => answer([question.id], id)}
      />
    </div>
  )
}

/** What each choice would do, as long as none is made. */
function Effects({ question }: { readonly question: Question }) {
  return (
    <ul className={styles['effects']}>
      {question.choices.map(({ id, label, effect }) => (
        <li key={id}>
          <strong>{label}:</strong> {effect}
        </li>
      ))}
    </ul>
  )
}

function isPath({ subject }: Question): boolean {
  return subject.kind === 'home' || subject.kind === 'etc-file' || subject.kind === 'images'
}

function BothVersions({ plan, question }: ChoiceRowProps) {
  return (
    <DetailsDialog
      title={texts.bothVersions}
      text={question.title}
      trigger={
        <Button look="link" icon={Columns2} aria-label={texts.compareVersions(question.title)}>
          {texts.compare}
        </Button>
      }
    >
      <TwoVersions plan={plan} question={question} path={question.title} />
    </DetailsDialog>
  )
}

interface ChoiceRowProps {
  readonly plan: PlanView
  readonly question: Question
}
