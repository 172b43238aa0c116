/** Whoever looks, and whenever they began to look, is told the same. */
import { expect, it } from 'vitest'
import { createRunObserver } from '../../../src-main/app/tell-progress.ts'
import { applyEvent } from '../../../src-main/contract/apply-event.ts'
import { clientMessageSchema, type ClientMessage } from '../../../src-main/contract/envelope.ts'
import { observeProgress, type RunProgress } from '../../../src-main/contract/progress/observe.ts'
import { toldOf } from '../../../src-main/contract/progress/told.ts'
import { spokenText, windowTitle } from '../../../src-main/contract/progress/words.ts'
import { stepIds } from '../../../src-main/contract/step-ids.ts'
import type { SwitchState } from '../../../src-main/contract/switch-state.ts'
import { homeTime } from '../../../src-main/domains/home-sync/on-pair/run/home-time.ts'
import { createProgressShown } from '../../../src-main/shells/cli/show-progress.ts'
import { joinRun, observeRun, type RunView } from '../../../src-renderer/stores/run-view.ts'
import { homeStretches, streamOf } from '../../switch-stream.ts'

const amount = { items: 2_000, bytes: 3e9 }
/** A connection that comes and goes: what is measured at one moment says little. */
const events = streamOf({
  estimates: { [stepIds.home]: { ...amount, ms: 60_000, proofMs: 12_000 } },
  run: {
    [stepIds.home]: homeStretches(homeTime(amount), {
      ...{ bytes: amount.bytes, files: amount.items, mbPerSecond: 30, slower: 1 },
      course: (share) => share + 0.04 * Math.sin(share * 40),
    }),
  },
  proof: { [stepIds.home]: [{ ms: 14_000, unit: 'files', total: amount.items }] },
})

interface Look {
  readonly state: Extract<SwitchState, { kind: 'running' }>
  readonly atMs: number
  /** Of a page that was there all the time. */
  readonly page: RunView
  /** What somebody who joins now is sent. */
  readonly snapshot: Extract<ClientMessage, { type: 'snapshot' }>
}

const looks: readonly Look[] = (() => {
  let [atMs, page]: [number, RunView | undefined] = [0, undefined]
  let state: SwitchState = { kind: 'idle' }
  const app = createRunObserver(() => state, { nowMs: () => atMs })
  return events.flatMap((event) => {
    atMs = Date.parse(event.at)
    state = applyEvent(state, event)
    app.hear()
    page = observeRun(page, state, atMs)
    if (state.kind !== 'running' || page === undefined) return []
    const sent = clientMessageSchema.parse(JSON.parse(JSON.stringify({ type: 'snapshot', state, run: app.now() })))
    return sent.type === 'snapshot' ? [{ state, atMs, page, snapshot: sent }] : []
  })
})()

it('a page that is loaded in the middle says what one says that was there from the beginning', () => {
  expect(looks.length).toBeGreaterThan(100)
  for (const { state, atMs, page, snapshot } of looks) {
    const joined = observeRun(joinRun(undefined, snapshot.run), state, atMs)
    expect(windowTitle(joined, state.verifying)).toBe(windowTitle(page, state.verifying))
  }
})

it('the other laptop and a terminal that joins say the same', () => {
  for (const { state, atMs, page, snapshot } of looks.filter(({ page: { leftMs } }) => leftMs !== undefined)) {
    const told = toldOf(snapshot.run ?? page, state.verifying)
    expect(spokenText(told, told.verifying)).toBe(spokenText(page, state.verifying))
    const lines: string[] = []
    const clock = { nowMs: () => atMs }
    const size = () => ({ columns: 100, rows: 40 })
    const shown = createProgressShown({
      screen: { size, write: (text) => lines.push(text) },
      say: () => undefined,
      clock,
    })
    shown.join(snapshot.run)
    shown.show(state)
    expect(lines.join('')).toContain(windowTitle(page, state.verifying).split(',')[0])
  }
})

it('who would begin anew in the middle would say something else', () => {
  const apart = looks.map(({ state, atMs, page }) => {
    const anew: RunProgress | undefined = observeProgress(undefined, state, atMs)
    return Math.abs((anew?.fraction ?? 0) - page.fraction)
  })
  expect(Math.max(...apart)).toBeGreaterThan(0.01)
})
