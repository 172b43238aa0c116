import type { LucideIcon } from 'lucide-react'
import type { ComponentProps, ReactNode } from 'react'
import styles from './card.module.css'
import { classNames } from './class-names.ts'

export function Card({ className, ...rest }: ComponentProps<'section'>) {
  return <section {...rest} className={classNames(styles['card'], className)} />
}

interface CardRowProps {
  readonly icon: LucideIcon
  readonly tone?: 'normal' | 'accent' | 'green' | 'amber' | 'red'
  readonly title: string
  readonly side?: ReactNode
  readonly children: ReactNode
}

/** One line of a card: what, how it stands, and a word at the end. */
export function CardRow({ icon: Icon, tone = 'normal', title, side, children }: CardRowProps) {
  return (
    <div className={styles['place']}>
      <div className={styles['row']}>
        <Icon size={18} aria-hidden className={styles[tone]} />
        <span className={styles['title']}>{title}</span>
        <span className={styles['text']}>{children}</span>
        {side}
      </div>
    </div>
  )
}
