import { useId } from 'react'
import { errorText } from '../../../src-main/contract/wire-error.ts'
import { Button } from '../../components/button.tsx'
import type { Action } from '../../stores/use-action.ts'
import styles from './settings-page.module.css'

interface FieldRowProps {
  readonly title: string
  readonly text: string
  readonly value: string
  readonly onType: (value: string) => void
  readonly placeholder: string
  /** In letters. */
  readonly longest: number
  readonly isDisabled: boolean
  readonly canSave: boolean
  readonly save: Action
  readonly button: { readonly name: string; readonly label: string; readonly busy: string }
}

/** One thing that is typed, and sent by Enter or the button beside it. */
export function FieldRow({ title, text, value, onType, canSave, save, button, ...field }: FieldRowProps) {
  const errorId = useId()
  return (
    <form
      className={styles['row']}
      onSubmit={(event) => {
        event.preventDefault()
        if (canSave) save.start()
      }}
    >
      <div className={styles['words']}>
        <h3>{title}</h3>
        <p>{text}</p>
        <p id={errorId} role="status" className={styles['error']}>
          {save.error !== undefined && errorText(save.error)}
        </p>
      </div>
      <div className={styles['naming']}>
        <input
          className={styles['field']}
          aria-label={title}
          aria-describedby={errorId}
          maxLength={field.longest}
          value={value}
          disabled={field.isDisabled}
          placeholder={field.placeholder}
          spellCheck={false}
          onChange={(event) => onType(event.target.value)}
        />
        <Button size="small" type="submit" disabled={!canSave || save.busy} aria-label={button.name}>
          {save.busy ? button.busy : button.label}
        </Button>
      </div>
    </form>
  )
}
