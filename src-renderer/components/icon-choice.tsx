import { Radio } from '@base-ui/react/radio'
import { RadioGroup } from '@base-ui/react/radio-group'
import type { LucideIcon } from 'lucide-react'
import { classNames } from './class-names.ts'
import styles from './segmented.module.css'

interface IconChoiceProps {
  readonly name: string
  readonly choices: readonly { readonly id: string; readonly label: string; readonly icon: LucideIcon }[]
  readonly value: string
  readonly onChange: (id: string) => void
}

/** One of a few ways to look at the same, as pictures with a name each. */
export function IconChoice({ name, choices, value, onChange }: IconChoiceProps) {
  return (
    <RadioGroup
      aria-label={name}
      value={value}
      onValueChange={(next) => {
        if (typeof next === 'string') onChange(next)
      }}
      className={styles['group']}
    >
      {choices.map(({ id, label, icon: Icon }) => (
        <Radio.Root
          key={id}
          value={id}
          aria-label={label}
          title={label}
          className={classNames(styles['segment'], styles['icon'])}
        >
          <Icon size={16} aria-hidden />
        </Radio.Root>
      ))}
    </RadioGroup>
  )
}
