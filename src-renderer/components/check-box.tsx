import { Checkbox } from '@base-ui/react/checkbox'
import { Check } from 'lucide-react'
import type { ReactNode } from 'react'
import styles from './check-box.module.css'

interface CheckBoxProps {
  readonly checked: boolean
  readonly onChange: (checked: boolean) => void
  readonly children?: ReactNode
  readonly label?: string
  readonly describedBy?: string
  /** It is shown as it is, and nobody changes it here. */
  readonly disabled?: boolean
}

export function CheckBox({ checked, onChange, children, label, describedBy, disabled = false }: CheckBoxProps) {
  const box = (
    <Checkbox.Root
      checked={checked}
      disabled={disabled}
      onCheckedChange={(now) => onChange(now)}
      className={styles['box']}
      {...(label === undefined ? {} : { 'aria-label': label })}
      {...(describedBy === undefined ? {} : { 'aria-describedby': describedBy })}
    >
      <Checkbox.Indicator className={styles['tick']}>
        <Check size={14} strokeWidth={3} aria-hidden />
      </Checkbox.Indicator>
    </Checkbox.Root>
  )
  if (children === undefined) return box
  return (
    <label className={styles['label']}>
      {box}
      <span>{children}</span>
    </label>
  )
}
