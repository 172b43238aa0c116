import { ChevronRight } from 'lucide-react'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useId, useMemo, useRef, type ReactNode } from 'react'
import { classNames } from '../class-names.ts'
import { indexForKey } from '../paged-list.tsx'
import { keyOfRow, sideways, treeRows, type TreeNode, type TreeRow } from './tree-rows.ts'
import styles from './tree.module.css'
import type { TreeModel } from './use-tree.ts'

interface TreeProps<C extends TreeNode> {
  readonly name: string
  readonly model: TreeModel<C>
  readonly rowHeight: number
  /** The key of its row (keyOfRow); before anything is chosen, the first row has the keys. */
  readonly chosen: string | undefined
  readonly onChoose: (key: string, child: C | undefined) => void
  /** Whether a click opens and closes it too, because it has nothing of its own to be looked at. */
  readonly opensByClick: (child: C) => boolean
  readonly children: (child: C) => ReactNode
}

/** Folders in folders, of which only what is in sight is drawn. Walked by the arrows, as every tree. */
export function Tree<C extends TreeNode>(props: TreeProps<C>) {
  const { name, model, rowHeight, chosen, onChoose, opensByClick, children } = props
  const { folders, open, openFolder, readMore, closeFolder } = model
  const rows = useMemo(() => treeRows(folders, open), [folders, open])
  const found = rows.findIndex((row) => keyOfRow(row) === chosen)
  // What is chosen may lie in a folder that is still being read.
  const selected = found < 0 && chosen === undefined ? 0 : found
  const box = useRef<HTMLDivElement>(null)
  const id = useId()
  // The compiler that this warning is for is not used here.
  // eslint-disable-next-line react-hooks/incompatible-library
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: () => rowHeight,
    overscan: 6,
    initialRect: { width: 500, height: 400 },
  })
  useEffect(() => {
    if (found >= 0) virtual.scrollToIndex(found, { align: 'auto' })
  }, [virtual, found])
  const choose = (row: TreeRow<C> | undefined) => {
    if (row !== undefined) onChoose(keyOfRow(row), row.kind === 'child' ? row.child : undefined)
  }
  const toggle = (row: TreeRow<C> | undefined) => {
    if (row?.kind !== 'child' || !row.child.hasChildren) return
    if (row.open) closeFolder(row.child.path)
    else openFolder(row.child.path)
  }
  const act = (index: number) => {
    const row = rows[index]
    if (row?.kind !== 'more') {
      toggle(row)
      return
    }
    // What comes next comes below it, in sight.
    choose(rows[index - 1])
    readMore(row.path)
  }
  return (
    <div
      ref={box}
      role="tree"
      tabIndex={0}
      aria-label={name}
      {...(selected < 0 ? {} : { 'aria-activedescendant': `${id}-${selected}` })}
      className={styles['tree']}
      onKeyDown={(event) => {
        if (event.ctrlKey || event.altKey || event.metaKey) return
        const move = sideways(rows, selected, event.key)
        const wanted = indexForKey(event.key, selected, rows.length)
        if (move?.kind === 'select') choose(rows[move.index])
        else if (move?.kind === 'open') openFolder(move.path)
        else if (move?.kind === 'close') closeFolder(move.path)
        else if (event.key === 'Enter' || event.key === ' ') act(selected)
        else if (wanted !== undefined) choose(rows[wanted])
        else return
        event.preventDefault()
        // Nothing around it has these keys as well.
        event.stopPropagation()
      }}
    >
      <div role="presentation" className={styles['whole']} style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ index, start }) => {
          const row = rows[index]
          if (row === undefined) return undefined
          const place = {
            transform: `translateY(${start}px)`,
            height: rowHeight,
            paddingLeft: 10 + row.level * 18 - 18,
          }
          const look = classNames(styles['row'], index === selected && styles['selected'])
          if (row.kind !== 'child') {
            return (
              <div
                key={`note:${row.path}`}
                id={`${id}-${index}`}
                role="treeitem"
                aria-level={row.level}
                aria-selected={index === selected}
                className={classNames(look, row.kind === 'more' && styles['more'])}
                style={place}
                {...(row.kind === 'more' ? { onClick: () => act(index) } : {})}
              >
                <span className={styles['note']}>{row.text}</span>
              </div>
            )
          }
          const { child } = row
          return (
            <div
              key={child.path}
              id={`${id}-${index}`}
              role="treeitem"
              aria-level={row.level}
              aria-posinset={row.position}
              aria-setsize={row.siblings}
              aria-selected={index === selected}
              {...(child.hasChildren ? { 'aria-expanded': row.open } : {})}
              className={look}
              style={place}
              onClick={() => {
                choose(row)
                if (opensByClick(child)) toggle(row)
              }}
              onDoubleClick={() => toggle(row)}
            >
              <ChevronRight
                size={14}
                aria-hidden
                className={classNames(styles['mark'], row.open && styles['open'], !child.hasChildren && styles['none'])}
              />
              {children(child)}
            </div>
          )
        })}
      </div>
    </div>
  )
}
