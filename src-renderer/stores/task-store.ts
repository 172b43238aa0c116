/** Long work outside a switch that is going on now. */
import { createStore, type StoreApi } from 'zustand'
import type { Task } from '../../src-main/contract/task.ts'
import { newCallId } from '../client/client.ts'

export interface TaskModel {
  readonly tasks: readonly Task[]
  readonly put: (task: Task) => void
  /** Those that still go on are told anew. */
  readonly forgetAll: () => void
  /** The ids of the calls that this window is making and follows, by what they are for. */
  readonly own: Readonly<Record<string, string>>
  /** Makes a call under a new id, which is in `own` under `purpose` until it has its answer. */
  readonly follow: <T>(purpose: string, make: (callId: string) => Promise<T>) => Promise<T>
}

export type TaskStore = StoreApi<TaskModel>

/** What has ended is forgotten: whoever began it has its answer. */
export function createTaskStore(): TaskStore {
  return createStore<TaskModel>((set) => ({
    tasks: [],
    own: {},
    forgetAll: () => set({ tasks: [] }),
    put: (task) =>
      set(({ tasks }) => {
        const others = tasks.filter(({ callId }) => callId !== task.callId)
        return { tasks: task.state === 'running' ? [...others, task] : others }
      }),
    async follow(purpose, make) {
      const callId = newCallId()
      set(({ own }) => ({ own: { ...own, [purpose]: callId } }))
      try {
        return await make(callId)
      } finally {
        set(({ own }) => ({
          own: Object.fromEntries(Object.entries(own).filter(([, id]) => id !== callId)),
        }))
      }
    },
  }))
}
