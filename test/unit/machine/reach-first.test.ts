import { describe, expect, it } from 'vitest'
import { AppError } from '../../../src-main/kernel/app-error.ts'
import { reachFirst } from '../../../src-main/machine/reach-first.ts'

interface Laptop {
  readonly answersAfterMs?: number
  readonly refuses?: true | AppError
}

/** Addresses in a network in memory; what is not in it never answers. */
async function reach(
  addresses: readonly string[],
  network: Readonly<Record<string, Laptop>>,
  names: readonly string[] = [],
) {
  const asked: string[] = []
  const given: string[] = []
  const closed: string[] = []
  /** How many addresses were tried before. */
  const askedForMore: number[] = []
  const open = async (address: string, signal: AbortSignal): Promise<string> => {
    asked.push(address)
    const there = network[address]
    if (there?.refuses !== undefined) throw there.refuses === true ? new Error(`${address} refuses`) : there.refuses
    await new Promise<void>((resolve, reject) => {
      signal.addEventListener('abort', () => {
        given.push(address)
        reject(new Error(`${address} was given up`))
      })
      if (there !== undefined) setTimeout(resolve, there.answersAfterMs ?? 0)
    })
    return address
  }
  const reached = await reachFirst({
    addresses,
    more: () => Promise.resolve(askedForMore.push(asked.length) > 0 ? names : []),
    open,
    close: (opened) => void closed.push(opened),
  }).catch((thrown: unknown) => thrown)
  return { reached, asked, given, closed, askedForMore }
}

describe('a laptop with several addresses', () => {
  it('is asked once where it is where it was', async () => {
    const { reached, asked, askedForMore } = await reach(['a', 'b'], { a: {}, b: {} })
    expect(reached).toEqual({ address: 'a', opened: 'a' })
    expect(asked).toEqual(['a'])
    expect(askedForMore).toEqual([])
  })

  it('is found at the next one where one refuses, and where one says nothing, which is given up then', async () => {
    const { reached, asked, given } = await reach(['refuses', 'silent', 'b'], { refuses: { refuses: true }, b: {} })
    expect(reached).toMatchObject({ address: 'b' })
    expect(asked).toEqual(['refuses', 'silent', 'b'])
    expect(given).toContain('silent')
  })

  it('is sought by its name where it is nowhere that is known, each address once', async () => {
    const { reached, asked } = await reach(['a'], { a: { refuses: true }, named: {} }, ['a', 'named'])
    expect(reached).toMatchObject({ address: 'named' })
    expect(asked).toEqual(['a', 'named'])
  })

  it('is sought by its name while addresses that say nothing are waited for, and tried there last', async () => {
    const { reached, asked, askedForMore } = await reach(['silent', 'b', 'c'], { named: {} }, ['named'])
    expect(reached).toMatchObject({ address: 'named' })
    expect(askedForMore).toEqual([1])
    expect(asked).toEqual(['silent', 'b', 'c', 'named'])
  })

  it('is one that answers late, but for nothing faster', async () => {
    const { reached, given } = await reach(['slow', 'silent'], { slow: { answersAfterMs: 700 } })
    expect(reached).toMatchObject({ address: 'slow' })
    expect(given).toContain('silent')
  })

  it('is nowhere: what says most is told, and of equals what the likeliest address said', async () => {
    const { reached } = await reach(['a', 'b'], { a: { refuses: true }, b: { refuses: true } })
    expect(String(reached)).toBe('Error: a refuses')
    const silent = new AppError({ code: 'unreachable', message: 'No answer.', hint: 'Wait.' })
    const other = new AppError({ code: 'host-key-changed', message: 'Another laptop.', hint: 'Look.' })
    const told = await reach(['a', 'b'], { a: { refuses: silent }, b: { refuses: other } })
    expect(told.reached).toBe(other)
  })
})
