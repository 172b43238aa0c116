import { CircleAlert, Inbox, type LucideIcon } from 'lucide-react'
import { useEffect, useState, type ReactNode } from 'react'
import type { WireError } from '../../src-main/contract/wire-error.ts'
import { Button } from './button.tsx'
import styles from './list-state.module.css'
import { Notice } from './notice.tsx'
import { texts } from './texts.ts'

/** Says that it is being asked, but not for an answer that comes at once. */
export function LoadingState({ children }: { readonly children: string }) {
  const [late, setLate] = useState(false)
  useEffect(() => {
    const timer = window.setTimeout(() => setLate(true), 400)
    return () => window.clearTimeout(timer)
  }, [])
  return (
    <div className={styles['state']} role="status" aria-busy="true">
      {late && <p className={styles['text']}>{children}</p>}
    </div>
  )
}

interface EmptyStateProps {
  readonly icon?: LucideIcon
  readonly title: string
  readonly children?: ReactNode
}

export function EmptyState({ icon: Icon = Inbox, title, children }: EmptyStateProps) {
  return (
    <div className={styles['state']}>
      <Icon size={28} strokeWidth={1.5} aria-hidden className={styles['icon']} />
      <p className={styles['title']}>{title}</p>
      {children !== undefined && <div className={styles['text']}>{children}</div>}
    </div>
  )
}

interface ErrorStateProps {
  readonly error: WireError
  readonly onTryAgain: () => void
}

export function ErrorState({ error, onTryAgain }: ErrorStateProps) {
  return (
    <div className={styles['state']} role="alert">
      <CircleAlert size={28} strokeWidth={1.5} aria-hidden className={styles['attention']} />
      <p className={styles['title']}>{error.message}</p>
      <p className={styles['text']}>{error.hint}</p>
      <Button onClick={onTryAgain}>{texts.tryAgain}</Button>
      {error.details !== undefined && (
        <details className={styles['details']}>
          <summary>{texts.showDetails}</summary>
          <pre tabIndex={0}>{error.details}</pre>
        </details>
      )}
    </div>
  )
}

interface NotRefreshedProps extends ErrorStateProps {
  /** What to do; the hint of the error unless told otherwise. */
  readonly children?: ReactNode
}

/** Over what was known before: asking again has failed. */
export function NotRefreshed({ error, onTryAgain, children = error.hint }: NotRefreshedProps) {
  const again = (
    <Button look="link" onClick={onTryAgain}>
      {texts.tryAgain}
    </Button>
  )
  return (
    <Notice tone="amber" title={error.message} actions={again}>
      {children}
    </Notice>
  )
}
