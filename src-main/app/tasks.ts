/** Long work outside a switch, as clients see it. Ends with the app; agents take care that nothing is left half-done. */
import type { WorkEnd } from '../contract/activity-calls.ts'
import type { Task } from '../contract/task.ts'
import { toWireError } from '../contract/wire-error.ts'
import { beginWork, endWork } from '../journal/work-records.ts'
import { AppError } from '../kernel/app-error.ts'
import { isoNow, type Clock } from '../kernel/clock.ts'
import type { EventBus } from '../kernel/event-bus.ts'
import type { Logger } from '../kernel/logger.ts'
import type { RunTask } from '../machine/reach.ts'
import { taskEnded, taskThere } from './texts.ts'

export interface Tasks {
  /** AppError "invalid-input" when that call has a task already. */
  readonly run: RunTask
  running(): readonly Task[]
  /** AppError "not-found" when it is over. */
  cancel(callId: string): void
}

interface TasksParts {
  readonly bus: EventBus<Task>
  readonly clock: Clock
  readonly record: RecordWork
}

export function createTasks({ bus, clock, record }: TasksParts): Tasks {
  const tasks = new Map<string, { task: Task; readonly abort: AbortController }>()
  return {
    async run({ callId }, { title, activity }, work) {
      if (tasks.has(callId)) throw new AppError({ code: 'invalid-input', ...taskThere, details: callId })
      const entry = {
        task: { callId, title, startedAt: isoNow(clock), state: 'running' } as Task,
        abort: new AbortController(),
      }
      const tell = (task: Task): void => {
        entry.task = task
        bus.publish(task)
      }
      const end = (state: Task['state'], told: Omit<WorkEnd, 'at'> | undefined): void => {
        tasks.delete(callId)
        if (told !== undefined) recordEnd?.({ at: isoNow(clock), ...told })
        tell({ ...entry.task, state })
      }
      tasks.set(callId, entry)
      const recordEnd = activity === undefined ? undefined : record(entry.task)
      tell(entry.task)
      try {
        const value = await work({
          signal: entry.abort.signal,
          onProgress: (progress) => tell({ ...entry.task, progress }),
        })
        end('done', activity?.(value))
        return value
      } catch (thrown) {
        end('failed', endOf(thrown))
        throw thrown
      }
    },
    running: () => [...tasks.values()].map(({ task }) => task),
    cancel(callId) {
      const entry = tasks.get(callId)
      if (entry === undefined) throw new AppError({ code: 'not-found', ...taskEnded })
      entry.abort.abort()
    },
  }
}

function endOf(thrown: unknown): Pick<WorkEnd, 'result' | 'summary' | 'error'> {
  const error = toWireError(thrown)
  return { result: error.code === 'cancelled' ? 'stopped' : 'failed', summary: error.message, error }
}

/**
 * Writes down for Activity what a task changes. A record that can't be written does not keep work from being done: a
 * full disk is mended by deleting snapshots. It is logged. What is told is on disk before either function returns.
 */
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
