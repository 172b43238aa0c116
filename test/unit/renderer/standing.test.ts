/** How the switch stands, for what is seen of a window that is not looked at. */
import { describe, expect, it } from 'vitest'
import type { SwitchState } from '../../../src-main/contract/switch-state.ts'
import { newsBetween } from '../../../src-renderer/standing/news.ts'
import { noteOf, standingOf } from '../../../src-renderer/standing/standing.ts'
import { tabIcon } from '../../../src-renderer/standing/tab-icon.ts'
import { worlds } from '../../renderer/worlds.ts'

function stateOf(name: string): SwitchState {
  const world = worlds[name]
  if (world === undefined) throw new Error(`there is no state ${name}`)
  return world().state
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
    ['done', 'done'],
  ])('in "%s" is "%s"', (name, kind) => {
    expect(standingOf(stateOf(name), undefined).kind).toBe(kind)
  })

  it('is a bar in the dock while there is something to be seen of it', () => {
    expect(noteOf({ kind: 'running', fraction: 0.4 })).toEqual({ kind: 'progress', fraction: 0.4, attention: false })
    expect(noteOf({ kind: 'failed', fraction: 0.4 })).toEqual({ kind: 'progress', fraction: 0.4, attention: true })
    expect(noteOf({ kind: 'done' })).toEqual({ kind: 'progress', attention: false })
  })

  it('has an icon that is drawn anew for what can be seen in it', () => {
    expect(tabIcon({ kind: 'running', fraction: 0.5 })).toBe(tabIcon({ kind: 'running', fraction: 0.52 }))
    expect(tabIcon({ kind: 'running', fraction: 0.5 })).not.toBe(tabIcon({ kind: 'running', fraction: 0.75 }))
  })
})

describe('a notification', () => {
  it('tells that the lid can be closed, and where the work is', () => {
    expect(newsBetween(stateOf('running'), stateOf('done'))).toEqual({
      title: 'Safe to close the lid of P17',
      body: 'XPS 13 has your work. Both laptops were compared.',
    })
  })

  it('tells of a failure, and not of a pause by the person', () => {
    expect(newsBetween(stateOf('running'), stateOf('stopped-away'))?.title).toBe('The switch to XPS 13 is not finished')
    expect(newsBetween(stateOf('running'), stateOf('stopped-paused'))).toBeUndefined()
  })

  it('tells of a question once a plan was made, and not of a plan without one', () => {
    expect(newsBetween(stateOf('comparing'), stateOf('deciding'))?.title).toBe('The switch to XPS 13 needs you')
    expect(newsBetween(stateOf('comparing'), stateOf('same'))).toBeUndefined()
  })

  it('tells nothing of what was so when the window was opened', () => {
    expect(newsBetween(undefined, stateOf('done'))).toBeUndefined()
    expect(newsBetween(stateOf('done'), stateOf('done'))).toBeUndefined()
  })
})
