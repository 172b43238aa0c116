import { useState } from 'react'
import type { Question } from '../../../../src-main/contract/preview.ts'
import type { PlanView } from '../../../../src-main/contract/switch-state.ts'
import type { WizardPage } from '../../../../src-main/contract/wizard-page.ts'
import { Button } from '../../../components/button.tsx'
import { Card } from '../../../components/card.tsx'
import { Heading } from '../../../components/heading.tsx'
import { SelectList } from '../../../components/select-list.tsx'
import { keyTarget } from '../../../components/list-keys.ts'
import { isTyping, useKeys } from '../../../components/use-keys.ts'
import { chosenChoice, questionsToSuggest } from '../../../stores/answers-store.ts'
import { useAnswers } from '../../../stores/app-context.tsx'
import { DecideFrame } from './decide-frame.tsx'
import { RulePanel } from './rule-panel.tsx'
import { RuleRow } from './rule-row.tsx'
import { idsInGroup, idsToAnswer, nextOpen, ruleRows } from './rule-rows.ts'
import styles from './rule-page.module.css'
import { texts } from './texts.ts'

interface RulePageProps {
  readonly plan: PlanView
  readonly page: WizardPage
  readonly questions: readonly Question[]
}

/** Files in /etc that nobody has decided on: the list, both versions, and the rule. */
export function RulePage({ plan, page, questions }: RulePageProps) {
  const { answers, answer } = useAnswers()
  const [picked, setPicked] = useState<string>()
  const [wholeFolder, setWholeFolder] = useState(false)
  const rows = ruleRows(questions, answers)
  const items = rows.filter((row) => row.kind === 'item')
  const current = questions.find(({ id }) => id === picked) ?? items[0]?.item
  const select = (id: string) => {
    setPicked(id)
    setWholeFolder(false)
  }
  const decide = (choice: string) => {
    if (current === undefined) return
    const ids = idsToAnswer(questions, current, choice, wholeFolder)
    answer(ids, choice)
    const after = { ...answers, ...Object.fromEntries(ids.map((id) => [id, choice])) }
    select(nextOpen(questions, after, current.id))
  }
  useKeys((event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || isTyping(event)) return
    const target = keyTarget(event.key, items, current?.id)
    const choice = current?.choices.find(({ id }) => id.startsWith(event.key.toLowerCase()))
    if (target !== undefined) select(target)
    else if (event.key.length === 1 && event.key !== ' ' && choice !== undefined) decide(choice.id)
    else if (event.key === ' ' && !isOnControl(event)) setWholeFolder((before) => !before)
    else return
    event.preventDefault()
  })
  const left = questions.filter((question) => chosenChoice(question, answers)?.meaning === 'later').length
  return (
    <DecideFrame
      plan={plan}
      page={page.id}
      note={left === 0 ? '' : texts.leftAsIs(left)}
      fixed
      heading={
        <Heading
          title={left === 0 ? texts.allDecided : texts.withoutRule(left)}
          lead={texts.rulesLead}
          actions={<Suggestions questions={questions} />}
          focusKey={page.id}
        />
      }
    >
      <div className={styles['columns']}>
        <Card className={styles['list']} aria-label={texts.filesLabel}>
          <SelectList
            name={texts.filesWithoutRule}
            rows={rows}
            selected={current?.id}
            onSelect={select}
            rowHeight={53}
            onKey={() => false}
          >
            {(question) => <RuleRow question={question} answer={answers[question.id]} />}
          </SelectList>
        </Card>
        {current !== undefined && (
          <RulePanel
            key={current.id}
            plan={plan}
            question={current}
            answer={answers[current.id]}
            others={idsInGroup(questions, current).length - 1}
            wholeFolder={wholeFolder}
            onWholeFolder={setWholeFolder}
            onDecide={decide}
          />
        )}
      </div>
    </DecideFrame>
  )
}

/** Space on a button or a box is that control's own. */
function isOnControl(event: KeyboardEvent): boolean {
  return event.target instanceof Element && event.target.closest('button, a, [role="checkbox"], summary') !== null
}

function Suggestions({ questions }: { readonly questions: readonly Question[] }) {
  const { answers, suggested, useSuggestions: takeSuggestions, undoSuggestions } = useAnswers()
  const mine = suggested.filter((id) => questions.some((question) => question.id === id)).length
  if (mine > 0) return <Button onClick={undoSuggestions}>{texts.undoSuggestions(mine)}</Button>
  const count = questionsToSuggest(questions, answers).length
  if (count === 0) return undefined
  return <Button onClick={() => takeSuggestions(questions)}>{texts.useSuggestions(count)}</Button>
}
