import { Check, CornerLeftUp, File, FileSymlink, Folder, FolderTree, Undo2 } from 'lucide-react'
import { useEffect, useState, type ReactNode } from 'react'
import type { FolderEntry } from '../../../../src-main/contract/files-calls.ts'
import type { PartOfSet } from '../../../../src-main/contract/snapshot-calls.ts'
import { formatBytes, formatCount } from '../../../../src-main/kernel/units.ts'
import { Button } from '../../../components/button.tsx'
import { Card } from '../../../components/card.tsx'
import { EmptyState, ErrorState, LoadingState } from '../../../components/list-state.tsx'
import { PagedList } from '../../../components/paged-list.tsx'
import { useKeys } from '../../../components/use-keys.ts'
import { folderOf, joined, textOfPath } from '../../../format/path-text.ts'
import { formatPoint } from '../../../format/time.ts'
import { goTo } from '../../../router/route.ts'
import { useClient } from '../../../stores/app-context.tsx'
import { useNow } from '../../../stores/use-now.ts'
import { itemAt, usePages } from '../../../stores/use-pages.ts'
import { RestoreDialog } from '../restore/restore-dialog.tsx'
import { filesHash, type FilesPlace } from '../snapshots-routes.ts'
import type { LaptopNames } from '../../../components/laptop-names.ts'
import styles from './files-page.module.css'
import { texts } from './texts.ts'

interface FolderCardProps {
  readonly place: FilesPlace
  readonly subvolume: PartOfSet
  /** When the snapshot was taken; absent for what is there now. */
  readonly at: string | undefined
  readonly laptops: LaptopNames
  readonly home: string | undefined
  readonly breadcrumb: ReactNode
  readonly onRestored: () => void
}

