import { Lightbulb, Lock } from 'lucide-react'
import type { Question } from '../../../../src-main/contract/preview.ts'
import type { PlanView } from '../../../../src-main/contract/switch-state.ts'
import { Button, Keycap } from '../../../components/button.tsx'
import { Card } from '../../../components/card.tsx'
import { CheckBox } from '../../../components/check-box.tsx'
import { classNames } from '../../../components/class-names.ts'
import { EmptyState } from '../../../components/list-state.tsx'
import { Prose } from '../../../components/prose.tsx'
import styles from './rule-page.module.css'
import { texts } from './texts.ts'
import { TwoVersions } from './two-versions.tsx'

interface RulePanelProps {
  readonly plan: PlanView
  readonly question: Question
  readonly answer: string | undefined
  /** How many more files in the same folder a decision could be for. */
  readonly others: number
  readonly wholeFolder: boolean
  readonly onWholeFolder: (whole: boolean) => void
  readonly onDecide: (choice: string) => void
}

export function RulePanel({ plan, question, answer, others, wholeFolder, onWholeFolder, onDecide }: RulePanelProps) {
  const path = question.title
  return (
    <Card className={styles['panel']} aria-label={path}>
      {question.canLook ? (
        <TwoVersions plan={plan} question={question} path={path} />
      ) : (
        <EmptyState title={path}>{question.reason}</EmptyState>
      )}
      <div className={styles['decision']}>
        <Advice question={question} />
        <div className={styles['buttons']}>
          {question.choices.map(({ id, label, effect }) => (
            <Button
              key={id}
              aria-pressed={answer === id}
              aria-keyshortcuts={id.charAt(0)}
              title={effect}
              className={classNames(answer === id && styles['chosen'])}
              onClick={() => onDecide(id)}
            >
              {label}
              <Keycap>{id.charAt(0).toUpperCase()}</Keycap>
            </Button>
          ))}
          {others > 0 && (
            <span className={styles['whole']}>
              <CheckBox checked={wholeFolder} onChange={onWholeFolder}>
                {texts.allOf} <code>{question.group}</code>
              </CheckBox>
            </span>
          )}
        </div>
      </div>
    </Card>
  )
}

function Advice({ question }: { readonly question: Question }) {
  const { suggestion, secret, consequence, choices } = question
  const label = choices.find(({ id }) => id === suggestion?.choice)?.label.toLowerCase()
  if (suggestion === undefined && !secret && consequence === undefined) return undefined
  const Icon = secret ? Lock : Lightbulb
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
