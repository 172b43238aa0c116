import styles from './progress-bar.module.css'
import { classNames } from './class-names.ts'

interface ProgressBarProps {
  readonly name: string
  /** 0 to 1; absent when the total is not known yet. */
  readonly fraction: number | undefined
  readonly large?: boolean
  readonly text?: string
}

export function ProgressBar({ name, fraction, large = false, text }: ProgressBarProps) {
  const percent = fraction === undefined ? undefined : Math.floor(fraction * 100)
  return (
    <div
      role="progressbar"
      aria-label={name}
      aria-valuemin={0}
      aria-valuemax={100}
      {...(percent === undefined ? {} : { 'aria-valuenow': percent })}
      {...(text === undefined ? {} : { 'aria-valuetext': text })}
      className={classNames(styles['track'], large && styles['large'])}
    >
      <div className={styles['bar']} style={{ width: `${(fraction ?? 0) * 100}%` }} />
    </div>
  )
}