/** One folder: its entries, those that are ticked, and the way out of it. */
export function FolderCard({ place, subvolume, at, laptops, home, breadcrumb, onRestored }: FolderCardProps) {
  const client = useClient()
  const nowMs = useNow(60_000)
  const { laptop, id, folder, copy } = place
  const inPlace = copy === undefined ? {} : { copy }
  const { pages, error, show, again } = usePages<FolderEntry>('', async (offset, limit) =>
    client.call('filesList', { laptop, id, subvolume: subvolume.subvolume, path: folder, offset, limit, ...inPlace }),
  )
  const [selected, setSelected] = useState(-1)
  const [ticked, setTicked] = useState<readonly string[]>([])
  const [restoring, setRestoring] = useState(false)
  const [said, setSaid] = useState('')
  const chosen = itemAt(pages, selected)
  useEffect(() => {
    if (chosen !== undefined && chosen.name !== place.file) goTo(filesHash({ ...place, file: chosen.name }))
    // The address follows the selection, not the other way round.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [chosen])
  const at0 = pages?.pages.get(0)
  const [wasPlaced, setWasPlaced] = useState(false)
  if (!wasPlaced && at0 !== undefined) {
    setWasPlaced(true)
    setSelected(at0.findIndex(({ name }) => name === place.file))
  }
  const open = (entry: FolderEntry | undefined) => {
    if (entry === undefined) return
    if (entry.subvolume !== undefined)
      goTo(filesHash({ ...place, subvolume: entry.subvolume, folder: '', file: undefined }))
    else if (entry.facts.type === 'folder')
      goTo(filesHash({ ...place, folder: joined(folder, entry.name), file: undefined }))
  }
  const up = () => {
    if (folder !== '') goTo(filesHash({ ...place, folder: folderOf(folder), file: undefined }))
  }
  useKeys((event) => {
    if (event.key !== 'Backspace' || (event.target instanceof Element && event.target.closest('input') !== null)) return
    event.preventDefault()
    up()
  })
  const tick = (name: string) =>
    setTicked((before) => (before.includes(name) ? before.filter((one) => one !== name) : [...before, name]))
  const names = ticked.length > 0 ? ticked : chosen === undefined ? [] : [chosen.name]
  return (
    <Card className={styles['folder']} aria-label={texts.folder}>
      <div className={styles['way']}>
        <Button size="small" disabled={folder === ''} aria-label={texts.up} title={texts.upTitle} onClick={up}>
          <CornerLeftUp size={15} aria-hidden />
        </Button>
        {breadcrumb}
      </div>
      <div className={styles['rows']}>
        {error !== undefined && <ErrorState error={error} onTryAgain={again} />}
        {pages === undefined && error === undefined && <LoadingState>{texts.reading}</LoadingState>}
        {pages?.total === 0 && <EmptyState icon={Folder} title={texts.empty} />}
        {pages !== undefined && pages.total > 0 && (
          <PagedList
            name={texts.entries}
            count={pages.total}
            selected={selected}
            onSelect={setSelected}
            onOpen={(index) => open(itemAt(pages, index))}
            onSpace={(index) => {
              const entry = itemAt(pages, index)
              if (entry !== undefined && id !== 'now') tick(entry.name)
            }}
            rowHeight={34}
            onShown={show}
          >
            {(index) => {
              const entry = itemAt(pages, index)
              if (entry === undefined) return <span className={styles['soft']}>…</span>
              return (
                <EntryRow
                  entry={entry}
                  nowMs={nowMs}
                  ticked={id === 'now' ? undefined : ticked.includes(entry.name)}
                  onTick={() => tick(entry.name)}
                  onOpen={() => open(entry)}
                />
              )
            }}
          </PagedList>
        )}
      </div>
      <div className={styles['foot']}>
        <p className={styles['soft']} role="status">
          {said !== '' ? said : footText(ticked.length, pages?.total)}
        </p>
        {at !== undefined && names.length > 0 && (
          <Button size="small" icon={Undo2} onClick={() => setRestoring(true)}>
            {ticked.length > 0 ? texts.restoreSelected(formatCount(ticked.length)) : texts.restore}
          </Button>
        )}
      </div>
      {restoring && at !== undefined && (
        <RestoreDialog
          from={{ laptop, id, at, subvolume, ...inPlace }}
          paths={names.map((name) => joined(folder, name))}
          home={home}
          laptops={laptops}
          onClose={() => setRestoring(false)}
          onDone={(text) => {
            setSaid(text)
            onRestored()
          }}
        />
      )}
    </Card>
  )
}

function footText(ticked: number, total: number | undefined): string {
  if (ticked > 0) return texts.selectedCount(formatCount(ticked))
  return total === undefined ? '' : texts.entryCount(total)
}

interface EntryRowProps {
  readonly entry: FolderEntry
  readonly ticked: boolean | undefined
  readonly nowMs: number
  readonly onTick: () => void
  readonly onOpen: () => void
}

function EntryRow({ entry, ticked, nowMs, onTick, onOpen }: EntryRowProps) {
  const { name, facts, linkTarget, subvolume } = entry
  const isFolder = facts.type === 'folder'
  const Icon = subvolume !== undefined ? FolderTree : isFolder ? Folder : facts.type === 'link' ? FileSymlink : File
  const text = textOfPath(name)
  return (
    <>
      {ticked !== undefined && (
        // A press on the box is a tick, not a selection. The list's own keys reach it with the space bar.
        <span className={styles['tick']} aria-hidden onClick={(event) => event.stopPropagation()}>
          <span className={ticked ? styles['ticked'] : styles['unticked']} onClick={onTick}>
            {ticked && <Check size={13} strokeWidth={3} aria-hidden />}
          </span>
        </span>
      )}
      <Icon size={16} aria-hidden className={isFolder ? styles['folderIcon'] : styles['icon']} />
      <span className={styles['name']} title={linkTarget === undefined ? text : `${text} → ${linkTarget}`}>
        {isFolder ? (
          // It is not selected first: the address would follow that, and lead back.
          <span
            className={styles['opens']}
            onClick={(event) => {
              event.stopPropagation()
              onOpen()
            }}
          >
            {text}
          </span>
        ) : (
          text
        )}
        {linkTarget !== undefined && <span className={styles['soft']}> → {linkTarget}</span>}
        {subvolume !== undefined && <span className={styles['soft']}> {texts.ownSubvolume}</span>}
        {ticked === true && <span className="visually-hidden"> {texts.selected}</span>}
      </span>
      <span className={styles['owner']}>{facts.owner}</span>
      <span className={styles['date']}>{formatPoint(facts.changedAt, nowMs)}</span>
      <span className={styles['size']}>{isFolder ? '' : formatBytes(facts.bytes)}</span>
    </>
  )
}
