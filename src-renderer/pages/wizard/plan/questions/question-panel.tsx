import type { Question } from '../../../../../src-main/contract/preview.ts'
import type { PlanView } from '../../../../../src-main/contract/switch-state.ts'
import { Button } from '../../../../components/button.tsx'
import { Card } from '../../../../components/card.tsx'
import { classNames } from '../../../../components/class-names.ts'
import { TwoVersions } from '../two-versions.tsx'
import { VersionFacts } from '../version-facts.tsx'
import { Advice } from './advice.tsx'
import { Decision } from './decision.tsx'
import { SelectedNames, ShortHead } from './panel-parts.tsx'
import styles from './question-panel.module.css'
import { texts } from './texts.ts'
import type { DecidingQuestions } from './use-deciding.ts'

interface QuestionPanelProps {
  readonly plan: PlanView
  readonly deciding: DecidingQuestions
  /** Below the list, in one column: what is known of it is one press away. */
  readonly narrow: boolean
  /** The list beside it; without one it is the only question. */
  readonly withList: boolean
  /** How high it may be. */
  readonly room: number
}

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
      {!narrow &&
        (isMany ? <SelectedNames names={selected.map(nameOf)} /> : <Details plan={plan} question={question} />)}
      <div className={styles['decision']}>
        {narrow && (
          <ShortHead title={title}>{isMany ? undefined : <Details plan={plan} question={question} />}</ShortHead>
        )}
        <Decision
          selected={selected}
          offers={offers}
          onChoose={choose}
          explained={!narrow && !looks && !isMany}
          withKeys={withList}
          narrow={narrow}
        />
        {withList && !isMany && group.questions.length > 1 && (
          <Button look="link" className={styles['group']} onClick={selectGroup} aria-keyshortcuts="Shift+Space">
            {texts.selectGroup(group.questions.length, group.title)}
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
  // Its heads say what each version is.
  const isOneFile = question.subject.kind === 'etc-file'
  return (
    <>
      {question.canLook && <TwoVersions key={question.id} plan={plan} question={question} path={question.title} />}
      {(!question.canLook || (question.versions !== undefined && !isOneFile)) && (
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

function nameOf({ id, title }: Question) {
  return { key: id, name: title }
}
