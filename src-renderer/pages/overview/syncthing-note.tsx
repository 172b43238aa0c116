import { FolderSync } from 'lucide-react'
import type { Overview } from '../../../src-main/contract/overview-calls.ts'
import { syncthingBetween } from '../../../src-main/contract/syncthing-between.ts'
import { classNames } from '../../components/class-names.ts'
import styles from './overview-page.module.css'

/** How the person's own Syncthing stands between both laptops; nothing where they have none. */
export function SyncthingNote({ overview }: { readonly overview: Overview }) {
  const line = syncthingBetween(overview)
  if (line === undefined) return undefined
  return (
    <p className={classNames(styles['fact'], styles['below'], line.isWarning && styles['amber'])}>
      <FolderSync size={16} aria-hidden />
      <span>{line.text}</span>
    </p>
  )
}
