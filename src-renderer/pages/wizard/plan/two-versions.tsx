import type { Question } from '../../../../src-main/contract/preview.ts'
import type { PlanView } from '../../../../src-main/contract/switch-state.ts'
import { FileVersions } from './file-versions.tsx'
import { QuestionFiles } from './question-files.tsx'

interface TwoVersionsProps {
  readonly plan: PlanView
  readonly question: Question
  /** The file's name at the top. */
  readonly path: string
}

/** What the other laptop has now and what would be copied. Fetched when looked at, and gone with the page. */
export function TwoVersions({ plan, question, path }: TwoVersionsProps) {
  if (question.subject.kind === 'home')
    return <QuestionFiles key={`${plan.planId} ${question.id}`} plan={plan} question={question} name={path} />
  return <FileVersions plan={plan} question={question} name={path} />
}
