import { Lightbulb, Lock } from 'lucide-react'
import { type UndecidedFile, etcPathOf } from '../../../../src-main/contract/etc-calls.ts'
import { classNames } from '../../../components/class-names.ts'
import styles from '../../wizard/plan/questions/question-row.module.css'
import { texts } from './texts.ts'
import type { UndecidedFiles } from './use-undecided.ts'

interface UndecidedRowProps {
  readonly file: UndecidedFile
  readonly found: UndecidedFiles
}

/** A file, how it differs, and what is suggested. */
export function UndecidedRow({ file, found }: UndecidedRowProps) {
  const { pattern, reason, secret, suggestion, newer } = file
  const path = etcPathOf(pattern)
  const cut = path.lastIndexOf('/') + 1
  return (
    <div className={styles['row']} title={path}>
      <div className={styles['words']}>
        <div className={styles['line']}>
          <span className={classNames(styles['name'], styles['path'])}>
            <span className={styles['text']}>
              <span className={styles['folder']}>{path.slice(0, cut)}</span>
              {path.slice(cut)}
            </span>
          </span>
          {secret && <Lock size={13} className={styles['lock']} aria-label={texts.secret} role="img" />}
        </div>
        <p className={styles['reason']}>
          {newer === undefined ? reason : `${texts.newerOn(found[newer].label)} · ${reason}`}
        </p>
        {suggestion !== undefined && (
          <p className={styles['suggestion']} title={suggestion.why}>
            <Lightbulb size={13} aria-hidden />
            <span>
              <strong>{texts.suggested(suggestion.choice)}</strong> {suggestion.why}
            </span>
          </p>
        )}
      </div>
    </div>
  )
}
