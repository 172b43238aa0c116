import { useRef } from 'react'
import type { RestoreResult } from '../../../../src-main/contract/files-calls.ts'
import { formatBytes, formatCount } from '../../../../src-main/kernel/units.ts'
import { Button } from '../../../components/button.tsx'
import { Modal } from '../../../components/modal.tsx'
import styles from '../dialogs.module.css'
import { restorePointHash } from '../snapshots-routes.ts'
import { texts } from './texts.ts'

interface RestoreDoneProps {
  readonly result: RestoreResult
  readonly label: string
  readonly more?: readonly string[]
  readonly onClose: () => void
}

const mostShown = 6

/** What was restored, where it is, and where what was there before is kept. */
export function RestoreDone({ result, label, more = [], onClose }: RestoreDoneProps) {
  const close = useRef<HTMLButtonElement>(null)
  const { files, bytes, places, keptAs, keptSet, left } = result
  return (
    <Modal
      title={files === 1 ? texts.doneOne(label) : texts.done(formatCount(files), label)}
      lead={texts.doneLead(formatBytes(bytes), places.length)}
      onClose={onClose}
      first={close}
      buttons={
        <Button ref={close} look="primary" onClick={onClose}>
          {texts.close}
        </Button>
      }
    >
      <Places title={texts.places} paths={places} />
      <Places title={texts.left} paths={left.map(({ path, why }) => texts.leftBecause(path, why))} />
      <Places title={texts.keptAs} paths={keptAs.filter((kept) => kept !== keptSet)} />
      {keptSet !== undefined && (
        <p>
          {texts.snapshotFirst}{' '}
          <a href={restorePointHash(keptSet)} className={styles['link']}>
            {texts.showSnapshot}
          </a>
        </p>
      )}
      {more.map((line) => (
        <p key={line} className={styles['soft']}>
          {line}
        </p>
      ))}
    </Modal>
  )
}

function Places({ title, paths }: { readonly title: string; readonly paths: readonly string[] }) {
  if (paths.length === 0) return undefined
  return (
    <div>
      <p className={styles['label']}>{title}</p>
      <ul className={styles['places']}>
        {paths.slice(0, mostShown).map((path) => (
          <li key={path}>{path}</li>
        ))}
        {paths.length > mostShown && <li>{texts.more(formatCount(paths.length - mostShown))}</li>}
      </ul>
    </div>
  )
}
