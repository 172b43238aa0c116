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
        <span>pc-switcher</span>
      </div>
      <div className={styles['middle']}>
        <div className={styles['pictures']} aria-hidden>
          <LaptopPicture width={100} lit />
          <span className={styles['dashes']} />
          <LaptopPicture width={90} lit={false} />
        </div>
        <h1 className={styles['title']} tabIndex={-1}>
          {here.laptop.label} does not know another laptop yet
        </h1>
        <p className={styles['lead']}>{error.message}</p>
        <Card className={styles['card']}>
          <h2>What you can do</h2>
          <p>{error.hint}</p>
          <p className={styles['note']}>
            Install pc-switcher on both laptops first. As long as they are not paired nothing is read from either of
            them and nothing is changed.
          </p>
          {error.details !== undefined && (
            <details className={styles['details']}>
              <summary>Show details</summary>
              <code>{error.details}</code>
            </details>
          )}
        </Card>
        <Button ref={primary} look="primary" size="large" onClick={checkAgain} disabled={asking}>
          {asking ? 'Checking…' : 'Check again'}
        </Button>
      </div>
    </main>
  )
}
