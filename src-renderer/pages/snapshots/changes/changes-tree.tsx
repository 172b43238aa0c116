import { ChevronRight, File, Folder } from 'lucide-react'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useId, useMemo, useRef, useState } from 'react'
import { formatBytes } from '../../../../src-main/kernel/units.ts'
import { classNames } from '../../../components/class-names.ts'
import { indexForKey } from '../../../components/paged-list.tsx'
import { textOfPath } from '../../../format/path-text.ts'
import { isFolder } from '../change-words.ts'
import { keyOfRow, sideways, treeRows, type TreeChild, type TreeRow } from '../tree-rows.ts'
import { KindBadge } from './change-row.tsx'
import type { ChangesProps } from './changes-list.tsx'
import styles from './changes-tree.module.css'
import { useFolders } from './use-folders.ts'
import { texts } from './texts.ts'

const rowHeight = 31

/** What differs as folders, with sums of what is below each. */
export function ChangesTree({ laptop, compareId, lookedAt, onLookAt, onLost }: ChangesProps) {
  const { folders, open, openFolder, readMore, closeFolder } = useFolders(laptop, compareId, lookedAt, onLost)
  const rows = useMemo(() => treeRows(folders, open), [folders, open])
  const [chosen, setChosen] = useState(lookedAt)
  const found = rows.findIndex((row) => keyOfRow(row) === chosen)
  // What is looked at may lie in a folder that is still being read.
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
  const select = (index: number) => {
    const row = rows[index]
    if (row === undefined) return
    setChosen(keyOfRow(row))
    if (row.kind === 'child') onLookAt(row.child.change)
  }
  const act = (index: number) => {
    const row = rows[index]
    if (row?.kind !== 'more') {
      toggle(row)
      return
    }
    const before = rows[index - 1]
    // What comes next comes below it, in sight.
    setChosen(before === undefined ? undefined : keyOfRow(before))
    readMore(row.path)
  }
  const toggle = (row: TreeRow | undefined) => {
    if (row?.kind !== 'child' || !row.child.hasChildren) return
    if (row.open) closeFolder(row.child.path)
    else openFolder(row.child.path)
  }
  return (
    <div
      ref={box}
      role="tree"
      tabIndex={0}
      aria-label={texts.changes}
      {...(selected < 0 ? {} : { 'aria-activedescendant': `${id}-${selected}` })}
      className={styles['tree']}
      onKeyDown={(event) => {
        if (event.ctrlKey || event.altKey || event.metaKey) return
        const move = sideways(rows, selected, event.key)
        const wanted = indexForKey(event.key, selected, rows.length)
        if (move?.kind === 'select') select(move.index)
        else if (move?.kind === 'open') openFolder(move.path)
        else if (move?.kind === 'close') closeFolder(move.path)
        else if (event.key === 'Enter' || event.key === ' ') act(selected)
        else if (wanted !== undefined) select(wanted)
        else return
        event.preventDefault()
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
          return (
            <div
              key={row.child.path}
              id={`${id}-${index}`}
              role="treeitem"
              aria-level={row.level}
              aria-posinset={row.position}
              aria-setsize={row.siblings}
              aria-selected={index === selected}
              {...(row.child.hasChildren ? { 'aria-expanded': row.open } : {})}
              className={look}
              style={place}
              onClick={() => {
                select(index)
                if (row.child.change === undefined) toggle(row)
              }}
              onDoubleClick={() => toggle(row)}
            >
              <TreeEntry child={row.child} open={row.open} />
            </div>
          )
        })}
      </div>
    </div>
  )
}

function TreeEntry({ child, open }: { readonly child: TreeChild; readonly open: boolean }) {
  const { change, count, bytes, hasChildren, name } = child
  const folder = hasChildren || (change !== undefined && isFolder(change))
  const Icon = folder ? Folder : File
  return (
    <>
      <ChevronRight
        size={14}
        aria-hidden
        className={classNames(styles['mark'], open && styles['open'], !hasChildren && styles['none'])}
      />
      <Icon size={15} aria-hidden className={styles['icon']} />
      <span className={styles['name']}>{textOfPath(name)}</span>
      {hasChildren && <span className={styles['count']}>{texts.changeCount(count)}</span>}
      {change !== undefined && <KindBadge change={change} />}
      <span className={styles['size']}>{bytes > 0 ? formatBytes(bytes) : ''}</span>
    </>
  )
}
