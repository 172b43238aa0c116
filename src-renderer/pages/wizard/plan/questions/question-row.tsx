import { Check, Lightbulb, Lock, Trash2 } from 'lucide-react'
import type { Answers, Question } from '../../../../../src-main/contract/preview.ts'
import { classNames } from '../../../../components/class-names.ts'
import { chosen, chosenChoice } from '../../../../../src-main/contract/follow-choices.ts'
import { tickedChoice } from './offers.ts'
import { shortTitle, takesAway, type Grouping } from './question-groups.ts'
import styles from './question-row.module.css'
import { texts } from './texts.ts'

interface QuestionRowProps {
  readonly question: Question
  readonly answers: Answers
  readonly grouping: Grouping
  readonly onTick: (question: Question) => void
}

/** What it is about, how it is decided, why it is asked, and what is suggested. */
export function QuestionRow({ question, answers, grouping, onTick }: QuestionRowProps) {
  const { title, secret, reason, suggestion, form, versions } = question
  const goes = chosenChoice(question, answers)?.meaning === 'remove'
  const newer = versions?.find(({ isNewer }) => isNewer)
  const suggested = question.choices.find(({ id }) => id === suggestion?.choice)
  return (
    <div className={styles['row']} title={title}>
      {form === 'tick' && <Tick question={question} answers={answers} onTick={onTick} />}
      <div className={styles['words']}>
        <div className={styles['line']}>
          <Name question={question} grouping={grouping} goes={goes} />
          {secret && <Lock size={13} className={styles['lock']} aria-label={texts.secretLabel} role="img" />}
          <Word question={question} answers={answers} />
        </div>
        <p className={styles['reason']}>
          {newer === undefined ? reason : `${texts.newerOn(newer.laptop)} · ${reason}`}
        </p>
        {suggestion !== undefined && answers[question.id] === undefined && (
          <p className={styles['suggestion']} title={suggestion.why}>
            <Lightbulb size={13} aria-hidden />
            <span>
              <strong>{texts.suggested(suggested?.word ?? suggested?.label ?? suggestion.choice)}</strong>{' '}
              {suggestion.why}
            </span>
          </p>
        )}
      </div>
    </div>
  )
}

function Name({
  question,
  grouping,
  goes,
}: Pick<QuestionRowProps, 'question' | 'grouping'> & { readonly goes: boolean }) {
  const short = shortTitle(question, grouping)
  const isName = question.subject.kind !== 'laptop' && question.subject.kind !== 'switch'
  const cut = isName && question.subject.kind === 'etc-file' ? short.lastIndexOf('/') + 1 : 0
  const folder = cut > 0 && <span className={styles['folder']}>{short.slice(0, cut)}</span>
  // Below a package the folder is long, and is what may be cut off.
  const isFolderLast = grouping === 'package'
  return (
    <span className={classNames(styles['name'], isName && styles['path'], goes && styles['gone'])}>
      {goes && <Trash2 size={14} aria-hidden />}
      <span className={styles['text']}>
        {!isFolderLast && folder}
        {short.slice(cut)}
        {isFolderLast && folder !== false && <> {folder}</>}
      </span>
    </span>
  )
}

/** How it is decided; soft where the safe default stands. */
function Word({ question, answers }: Pick<QuestionRowProps, 'question' | 'answers'>) {
  const choice = chosenChoice(question, answers)
  const isAnswered = answers[question.id] !== undefined
  if (choice === undefined || (!isAnswered && choice.meaning === 'later'))
    return <span className={classNames(styles['word'], styles['open'])}>{texts.decide}</span>
  if (choice.meaning === 'remove') {
    const said = question.subject.kind === 'package' ? texts.willBeRemoved : texts.willBeDeleted
    return <span className={classNames(styles['word'], styles['lost'])}>{said}</span>
  }
  if (takesAway(choice)) {
    const said = texts.deletesSome(choice.word ?? choice.label, choice.brings?.counts.remove ?? 0)
    return <span className={classNames(styles['word'], styles['lost'])}>{said}</span>
  }
  const look = !isAnswered ? styles['usual'] : choice.meaning === 'change' ? styles['changes'] : styles['stays']
  return <span className={classNames(styles['word'], look)}>{choice.word ?? choice.label}</span>
}

/** A box for the mouse; with the keys it is Space. The row's words say the same. */
function Tick({ question, answers, onTick }: Omit<QuestionRowProps, 'grouping'>) {
  const isTicked = chosen(question, answers) === tickedChoice(question)
  return (
    <span
      aria-hidden
      className={classNames(styles['tick'], isTicked && styles['ticked'])}
      onClick={(event) => {
        event.stopPropagation()
        onTick(question)
      }}
    >
      {isTicked && <Check size={14} strokeWidth={3} />}
    </span>
  )
}
