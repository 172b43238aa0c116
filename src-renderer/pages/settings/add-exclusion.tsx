import { useCallback, useId, useState } from 'react'
import type { HomeExclusions } from '../../../src-main/contract/home-calls.ts'
import { errorText } from '../../../src-main/contract/wire-error.ts'
import { Button } from '../../components/button.tsx'
import { useClient } from '../../stores/app-context.tsx'
import { useAction } from '../../stores/use-action.ts'
import styles from './add-exclusion.module.css'
import { texts } from './texts.ts'

/** A path or a name, typed as the person knows it; the app says when it can be no rule. */
export function AddExclusion({ onChanged }: { readonly onChanged: (exclusions: HomeExclusions) => void }) {
  const client = useClient()
  const [typed, setTyped] = useState('')
  const errorId = useId()
  const pattern = typed.trim()
  const add = useAction(
    useCallback(
      async (decision: 'exclude' | 'include') => {
        const { exclusions } = await client.call('homeDecideRule', { pattern, decision })
        onChanged(exclusions)
        setTyped('')
      },
      [client, onChanged, pattern],
    ),
  )
  const off = pattern === '' || add.busy
  return (
    <div className={styles['add']} role="group" aria-label={texts.addExclusion}>
      <input
        className={styles['field']}
        aria-label={texts.pathInHome}
        placeholder={texts.pathPlaceholder}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        aria-describedby={errorId}
        spellCheck={false}
      />
      <Button size="small" disabled={off} onClick={() => add.start('exclude')}>
        {texts.exclude}
      </Button>
      <Button size="small" disabled={off} onClick={() => add.start('include')}>
        {texts.include}
      </Button>
      <p id={errorId} role="status" className={styles['error']}>
        {add.error !== undefined && errorText(add.error)}
      </p>
    </div>
  )
}
