import { CircleCheck, Info, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import type { WireError } from '../../src-main/contract/wire-error.ts'
import styles from './notice.module.css'
import { classNames } from './class-names.ts'

interface NoticeProps {
  readonly tone: 'amber' | 'info' | 'green' | 'red'
  readonly title?: string
  readonly children?: ReactNode
  readonly actions?: ReactNode
  /** A failure is said at once, and once. */
  readonly alert?: boolean
}

const icons = { amber: TriangleAlert, red: TriangleAlert, info: Info, green: CircleCheck } as const

export function Notice({ tone, title, children, actions, alert = false }: NoticeProps) {
  const Icon = icons[tone]
  return (
    <div className={classNames(styles['notice'], styles[tone])} {...(alert ? { role: 'alert' } : {})}>
      <Icon size={18} aria-hidden className={styles['icon']} />
      <p className={styles['text']}>
        {title !== undefined && <strong>{asSentence(title)} </strong>}
        {children}
      </p>
      {actions}
    </div>
  )
}

interface FailureNoticeProps {
  readonly error: Pick<WireError, 'message' | 'hint'> | undefined
  readonly tone?: 'amber' | 'red'
}

/** What failed and what to do about it; nothing where nothing failed. */
export function FailureNotice({ error, tone = 'amber' }: FailureNoticeProps) {
  if (error === undefined) return undefined
  return (
    <Notice tone={tone} alert title={error.message}>
      {error.hint}
    </Notice>
  )
}

/** The title runs into the text, so it ends like a sentence. */
function asSentence(title: string): string {
  return /[.!?:…]$/.test(title) ? title : `${title}.`
}
