import { Printer } from 'lucide-react'
import { useState } from 'react'
import type { PlaceView } from '../../../src-main/contract/copies-calls.ts'
import { errorText } from '../../../src-main/contract/wire-error.ts'
import { Button } from '../../components/button.tsx'
import { Modal } from '../../components/modal.tsx'
import { FailureNotice, Notice } from '../../components/notice.tsx'
import { TextForm } from '../../components/text-form.tsx'
import { useClient } from '../../stores/app-context.tsx'
import { useAction } from '../../stores/use-action.ts'
import { useCall } from '../../stores/use-call.ts'
import styles from '../backups.module.css'
import { sheetTexts, texts } from './texts.ts'

interface RecoverySheetProps {
  readonly place: PlaceView
  readonly onClose: () => void
  readonly onConfirmed: (said: string) => void
}

/** What brings all back when both laptops are lost. It is shown, printed, and confirmed with two words from the paper. */
export function RecoverySheet({ place, onClose, onConfirmed }: RecoverySheetProps) {
  const client = useClient()
  const { laptop, name, sheet } = place
  const { value, error } = useCall('copiesSheet', { laptop, place: name })
  const [words, setWords] = useState('')
  const typed = words.split(/[\s-]+/).filter((word) => word !== '')
  const confirm = useAction(async () => {
    await client.call('copiesConfirmSheet', { laptop, place: name, words: typed })
    onConfirmed(sheetTexts.confirmed)
    onClose()
  })
  return (
    <Modal
      wide
      title={sheetTexts.title(name)}
      lead={sheetTexts.lead}
      onClose={onClose}
      buttons={
        <>
          <Button onClick={onClose}>{texts.close}</Button>
          <Button icon={Printer} disabled={value === undefined} onClick={() => window.print()}>
            {sheetTexts.print}
          </Button>
          {sheet === 'to-do' && (
            <Button look="primary" disabled={typed.length < 2 || confirm.busy} onClick={() => confirm.start()}>
              {sheetTexts.confirm}
            </Button>
          )}
        </>
      }
    >
      {value === undefined && error === undefined && <p className={styles['soft']}>{sheetTexts.reading}</p>}
      {error !== undefined && (
        <Notice tone="amber" alert title={error.message}>
          {errorText(error)}
        </Notice>
      )}
      {value !== undefined && <pre className={styles['sheet']}>{value.text}</pre>}
      {sheet === 'confirmed' && <p className={styles['soft']}>{sheetTexts.confirmed}</p>}
      {sheet === 'to-do' && (
        <TextForm
          label={sheetTexts.words}
          value={words}
          placeholder={sheetTexts.wordsPlaceholder}
          autoComplete="off"
          onChange={setWords}
          onSubmit={() => {
            if (typed.length >= 2) confirm.start()
          }}
        />
      )}
      <FailureNotice error={confirm.error} />
    </Modal>
  )
}
