import { useState } from 'react'
import type { Question } from '../../../../../src-main/contract/preview.ts'
import { Button } from '../../../../components/button.tsx'
import { listRows } from '../../../../components/list-keys.ts'
import { Modal } from '../../../../components/modal.tsx'
import { VirtualRows } from '../../../../components/virtual-rows.tsx'
import { groupBy } from '../../../../../src-main/kernel/group-by.ts'
import { questionsToSuggest, type Suggested } from '../../../../stores/answers-store.ts'
import { useAnswers } from '../../../../stores/app-context.tsx'
import styles from './suggestions.module.css'
import { texts } from './texts.ts'

interface SuggestionsProps {
  readonly questions: readonly Question[]
  /** Nothing is left to suggest: the button goes, and the focus that would come back to it goes elsewhere. */
  readonly onTaken: () => void
}

/** Takes what is suggested, after it was seen. */
export function Suggestions({ questions, onTaken }: SuggestionsProps) {
  const { answers, useSuggestions: takeSuggestions } = useAnswers()
  const [asks, setAsks] = useState(false)
  const suggested = questionsToSuggest(questions, answers)
  if (suggested.length === 0) return undefined
  const title = texts.useSuggestions(suggested.length)
  const close = () => setAsks(false)
  const take = () => {
    takeSuggestions(questions)
    close()
    onTaken()
  }
  return (
    <>
      <Button onClick={() => setAsks(true)}>{title}</Button>
      {asks && (
        <Modal
          wide
          title={title}
          lead={texts.useSuggestionsLead}
          onClose={close}
          buttons={
            <>
              <Button onClick={close}>{texts.keepDeciding}</Button>
              <Button look="primary" onClick={take}>
                {title}
              </Button>
            </>
          }
        >
          <Listed suggested={suggested} />
        </Modal>
      )}
    </>
  )
}

function Listed({ suggested }: { readonly suggested: readonly Suggested[] }) {
  const groups = [...groupBy(suggested, labelOf)].map(([title, items]) => ({ title, items }))
  const rows = listRows(
    groups,
    ({ id }) => id,
    ({ title }) => title,
  )
  return (
    <div className={styles['rows']}>
      <VirtualRows name={texts.suggestedOnes} items={rows} rowHeight={44} keyOf={({ key }) => key}>
        {(row) =>
          row.kind === 'heading' ? (
            <p className={styles['choice']}>{row.title}</p>
          ) : (
            <div className={styles['row']}>
              <p className={styles['name']}>{row.item.title}</p>
              <p className={styles['why']}>{row.item.suggestion.why}</p>
            </div>
          )
        }
      </VirtualRows>
    </div>
  )
}

function labelOf({ choices, suggestion }: Suggested): string {
  return choices.find(({ id }) => id === suggestion.choice)?.label ?? suggestion.choice
}
