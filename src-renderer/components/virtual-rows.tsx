import { useVirtualizer } from '@tanstack/react-virtual'
import { useRef, type ReactNode } from 'react'
import styles from './virtual-rows.module.css'

interface VirtualRowsProps<T> {
  readonly name: string
  readonly items: readonly T[]
  readonly rowHeight: number
  readonly keyOf: (item: T, index: number) => string
  readonly children: (item: T) => ReactNode
  /** Where it opens: the line that failed, say. */
  readonly firstIndex?: number
  /** Room above the first row. */
  readonly roomAbove?: number
}

/** A long list to read. Only what is in sight is in the page. */
export function VirtualRows<T>({
  name,
  items,
  rowHeight,
  keyOf,
  children,
  firstIndex = 0,
  roomAbove = 0,
}: VirtualRowsProps<T>) {
  const box = useRef<HTMLDivElement>(null)
  // The compiler that this warning is for is not used here.
  // eslint-disable-next-line react-hooks/incompatible-library
  const virtual = useVirtualizer({
    count: items.length,
    getScrollElement: () => box.current,
    estimateSize: () => rowHeight,
    overscan: 6,
    paddingStart: roomAbove,
    initialOffset: Math.max(0, (firstIndex - 3) * rowHeight),
    initialRect: { width: 600, height: 500 },
  })
  return (
    <div ref={box} role="list" tabIndex={0} aria-label={name} className={styles['list']}>
      <div role="presentation" className={styles['whole']} style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ index, start }) => {
          const item = items[index]
          if (item === undefined) return undefined
          return (
            <div
              key={keyOf(item, index)}
              ref={virtual.measureElement}
              data-index={index}
              role="listitem"
              aria-setsize={items.length}
              aria-posinset={index + 1}
              className={styles['row']}
              style={{ transform: `translateY(${start}px)`, minHeight: rowHeight }}
            >
              {children(item)}
            </div>
          )
        })}
      </div>
    </div>
  )
}
