import { FileLock2 } from 'lucide-react'
import { useState } from 'react'
import type { LookSide } from '../../../src-main/contract/look.ts'
import type { AskedCall } from '../../stores/use-call.ts'
import { Button } from '../button.tsx'
import { ErrorState, LoadingState } from '../list-state.tsx'
import { texts } from '../texts.ts'
import styles from './both-versions.module.css'
import { TwoSides } from './two-sides.tsx'

interface Words {
  /** Of a laptop. */
  readonly label: string
  /** "now", "would be copied" */
  readonly word: string
}

interface BothVersionsProps {
  /** Of the file, at the top. */
  readonly name: string
  /** Its values are masked until asked for. */
  readonly secret: boolean
  readonly looked: Pick<AskedCall<{ readonly from: LookSide; readonly to: LookSide }>, 'value' | 'error' | 'askAgain'>
  readonly from: Words
  readonly to: Words
  readonly neither: { readonly title: string; readonly text: string }
}

/** Both versions of one file: that of the laptop which has the latest work on the right. */
export function BothVersions({ name, secret, looked, from, to, neither }: BothVersionsProps) {
  const { value: look, error, askAgain } = looked
  const [shown, setShown] = useState(false)
  return (
    <div className={styles['versions']} data-much>
      <div className={styles['top']}>
        <h2 className={styles['path']}>{name}</h2>
        {secret && look !== undefined && (
          <Button look="link" icon={FileLock2} aria-pressed={shown} onClick={() => setShown(!shown)}>
            {shown ? texts.hideValues : texts.showValues}
          </Button>
        )}
      </div>
      {error !== undefined && <ErrorState error={error} onTryAgain={askAgain} />}
      {error === undefined && look === undefined && <LoadingState>{texts.loadingVersions}</LoadingState>}
      {look !== undefined && (
        <TwoSides
          left={{ ...to, side: look.to }}
          right={{ ...from, side: look.from }}
          name={texts.onBoth(name)}
          hidden={secret && !shown}
          tellsNewer
          onlyOne={(there, missing) =>
            there.side === look.from ? texts.newNotOn(missing.label) : texts.notOn(missing.label)
          }
          neither={neither}
        />
      )}
    </div>
  )
}
