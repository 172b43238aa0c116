import { useCallback, useId, useState } from 'react'
import type { calls } from '../../../src-main/contract/calls.ts'
import type { Output } from '../../../src-main/contract/define.ts'
import { Button } from '../../components/button.tsx'
import { useClient } from '../../stores/app-context.tsx'
import { useAction } from '../../stores/use-action.ts'
import styles from './add-rule.module.css'
import { patternFrom } from './rule-words.ts'
import { errorText } from '../../../src-main/contract/wire-error.ts'
import { texts } from './texts.ts'

/** A rule for a file that nobody was asked about. */
export function AddRule({ onChanged }: { readonly onChanged: (list: Output<(typeof calls)['etcList']>) => void }) {
  const client = useClient()
  const [typed, setTyped] = useState('')
  const errorId = useId()
  const pattern = patternFrom(typed)
  const add = useAction(
    useCallback(
      async (decision: 'always' | 'never') => {
        if (pattern === undefined) return
        onChanged(await client.call('etcDecide', { pattern, decision }))
        setTyped('')
      },
      [client, onChanged, pattern],
    ),
  )
  const off = pattern === undefined || add.busy
  return (
    <div className={styles['add']} role="group" aria-label={texts.add}>
      <input
        className={styles['field']}
        aria-label={texts.path}
        placeholder={texts.pathPlaceholder}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        aria-describedby={errorId}
        spellCheck={false}
      />
      <div className={styles['buttons']}>
        <Button size="small" disabled={off} onClick={() => add.start('always')}>
          {texts.always}
        </Button>
        <Button size="small" disabled={off} onClick={() => add.start('never')}>
          {texts.never}
        </Button>
      </div>
      <p id={errorId} role="status" className={styles['error']}>
        {add.error !== undefined && errorText(add.error)}
      </p>
    </div>
  )
}
