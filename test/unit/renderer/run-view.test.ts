import { describe, expect, it } from 'vitest'
import type { StepStatus } from '../../../src-main/contract/switch-state.ts'
import { observeRun, type RunningState, type RunView } from '../../../src-renderer/stores/run-view.ts'
import { sayNext, nothingSaid } from '../../../src-renderer/pages/wizard/run/announcements.ts'
import { finishedStatuses, runningState, startedAt } from '../../renderer/runs.ts'
import { stepIds } from '../../../src-main/contract/step-ids.ts'

const startMs = Date.parse(startedAt)

function homeAt(done: number, total = 18.4e9, perSecond = 50e6): RunningState {
  const state = runningState(startedAt)
  const home: StepStatus = {
    kind: 'running',
    startedAt,
    answeredAt: startedAt,
    progress: { done, total, unit: 'bytes' },
    perSecond,
  }
  const copied = { done, total }
  return { ...state, statuses: { ...state.statuses, [stepIds.home]: { ...home, copied } } }
}

describe('how far a run is', () => {
  it('never moves backwards when a step corrects itself', () => {
    const far = observeRun(undefined, homeAt(12e9), startMs + 60_000)
    const corrected = observeRun(far, homeAt(9e9), startMs + 61_000)
    expect(corrected?.fraction).toBeGreaterThanOrEqual(far?.fraction ?? 1)
    expect(corrected?.doneBytes).toBe(far?.doneBytes)
  })

  it('stays below 100% until the other laptop has confirmed', () => {
    const steps = { [stepIds.home]: { kind: 'done', ms: 60_000 } } as const
    const proven = { ...homeAt(18.4e9), verifying: true, proving: { since: startedAt, steps } }
    expect(observeRun(undefined, proven, startMs + 86_400_000)?.fraction).toBe(0.99)
  })

  it('starts anew when a switch is resumed', () => {
    const far = observeRun(undefined, homeAt(12e9), startMs + 60_000)
    const resumedFrom = { at: new Date(startMs + 599_000).toISOString(), done: {} }
    const resumed = observeRun(far, { ...homeAt(1e9), resumed: 1, resumedFrom }, startMs + 600_000)
    expect(resumed?.fraction).toBeLessThan(far?.fraction ?? 0)
    expect(resumed?.leftMs).toBeUndefined()
  })

  it('guesses no time left in the first ten seconds, and in the first twentieth', () => {
    expect(observeRun(undefined, homeAt(18.3e9), startMs + 9_000)?.leftMs).toBeUndefined()
    expect(observeRun(undefined, homeAt(9e9), startMs + 11_000)?.fraction).toBeLessThan(0.05)
    expect(observeRun(undefined, homeAt(9e9), startMs + 11_000)?.leftMs).toBeUndefined()
    expect(observeRun(undefined, homeAt(9e9), startMs + 60_000)?.leftMs).toBeGreaterThan(0)
  })

  it('lets the time left rise only for a change over a fifth, and stand still for less', () => {
    const alone = (perSecond: number): RunningState => {
      const state = homeAt(9e9, 18.4e9, perSecond)
      return { ...state, statuses: { ...finishedStatuses, [stepIds.home]: state.statuses[stepIds.home] } }
    }
    const far = observeRun(undefined, alone(50e6), startMs + 60_000)
    const expectedMs = far?.expectedMs ?? 0
    expect(expectedMs).toBeGreaterThan(60_000)
    expect(observeRun(far, alone(46e6), startMs + 61_000)?.expectedMs).toBe(expectedMs)
    expect(observeRun(far, alone(20e6), startMs + 61_000)?.expectedMs).toBeGreaterThan(expectedMs)
  })

  it('keeps three minutes of speed, a sample a second at most', () => {
    let view: RunView | undefined
    for (let tick = 0; tick < 2_000; tick++) view = observeRun(view, homeAt(1e9), startMs + tick * 250)
    expect(view?.speeds.length).toBeLessThanOrEqual(181)
    expect(view?.speeds.length).toBeGreaterThan(170)
  })
})

describe('what is announced of a run', () => {
  it('says a finished part once, and keeps quiet for 15 seconds', () => {
    const state = homeAt(2e9)
    const view = observeRun(undefined, state, startMs + 20_000)
    const first = sayNext(nothingSaid, state, view, startMs + 20_000)
    expect(first.text).toContain('Check laptops')
    expect(sayNext(first, state, view, startMs + 24_000)).toBe(first)
    // A time that was said once is not left to be read beside another one.
    const later = sayNext(first, state, view, startMs + 30_000)
    expect(later).toEqual({ ...first, text: '' })
    expect(sayNext(later, state, view, startMs + 60_000)).toBe(later)
  })
})
