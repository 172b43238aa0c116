import { describe, expect, it } from 'vitest'
import { rememberWhile } from '../../../src-main/kernel/remember-while.ts'

function counting() {
  const state: { stamp: string | undefined; reads: number; duringRead: () => void } = {
    stamp: 'a',
    reads: 0,
    duringRead: () => undefined,
  }
  const ask = rememberWhile(
    () => state.stamp,
    (what: string) => {
      state.reads += 1
      state.duringRead()
      return Promise.resolve(`${what} ${state.reads}`)
    },
  )
  return { state, ask }
}

describe('an answer that is kept', () => {
  it('is read once while its stamp stays the same, and again after it changed', async () => {
    const { state, ask } = counting()
    expect([await ask('x'), await ask('x')]).toEqual(['x 1', 'x 1'])
    state.stamp = 'b'
    expect([await ask('x'), await ask('x')]).toEqual(['x 2', 'x 2'])
  })

  it('is not kept when something changed while it was read', async () => {
    const { state, ask } = counting()
    state.duringRead = () => (state.stamp = `${String(state.stamp)}+`)
    expect([await ask('x'), await ask('x')]).toEqual(['x 1', 'x 2'])
  })

  it('is not kept, nor is a kept one given, where there is no stamp', async () => {
    const { state, ask } = counting()
    await ask('x')
    state.stamp = undefined
    expect([await ask('x'), await ask('x')]).toEqual(['x 2', 'x 3'])
    state.stamp = 'a'
    expect(await ask('x')).toBe('x 4')
  })

  it('is not kept when it could not be read', async () => {
    const { state, ask } = counting()
    state.duringRead = () => {
      throw new Error('no')
    }
    await expect(Promise.resolve().then(() => ask('x'))).rejects.toThrow('no')
    state.duringRead = () => undefined
    expect(await ask('x')).toBe('x 2')
  })
})
