import { PanelBottomOpen } from 'lucide-react'
import type { Question } from '../../../../../src-main/contract/preview.ts'
import type { PlanView } from '../../../../../src-main/contract/switch-state.ts'
import { Button } from '../../../../components/button.tsx'
import { Card } from '../../../../components/card.tsx'
import { classNames } from '../../../../components/class-names.ts'
import { DetailsDialog } from '../../../../components/details-dialog.tsx'
import { TwoVersions } from '../two-versions.tsx'
import { VersionFacts } from '../version-facts.tsx'
import { Advice } from './advice.tsx'
import { Decision } from './decision.tsx'
import { placeOf } from './question-groups.ts'
import styles from './question-panel.module.css'
import { texts } from './texts.ts'
import type { Deciding } from './use-deciding.ts'

interface QuestionPanelProps {
  readonly plan: PlanView
  readonly deciding: Deciding
  /** Below the list, in one column: what is known of it is one press away. */
  readonly narrow: boolean
  /** The list beside it; without one it is the only question. */
  readonly withList: boolean
  /** How high it may be. */
  readonly room: number
}

const namesAtMost = 12

/** What is known of what is selected, and what can be chosen for it. */
export function QuestionPanel({ plan, deciding, narrow, withList, room }: QuestionPanelProps) {
  const { selected, offers, choose, group, selectGroup } = deciding
  const [question, ...others] = selected
  if (question === undefined) return undefined
  const isMany = others.length > 0
  const title = isMany ? texts.selected(selected.length) : question.title
  const looks = !isMany && question.canLook
  const height = looks ? { height: room } : { maxHeight: room }
  return (
    <Card
      aria-label={title}
      className={classNames(styles['panel'], withList && styles['beside'])}
      style={narrow || !withList ? {} : height}
    >
      {!narrow && (isMany ? <Names questions={selected} /> : <Details plan={plan} question={question} />)}
      <div className={styles['decision']}>
        {narrow && <ShortHead plan={plan} title={title} question={isMany ? undefined : question} />}
        <Decision
          selected={selected}
          offers={offers}
          onChoose={choose}
          explained={!narrow && !looks && !isMany}
          withKeys={withList}
          narrow={narrow}
        />
        {withList && !isMany && group.length > 1 && (
          <Button look="link" className={styles['group']} onClick={selectGroup} aria-keyshortcuts="Shift+Space">
            {texts.selectGroup(group.length, placeOf(question))}
          </Button>
        )}
      </div>
    </Card>
  )
}

interface DetailsProps {
  readonly plan: PlanView
  readonly question: Question
}

function Details({ plan, question }: DetailsProps) {
  return (
    <>
      {question.canLook && <TwoVersions key={question.id} plan={plan} question={question} path={question.title} />}
      {(!question.canLook || question.versions !== undefined) && (
        <div className={styles['facts']}>
          {!question.canLook && <h2>{question.title}</h2>}
          <p>{question.reason}</p>
          {question.versions !== undefined && <VersionFacts versions={question.versions} />}
        </div>
      )}
      <Advice question={question} />
    </>
  )
}

function Names({ questions }: { readonly questions: readonly Question[] }) {
  const more = questions.length - namesAtMost
  return (
    <div className={styles['facts']}>
      <h2>{texts.selected(questions.length)}</h2>
      <ul aria-label={texts.selectedNames}>
        {questions.slice(0, namesAtMost).map(({ id, title }) => (
          <li key={id} className={styles['selected']}>
            {title}
          </li>
        ))}
      </ul>
      {more > 0 && <p>{texts.andMore(more)}</p>}
    </div>
  )
}

interface ShortHeadProps {
  readonly plan: PlanView
  readonly title: string
  readonly question: Question | undefined
}

function ShortHead({ plan, title, question }: ShortHeadProps) {
  return (
    <div className={styles['head']}>
      <strong>{title}</strong>
      {question !== undefined && (
        <DetailsDialog
          title={texts.details}
          text={title}
          trigger={
            <Button look="link" icon={PanelBottomOpen}>
              {texts.details}
            </Button>
          }
        >
          <Details plan={plan} question={question} />
        </DetailsDialog>
      )}
    </div>
  )
}
