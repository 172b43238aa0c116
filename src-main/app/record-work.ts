/**
 * Writes down for Activity what a task changes. A record that can't be written does not keep work from being done: a full
 * disk is mended by deleting snapshots. It is logged.
 */
import type { WorkEnd } from '../contract/activity-calls.ts'
import type { Task } from '../contract/task.ts'
import { beginWork, endWork } from '../journal/work-records.ts'
import type { Logger } from '../kernel/logger.ts'

/** What is told is on disk before either function returns. */
export type RecordWork = (task: Pick<Task, 'callId' | 'title' | 'startedAt'>) => (end: WorkEnd) => void

export function createWorkRecorder(folder: string, logger: Logger): RecordWork {
  const attempt = <T>(write: () => T): T | undefined => {
    try {
      return write()
    } catch (thrown) {
      logger.log('error', 'work cannot be recorded', { error: String(thrown) })
      return undefined
    }
  }
  return ({ callId, title, startedAt }) => {
    const record = attempt(() => beginWork(folder, { callId, title, startedAt }))
    return (end) => {
      if (record !== undefined) attempt(() => endWork(folder, record, end))
    }
  }
}
