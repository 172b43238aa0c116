import { describe, expect, it } from 'vitest'
import type { StepStatus } from '../../../src-main/contract/switch-state.ts'
import { observeRun, type RunningState, type RunView } from '../../../src-renderer/stores/run-view.ts'
import { sayNext, nothingSaid } from '../../../src-renderer/pages/wizard/run/announcements.ts'
import { runningState, startedAt } from '../../renderer/runs.ts'
import { stepIds } from '../../../src-main/contract/step-ids.ts'

const startMs = Date.parse(startedAt)

function homeAt(done: number, total = 18.4e9): RunningState {
  const state = runningState(startedAt)
  const home: StepStatus = {
    kind: 'running',
    startedAt,
    answeredAt: startedAt,
    progress: { done, total, unit: 'bytes' },
    perSecond: 50e6,
  }
  return { ...state, statuses: { ...state.statuses, [stepIds.home]: home } }
}

describe('how far a run is', () => {
  it('never moves backwards when a step corrects itself', () => {
    const far = observeRun(undefined, homeAt(12e9), startMs + 60_000)
    const corrected = observeRun(far, homeAt(9e9), startMs + 61_000)
    expect(corrected?.fraction).toBe(far?.fraction)
    expect(corrected?.doneBytes).toBe(far?.doneBytes)
  })

  it('stays below 100% until the other laptop has confirmed', () => {
    const view = observeRun(undefined, { ...homeAt(18.4e9), verifying: true }, startMs + 60_000)
    expect(view?.fraction).toBe(0.99)
  })

  it('starts anew when a switch is resumed', () => {
    const far = observeRun(undefined, homeAt(12e9), startMs + 60_000)
    const resumed = observeRun(far, { ...homeAt(1e9), resumed: 1 }, startMs + 600_000)
    expect(resumed?.fraction).toBeLessThan(far?.fraction ?? 0)
    expect(resumed?.leftMs).toBeUndefined()
  })

  it('guesses no time left in the first ten seconds', () => {
    expect(observeRun(undefined, homeAt(9e9), startMs + 9_000)?.leftMs).toBeUndefined()
    expect(observeRun(undefined, homeAt(9e9), startMs + 11_000)?.leftMs).toBeGreaterThan(0)
  })

  it('lets the time left rise only for a change over a fifth', () => {
    const view: RunView = { ...observed(60_000), leftMs: 100_000, leftAtMs: startMs + 60_000 }
    const little = observeRun(view, { ...homeAt(12e9), statuses: withLaneLeft(110_000) }, startMs + 61_000)
    expect(little?.leftMs).toBe(99_000)
    const much = observeRun(view, { ...homeAt(12e9), statuses: withLaneLeft(200_000) }, startMs + 61_000)
    expect(much?.leftMs).toBeGreaterThan(100_000)
  })

  it('keeps three minutes of speed, a sample a second at most', () => {
    let view: RunView | undefined
    for (let tick = 0; tick < 2_000; tick++) view = observeRun(view, homeAt(1e9), startMs + tick * 250)
    expect(view?.speeds.length).toBeLessThanOrEqual(181)
    expect(view?.speeds.length).toBeGreaterThan(170)
  })

  function observed(afterMs: number): RunView {
    const view = observeRun(undefined, homeAt(17e9), startMs + afterMs)
    if (view === undefined) throw new Error('a running switch has a view')
    return { ...view, fraction: 0.9 }
  }

  function withLaneLeft(leftMs: number): RunningState['statuses'] {
    const home: StepStatus = { kind: 'running', startedAt, answeredAt: startedAt, leftMs }
    return { [stepIds.home]: home }
  }
})

describe('what is announced of a run', () => {
  it('says a finished part once, and keeps quiet for 15 seconds', () => {
    const state = homeAt(2e9)
    const view = observeRun(undefined, state, startMs + 20_000)
    const first = sayNext(nothingSaid, state, view, startMs + 20_000)
    expect(first.text).toContain('Check laptops')
    expect(sayNext(first, state, view, startMs + 30_000)).toBe(first)
    expect(sayNext(first, state, view, startMs + 60_000)).toBe(first)
  })
})
