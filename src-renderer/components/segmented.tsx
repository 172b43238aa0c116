import { Radio } from '@base-ui/react/radio'
import { RadioGroup } from '@base-ui/react/radio-group'
import { classNames } from './class-names.ts'
import styles from './segmented.module.css'

export interface Segment {
  readonly id: string
  readonly label: string
  /** Cannot be chosen; the title says why. */
  readonly off?: boolean
  readonly title?: string
}

interface SegmentedProps {
  /** What is chosen, for a screen reader. */
  readonly name: string
  readonly segments: readonly Segment[]
  readonly value: string
  readonly onChange: (id: string) => void
  /** As wide as there is room. */
  readonly wide?: boolean
}

/** Which of a few is looked at: what is chosen is raised and bold. */
export function Segmented({ name, segments, value, onChange, wide = false }: SegmentedProps) {
  return (
    <RadioGroup
      aria-label={name}
      value={value}
      onValueChange={(next) => {
        if (typeof next === 'string') onChange(next)
      }}
      className={classNames(styles['group'], wide && styles['wide'])}
    >
      {segments.map(({ id, label, off = false, title }) => (
        <Radio.Root
          key={id}
          value={id}
          disabled={off}
          className={styles['segment']}
          aria-label={label}
          {...(title === undefined ? {} : { title })}
        >
          {label}
        </Radio.Root>
      ))}
    </RadioGroup>
  )
}
