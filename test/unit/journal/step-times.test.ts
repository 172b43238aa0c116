import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { stepIds } from '../../../src-main/contract/step-ids.ts'
import { keepTimes, readTimes } from '../../../src-main/journal/step-times.ts'
import { withPace } from '../../../src-main/switch/pace.ts'
import { ownFolder } from '../../own-folder.ts'

const { home } = stepIds
const thought = (ms: number, proofMs?: number) => ({
  ...{ bytes: 0, items: 1, ms },
  ...(proofMs === undefined ? {} : { proofMs }),
})
const ran = (thoughtMs: number, tookMs: number) => ({ [home]: { run: { thoughtMs, tookMs } } })

describe('what a step is thought to take', () => {
  it('is what the step says before the first switch', () => {
    expect(withPace(home, thought(5_000, 2_000), [])).toEqual(thought(5_000, 2_000))
  })

  it('is what the same took the last time', () => {
    const proof = { thoughtMs: 2_000, tookMs: 9_000 }
    const last = { [home]: { run: { thoughtMs: 5_000, tookMs: 20_000 }, proof } }
    const { ms, proofMs, pace } = withPace(home, thought(5_000, 2_000), [last])
    expect([ms, proofMs]).toEqual([20_000, 9_000])
    expect(pace).toEqual({ run: 4, proof: 4.5 })
  })

  it('follows the switch that had about as much to do, and the less the further they are apart', () => {
    const switches = [ran(100_000, 50_000), ran(1_000, 4_000)]
    expect(withPace(home, thought(1_000), switches).ms).toBe(4_000)
    expect(withPace(home, thought(100_000), switches).ms).toBe(50_000)
    const { ms } = withPace(home, thought(1_000), [ran(100_000, 50_000)])
    expect(ms).toBeGreaterThan(800)
    expect(ms).toBeLessThan(1_000)
  })

  it('takes one bad day for no measure', () => {
    expect(withPace(home, thought(1_000), [ran(1_000, 3_600_000)]).ms).toBe(8_000)
  })
})

describe('what is kept of the last switches', () => {
  let file = ''
  beforeEach(() => (file = join(ownFolder('step-times'), 'times.json')))

  it('is the newest eight', () => {
    for (let index = 1; index <= 10; index++) keepTimes(file, ran(index, index))
    expect(readTimes(file).map((times) => times[home]?.run?.tookMs)).toEqual([10, 9, 8, 7, 6, 5, 4, 3])
  })

  it('is nothing where there is no file, or a damaged one', () => {
    expect(readTimes(file)).toEqual([])
    keepTimes(file, ran(1, 1))
    writeFileSync(file, readFileSync(file, 'utf8').slice(0, 20))
    expect(readTimes(file)).toEqual([])
  })
})
