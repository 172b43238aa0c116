import { useId, type ComponentProps, type ReactNode } from 'react'
import { classNames } from './class-names.ts'
import styles from './text-form.module.css'

export interface TextFormProps extends Omit<
  ComponentProps<'input'>,
  'value' | 'onChange' | 'onSubmit' | 'size' | 'className' | 'id'
> {
  readonly label: string
  readonly value: string
  readonly onChange: (typed: string) => void
  /** Enter in the field. */
  readonly onSubmit: () => void
  /** The one thing on its page. */
  readonly isLarge?: boolean
  /** What is wrong with what was typed last; said as soon as it is there. */
  readonly wrong?: string | undefined
  /** What stands below the field. */
  readonly children?: ReactNode
}

/** One line to type, with its words above it. */
export function TextForm({
  label,
  value,
  onChange,
  onSubmit,
  isLarge = false,
  wrong,
  children,
  ...input
}: TextFormProps) {
  const id = useId()
  const wrongId = useId()
  return (
    <form
      className={classNames(styles['form'], isLarge && styles['large'])}
      onSubmit={(event) => {
        event.preventDefault()
        onSubmit()
      }}
    >
      <label htmlFor={id}>{label}</label>
      <input
        {...input}
        id={id}
        className={styles['field']}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        aria-describedby={wrong === undefined ? input['aria-describedby'] : wrongId}
        aria-invalid={wrong !== undefined}
      />
      <p id={wrongId} role="status" className={styles['wrong']}>
        {wrong}
      </p>
      {children}
    </form>
  )
}
