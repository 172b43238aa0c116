import { bytesRemoved, countRemoved } from '../../../../../src-main/contract/follow-choices.ts'
import type { Answers, Question } from '../../../../../src-main/contract/preview.ts'
import { Button } from '../../../../components/button.tsx'
import { Notice } from '../../../../components/notice.tsx'
import { Prose } from '../../../../components/prose.tsx'
import { joinNames } from '../../../../format/names-text.ts'
import styles from './deletions.module.css'
import { texts } from './texts.ts'

interface DeletionsProps {
  /** Those by which something goes. */
  readonly questions: readonly Question[]
  readonly answers: Answers
  readonly laptop: string
  readonly onShow: () => void
}

/** With how much it is. */
const fullyAtMost = 3
const namesAtMost = 5
const consequencesAtMost = 3

/** What would be lost as things are decided now, by name and before everything else. */
export function Deletions({ questions, answers, laptop, onShow }: DeletionsProps) {
  const consequences = questions.flatMap(({ consequence }) => consequence ?? [])
  const more = consequences.length - consequencesAtMost
  return (
    <div role="status" className={styles['deletions']}>
      {questions.length > 0 && (
        <Notice
          tone="red"
          title={titleOf(questions, answers, laptop)}
          actions={
            <Button look="link" onClick={onShow}>
              {texts.show}
            </Button>
          }
        >
          {questions.length > fullyAtMost ? `${namesOf(questions)}.` : questions.map(withReason)}
          {consequences.slice(0, consequencesAtMost).map((said) => (
            <span key={said} className={styles['line']}>
              <Prose text={said} />
            </span>
          ))}
          {more > 0 && <span className={styles['line']}>{texts.moreConsequences(more)}</span>}
        </Notice>
      )}
    </div>
  )
}

/** With what it takes, as far as it is known. */
function titleOf(questions: readonly Question[], answers: Answers, laptop: string): string {
  const count = countRemoved(questions, answers)
  const bytes = bytesRemoved(questions, answers)
  const arePackages = questions.every(({ subject }) => subject.kind === 'package')
  return arePackages ? texts.removals(count, bytes, laptop) : texts.deletions(count, bytes, laptop)
}

function namesOf(questions: readonly Question[]): string {
  const names = questions.slice(0, namesAtMost).map(({ title }) => title)
  const more = questions.length - names.length
  return joinNames(more > 0 ? [...names, texts.more(more)] : names)
}

function withReason({ id, title, reason }: Question) {
  return (
    <span key={id} className={styles['line']}>
      {title} · {reason}
    </span>
  )
}
