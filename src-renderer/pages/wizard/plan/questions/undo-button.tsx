import { Undo2 } from 'lucide-react'
import type { Question } from '../../../../../src-main/contract/preview.ts'
import { Button } from '../../../../components/button.tsx'
import { countToUndo, withoutStep } from '../../../../stores/answer-steps.ts'
import { useAnswers } from '../../../../stores/app-context.tsx'
import { texts } from './texts.ts'

interface UndoButtonProps {
  readonly questions: readonly Question[]
  /** Nothing is left to take back: the button goes, and the focus that it has goes elsewhere. */
  readonly onLast: () => void
}

/** Takes the last answer on this page back, then the one before it. */
export function UndoButton({ questions, onLast }: UndoButtonProps) {
  const { answers, steps, undo } = useAnswers()
  const ids = new Set(questions.map(({ id }) => id))
  const stepped = { answers, steps }
  const count = countToUndo(stepped, ids)
  if (count === 0) return undefined
  const undoOne = () => {
    if (countToUndo(withoutStep(stepped, ids), ids) === 0) onLast()
    undo(ids)
  }
  return (
    <Button icon={Undo2} title={texts.undoOf(count)} aria-keyshortcuts="Control+Z" onClick={undoOne}>
      {texts.undo}
    </Button>
  )
}
