import type { ReactNode } from 'react'
import type { Question } from '../../../../src-main/contract/preview.ts'
import { VirtualRows } from '../../../components/virtual-rows.tsx'
import styles from './question-rows.module.css'

interface QuestionRowsProps {
  readonly name: string
  readonly questions: readonly Question[]
  readonly rowHeight: number
  readonly children: (question: Question) => ReactNode
}

/** As many stand one below the other; more scroll within their card. */
const plainRows = 30

export function QuestionRows({ name, questions, rowHeight, children }: QuestionRowsProps) {
  if (questions.length > plainRows)
    return (
      <div className={styles['long']}>
        <VirtualRows name={name} items={questions} rowHeight={rowHeight} keyOf={({ id }) => id}>
          {children}
        </VirtualRows>
      </div>
    )
  return (
    <ul>
      {questions.map((question) => (
        <li key={question.id}>{children(question)}</li>
      ))}
    </ul>
  )
}
