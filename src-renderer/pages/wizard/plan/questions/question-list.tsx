import { useMemo, useRef, useState, type RefObject } from 'react'
import type { Question } from '../../../../../src-main/contract/preview.ts'
import type { PlanView } from '../../../../../src-main/contract/switch-state.ts'
import { Button } from '../../../../components/button.tsx'
import { Card } from '../../../../components/card.tsx'
import { classNames } from '../../../../components/class-names.ts'
import { EmptyState } from '../../../../components/list-state.tsx'
import { LiveRegion } from '../../../../components/live-region.tsx'
import { MultiList } from '../../../../components/multi-list.tsx'
import { useNarrow } from '../../../../components/use-narrow.ts'
import { usePageScroll } from '../../../../components/use-page-scroll.ts'
import { useAnswers } from '../../../../stores/app-context.tsx'
import { Deletions } from './deletions.tsx'
import { FindBar } from './find-bar.tsx'
import { NarrowBar } from './narrow-bar.tsx'
import { filtersFor, isToBeDeleted, shownQuestions, type FilterId } from './question-filters.ts'
import { canGroupByPackage, questionRows, type Grouping } from './question-groups.ts'
import styles from './question-list.module.css'
import { onListKey } from './on-list-key.ts'
import { QuestionPanel } from './question-panel.tsx'
import { QuestionRow } from './question-row.tsx'
import { texts } from './texts.ts'
import { useDeciding } from './use-deciding.ts'
import { useListKeys } from './use-list-keys.ts'

interface QuestionListProps {
  readonly plan: PlanView
  readonly questions: readonly Question[]
  /** What has the keys. */
  readonly list: RefObject<HTMLDivElement | null>
}

/** As many are seen at once. */
const fewQuestions = 8
/** Where the choices lie over the end of the list. */
const panelHeight = 176

/** Everything that a page asks: found, selected and decided in one list, whatever it is about. */
export function QuestionList({ plan, questions, list }: QuestionListProps) {
  const { answers } = useAnswers()
  const [wanted, setWanted] = useState('')
  const [filter, setFilter] = useState<FilterId>()
  const [grouping, setGrouping] = useState<Grouping>('folder')
  const shown = useMemo(
    () => shownQuestions(questions, answers, { wanted, filter }),
    [questions, answers, wanted, filter],
  )
  const rows = useMemo(() => questionRows(shown, plan.to.label, grouping), [shown, plan.to.label, grouping])
  const filters = useMemo(() => filtersFor(questions, answers, filter), [questions, answers, filter])
  const deciding = useDeciding(rows, grouping)
  const field = useRef<HTMLInputElement>(null)
  const columns = useRef<HTMLDivElement>(null)
  const narrow = useNarrow()
  const { above, height } = usePageScroll(columns)
  const ids = useMemo(() => new Set(questions.map(({ id }) => id)), [questions])
  useListKeys({ list, field, ids, say: deciding.say })
  const withList = questions.length > 1
  const find = (typed: string) => {
    setWanted(typed)
    field.current?.focus()
  }
  const showAll = () => {
    setWanted('')
    setFilter(undefined)
    list.current?.focus({ preventScroll: true })
  }
  return (
    <div>
      <Deletions
        questions={questions.filter((question) => isToBeDeleted(question, answers))}
        answers={answers}
        laptop={plan.to.label}
        onShow={() => setFilter('deleted')}
      />
      <LiveRegion said={deciding.said} />
      <div
        ref={columns}
        className={classNames(styles['columns'], questions.some(({ canLook }) => canLook) && styles['looking'])}
      >
        {withList && (
          <Card className={styles['list']} aria-label={texts.questions}>
            {questions.length > fewQuestions && (
              <FindBar
                field={field}
                wanted={wanted}
                onWanted={setWanted}
                count={texts.found(shown.length, questions.length)}
                onDone={() => list.current?.focus({ preventScroll: true })}
              >
                <NarrowBar
                  filters={filters}
                  filter={filter}
                  onFilter={setFilter}
                  grouping={canGroupByPackage(questions) ? grouping : undefined}
                  onGrouping={setGrouping}
                />
              </FindBar>
            )}
            {shown.length === 0 && (
              <EmptyState title={wanted === '' ? texts.noneLeft : texts.noneFound}>
                <Button onClick={showAll}>{texts.showAll}</Button>
              </EmptyState>
            )}
            <MultiList
              ref={list}
              name={texts.questions}
              rows={rows}
              selection={deciding.selection}
              onSelect={deciding.select}
              coveredBelow={narrow ? panelHeight : 0}
              onKey={(press) => onListKey(press, deciding, field.current === null ? undefined : find)}
            >
              {(question) => (
                <QuestionRow question={question} answers={answers} grouping={grouping} onTick={deciding.tick} />
              )}
            </MultiList>
          </Card>
        )}
        <QuestionPanel
          plan={plan}
          deciding={deciding}
          narrow={narrow}
          withList={withList}
          room={roomFor(above, height)}
        />
      </div>
    </div>
  )
}

/** From where the page begins to its end; where much is above, most of it. */
function roomFor(above: number, height: number): number {
  const margin = 16
  return Math.max(height - above - margin, Math.round(height * 0.7))
}
