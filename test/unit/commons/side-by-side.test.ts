import { setTimeout as wait } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { sideBySide, sumProgress } from '../../../src-main/commons/side-by-side.ts'
import type { Progress } from '../../../src-main/contract/define.ts'

it('stops the others when one fails, and waits for their end', async () => {
  const ended: string[] = []
  const stopped = async (signal: AbortSignal) => {
    await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))
    await wait(5)
    ended.push('the other one')
    throw new Error('was stopped')
  }
  await expect(sideBySide([stopped, () => Promise.reject(new Error('first'))], undefined)).rejects.toThrow('first')
  expect(ended).toEqual(['the other one'])
})

it('stops all of them for the person, and answers in order otherwise', async () => {
  expect(await sideBySide([() => wait(5, 'one'), () => Promise.resolve('two')], undefined)).toEqual(['one', 'two'])
  const stop = new AbortController()
  const all = sideBySide([(signal) => wait(10_000, undefined, { signal })], stop.signal)
  stop.abort()
  await expect(all).rejects.toThrow(/abort/)
})

it('has a total once all have told theirs, and the sum of what is done', () => {
  const told: Progress[] = []
  const [one, other] = sumProgress(2, (progress) => void told.push(progress))
  one?.({ done: 0, unit: 'bytes', current: 'Listing' })
  one?.({ done: 10, total: 100, unit: 'bytes' })
  other?.({ done: 5, total: 50, unit: 'bytes' })
  expect(told).toEqual([
    { done: 0, unit: 'bytes', current: 'Listing' },
    { done: 10, unit: 'bytes' },
    { done: 15, total: 150, unit: 'bytes' },
  ])
})
