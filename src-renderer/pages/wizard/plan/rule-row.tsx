import { Lock } from 'lucide-react'
import type { Choice, Question } from '../../../../src-main/contract/preview.ts'
import { classNames } from '../../../components/class-names.ts'
import { folderOf, nameOf } from './rule-rows.ts'
import styles from './rule-page.module.css'
import { texts } from './texts.ts'

const looks: Readonly<Partial<Record<Choice['meaning'], string>>> = {
  change: styles['change'],
  keep: styles['keep'],
  later: styles['later'],
}

export function RuleRow({ question, answer }: { readonly question: Question; readonly answer: string | undefined }) {
  const path = question.title
  const choice = question.choices.find(({ id }) => id === answer)
  return (
    <div className={styles['row']} title={path}>
      <span className={styles['file']}>
        <span className={styles['name']}>{nameOf(path)}</span>
        {question.secret && <Lock size={13} className={styles['lock']} aria-label={texts.secretLabel} role="img" />}
      </span>
      <span className={classNames(styles['word'], choice === undefined ? styles['open'] : looks[choice.meaning])}>
        {choice?.word ?? choice?.label ?? texts.decide}
      </span>
      <span className={styles['folder']}>{folderOf(path)}</span>
      <span className={styles['reason']}>{question.reason}</span>
    </div>
  )
}
