/** Selecting and deciding: what is selected, what can be chosen for it, and where a decision leads. */
import { useMemo, useState } from 'react'
import type { Question } from '../../../../../src-main/contract/preview.ts'
import { nothingSaid, sayAfter, type Said } from '../../../../components/live-region.tsx'
import type { ListRow } from '../../../../components/list-keys.ts'
import {
  nothingSelected,
  selectionAmong,
  selectOnly,
  selectThese,
  type Selection,
} from '../../../../components/selection.ts'
import { groupBy } from '../../../../../src-main/kernel/group-by.ts'
import { chosen } from '../../../../../src-main/contract/follow-choices.ts'
import { mayBulk } from '../../../../stores/answers-store.ts'
import { useAnswers } from '../../../../stores/app-context.tsx'
import { nextOpen, offersFor, tickedChoice, type AnswerOffer } from './offers.ts'
import { groupAround, groupTitle, type Grouping } from './question-groups.ts'
import { texts } from './texts.ts'

export interface DecidingQuestions {
  readonly selection: Selection
  readonly select: (selection: Selection) => void
  readonly selected: readonly Question[]
  readonly offers: readonly AnswerOffer[]
  /** What stands below the same heading as the active one, and what the heading says. */
  readonly group: { readonly title: string; readonly questions: readonly Question[] }
  readonly selectGroup: () => void
  readonly choose: (offer: AnswerOffer) => void
  /** Ticks those that are selected, or takes all ticks away; false where there is nothing to tick. */
  readonly tickSelected: () => boolean
  readonly tick: (question: Question) => void
  /** What was done last, for a screen reader. */
  readonly said: Said
  readonly say: (said: string) => void
}

export function useDeciding(rows: readonly ListRow<Question>[], grouping: Grouping): DecidingQuestions {
  const { answers, answer, answerEach } = useAnswers()
  const [wanted, select] = useState(nothingSelected)
  const [said, setSaid] = useState(nothingSaid)
  const say = (text: string) => setSaid((before) => sayAfter(before, text))
  const options = useMemo(() => rows.filter((row) => row.kind === 'item'), [rows])
  const selection = useMemo(() => selectionAmong(wanted, options), [wanted, options])
  const questions = useMemo(() => options.map(({ item }) => item), [options])
  const selected = useMemo(() => questions.filter(({ id }) => selection.keys.has(id)), [questions, selection])
  const active = questions.find(({ id }) => id === selection.active)
  const group = useMemo(
    () =>
      active === undefined
        ? { title: '', questions: [] }
        : { title: groupTitle(active, grouping), questions: groupAround(questions, active, grouping) },
    [questions, active, grouping],
  )

  const choose = ({ ids, answers: wanted, label, isRemoval }: AnswerOffer) => {
    answerEach(wanted)
    say(texts.decided(label, ids.length))
    // What is to be deleted is still seen after the press: a second one would be about something else.
    if (isRemoval) return
    const answered = new Set(ids)
    const rest = selected.filter(({ id }) => !answered.has(id))
    const last = selected.at(-1)
    const after = { ...answers, ...wanted }
    if (rest.length > 0) select(selectThese(rest.map(({ id }) => id)))
    else if (last !== undefined) select(selectOnly(nextOpen(questions, after, last.id)))
  }

  const tickThese = (these: readonly Question[]) => {
    const areTicked = these.every((question) => chosen(question, answers) === tickedChoice(question))
    const choices = groupBy(these, (question) => (areTicked ? untickedChoice(question) : tickedChoice(question)) ?? '')
    for (const [choice, mine] of choices) {
      const ids = mine.filter((question) => these.length === 1 || mayBulk(question, choice)).map(({ id }) => id)
      const label = mine[0]?.choices.find(({ id }) => id === choice)?.label ?? ''
      answer(ids, choice)
      say(texts.decided(label, ids.length))
    }
  }

  return {
    selection,
    select,
    selected,
    offers: useMemo(() => offersFor(selected, answers), [selected, answers]),
    group,
    selectGroup: () => select(selectThese(group.questions.map(({ id }) => id))),
    choose,
    tickSelected: () => {
      if (selected.length === 0 || selected.some(({ form }) => form !== 'tick')) return false
      tickThese(selected)
      return true
    },
    tick: (question) => tickThese([question]),
    said,
    say,
  }
}

function untickedChoice({ choices, safeDefault }: Question): string | undefined {
  return safeDefault ?? choices[1]?.id
}
