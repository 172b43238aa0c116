import { ChevronDown } from 'lucide-react'
import { classNames } from './class-names.ts'
import styles from './choose.module.css'

export interface Option {
  readonly id: string
  readonly label: string
  readonly group?: string
}

interface ChooseProps {
  readonly name: string
  readonly options: readonly Option[]
  readonly value: string
  readonly onChange: (id: string) => void
  readonly disabled?: boolean
  /** Shrinks with its row, its words cut short. */
  readonly narrow?: boolean
}

/** One of many, in the system's own list: as long as it likes, and typed to. */
export function Choose({ name, options, value, onChange, disabled = false, narrow = false }: ChooseProps) {
  const groups = [...new Set(options.map(({ group }) => group))]
  const entry = ({ id, label }: Option) => (
    <option key={id} value={id}>
      {label}
    </option>
  )
  return (
    <span className={classNames(styles['box'], narrow && styles['narrow'])}>
      <select
        aria-label={name}
        value={value}
        disabled={disabled}
        onChange={(event) => onChange(event.target.value)}
        className={styles['select']}
      >
        {groups.map((group) =>
          group === undefined ? (
            options.filter((option) => option.group === undefined).map(entry)
          ) : (
            <optgroup key={group} label={group}>
              {options.filter((option) => option.group === group).map(entry)}
            </optgroup>
          ),
        )}
      </select>
      <ChevronDown size={14} aria-hidden className={styles['mark']} />
    </span>
  )
}
