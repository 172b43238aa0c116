import { afterEach, beforeEach, expect, it, vi } from 'vitest'

const all = ['a', 'b', 'c', 'd', 'e', 'f']

beforeEach(() => vi.resetModules())
afterEach(() => vi.unstubAllEnvs())

async function howLong(seed: string | undefined, long: '0' | '1' = '0') {
  vi.stubEnv('PC_SWITCHER_TEST_SEED', seed)
  vi.stubEnv('PC_SWITCHER_TEST_LONG', long)
  return import('../../how-long.ts')
}

it('picks the same again with the same seed', async () => {
  const first = (await howLong('17')).pickFor('steps', all, 2)
  vi.resetModules()
  expect((await howLong('17')).pickFor('steps', all, 2)).toEqual(first)
  expect(first).toHaveLength(2)
  expect(all.filter((one) => first.includes(one))).toEqual(first)
})

it('picks each of them with one seed or another', async () => {
  const seen = new Set<string>()
  for (let seed = 0; seed < 40; seed += 1) {
    vi.resetModules()
    for (const one of (await howLong(String(seed))).pickFor('steps', all, 2)) seen.add(one)
  }
  expect([...seen].sort()).toEqual(all)
})

it('begins at each instant of the first step with one seed or another', async () => {
  const seen = new Set<number>()
  for (let seed = 0; seed < 40; seed += 1) {
    vi.resetModules()
    const { first, step } = (await howLong(String(seed))).instantsFor('kills', 4)
    expect(step).toBe(4)
    seen.add(first)
  }
  expect([...seen].sort()).toEqual([0, 1, 2, 3])
})

it('leaves nothing out in the long form', async () => {
  const { pickFor, instantsFor } = await howLong('17', '1')
  expect(pickFor('steps', all, 2)).toEqual(all)
  expect(instantsFor('kills', 4)).toEqual({ first: 0, step: 1 })
})

it('refuses a seed that is no number', async () => {
  await expect(howLong('often')).rejects.toThrow('PC_SWITCHER_TEST_SEED is no whole number: often')
})

it('is always the same in the short form, and another each time in the long form', async () => {
  const short = new Set<number>()
  const long = new Set<number>()
  for (let run = 0; run < 10; run += 1) {
    vi.resetModules()
    short.add((await howLong(undefined)).seed)
    vi.resetModules()
    long.add((await howLong(undefined, '1')).seed)
  }
  expect({ short: short.size, isLongOther: long.size > 1 }).toEqual({ short: 1, isLongOther: true })
})
