import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { trimMemory } from '../../../src-main/kernel/trim-memory.ts'

const mb = 1024 * 1024

describe('memory that large work needed', () => {
  const program = { held: 0, afterwards: 0, cpu: 0, trims: 0, tookMs: 0 }
  let end: () => void

  beforeEach(() => {
    vi.useFakeTimers()
    Object.assign(program, { held: 56 * mb, afterwards: 46 * mb, cpu: 0, trims: 0, tookMs: 100 })
    end = trimMemory({
      everyMs: 1000,
      idleCpuMs: 20,
      heldBytes: () => program.held,
      cpuMs: () => program.cpu,
      nowMs: () => Date.now(),
      collect: () => {
        program.trims += 1
        program.held = program.afterwards
        vi.setSystemTime(Date.now() + program.tookMs)
      },
    })
  })
  afterEach(() => {
    end()
    vi.useRealTimers()
  })
  const work = (seconds: number, each: () => void = () => undefined): void => {
    for (let second = 0; second < seconds; second += 1) {
      program.cpu += 900
      each()
      vi.advanceTimersByTime(1000)
    }
  }

  it('is given back once the program has had nothing to do for some seconds', () => {
    program.held = 110 * mb
    work(1)
    expect(program.trims).toBe(0)
    vi.advanceTimersByTime(4000)
    expect(program.trims).toBe(0)
    vi.advanceTimersByTime(1000)
    expect(program.trims).toBe(1)
    vi.advanceTimersByTime(60_000)
    expect(program.trims).toBe(1)
  })

  it('is not looked for in a program of the usual size, nor again before it has worked', () => {
    vi.advanceTimersByTime(10_000)
    expect(program.trims).toBe(0)
    Object.assign(program, { held: 110 * mb, afterwards: 105 * mb })
    vi.advanceTimersByTime(10_000)
    expect(program.trims).toBe(1)
    program.cpu += 15
    vi.advanceTimersByTime(10_000)
    expect(program.trims).toBe(1)
    program.cpu += 2000
    vi.advanceTimersByTime(10_000)
    expect(program.trims).toBe(2)
  })

  it('is given back while the program works, whenever it has grown by half since, and holds much', () => {
    program.held = 300 * mb
    work(1)
    expect(program).toMatchObject({ trims: 1, held: 46 * mb })
    program.held = 109 * mb
    work(10)
    expect(program.trims).toBe(1)
    Object.assign(program, { held: 111 * mb, afterwards: 80 * mb })
    work(1)
    expect(program).toMatchObject({ trims: 2, held: 80 * mb })
    program.held = 119 * mb
    work(10)
    expect(program.trims).toBe(2)
    program.held = 121 * mb
    work(1)
    expect(program.trims).toBe(3)
  })

  it('is given back while it works only as often as takes little of its time', () => {
    Object.assign(program, { afterwards: 800 * mb, tookMs: 2000 })
    work(100, () => (program.held = 1300 * mb))
    expect(program.trims).toBe(3)
  })

  it('is given back after the work too when what the program needed was held before', () => {
    Object.assign(program, { held: 900 * mb, afterwards: 800 * mb })
    work(1)
    expect(program.trims).toBe(1)
    Object.assign(program, { cpu: program.cpu + 3000, afterwards: 46 * mb })
    vi.advanceTimersByTime(6000)
    expect(program).toMatchObject({ trims: 2, held: 46 * mb })
  })

  it('is not looked for again because of what the last time left V8 to do, for as long as the program rests', () => {
    Object.assign(program, { held: 100 * mb, afterwards: 90 * mb, tookMs: 300 })
    work(1)
    vi.advanceTimersByTime(10_000)
    expect(program.trims).toBe(1)
    // Marking goes on after a collection, and timers tick.
    program.cpu += 400
    for (let second = 0; second < 600; second += 1) {
      program.cpu += 1
      vi.advanceTimersByTime(1_000)
    }
    expect(program.trims).toBe(1)
  })

  it('is looked for less and less where nothing can be given back', () => {
    Object.assign(program, { held: 100 * mb, afterwards: 98 * mb })
    for (let minute = 0; minute < 60; minute += 1) {
      work(3)
      vi.advanceTimersByTime(57_000)
    }
    expect(program.trims).toBeLessThan(10)
  })
})
