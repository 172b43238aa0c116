import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { trimMemoryWhenIdle } from '../../../src-main/kernel/trim-memory.ts'

const mb = 1024 * 1024

describe('memory that large work needed', () => {
  const program = { heap: 0, afterwards: 0, cpu: 0, trims: 0 }
  let end: () => void

  beforeEach(() => {
    vi.useFakeTimers()
    Object.assign(program, { heap: 40 * mb, afterwards: 30 * mb, cpu: 0, trims: 0 })
    end = trimMemoryWhenIdle({
      everyMs: 1000,
      idleCpuMs: 20,
      heapBytes: () => program.heap,
      cpuMs: () => program.cpu,
      collect: () => {
        program.trims += 1
        program.heap = program.afterwards
      },
    })
  })
  afterEach(() => {
    end()
    vi.useRealTimers()
  })

  it('is given back once the program has nothing to do', () => {
    program.heap = 300 * mb
    program.cpu = 5000
    vi.advanceTimersByTime(1000)
    expect(program.trims).toBe(0)
    vi.advanceTimersByTime(1000)
    expect(program.trims).toBe(1)
    vi.advanceTimersByTime(60_000)
    expect(program.trims).toBe(1)
  })

  it('is not looked for in a heap of the usual size, nor in what is needed', () => {
    vi.advanceTimersByTime(10_000)
    expect(program.trims).toBe(0)
    Object.assign(program, { heap: 300 * mb, afterwards: 250 * mb })
    vi.advanceTimersByTime(10_000)
    expect(program.trims).toBe(1)
    program.heap = 290 * mb
    vi.advanceTimersByTime(10_000)
    expect(program.trims).toBe(1)
    program.heap = 400 * mb
    vi.advanceTimersByTime(10_000)
    expect(program.trims).toBe(2)
  })
})
