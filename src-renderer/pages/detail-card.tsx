/** What is chosen in a list: its name, what is known of it, and what can be done with it. */
import type { ReactNode } from 'react'
import { Card } from '../components/card.tsx'
import { Scroller } from '../components/scroller.tsx'
import styles from './list-detail.module.css'

interface DetailCardProps {
  readonly name: string
  readonly about?: string
  readonly badge: ReactNode
  readonly facts: readonly (readonly [title: string, value: ReactNode])[]
  readonly children?: ReactNode
}

export function DetailCard({ name, about, badge, facts, children }: DetailCardProps) {
  return (
    <Card className={styles['detail']} aria-label={name}>
      <div className={styles['top']}>
        <div className={styles['words']}>
          <h2>
            <code>{name}</code>
          </h2>
          {about !== undefined && <p>{about}</p>}
        </div>
        {badge}
      </div>
      <Scroller className={styles['body']}>
        <dl className={styles['facts']}>
          {facts.map(([title, value]) => (
            <div key={title}>
              <dt>{title}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
        {children}
      </Scroller>
    </Card>
  )
}
