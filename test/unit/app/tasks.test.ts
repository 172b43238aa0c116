import { describe, expect, it } from 'vitest'
import { createTasks, type RecordWork } from '../../../src-main/app/tasks.ts'
import type { Task } from '../../../src-main/contract/task.ts'
import { AppError } from '../../../src-main/kernel/app-error.ts'
import { createEventBus } from '../../../src-main/kernel/event-bus.ts'
import type { CallOptions } from '../../../src-main/machine/machine.ts'
import { newCall } from '../transport/new-call.ts'

function tasksOf() {
  const bus = createEventBus<Task>((error) => {
    throw error
  })
  const told: Task[] = []
  bus.subscribe((task) => told.push(task))
  const recorded: unknown[] = []
  const record: RecordWork = (task) => {
    recorded.push(task)
    return (end) => recorded.push(end)
  }
  return { tasks: createTasks({ bus, clock: { nowMs: () => 0 }, record }), told, recorded }
}

const untilStopped = ({ signal }: CallOptions): Promise<never> =>
  new Promise((_resolve, reject) => signal?.addEventListener('abort', () => reject(new Error('stopped'))))

describe('long work outside a switch', () => {
  it('is told from its beginning to its end, with how far it is', async () => {
    const { tasks, told } = tasksOf()
    const answer = await tasks.run(newCall(), { title: 'Restore a file' }, ({ onProgress }) => {
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
    await expect(tasks.run(newCall(), { title: 'Fail' }, () => Promise.reject(new Error('no')))).rejects.toThrow('no')
    expect(told.at(-1)?.state).toBe('failed')
  })

  it('is recorded before it begins, with what came of it, where it says that', async () => {
    const { tasks, recorded } = tasksOf()
    const call = newCall()
    const activity = (files: number) => ({ result: 'done', summary: `${files} files restored` }) as const
    await tasks.run(call, { title: 'Restore', activity }, () => {
      expect(recorded).toMatchObject([{ ...call, title: 'Restore', startedAt: '1970-01-01T00:00:00.000Z' }])
      return Promise.resolve(3)
    })
    expect(recorded.slice(1)).toEqual([{ at: '1970-01-01T00:00:00.000Z', result: 'done', summary: '3 files restored' }])
  })

  it('is not recorded where it changes nothing', async () => {
    const { tasks, recorded } = tasksOf()
    await tasks.run(newCall(), { title: 'Search' }, () => Promise.resolve(3))
    expect(recorded).toEqual([])
  })

  it('is recorded with its error, and as stopped when the person stopped it', async () => {
    const { tasks, recorded } = tasksOf()
    const changing = { title: 'Restore', activity: () => ({ result: 'done', summary: '' }) as const }
    const lost = new AppError({ code: 'unreachable', message: 'XPS 13 does not answer.', hint: 'Wake it.' })
    await expect(tasks.run(newCall(), changing, () => Promise.reject(lost))).rejects.toBe(lost)
    expect(recorded.at(-1)).toMatchObject({
      result: 'failed',
      summary: 'XPS 13 does not answer.',
      error: { code: 'unreachable', hint: 'Wake it.' },
    })
    const stopped = new AppError({ code: 'cancelled', message: 'It was stopped.' })
    await expect(tasks.run(newCall(), changing, () => Promise.reject(stopped))).rejects.toBe(stopped)
    expect(recorded.at(-1)).toMatchObject({ result: 'stopped', summary: 'It was stopped.' })
  })

  it('can be stopped as long as it goes on', async () => {
    const { tasks } = tasksOf()
    const call = newCall()
    const work = tasks.run(call, { title: 'Wait' }, untilStopped)
    tasks.cancel(call.callId)
    await expect(work).rejects.toThrow('stopped')
    expect(() => tasks.cancel(call.callId)).toThrow(/has ended/)
  })

  it('is one for each call: a second one of the same call is refused, and the first goes on', async () => {
    const { tasks } = tasksOf()
    const call = newCall()
    const first = tasks.run(call, { title: 'Wait' }, untilStopped)
    await expect(tasks.run(call, { title: 'Wait' }, untilStopped)).rejects.toMatchObject({ code: 'invalid-input' })
    expect(tasks.running()).toHaveLength(1)
    tasks.cancel(call.callId)
    await expect(first).rejects.toThrow('stopped')
  })
})
