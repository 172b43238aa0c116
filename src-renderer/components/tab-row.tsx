import { useRef, type ReactNode } from 'react'
import styles from './tab-row.module.css'

interface TabRowProps {
  readonly name: string
  readonly tabs: readonly { readonly id: string; readonly label: string; readonly mark?: ReactNode }[]
  readonly value: string
  readonly onChange: (id: string) => void
}

/** Parts of one thing, one in sight at a time. Left, right, Home and End go from tab to tab. */
export function TabRow({ name, tabs, value, onChange }: TabRowProps) {
  const list = useRef<HTMLDivElement>(null)
  const go = (index: number) => {
    const wanted = tabs[(index + tabs.length) % tabs.length]
    if (wanted === undefined) return
    onChange(wanted.id)
    list.current?.querySelectorAll<HTMLElement>('[role="tab"]')[tabs.indexOf(wanted)]?.focus()
  }
  const keys: Readonly<Record<string, (index: number) => number>> = {
    ArrowRight: (index) => index + 1,
    ArrowLeft: (index) => index - 1,
    Home: () => 0,
    End: () => tabs.length - 1,
  }
  return (
    <div ref={list} role="tablist" aria-label={name} className={styles['tabs']}>
      {tabs.map(({ id, label, mark }, index) => (
        <button
          key={id}
          type="button"
          role="tab"
          aria-selected={id === value}
          tabIndex={id === value ? 0 : -1}
          className={styles['tab']}
          onClick={() => onChange(id)}
          onKeyDown={(event) => {
            const move = keys[event.key]
            if (move === undefined) return
            event.preventDefault()
            go(move(index))
          }}
        >
          <span className={styles['label']} title={label}>
            {label}
          </span>
          {mark}
        </button>
      ))}
    </div>
  )
}
