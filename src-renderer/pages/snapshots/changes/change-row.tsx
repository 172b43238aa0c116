import type { CSSProperties } from 'react'
import type { TreeChange } from '../../../../src-main/contract/compare-calls.ts'
import type { SnapshotSubvolume } from '../../../../src-main/contract/snapshot-calls.ts'
import { Badge } from '../../../components/badge.tsx'
import { shownPath } from '../../../format/path-text.ts'
import { isFolder, kindWords, sizeOfChange } from '../change-words.ts'
import styles from './changes-list.module.css'

interface ChangeRowProps {
  readonly change: TreeChange
  readonly subvolume: SnapshotSubvolume | undefined
  readonly home: string | undefined
}

export function ChangeRow({ change, subvolume, home }: ChangeRowProps) {
  const path = shownPath(subvolume, change.path, home)
  const old = change.oldPath === undefined ? undefined : shownPath(subvolume, change.oldPath, home)
  const whole = old === undefined ? path : `${old} → ${path}`
  return (
    <>
      <span className="visually-hidden">{whole}</span>
      <span className={styles['path']} title={whole} aria-hidden>
        {old !== undefined && (
          <>
            <span className={styles['old']} style={shortest(old)}>
              {old}
            </span>
            <span className={styles['arrow']}>→</span>
          </>
        )}
        <PathText path={isFolder(change) ? `${path}/` : path} />
      </span>
      <KindBadge change={change} />
      <span className={styles['size']}>{sizeOfChange(change)}</span>
    </>
  )
}

/** Where there is little room a part of a path keeps its first letters. */
function shortest(text: string): CSSProperties {
  return { minWidth: `${Math.min(5, text.length)}ch` }
}

/** Too long a path loses its middle, never its name. */
function PathText({ path }: { readonly path: string }) {
  const cut = path.replace(/\/$/, '').lastIndexOf('/')
  if (cut < 0) return <span className={styles['name']}>{path}</span>
  return (
    <>
      <span className={styles['folder']} style={shortest(path.slice(0, cut))}>
        {path.slice(0, cut)}
      </span>
      <span className={styles['name']}>{path.slice(cut)}</span>
    </>
  )
}

const tones = {
  added: 'green',
  changed: 'neutral',
  deleted: 'amber',
  renamed: 'accent',
  attributes: 'neutral',
} as const

export function KindBadge({ change: { kind } }: { readonly change: Pick<TreeChange, 'kind'> }) {
  return (
    <span className={styles['kind']}>
      <Badge tone={tones[kind]}>{kindWords[kind]}</Badge>
    </span>
  )
}
