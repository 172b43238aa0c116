import { Undo2 } from 'lucide-react'
import { useState } from 'react'
import type { TreeChange } from '../../../../src-main/contract/compare-calls.ts'
import type { Snapshot, SnapshotSubvolume } from '../../../../src-main/contract/snapshot-calls.ts'
import { Button } from '../../../components/button.tsx'
import { shownPath } from '../../../format/path-text.ts'
import { differenceText, isFolder, nameOfChange, pathInSnapshot } from '../change-words.ts'
import { EtcRestoreDialog } from '../restore/etc-restore-dialog.tsx'
import { RestoreDialog } from '../restore/restore-dialog.tsx'
import type { LaptopNames } from '../../../components/laptop-names.ts'
import styles from './change-foot.module.css'
import { texts } from './texts.ts'

interface ChangeFootProps {
  readonly change: TreeChange
  readonly lines: number | undefined
  readonly snapshot: Snapshot
  readonly snapshotIs: 'earlier' | 'later'
  readonly againstNow: boolean
  readonly subvolume: SnapshotSubvolume | undefined
  readonly home: string | undefined
  readonly laptops: LaptopNames
  readonly onChanged: (said: string) => void
}

/** What differs in one sentence, what restoring would do to what is there now, and the button for it. */
export function ChangeFoot(props: ChangeFootProps) {
  const { change, lines, snapshot, snapshotIs, againstNow, subvolume, home, laptops, onChanged } = props
  const [restoring, setRestoring] = useState(false)
  const path = pathInSnapshot(change, snapshotIs)
  const label = laptops.labelOf(snapshot.laptop)
  const etc = subvolume?.subvolume === 'system' && path !== undefined && /^etc\//.test(path)
  return (
    <div className={styles['foot']}>
      <p className={styles['text']}>
        {differenceText(change, lines, (one) => shownPath(subvolume, one, home))}.{' '}
        {restoreText(change, path, againstNow)}
      </p>
      {path !== undefined && (
        <Button size="small" icon={Undo2} onClick={() => setRestoring(true)}>
          {isFolder(change) ? texts.restoreFolder(label) : texts.restore(label)}
        </Button>
      )}
      {restoring && path !== undefined && etc && (
        <EtcRestoreDialog
          snapshot={snapshot}
          paths={[path.replace(/^etc\//, '')]}
          laptops={laptops}
          onClose={() => setRestoring(false)}
          onDone={onChanged}
        />
      )}
      {restoring && path !== undefined && !etc && subvolume !== undefined && (
        <RestoreDialog
          from={{ laptop: snapshot.laptop, id: snapshot.id, at: snapshot.at, subvolume }}
          paths={[path]}
          home={home}
          laptops={laptops}
          onClose={() => setRestoring(false)}
          onDone={onChanged}
        />
      )}
    </div>
  )
}

function restoreText(change: TreeChange, path: string | undefined, againstNow: boolean): string {
  if (path === undefined) return texts.notInSnapshot
  if (!againstNow) return texts.currentKept
  if (change.kind === 'deleted') return texts.bringsBack
  if (isFolder(change)) return texts.currentKept
  return texts.keptAsBackup(nameOfChange(change))
}
