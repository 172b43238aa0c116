import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { trimMemoryWhenIdle } from '../../../src-main/kernel/trim-memory.ts'

const mb = 1024 * 1024

describe('memory that large work needed', () => {
  const program = { held: 0, afterwards: 0, cpu: 0, trims: 0 }
  let end: () => void

  beforeEach(() => {
    vi.useFakeTimers()
    Object.assign(program, { held: 80 * mb, afterwards: 70 * mb, cpu: 0, trims: 0 })
    end = trimMemoryWhenIdle({
      everyMs: 1000,
      idleCpuMs: 20,
      heldBytes: () => program.held,
      cpuMs: () => program.cpu,
      collect: () => {
        program.trims += 1
        program.held = program.afterwards
      },
    })
  })
  afterEach(() => {
    end()
    vi.useRealTimers()
  })

  it('is given back once the program has nothing to do', () => {
    program.held = 300 * mb
    program.cpu = 5000
    vi.advanceTimersByTime(1000)
    expect(program.trims).toBe(0)
    vi.advanceTimersByTime(1000)
    expect(program.trims).toBe(1)
    vi.advanceTimersByTime(60_000)
    expect(program.trims).toBe(1)
  })

  it('is not looked for in a program of the usual size, nor again before it has worked', () => {
    vi.advanceTimersByTime(10_000)
    expect(program.trims).toBe(0)
    Object.assign(program, { held: 300 * mb, afterwards: 250 * mb })
    vi.advanceTimersByTime(10_000)
    expect(program.trims).toBe(1)
    program.cpu += 15
    vi.advanceTimersByTime(10_000)
    expect(program.trims).toBe(1)
    program.cpu += 2000
    vi.advanceTimersByTime(10_000)
    expect(program.trims).toBe(2)
  })

  it('is given back after the work too when something was given back while it waited in the middle', () => {
    Object.assign(program, { held: 900 * mb, afterwards: 800 * mb })
    vi.advanceTimersByTime(1000)
    expect(program.trims).toBe(1)
    Object.assign(program, { cpu: 3000, afterwards: 70 * mb })
    vi.advanceTimersByTime(3000)
    expect(program).toMatchObject({ trims: 2, held: 70 * mb })
  })
})
