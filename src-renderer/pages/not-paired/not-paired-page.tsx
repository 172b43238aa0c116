import type { LaptopStatus } from '../../../src-main/contract/overview-calls.ts'
import type { WireError } from '../../../src-main/contract/wire-error.ts'
import { useRef } from 'react'
import { Button } from '../../components/button.tsx'
import { LaptopPicture } from '../../components/laptop-picture.tsx'
import { LoneNote, LonePage } from '../../components/lone-page.tsx'
import { useCheckAgainKey, usePrimaryKey } from '../../components/use-keys.ts'
import { useTitle } from '../../components/use-title.ts'
import { useOverview } from '../../stores/app-context.tsx'
import styles from './not-paired-page.module.css'
import { texts } from './texts.ts'

interface NotPairedPageProps {
  readonly error: WireError
  readonly here: LaptopStatus
}

/** Nothing else can be done before this laptop knows another one. */
export function NotPairedPage({ error, here }: NotPairedPageProps) {
  const { asking, look } = useOverview()
  const primary = useRef<HTMLButtonElement>(null)
  const checkAgain = () => void look(true)
  usePrimaryKey(primary)
  useCheckAgainKey(checkAgain)
  useTitle('pc-switcher')
  return (
    <LonePage
      title={texts.title(here.laptop.label)}
      lead={error.message}
      pictures={
        <>
          <LaptopPicture width={100} lit />
          <span className={styles['dashes']} />
          <LaptopPicture width={90} lit={false} />
        </>
      }
      card={
        <>
          <h2>{texts.whatToDo}</h2>
          <p>{error.hint}</p>
          <LoneNote>{texts.note}</LoneNote>
          {error.details !== undefined && (
            <details className={styles['details']}>
              <summary>{texts.showDetails}</summary>
              <code>{error.details}</code>
            </details>
          )}
        </>
      }
    >
      <Button ref={primary} look="primary" size="large" onClick={checkAgain} disabled={asking}>
        {asking ? texts.checking : texts.checkAgain}
      </Button>
    </LonePage>
  )
}
