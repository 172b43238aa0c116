import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useEffectEvent, useId, useRef, type ReactNode } from 'react'
import { classNames } from './class-names.ts'
import styles from './select-list.module.css'

interface PagedListProps {
  readonly name: string
  readonly count: number
  /** -1 when none is. */
  readonly selected: number
  readonly onSelect: (index: number) => void
  /** Enter, or a second click. */
  readonly onOpen?: (index: number) => void
  /** Space: ticks a row where rows can be ticked. */
  readonly onSpace?: (index: number) => void
  readonly rowHeight: number
  /** Which rows are in sight, so that they can be fetched. */
  readonly onShown?: (first: number, last: number) => void
  readonly children: (index: number) => ReactNode
}

/** A list of which only what is in sight has been fetched. Up, down, Home, End and the page keys. */
export function PagedList(props: PagedListProps) {
  const { name, count, selected, onSelect, onOpen, onSpace, rowHeight, onShown, children } = props
  const box = useRef<HTMLDivElement>(null)
  const id = useId()
  // The compiler that this warning is for is not used here.
  // eslint-disable-next-line react-hooks/incompatible-library
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => box.current,
    estimateSize: () => rowHeight,
    overscan: 6,
    initialRect: { width: 500, height: 400 },
  })
  // What is chosen stays in sight also when showing it takes room from the list.
  const height = virtual.scrollRect?.height
  useEffect(() => {
    if (selected >= 0) virtual.scrollToIndex(selected, { align: 'auto' })
  }, [virtual, selected, height])
  const rows = virtual.getVirtualItems()
  const first = rows[0]?.index ?? 0
  const last = rows.at(-1)?.index ?? -1
  const tellShown = useEffectEvent(() => onShown?.(first, last))
  useEffect(() => tellShown(), [first, last, count])
  const selectedShown = selected >= first && selected <= last
  return (
    <div
      ref={box}
      role="listbox"
      tabIndex={0}
      aria-label={name}
      {...(selectedShown ? { 'aria-activedescendant': `${id}-${selected}` } : {})}
      className={styles['list']}
      onKeyDown={(event) => {
        if (event.ctrlKey || event.altKey || event.metaKey || event.target !== box.current) return
        if (event.key === 'Enter' && selected >= 0 && onOpen !== undefined) onOpen(selected)
        else if (event.key === ' ' && selected >= 0 && onSpace !== undefined) onSpace(selected)
        else {
          const wanted = indexForKey(event.key, selected, count)
          if (wanted === undefined) return
          onSelect(wanted)
        }
        event.preventDefault()
      }}
    >
      <div role="presentation" className={styles['whole']} style={{ height: virtual.getTotalSize() }}>
        {rows.map(({ index, start }) => (
          <div
            key={index}
            id={`${id}-${index}`}
            role="option"
            aria-selected={index === selected}
            aria-setsize={count}
            aria-posinset={index + 1}
            className={classNames(styles['row'], styles['flat'], index === selected && styles['selected'])}
            style={{ transform: `translateY(${start}px)`, height: rowHeight }}
            onClick={() => onSelect(index)}
            onDoubleClick={() => onOpen?.(index)}
          >
            {children(index)}
          </div>
        ))}
      </div>
    </div>
  )
}

/** The row that a key leads to; undefined for a key that leads nowhere. */
export function indexForKey(key: string, selected: number, count: number): number | undefined {
  if (count === 0) return undefined
  const at = (wanted: number) => Math.max(0, Math.min(count - 1, wanted))
  switch (key) {
    case 'ArrowDown':
      return at(selected + 1)
    case 'ArrowUp':
      return at(selected - 1)
    case 'Home':
      return 0
    case 'End':
      return count - 1
    case 'PageDown':
      return at(selected + 10)
    case 'PageUp':
      return at(selected - 10)
    default:
      return undefined
  }
}
