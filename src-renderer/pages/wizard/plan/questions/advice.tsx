import { Lightbulb, Lock, TriangleAlert } from 'lucide-react'
import type { Question } from '../../../../../src-main/contract/preview.ts'
import { Prose } from '../../../../components/prose.tsx'
import styles from './advice.module.css'
import { texts } from './texts.ts'

type Advised = Pick<Question, 'suggestion' | 'secret' | 'consequence'> & {
  readonly choices: readonly Pick<Question['choices'][number], 'id' | 'label'>[]
}

/** What is suggested and why, what is secret about it, and what else comes with it. */
export function Advice({ question }: { readonly question: Advised }) {
  const { suggestion, secret, consequence, choices } = question
  const label = choices.find(({ id }) => id === suggestion?.choice)?.label.toLowerCase()
  if (suggestion === undefined && !secret && consequence === undefined) return undefined
  const Icon = secret ? Lock : suggestion === undefined ? TriangleAlert : Lightbulb
  return (
    <div className={styles['advice']}>
      <Icon size={17} aria-hidden />
      <p>
        {suggestion !== undefined && <strong>{texts.suggested(label ?? suggestion.choice)} </strong>}
        {suggestion !== undefined && <Prose text={suggestion.why} />}
        {suggestion === undefined && secret && (
          <>
            <strong>{texts.secret}</strong> {texts.secretText}
          </>
        )}
        {consequence !== undefined && <Prose text={` ${consequence}`} />}
      </p>
    </div>
  )
}
