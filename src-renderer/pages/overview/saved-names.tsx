import { Fragment } from 'react'
import type { SavedSince } from '../../../src-main/contract/saved-since-schema.ts'
import styles from './overview-page.module.css'
import { texts } from './texts.ts'

const shownAtMost = 3

/** The first files that were saved since, as the sentence counts them. */
export function SavedNames({ names, files }: Pick<SavedSince, 'names' | 'files'>) {
  const shown = names.slice(0, shownAtMost)
  return (
    <span className={styles['names']}>
      {shown.map((name, index) => (
        <Fragment key={name}>
          {index > 0 && ', '}
          <code>{name}</code>
        </Fragment>
      ))}
      {files > shown.length && ` ${texts.andMore(files - shown.length)}`}
    </span>
  )
}
