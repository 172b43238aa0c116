import { useCallback, useId, useState } from 'react'
import type { LaptopStatus } from '../../../src-main/contract/calls.ts'
import { errorText } from '../../../src-main/contract/wire-error.ts'
import { Button } from '../../components/button.tsx'
import { useClient, useOverview } from '../../stores/app-context.tsx'
import { useAction } from '../../stores/use-action.ts'
import styles from './settings-page.module.css'
import { texts } from './texts.ts'

/** What both laptops are called, each with a field to change it. */
export function LaptopNames() {
  const { value: overview } = useOverview()
  const laptops = [overview?.here, overview?.peer].filter((status) => status !== undefined)
  return laptops.map((status) => (
    // What was typed is of the name that was there.
    <LaptopName key={`${status.laptop.name} ${status.laptop.label}`} status={status} />
  ))
}

function LaptopName({ status: { laptop, here, connection } }: { readonly status: LaptopStatus }) {
  const { name, label } = laptop
  const client = useClient()
  const { look } = useOverview()
  const [typed, setTyped] = useState(label)
  const errorId = useId()
  const isAway = !here && connection.kind === 'unreachable'
  const save = useAction(
    useCallback(async () => {
      await client.call('settingsNameLaptop', { laptop: name, label: typed.trim() })
      // Everything on this page and the others is called by what the laptops say now.
      await look(true)
    }, [client, look, name, typed]),
  )
  return (
    <form
      className={styles['row']}
      onSubmit={(event) => {
        event.preventDefault()
        if (!isAway && typed.trim() !== label) save.start()
      }}
    >
      <div className={styles['words']}>
        <h3>{here ? texts.nameOfThis : texts.nameOfOther}</h3>
        <p>{isAway ? texts.nameWhenAway(label) : texts.nameText(name)}</p>
        <p id={errorId} role="status" className={styles['error']}>
          {save.error !== undefined && errorText(save.error)}
        </p>
      </div>
      <div className={styles['naming']}>
        <input
          className={styles['field']}
          aria-label={here ? texts.nameOfThis : texts.nameOfOther}
          aria-describedby={errorId}
          maxLength={40}
          value={typed}
          disabled={isAway}
          placeholder={name}
          spellCheck={false}
          onChange={(event) => setTyped(event.target.value)}
        />
        <Button
          size="small"
          type="submit"
          disabled={isAway || save.busy || typed.trim() === label}
          aria-label={texts.rename(label)}
        >
          {save.busy ? texts.renaming : texts.renameShort}
        </Button>
      </div>
    </form>
  )
}
