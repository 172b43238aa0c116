import { describe, expect, it } from 'vitest'
import { createTasks } from '../../../src-main/app/tasks.ts'
import type { Task } from '../../../src-main/contract/task.ts'
import { createEventBus } from '../../../src-main/kernel/event-bus.ts'

function tasksOf() {
  const bus = createEventBus<Task>((error) => {
    throw error
  })
  const told: Task[] = []
  bus.subscribe((task) => told.push(task))
  return { tasks: createTasks(bus, { nowMs: () => 0 }), told }
}

describe('long work outside a switch', () => {
  it('is told from its beginning to its end, with how far it is', async () => {
    const { tasks, told } = tasksOf()
    const answer = await tasks.run('restoreRun', 'Restore a file', ({ onProgress }) => {
      onProgress?.({ done: 1, total: 2, unit: 'files' })
      expect(tasks.running()).toHaveLength(1)
      return Promise.resolve('restored')
    })
    expect(answer).toBe('restored')
    expect(told.map(({ state }) => state)).toEqual(['running', 'running', 'done'])
    expect(told[1]?.progress).toEqual({ done: 1, total: 2, unit: 'files' })
    expect(tasks.running()).toEqual([])
  })

  it('fails as its work fails', async () => {
    const { tasks, told } = tasksOf()
    await expect(tasks.run('restoreRun', 'Fail', () => Promise.reject(new Error('no')))).rejects.toThrow('no')
    expect(told.at(-1)?.state).toBe('failed')
  })

  it('can be stopped as long as it goes on', async () => {
    const { tasks, told } = tasksOf()
    const work = tasks.run(
      'restoreRun',
      'Wait',
      ({ signal }) =>
        new Promise((_resolve, reject) => signal?.addEventListener('abort', () => reject(new Error('stopped')))),
    )
    const taskId = told[0]?.taskId ?? ''
    tasks.cancel(taskId)
    await expect(work).rejects.toThrow('stopped')
    expect(() => tasks.cancel(taskId)).toThrow(/has ended/)
  })
})
