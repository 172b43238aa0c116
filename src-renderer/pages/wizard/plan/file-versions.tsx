import type { Question } from '../../../../src-main/contract/preview.ts'
import type { PlanView } from '../../../../src-main/contract/switch-state.ts'
import { BothVersions } from '../../../components/diff/both-versions.tsx'
import { useCall } from '../../../stores/use-call.ts'
import { texts } from './texts.ts'

interface FileVersionsProps {
  readonly plan: PlanView
  readonly question: Question
  /** At the top. */
  readonly name: string
  /** Of a file in the folder that is asked about, in bytes. */
  readonly path?: string
}

/** Both versions of one file that a question is about. */
export function FileVersions({ plan, question, name, path }: FileVersionsProps) {
  const input = { questionId: question.id, ...(path === undefined ? {} : { path }) }
  return (
    <BothVersions
      name={name}
      secret={question.secret}
      looked={useCall('switchLook', input)}
      from={{ label: plan.from.label, word: texts.wouldBeCopied }}
      to={{ label: plan.to.label, word: texts.now }}
      neither={{ title: texts.neitherTitle, text: texts.neitherText }}
    />
  )
}
