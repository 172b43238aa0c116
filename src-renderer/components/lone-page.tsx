import type { ReactNode } from 'react'
import { Card } from './card.tsx'
import { Logo } from './logo.tsx'
import { Scroller } from './scroller.tsx'
import styles from './lone-page.module.css'
import { texts } from './texts.ts'

interface LonePageProps {
  readonly title: string
  readonly lead: string
  /** Above the title; they tell nothing that the words do not. */
  readonly pictures: ReactNode
  /** What can be done, in words. */
  readonly card: ReactNode
  /** Below the card: the one button, where there is one. */
  readonly children?: ReactNode
}

/** The whole window, where nothing else can be done. */
export function LonePage({ title, lead, pictures, card, children }: LonePageProps) {
  return (
    <main className={styles['window']}>
      <Scroller className={styles['page']}>
        <div className={styles['brand']}>
          <Logo />
          <span>{texts.product}</span>
        </div>
        <div className={styles['middle']}>
          <div className={styles['pictures']} aria-hidden>
            {pictures}
          </div>
          <h1 className={styles['title']} tabIndex={-1}>
            {title}
          </h1>
          <p className={styles['lead']}>{lead}</p>
          <Card className={styles['card']}>{card}</Card>
          {children}
        </div>
      </Scroller>
    </main>
  )
}

/** The last lines of the card. */
export function LoneNote({ children }: { readonly children: string }) {
  return <p className={styles['note']}>{children}</p>
}
