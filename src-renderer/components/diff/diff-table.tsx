import { Dialog } from '@base-ui/react/dialog'
import { useState } from 'react'
import { classNames } from '../class-names.ts'
import overlay from '../overlay.module.css'
import { DiffPane, type Heads } from './diff-pane.tsx'
import styles from './diff-table.module.css'

interface DiffTableProps {
  readonly before: string
  readonly after: string
  /** What stands above the two. */
  readonly heads: Heads
  readonly name: string
  readonly hidden: boolean
}

/** Two texts with what differs, in the room there is, or in the whole window. */
export function DiffTable(props: DiffTableProps) {
  const [full, setFull] = useState(false)
  return (
    <>
      <DiffPane {...props} heard={!full} onFull={() => setFull(true)} />
      <Dialog.Root open={full} onOpenChange={setFull}>
        <Dialog.Portal>
          <Dialog.Popup className={classNames(overlay['popup'], styles['full'])} aria-label={props.name}>
            <DiffPane {...props} heard fullScreen onFull={() => setFull(false)} />
          </Dialog.Popup>
        </Dialog.Portal>
      </Dialog.Root>
    </>
  )
}
