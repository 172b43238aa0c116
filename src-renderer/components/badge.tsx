import { Check } from 'lucide-react'
import type { ReactNode } from 'react'
import styles from './badge.module.css'
import { classNames } from './class-names.ts'

export type BadgeTone = 'neutral' | 'accent' | 'amber' | 'green' | 'struck'

interface BadgeProps {
  readonly tone?: BadgeTone
  readonly ticked?: boolean
  readonly title?: string | undefined
  readonly children: ReactNode
}

export function Badge({ tone = 'neutral', ticked = false, title, children }: BadgeProps) {
  return (
    <span className={classNames(styles['badge'], styles[tone])} title={title}>
      {ticked && <Check size={13} strokeWidth={2.5} aria-hidden />}
      {children}
    </span>
  )
}
