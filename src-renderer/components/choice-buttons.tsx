import { Radio } from '@base-ui/react/radio'
import { RadioGroup } from '@base-ui/react/radio-group'
import styles from './choice-buttons.module.css'

interface ChoiceButtonsProps {
  /** What is chosen, for a screen reader. */
  readonly name: string
  readonly choices: readonly { readonly id: string; readonly label: string; readonly title?: string }[]
  readonly value: string | undefined
  readonly onChange: (id: string) => void
}

/** One of a few, all in sight. */
export function ChoiceButtons({ name, choices, value, onChange }: ChoiceButtonsProps) {
  return (
    <RadioGroup
      aria-label={name}
      value={value ?? null}
      onValueChange={(next) => {
        if (typeof next === 'string') onChange(next)
      }}
      className={styles['group']}
    >
      {choices.map(({ id, label, title }) => (
        <label key={id} className={styles['choice']} {...(title === undefined ? {} : { title })}>
          <Radio.Root value={id} className={styles['dot']}>
            <Radio.Indicator className={styles['inner']} />
          </Radio.Root>
          <span>{label}</span>
        </label>
      ))}
    </RadioGroup>
  )
}
