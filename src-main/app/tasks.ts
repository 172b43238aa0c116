/** Long work outside a switch, as clients see it. Ends with the app; agents take care that nothing is left half-done. */
import { randomUUID } from 'node:crypto'
import type { Task } from '../contract/task.ts'
import { AppError } from '../kernel/app-error.ts'
import { isoNow, type Clock } from '../kernel/clock.ts'
import type { EventBus } from '../kernel/event-bus.ts'
import type { RunTask } from '../machine/reach.ts'

export interface Tasks {
  readonly run: RunTask
  running(): readonly Task[]
  /** AppError "not-found" when it is over. */
  cancel(taskId: string): void
}

export function createTasks(bus: EventBus<Task>, clock: Clock): Tasks {
  const tasks = new Map<string, { task: Task; readonly abort: AbortController }>()
  return {
    async run(call, title, work) {
      const taskId = randomUUID()
      const entry = {
        task: { taskId, call, title, startedAt: isoNow(clock), state: 'running' } as Task,
        abort: new AbortController(),
      }
      const tell = (task: Task): void => {
        entry.task = task
        bus.publish(task)
      }
      const end = (state: Task['state']): void => {
        tasks.delete(taskId)
        tell({ ...entry.task, state })
      }
      tasks.set(taskId, entry)
      tell(entry.task)
      try {
        const value = await work({
          signal: entry.abort.signal,
          onProgress: (progress) => tell({ ...entry.task, progress }),
        })
        end('done')
        return value
      } catch (thrown) {
        end('failed')
        throw thrown
      }
    },
    running: () => [...tasks.values()].map(({ task }) => task),
    cancel(taskId) {
      const entry = tasks.get(taskId)
      if (entry === undefined) {
        throw new AppError({ code: 'not-found', message: 'This task has ended.', hint: 'Reload the page.' })
      }
      entry.abort.abort()
    },
  }
}
