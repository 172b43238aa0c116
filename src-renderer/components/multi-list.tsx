import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useId, useMemo, useRef, type ReactNode, type RefObject } from 'react'
import { classNames } from './class-names.ts'
import { shownGroups, type ListItem, type ListRow } from './list-keys.ts'
import styles from './multi-list.module.css'
import { afterClick, afterKey, type Selection } from './selection.ts'
import { usePageScroll } from './use-page-scroll.ts'

export interface ListKey {
  readonly key: string
  readonly ctrlKey: boolean
  readonly shiftKey: boolean
  readonly altKey: boolean
  /** It is held down. */
  readonly repeat: boolean
}

interface MultiListProps<T> {
  readonly ref: RefObject<HTMLDivElement | null>
  readonly name: string
  readonly rows: readonly ListRow<T>[]
  /** Of these rows alone. */
  readonly selection: Selection
  readonly onSelect: (selection: Selection) => void
  /** Keys that decide here; true when it was one. Asked first. */
  readonly onKey: (press: ListKey) => boolean
  /** How much of what scrolls is covered at its end. */
  readonly coveredBelow: number
  readonly children: (item: T) => ReactNode
}

const headingHeight = 40
const rowHeight = 53
/** What lies over the list while it scrolls, and some air. */
const coveredAbove = 112
const airBelow = 24

/**
 * A long list of which several rows can be selected, with the mouse and the keys. It has no scrolling of its own: it is
 * part of the page, and only what is in sight of it is drawn.
 */
export function MultiList<T>(props: MultiListProps<T>) {
  const { ref, name, rows, selection, onSelect, onKey, coveredBelow, children } = props
  const id = useId()
  const { scroller, above } = usePageScroll(ref)
  // The compiler that this warning is for is not used here.
  // eslint-disable-next-line react-hooks/incompatible-library
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller,
    estimateSize: (index) => (rows[index]?.kind === 'heading' ? headingHeight : rowHeight),
    getItemKey: (index) => rows[index]?.key ?? index,
    overscan: 4,
    scrollMargin: above,
    scrollPaddingStart: coveredAbove,
    scrollPaddingEnd: airBelow + coveredBelow,
    initialRect: { width: 300, height: 600 },
  })
  const options = useMemo(() => rows.filter((row) => row.kind === 'item'), [rows])
  const activeIndex = rows.findIndex((row) => row.kind === 'item' && row.key === selection.active)
  const followed = useRef(activeIndex)
  useEffect(() => {
    if (followed.current !== activeIndex && activeIndex >= 0) virtual.scrollToIndex(activeIndex, { align: 'auto' })
    followed.current = activeIndex
  }, [virtual, activeIndex])
  const shown = virtual.getVirtualItems()
  const isActiveShown = shown.some(({ index }) => index === activeIndex)
  return (
    <div
      ref={ref}
      role="listbox"
      tabIndex={0}
      aria-label={name}
      aria-multiselectable
      {...(isActiveShown ? { 'aria-activedescendant': `${id}-${activeIndex}` } : {})}
      className={styles['list']}
      onKeyDown={(event) => {
        if (event.metaKey || event.target !== ref.current) return
        const isTaken = onKey(event)
        const next = isTaken || event.altKey ? undefined : afterKey(selection, event, options)
        if (next !== undefined) onSelect(next)
        if (isTaken || next !== undefined) event.preventDefault()
      }}
    >
      <div role="presentation" className={styles['whole']} style={{ height: virtual.getTotalSize() }}>
        {shownGroups(rows, shown).map(({ title, shown: mine }) => (
          <div key={title ?? ''} role="group" {...(title === undefined ? {} : { 'aria-label': title })}>
            {mine.map(({ index, start, key }) => {
              const row = rows[index]
              if (row === undefined) return undefined
              const place = { transform: `translateY(${start - above}px)` }
              if (row.kind === 'heading') {
                return (
                  <div key={key} role="presentation" aria-hidden className={styles['heading']} style={place}>
                    <span className={classNames(styles['title'], row.red === true && styles['red'])}>{row.title}</span>
                  </div>
                )
              }
              return (
                <div
                  key={key}
                  ref={virtual.measureElement}
                  data-index={index}
                  id={`${id}-${index}`}
                  style={place}
                  onClick={(event) => onSelect(afterClick(selection, row.key, event, options))}
                  {...optionProps(row, selection, options.length)}
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

function optionProps({ key, position }: ListItem<unknown>, { active, keys }: Selection, count: number) {
  return {
    role: 'option',
    'aria-selected': keys.has(key),
    'aria-setsize': count,
    'aria-posinset': position,
    className: classNames(styles['row'], keys.has(key) && styles['selected'], key === active && styles['active']),
  } as const
}
