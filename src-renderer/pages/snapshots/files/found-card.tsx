import { Folder, Search } from 'lucide-react'
import { useState } from 'react'
import type { FoundName } from '../../../../src-main/contract/files-calls.ts'
import type { SnapshotSubvolume } from '../../../../src-main/contract/snapshot-calls.ts'
import { formatCount } from '../../../../src-main/kernel/units.ts'
import { Badge } from '../../../components/badge.tsx'
import { Card } from '../../../components/card.tsx'
import { EmptyState, ErrorState } from '../../../components/list-state.tsx'
import { Notice } from '../../../components/notice.tsx'
import { PagedList } from '../../../components/paged-list.tsx'
import { TaskLine } from '../../../components/task-line.tsx'
import { folderOf, nameOf, shownPath, textOfPath } from '../../../format/path-text.ts'
import { formatPoint } from '../../../format/time.ts'
import { useCall } from '../../../stores/use-call.ts'
import type { FilesPlace } from '../snapshots-routes.ts'
import type { LaptopNames } from '../../../components/laptop-names.ts'
import styles from './files-page.module.css'
import { texts } from './texts.ts'

interface FoundCardProps {
  readonly wanted: string
  readonly subvolume: SnapshotSubvolume
  readonly laptops: LaptopNames
  readonly home: string | undefined
  readonly nowMs: number
  readonly onOpen: (place: FilesPlace) => void
}

/** Names in every snapshot of both laptops, deleted files among them. */
export function FoundCard({ wanted, subvolume, laptops, home, nowMs, onOpen }: FoundCardProps) {
  const {
    value: known,
    error,
    askAgain,
    callId,
  } = useCall('filesFind', { name: wanted, subvolume: subvolume.subvolume, limit: 500 })
  const [selected, setSelected] = useState(-1)
  const found = known?.found ?? []
  const open = (index: number) => {
    const one = found[index]
    if (one !== undefined) onOpen(placeOf(one))
  }
  return (
    <Card className={styles['folder']} aria-label={texts.foundLabel}>
      <div className={styles['way']}>
        <p className={styles['title']} role="status">
          {known === undefined ? texts.searchingFor(wanted) : foundText(found.length, known.complete, subvolume)}
        </p>
      </div>
      <div className={styles['rows']}>
        {error !== undefined && <ErrorState error={error} onTryAgain={askAgain} />}
        {known === undefined && error === undefined && (
          <div className={styles['searching']}>
            <TaskLine text={texts.searching} callId={callId} stop={texts.stop} />
          </div>
        )}
        {known !== undefined && found.length === 0 && (
          <EmptyState icon={Search} title={texts.noneFound}>
            {texts.noneFoundHint}
          </EmptyState>
        )}
        {found.length > 0 && (
          <PagedList
            name={texts.foundNames}
            count={found.length}
            selected={selected}
            onSelect={setSelected}
            onOpen={open}
            rowHeight={50}
          >
            {(index) => {
              const one = found[index]
              if (one === undefined) return undefined
              return (
                <FoundRow
                  found={one}
                  subvolume={subvolume}
                  home={home}
                  laptops={laptops}
                  nowMs={nowMs}
                  onOpen={() => open(index)}
                />
              )
            }}
          </PagedList>
        )}
      </div>
      {known?.missing.map(({ laptop, error }) => (
        <div key={laptop} className={styles['foot']}>
          <Notice tone="amber" title={texts.notSearched(laptops.labelOf(laptop))}>
            {error.message}
          </Notice>
        </div>
      ))}
    </Card>
  )
}

/** The folder that has it, in the newest tree that has it. */
function placeOf({ laptop, newest, subvolume, path }: FoundName): FilesPlace {
  return { id: newest, laptop, subvolume, folder: folderOf(path), file: nameOf(path) }
}

function foundText(count: number, complete: boolean, subvolume: SnapshotSubvolume): string {
  const where = texts.inSubvolume(`${subvolume.title.charAt(0).toLowerCase()}${subvolume.title.slice(1)}`)
  return complete ? texts.foundCount(count, where) : texts.firstFound(formatCount(count), where)
}

interface FoundRowProps {
  readonly found: FoundName
  readonly subvolume: SnapshotSubvolume
  readonly home: string | undefined
  readonly laptops: LaptopNames
  readonly nowMs: number
  readonly onOpen: () => void
}

function FoundRow({ found, subvolume, home, laptops, nowMs, onOpen }: FoundRowProps) {
  const { path, laptop, there, newest, newestAt, type } = found
  return (
    <div className={styles['found']} onClick={onOpen}>
      <span className={styles['name']}>
        {type === 'folder' && <Folder size={14} aria-hidden className={styles['folderIcon']} />}{' '}
        {textOfPath(nameOf(path))}
      </span>
      <Badge tone={there ? 'neutral' : 'amber'}>
        {there ? laptops.labelOf(laptop) : texts.goneFrom(laptops.labelOf(laptop))}
      </Badge>
      <span className={styles['where']} title={shownPath(subvolume, path, home)}>
        {shownPath(subvolume, folderOf(path), home)}
      </span>
      <span className={styles['soft']}>
        {newest === 'now' ? texts.stillThere : texts.last(formatPoint(newestAt, nowMs))}
      </span>
    </div>
  )
}
