/** Work that the app does by itself: never beside a switch, a plan or a task, and gone when one begins. */
import { describe, expect, it } from 'vitest'
import { createIdleWork } from '../../../src-main/app/idle-work.ts'
import type { IdleWork } from '../../../src-main/commons/capability/app-capability.ts'
import { silentLogger } from '../../../src-main/kernel/logger.ts'

/** Runs until it is told to stop. */
function endless(told: string[]): IdleWork {
  return {
    everyMs: 1_000_000,
    run: async (signal) => {
      told.push('begun')
      await new Promise((resolve) => signal.addEventListener('abort', resolve))
      told.push('stopped')
      throw new Error('stopped')
    },
  }
}
const workerOf = (isBusy = false) => createIdleWork({ isBusy: () => isBusy, logger: silentLogger })

describe('idle work', () => {
  it('is stopped before something else begins, and does not begin beside it', async () => {
    const told: string[] = []
    const idle = workerOf()
    const begin = idle.add(endless(told))
    begin()
    begin()
    await idle.without(async () => {
      told.push('something else')
      begin()
      return Promise.resolve()
    })
    expect(told).toEqual(['begun', 'stopped', 'something else'])
    begin()
    expect(told).toHaveLength(4)
    await idle.close()
    begin()
    expect(told).toEqual(['begun', 'stopped', 'something else', 'begun', 'stopped'])
  })

  it('does not begin while the app is busy', async () => {
    const told: string[] = []
    const idle = workerOf(true)
    idle.add(endless(told))()
    await idle.close()
    expect(told).toEqual([])
  })
})
