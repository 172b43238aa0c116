import { createContext, useContext, useEffect, useRef, type ReactNode } from 'react'
import styles from './heading.module.css'
import { classNames } from './class-names.ts'

interface HeadingProps {
  /** The answer in one sentence. */
  readonly title: string
  readonly lead?: ReactNode
  readonly tone?: 'normal' | 'amber'
  readonly size?: 'normal' | 'large'
  /** In front of the words: a picture of how it stands. */
  readonly mark?: ReactNode
  readonly actions?: ReactNode
  /** Focus goes to the heading when this changes, and when it first appears with `focusFirst`. */
  readonly focusKey?: string
  readonly focusFirst?: boolean
}

/** What stands between the heading of a page and the page: the tabs of its room. */
export const BelowHeading = createContext<ReactNode>(undefined)

export function Heading({
  title,
  lead,
  tone = 'normal',
  size = 'normal',
  mark,
  actions,
  focusKey,
  focusFirst = true,
}: HeadingProps) {
  const heading = useRef<HTMLHeadingElement>(null)
  const wanted = useRef(focusFirst)
  useEffect(() => {
    if (wanted.current) heading.current?.focus({ preventScroll: true })
    wanted.current = true
  }, [focusKey])
  return (
    <>
      <header className={styles['heading']}>
        {mark}
        <div className={styles['words']}>
          <h1
            ref={heading}
            tabIndex={-1}
            className={classNames(
              styles['title'],
              tone === 'amber' && styles['amber'],
              size === 'large' && styles['large'],
            )}
          >
            {title}
          </h1>
          {lead !== undefined && <p className={styles['lead']}>{lead}</p>}
        </div>
        {actions !== undefined && <div className={styles['actions']}>{actions}</div>}
      </header>
      {useContext(BelowHeading)}
    </>
  )
}

/** The heading of a part of a page. */
export function SectionTitle({ children, side }: { readonly children: ReactNode; readonly side?: ReactNode }) {
  return (
    <div className={styles['section']}>
      <h2>{children}</h2>
      {side}
    </div>
  )
}
