import { Lock } from 'lucide-react'
import type { Question } from '../../../../src-main/contract/preview.ts'
import { classNames } from '../../../components/class-names.ts'
import { folderOf, nameOf, pathOf } from './rule-rows.ts'
import styles from './rule-page.module.css'

const looks: Readonly<Record<string, string>> = {
  open: styles['open'],
  always: styles['always'],
  never: styles['never'],
  later: styles['later'],
}

export function RuleRow({ question, answer }: { readonly question: Question; readonly answer: string | undefined }) {
  const path = pathOf(question)
  return (
    <div className={styles['row']} title={path}>
      <span className={styles['file']}>
        <span className={styles['name']}>{nameOf(path)}</span>
        {question.secret && <Lock size={13} className={styles['lock']} aria-label="secret" role="img" />}
      </span>
      <span className={classNames(styles['word'], looks[answer ?? 'open'])}>{wordOf(question, answer)}</span>
      <span className={styles['folder']}>{folderOf(path)}</span>
      <span className={styles['reason']}>{question.reason}</span>
    </div>
  )
}

function wordOf({ choices }: Question, answer: string | undefined): string {
  if (answer === undefined) return 'Decide'
  const words: Readonly<Record<string, string>> = { always: 'Always', never: 'Never', later: 'Later' }
  return words[answer] ?? choices.find(({ id }) => id === answer)?.label ?? answer
}
