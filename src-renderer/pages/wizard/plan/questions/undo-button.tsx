import { Undo2 } from 'lucide-react'
import type { Question } from '../../../../../src-main/contract/preview.ts'
import { Button } from '../../../../components/button.tsx'
import { latestStep } from '../../../../stores/answer-steps.ts'
import { useAnswers } from '../../../../stores/app-context.tsx'
import { texts } from './texts.ts'

/** Takes the last answer on this page back, then the one before it. */
export function UndoButton({ questions }: { readonly questions: readonly Question[] }) {
  const { steps, undo } = useAnswers()
  const ids = new Set(questions.map(({ id }) => id))
  const step = latestStep(steps, ids)
  if (step === undefined) return undefined
  return (
    <Button
      icon={Undo2}
      title={texts.undoOf(Object.keys(step).length)}
      aria-keyshortcuts="Control+Z"
      onClick={() => undo(ids)}
    >
      {texts.undo}
    </Button>
  )
}
