import type { LaptopStatus } from '../../../src-main/contract/calls.ts'
import type { WireError } from '../../../src-main/contract/wire-error.ts'
import { useRef } from 'react'
import { Button } from '../../components/button.tsx'
import { Card } from '../../components/card.tsx'
import { LaptopPicture } from '../../components/laptop-picture.tsx'
import { Logo } from '../../components/logo.tsx'
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
    <main className={styles['page']}>
      <div className={styles['brand']}>
        <Logo />
        <span>{texts.product}</span>
      </div>
      <div className={styles['middle']}>
        <div className={styles['pictures']} aria-hidden>
          <LaptopPicture width={100} lit />
          <span className={styles['dashes']} />
          <LaptopPicture width={90} lit={false} />
        </div>
        <h1 className={styles['title']} tabIndex={-1}>
          {texts.title(here.laptop.label)}
        </h1>
        <p className={styles['lead']}>{error.message}</p>
        <Card className={styles['card']}>
          <h2>{texts.whatToDo}</h2>
          <p>{error.hint}</p>
          <p className={styles['note']}>{texts.note}</p>
          {error.details !== undefined && (
            <details className={styles['details']}>
              <summary>{texts.showDetails}</summary>
              <code>{error.details}</code>
            </details>
          )}
        </Card>
        <Button ref={primary} look="primary" size="large" onClick={checkAgain} disabled={asking}>
          {asking ? texts.checking : texts.checkAgain}
        </Button>
      </div>
    </main>
  )
}
