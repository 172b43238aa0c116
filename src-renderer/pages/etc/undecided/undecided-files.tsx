import { CircleCheck } from 'lucide-react'
import { useRef, useState } from 'react'
import { Button } from '../../../components/button.tsx'
import { Card } from '../../../components/card.tsx'
import { classNames } from '../../../components/class-names.ts'
import { EmptyState } from '../../../components/list-state.tsx'
import { LiveRegion } from '../../../components/live-region.tsx'
import { MultiList, type ListKey } from '../../../components/multi-list.tsx'
import { FailureNotice, Notice } from '../../../components/notice.tsx'
import { useKeys } from '../../../components/use-keys.ts'
import { useNarrow } from '../../../components/use-narrow.ts'
import { usePageScroll } from '../../../components/use-page-scroll.ts'
import { FindBar } from '../../wizard/plan/questions/find-bar.tsx'
import lists from '../../wizard/plan/questions/question-list.module.css'
import { texts } from './texts.ts'
import { UndecidedPanel } from './undecided-panel.tsx'
import { UndecidedRow } from './undecided-row.tsx'
import { useUndecided, type RuleDecision, type UndecidedFiles, type Undecided } from './use-undecided.ts'
import styles from './undecided.module.css'

interface UndecidedFilesProps {
  readonly found: UndecidedFiles
  readonly put: (found: UndecidedFiles) => void
}

/** Where the choices lie over the end of the list. */
const panelHeight = 176
const leastShare = 0.7
const margin = 16

/** Found, looked at and decided in one list, one or several at once. */
export function UndecidedFiles({ found, put }: UndecidedFilesProps) {
  const [wanted, setWanted] = useState('')
  const undecided = useUndecided(found, put, wanted)
  const list = useRef<HTMLDivElement>(null)
  const field = useRef<HTMLInputElement>(null)
  const columns = useRef<HTMLDivElement>(null)
  const narrow = useNarrow()
  const { above, height } = usePageScroll(columns)
  useKeys((event) => {
    if (!event.ctrlKey || event.key !== 'f') return
    event.preventDefault()
    field.current?.focus()
  })
  const find = (typed: string) => {
    setWanted(typed)
    field.current?.focus()
  }
  const { rows, selection, select, said } = undecided
  return (
    <div>
      <LiveRegion said={said} />
      <LastDecision undecided={undecided} />
      {found.files.length === 0 ? (
        <EmptyState icon={CircleCheck} title={texts.nothingLeft}>
          {texts.nothingLeftText}
        </EmptyState>
      ) : (
        <div ref={columns} className={classNames(lists['columns'], lists['looking'], styles['columns'])}>
          <Card className={lists['list']} aria-label={texts.files}>
            <FindBar
              field={field}
              wanted={wanted}
              onWanted={setWanted}
              count={texts.found(rows.length, found.files.length)}
              onDone={() => list.current?.focus({ preventScroll: true })}
            />
            {rows.length === 0 && (
              <EmptyState title={texts.noneFound}>
                <Button onClick={() => setWanted('')}>{texts.showAll}</Button>
              </EmptyState>
            )}
            <MultiList
              ref={list}
              name={texts.files}
              rows={rows}
              selection={selection}
              onSelect={select}
              coveredBelow={narrow ? panelHeight : 0}
              onKey={(press) => onKey(press, undecided, find)}
            >
              {(file) => <UndecidedRow file={file} found={found} />}
            </MultiList>
          </Card>
          <UndecidedPanel
            found={found}
            undecided={undecided}
            narrow={narrow}
            room={Math.max(height - above - margin, Math.round(height * leastShare))}
          />
        </div>
      )}
    </div>
  )
}

/** What was decided last, until the next decision, and the way back. */
function LastDecision({ undecided: { last, undo, decide } }: { readonly undecided: Undecided }) {
  const error = decide.error ?? undo.error
  if (last === undefined && error === undefined) return undefined
  return (
    <div className={styles['where']}>
      <FailureNotice error={error} />
      {last !== undefined && (
        <Notice
          tone="green"
          title={texts.decided(last.decision, last.files.length)}
          actions={
            <Button look="link" disabled={undo.busy} onClick={() => undo.start(last)}>
              {texts.undo}
            </Button>
          }
        />
      )}
    </div>
  )
}

const letters: Readonly<Record<string, RuleDecision>> = { a: 'always', n: 'never' }

/** Alt and a letter decide; what else can be typed is looked for. */
function onKey(press: ListKey, { decide, selected }: Undecided, find: (typed: string) => void): boolean {
  const { key, ctrlKey, altKey, repeat } = press
  if (ctrlKey) return false
  if (altKey) {
    const decision = letters[key.toLowerCase()]
    if (decision !== undefined && !repeat && selected.length > 0) decide.start(decision)
    return decision !== undefined
  }
  if (key.length !== 1 || key === ' ' || key === '?') return false
  find(key === '/' ? '' : key)
  return true
}
