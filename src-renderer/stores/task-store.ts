/** Long work outside a switch that is going on now. */
import { createStore, type StoreApi } from 'zustand'
import type { Task } from '../../src-main/contract/task.ts'

export interface TaskModel {
  readonly tasks: readonly Task[]
  readonly put: (task: Task) => void
}

export type TaskStore = StoreApi<TaskModel>

/** What has ended is forgotten: whoever began it has its answer. */
export function createTaskStore(): TaskStore {
  return createStore<TaskModel>((set) => ({
    tasks: [],
    put: (task) =>
      set(({ tasks }) => {
        const others = tasks.filter(({ taskId }) => taskId !== task.taskId)
        return { tasks: task.state === 'running' ? [...others, task] : others }
      }),
  }))
}
