import { formatBytes, formatCount } from '../../src-main/kernel/units.ts'
import type { Task } from '../../src-main/contract/task.ts'
import { textOfPath } from '../format/path-text.ts'
import { useClient, useTasks } from '../stores/app-context.tsx'
import { Button } from './button.tsx'
import { ProgressBar } from './progress-bar.tsx'
import styles from './task-line.module.css'
import { texts } from './texts.ts'

interface TaskLineProps {
  /** What is going on, until the app says it more precisely. */
  readonly text: string
  /** Of the call that this window made for it; unknown before it is made. */
  readonly callId: string | undefined
  /** Without it the work cannot be stopped. */
  readonly stop?: string
  readonly onStop?: () => void
}

/** Work that goes on: what, how far, and a way to stop it. */
export function TaskLine({ text, callId, stop, onStop }: TaskLineProps) {
  const task = useTasks(({ tasks }) => tasks.find((one) => one.callId === callId))
  const client = useClient()
  const progress = task?.progress
  const fraction =
    progress?.total === undefined || progress.total === 0 ? undefined : Math.min(1, progress.done / progress.total)
  const stopNow = () => {
    if (onStop !== undefined) onStop()
    // It may have ended by itself in the meantime.
    else if (task !== undefined) client.call('taskCancel', { callId: task.callId }).catch(() => undefined)
  }
  return (
    <div className={styles['line']}>
      <div className={styles['words']}>
        <p role="status" className={styles['text']}>
          {text}
        </p>
        <p className={styles['amount']}>{progress === undefined ? '' : amountText(progress)}</p>
        {fraction !== undefined && <ProgressBar name={text} fraction={fraction} />}
        {progress?.current !== undefined && <p className={styles['current']}>{textOfPath(progress.current)}</p>}
      </div>
      {stop !== undefined && (task !== undefined || onStop !== undefined) && (
        <Button size="small" onClick={stopNow}>
          {stop}
        </Button>
      )}
    </div>
  )
}

type Progress = NonNullable<Task['progress']>

/** "12,400 of 98,000 files", "1.2 GB" */
export function amountText({ done, total, unit }: Progress): string {
  if (unit === 'bytes')
    return total === undefined ? formatBytes(done) : texts.partOf(formatBytes(done), formatBytes(total))
  const word = (total ?? done) === 1 ? unit.slice(0, -1) : unit
  return total === undefined
    ? `${formatCount(done)} ${word}`
    : texts.countOf(formatCount(Math.min(done, total)), formatCount(total), word)
}
