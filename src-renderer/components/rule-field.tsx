import { useId, useState } from 'react'
import { errorText } from '../../src-main/contract/wire-error.ts'
import { useAction } from '../stores/use-action.ts'
import { Button } from './button.tsx'
import { classNames } from './class-names.ts'
import styles from './rule-field.module.css'

export interface RuleFieldProps<D extends string> {
  readonly name: string
  readonly label: string
  readonly placeholder: string
  /** What can be decided, in the order of the buttons, with their words. */
  readonly decisions: readonly { readonly id: D; readonly label: string }[]
  /** The rule that is meant; undefined where what is typed can be none. */
  readonly read: (typed: string) => string | undefined
  readonly decide: (pattern: string, decision: D) => Promise<unknown>
  /** A narrow one has its buttons below the field. */
  readonly isNarrow?: boolean
}

/** A rule for something that nobody was asked about, typed as the person knows it. */
export function RuleField<D extends string>(props: RuleFieldProps<D>) {
  const { name, label, placeholder, decisions, read, decide, isNarrow = false } = props
  const [typed, setTyped] = useState('')
  const errorId = useId()
  const pattern = read(typed)
  const add = useAction(async (decision: D) => {
    if (pattern === undefined) return
    await decide(pattern, decision)
    setTyped('')
  })
  return (
    <div className={classNames(styles['rule'], isNarrow && styles['narrow'])} role="group" aria-label={name}>
      <input
        className={styles['field']}
        aria-label={label}
        placeholder={placeholder}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        aria-describedby={errorId}
        spellCheck={false}
      />
      <div className={styles['buttons']}>
        {decisions.map(({ id, label: text }) => (
          <Button key={id} size="small" disabled={pattern === undefined || add.busy} onClick={() => add.start(id)}>
            {text}
          </Button>
        ))}
      </div>
      <p id={errorId} role="status" className={styles['error']}>
        {add.error !== undefined && errorText(add.error)}
      </p>
    </div>
  )
}
