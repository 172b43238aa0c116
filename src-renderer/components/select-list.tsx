import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useId, useRef, type ReactNode } from 'react'
import { classNames } from './class-names.ts'
import { followSelection, keyTarget, shownGroups, typedTarget, type ListRow } from './list-keys.ts'
import styles from './select-list.module.css'

interface SelectListProps<T> {
  readonly name: string
  readonly rows: readonly ListRow<T>[]
  readonly selected: string | undefined
  readonly onSelect: (key: string) => void
  readonly rowHeight: number
  readonly children: (item: T) => ReactNode
}

const headingHeight = 40

/** A list of which one is looked at: up, down, Home, End, typing to find. Only what is in sight is in the page. */
export function SelectList<T>({ name, rows, selected, onSelect, rowHeight, children }: SelectListProps<T>) {
  const box = useRef<HTMLDivElement>(null)
  const typed = useRef({ text: '', atMs: 0 })
  const id = useId()
  // The compiler that this warning is for is not used here.
  // eslint-disable-next-line react-hooks/incompatible-library
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: (index) => (rows[index]?.kind === 'heading' ? headingHeight : rowHeight),
    getItemKey: (index) => rows[index]?.key ?? index,
    overscan: 4,
    initialRect: { width: 300, height: 600 },
  })
  const options = rows.filter((row) => row.kind === 'item')
  const selectedIndex = rows.findIndex((row) => row.kind === 'item' && row.key === selected)
  useEffect(() => followSelection(virtual, selectedIndex), [virtual, selectedIndex])
  const shown = virtual.getVirtualItems()
  const selectedShown = shown.some(({ index }) => index === selectedIndex)
  return (
    <div
      ref={box}
      role="listbox"
      tabIndex={0}
      aria-label={name}
      {...(selectedShown ? { 'aria-activedescendant': `${id}-${selectedIndex}` } : {})}
      className={styles['list']}
      onKeyDown={(event) => {
        if (event.ctrlKey || event.altKey || event.metaKey) return
        const target =
          keyTarget(event.key, options, selected) ?? typedTarget(event.key, options, selected, typed.current)
        if (target === undefined) return
        event.preventDefault()
        onSelect(target)
      }}
    >
      <div role="presentation" className={styles['whole']} style={{ height: virtual.getTotalSize() }}>
        {shownGroups(rows, shown).map(({ title, shown: mine }) => (
          <div key={title ?? ''} role="group" {...(title === undefined ? {} : { 'aria-label': title })}>
            {mine.map(({ index, start, key }) => {
              const row = rows[index]
              if (row === undefined) return undefined
              const place = { transform: `translateY(${start}px)` }
              if (row.kind === 'heading') {
                return (
                  <div key={key} role="presentation" aria-hidden className={styles['heading']} style={place}>
                    {row.title}
                  </div>
                )
              }
              return (
                <div
                  key={key}
                  id={`${id}-${index}`}
                  role="option"
                  aria-selected={row.key === selected}
                  aria-setsize={options.length}
                  aria-posinset={row.position}
                  className={classNames(styles['row'], row.key === selected && styles['selected'])}
                  style={{ ...place, height: rowHeight }}
                  onClick={() => onSelect(row.key)}
                >
                  {children(row.item)}
                </div>
              )
            })}
          </div>
        ))}
      </div>
    </div>
  )
}
