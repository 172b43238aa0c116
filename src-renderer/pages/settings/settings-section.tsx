import { useEffect, useRef, type ReactNode } from 'react'
import { classNames } from '../../components/class-names.ts'
import { SectionTitle } from '../../components/heading.tsx'
import styles from './settings-page.module.css'

interface SettingsSectionProps {
  readonly title: string
  readonly side?: ReactNode
  /** The address names it: it comes into sight once it is there. */
  readonly isAskedFor: boolean
  readonly isThere?: boolean
  readonly children: ReactNode
}

/** One part of the settings. */
export function SettingsSection({ title, side, isAskedFor, isThere = true, children }: SettingsSectionProps) {
  const section = useRef<HTMLElement>(null)
  useEffect(() => {
    if (isAskedFor && isThere) section.current?.scrollIntoView({ block: 'start' })
  }, [isAskedFor, isThere])
  return (
    <section ref={section} aria-label={title}>
      <SectionTitle side={side}>{title}</SectionTitle>
      {children}
    </section>
  )
}

interface SettingRowProps {
  readonly title: string
  readonly text: string
  /** What is chosen, or what it is. */
  readonly children: ReactNode
  /** Below the words where there is little room. */
  readonly isStacked?: boolean
}

export function SettingRow({ title, text, children, isStacked = true }: SettingRowProps) {
  return (
    <div className={classNames(styles['row'], isStacked && styles['stacked'])}>
      <div className={styles['words']}>
        <h3>{title}</h3>
        <p>{text}</p>
      </div>
      {children}
    </div>
  )
}
