/** How the switch stands, for what is seen of a window that is not looked at. */
import { describe, expect, it } from 'vitest'
import type { Answers } from '../../../src-main/contract/preview.ts'
import { proofTitle } from '../../../src-main/contract/proof/proof-title.ts'
import { overviewState } from '../../../src-main/contract/overview/state.ts'
import type { SwitchState } from '../../../src-main/contract/switch-state.ts'
import { newsBetween } from '../../../src-renderer/standing/news.ts'
import { noteOf, standingBeside, standingOf } from '../../../src-renderer/standing/standing.ts'
import { titleWith } from '../../../src-renderer/standing/tab-title.ts'
import { tabIcon } from '../../../src-renderer/standing/tab-icon.ts'
import { unanswered } from '../../../src-renderer/stores/answers-store.ts'
import { broughtAway, broughtAwayStopped } from '../../renderer/brought.ts'
import { inputsOf } from './overview-cells.ts'
import { worlds } from '../../renderer/worlds.ts'

function stateOf(name: string): SwitchState {
  const world = worlds[name]
  if (world === undefined) throw new Error(`there is no state ${name}`)
  return world().state
}

/** At once, unless said otherwise. */
function news(before: SwitchState | undefined, after: SwitchState, laterMs = 0) {
  const at = after.kind === 'done' ? Date.parse(after.proof.finishedAt) : 0
  return newsBetween(before, after, at + laterMs)
}

describe('how the switch stands', () => {
  it.each([
    ['never-switched', 'idle'],
    ['comparing', 'idle'],
    ['same', 'idle'],
    ['running', 'running'],
    ['blocked', 'needs-you'],
    ['deciding', 'needs-you'],
    ['plan-changed', 'needs-you'],
    ['plan-failed', 'failed'],
    ['stopped-away', 'failed'],
    ['done', 'idle'],
  ])('in "%s" is "%s"', (name, kind) => {
    expect(standingOf(stateOf(name), undefined).kind).toBe(kind)
  })

  it('calls nobody to a comparison that nobody has asked for', () => {
    const state = stateOf('deciding')
    const failed = stateOf('plan-failed')
    if (state.kind !== 'planned' || failed.kind !== 'plan-failed') throw new Error('there is a plan')
    const quiet = { kind: 'planned', plan: { ...state.plan, quiet: true } } as const
    expect(standingOf(quiet, undefined).kind).toBe('idle')
    expect(news(stateOf('comparing'), quiet)).toBeUndefined()
    expect(standingOf({ ...failed, quiet: true }, undefined).kind).toBe('idle')
  })

  it('needs nobody any more once everything is answered, in whichever window', () => {
    const state = stateOf('deciding')
    if (state.kind !== 'planned') throw new Error('there is a plan')
    const open = unanswered(state.plan, state.plan.kept)
    const answers = open.map(({ id, choices }) => [id, choices[0]?.id ?? ''])
    const plan = { ...state.plan, kept: { ...state.plan.kept, ...(Object.fromEntries(answers) as Answers) } }
    expect(standingOf({ kind: 'planned', plan }, undefined).kind).toBe('idle')
    expect(news(stateOf('comparing'), { kind: 'planned', plan })).toBeUndefined()
  })

  it('of a switch that the other laptop runs is what that one says', () => {
    const stands = overviewState(broughtAway, undefined, Date.parse(broughtAway.here.facts?.askedAt ?? ''))
    expect(standingBeside({ kind: 'idle' }, stands)).toEqual({ kind: 'running', fraction: 0.42 })
    expect(standingBeside({ kind: 'failed', fraction: 0.1 }, stands)).toEqual({ kind: 'failed', fraction: 0.1 })
    expect(titleWith('Settings', { state: stateOf('same'), run: undefined, stands })).toBe('42%, 4 min left · Settings')
    const stopped = overviewState(broughtAwayStopped, undefined, 0)
    expect(standingBeside({ kind: 'idle' }, stopped)).toEqual({ kind: 'idle' })
  })

  it('where none goes on is what the sentence of the overview says', () => {
    const cell = {
      own: 'idle',
      open: 'none',
      holder: 'asProven',
      reach: 'reachable',
      look: 'after',
      now: 'soon',
    } as const
    const titleFor = (saved: 'nothing' | 'changed' | 'changedThere') => {
      const { overview, state, nowMs } = inputsOf({ ...cell, saved })
      return titleWith('Settings', { state, run: undefined, stands: overviewState(overview, state, nowMs) })
    }
    expect(titleFor('nothing')).toBe('Safe · Settings')
    expect(titleFor('changed')).toBe('5 changed · Settings')
    expect(titleFor('changedThere')).toBe('Settings')
    expect(tabIcon({ kind: 'safe' })).not.toBe(tabIcon({ kind: 'changed', files: 5 }))
  })

  it('is a bar in the dock while there is something to be seen of it', () => {
    expect(noteOf({ kind: 'running', fraction: 0.4 })).toEqual({ kind: 'progress', fraction: 0.4, attention: false })
    expect(noteOf({ kind: 'failed', fraction: 0.4 })).toEqual({ kind: 'progress', fraction: 0.4, attention: true })
    expect(noteOf({ kind: 'safe' })).toEqual({ kind: 'progress', attention: false })
  })

  it('has an icon that is drawn anew for what can be seen in it', () => {
    expect(tabIcon({ kind: 'running', fraction: 0.5 })).toBe(tabIcon({ kind: 'running', fraction: 0.52 }))
    expect(tabIcon({ kind: 'running', fraction: 0.5 })).not.toBe(tabIcon({ kind: 'running', fraction: 0.75 }))
  })
})

describe('a notification', () => {
  it('tells that the lid can be closed, and what was proven', () => {
    const done = stateOf('done')
    if (done.kind !== 'done') throw new Error('it has ended')
    const told = news(stateOf('running'), done)
    expect(told).toEqual({ kind: 'ended', title: 'Safe to close the lid of P17', body: proofTitle(done.proof) })
    expect(told?.body).toMatch(/^Everything you chose to copy is on XPS 13\./)
  })

  it('does not call a lid safe to close of which it hears hours after the end', () => {
    expect(news(stateOf('running'), stateOf('done'), 59_000)?.kind).toBe('ended')
    expect(news(stateOf('running'), stateOf('done'), 60_000)).toBeUndefined()
    expect(news(stateOf('running'), stateOf('stopped-away'), 3_600_000)?.kind).toBe('failed')
  })

  it('tells of a failure, and not of a pause by the person', () => {
    expect(news(stateOf('running'), stateOf('stopped-away'))?.title).toBe('The switch to XPS 13 is not finished')
    expect(news(stateOf('running'), stateOf('stopped-paused'))).toBeUndefined()
  })

  it('tells of a question once a plan was made, and not of a plan without one', () => {
    expect(news(stateOf('comparing'), stateOf('deciding'))?.title).toBe('The switch to XPS 13 needs you')
    expect(news(stateOf('comparing'), stateOf('same'))).toBeUndefined()
  })

  it('tells nothing of what was so when the window was opened', () => {
    expect(news(undefined, stateOf('done'))).toBeUndefined()
    expect(news(stateOf('done'), stateOf('done'))).toBeUndefined()
  })
})
