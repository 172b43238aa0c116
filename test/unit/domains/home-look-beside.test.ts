import { setTimeout as pause } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { lookBeside } from '../../../src-main/domains/home-sync/on-pair/run/bring.ts'

describe('a look at the laptop that is left, beside work on the other one', () => {
  it('is one look where the work is short', async () => {
    let looks = 0
    const { done, seen } = await lookBeside(
      () => pause(20, 'placed'),
      () => Promise.resolve(++looks),
    )
    expect({ done, seen, looks }).toEqual({ done: 'placed', seen: 1, looks: 1 })
  })

  it('is done again after work that took long, and counts as it was then', async () => {
    let looks = 0
    let isOver = false
    const { seen } = await lookBeside(
      () => pause(1_100).then(() => (isOver = true)),
      () => Promise.resolve([++looks, isOver]),
    )
    expect(seen).toEqual([2, true])
  })

  it.each(['work', 'look'])('tells what failed when neither is at work any more: %s', async (failing) => {
    const ended: string[] = []
    const fail = () => Promise.reject(new Error(failing))
    const last = (name: string) => pause(30).then(() => ended.push(name))
    const both = failing === 'work' ? lookBeside(fail, () => last('look')) : lookBeside(() => last('work'), fail)
    await expect(both).rejects.toThrow(failing)
    expect(ended).toEqual([failing === 'work' ? 'look' : 'work'])
  })
})
