import { ChevronRight } from 'lucide-react'
import type { PartOfSet } from '../../../../src-main/contract/snapshot-calls.ts'
import { textOfPath } from '../../../format/path-text.ts'
import { filesHash, type FilesPlace } from '../snapshots-routes.ts'
import styles from './breadcrumb.module.css'
import { texts } from './texts.ts'

interface BreadcrumbProps {
  readonly place: FilesPlace
  readonly subvolume: PartOfSet
  readonly home: string | undefined
}

/** The way to the folder that is shown; each name on it leads there. */
export function Breadcrumb({ place, subvolume, home }: BreadcrumbProps) {
  const names = place.folder === '' ? [] : place.folder.split('/')
  const steps = [
    { name: subvolume.path ?? subvolume.title, folder: '' },
    ...names.map((name, index) => ({ name: textOfPath(name), folder: names.slice(0, index + 1).join('/') })),
  ]
  return (
    <nav aria-label={texts.folder} className={styles['way']}>
      <ol>
        {steps.map(({ name, folder }, index) => (
          <li key={folder}>
            {index > 0 && <ChevronRight size={13} aria-hidden />}
            {index === steps.length - 1 ? (
              <span aria-current="location">{name}</span>
            ) : (
              <a href={filesHash({ ...place, folder, file: undefined })}>{name}</a>
            )}
            {home !== undefined && `${subvolume.path ?? ''}/${folder}` === home && (
              <span className={styles['home']}>(~)</span>
            )}
          </li>
        ))}
      </ol>
    </nav>
  )
}
