import { useState } from 'react'
import type { RetentionPolicy } from '../../../../src-main/contract/snapshot-calls.ts'
import styles from './keeping-page.module.css'
import { numberIn, policyNumbers, policyWith } from './keeping-words.ts'
import { texts } from './texts.ts'

interface PolicySentenceProps {
  readonly policy: RetentionPolicy
  readonly onChange: (policy: RetentionPolicy) => void
}

/** The rule to be read, its numbers to be changed. */
export function PolicySentence({ policy, onChange }: PolicySentenceProps) {
  /** What is typed and is no number yet. */
  const [typed, setTyped] = useState<Partial<Record<keyof RetentionPolicy, string>>>({})
  return (
    <p className={styles['sentence']}>
      {policyNumbers.map((entry) => {
        const { key, before, after, name, least, most } = entry
        const text = typed[key]
        return (
          <span key={key}>
            {before}
            <input
              className={styles['number']}
              inputMode="numeric"
              aria-label={name}
              title={texts.range(least, most)}
              aria-invalid={text !== undefined}
              value={text ?? String(numberIn(policy, key))}
              onChange={(event) => {
                const next = policyWith(policy, entry, event.target.value)
                setTyped({ ...typed, [key]: next === undefined ? event.target.value : undefined })
                if (next !== undefined) onChange(next)
              }}
              onBlur={() => setTyped({ ...typed, [key]: undefined })}
            />
            {after}{' '}
          </span>
        )
      })}
    </p>
  )
}
