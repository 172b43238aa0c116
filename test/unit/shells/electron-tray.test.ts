/** The icon in the panel: what it says, what it offers, and how it looks. */
import { describe, expect, it } from 'vitest'
import type { SwitchState } from '../../../src-main/contract/switch-state.ts'
import { isOwnPage, overviewPage, switchPage } from '../../../src-main/shells/electron/page-address.ts'
import { trayPixels } from '../../../src-main/shells/electron/tray-icon.ts'
import { trayView, type TrayKnown, type TrayMark } from '../../../src-main/shells/electron/tray-menu.ts'
import { worlds } from '../../renderer/worlds.ts'

function stateOf(name: string): SwitchState {
  const world = worlds[name]
  if (world === undefined) throw new Error(`there is no state ${name}`)
  return world().state
}

const quiet = { kind: 'progress', attention: false } as const
const view = (state: SwitchState, more: Partial<TrayKnown> = {}) =>
  trayView({ state, progress: quiet, peer: 'XPS 13', ...more })

describe('the menu in the panel', () => {
  it.each([
    ['never-switched', {}, 'none', 'Looking at both laptops'],
    ['comparing', {}, 'none', 'Checking both laptops'],
    ['compare-failed', {}, 'none', 'The check could not be finished'],
    ['ready', {}, 'none', 'Ready to copy to XPS 13'],
    ['blocked', { progress: { ...quiet, attention: true } }, 'attention', 'A switch needs you'],
    ['running', { progress: { ...quiet, fraction: 0.54 } }, 'running', 'Bringing XPS 13 up to date, 54%'],
    ['stopped-away', {}, 'attention', 'Looking at both laptops'],
  ] as const)('says how "%s" stands', (name, more, mark, standing) => {
    const { items, ...told } = view(stateOf(name), more)
    expect(told).toEqual({ mark, standing })
    expect(items[0]).toEqual({ label: standing })
  })

  it.each([
    ['safe', 'green', 'done'],
    ['changed-since', 'amber', 'attention'],
    ['changed-there', 'blue', 'none'],
    ['undone', 'neutral', 'none'],
    ['running-elsewhere', 'blue', 'running'],
  ] as const)('says the sentence of the overview where this app is at nothing: %s', (kind, tone, wanted) => {
    const stands = { kind, tone, title: 'As the overview says it' }
    for (const name of ['done', 'never-switched'])
      expect(view(stateOf(name), { stands })).toMatchObject({ mark: wanted, standing: stands.title })
    expect(view(stateOf('comparing'), { stands }).standing).toBe('Checking both laptops')
    const ready = stateOf('ready')
    if (ready.kind !== 'planned') throw new Error('there is a plan')
    const quiet = { ...ready, plan: { ...ready.plan, quiet: true as const } }
    expect(view(quiet, { stands })).toMatchObject({ mark: wanted, standing: stands.title })
  })

  it('offers to prepare a switch where there is none, and to show the one that there is', () => {
    const actions = (name: string) =>
      view(stateOf(name)).items.flatMap(({ label, action }) => (action === 'switch' ? [label] : []))
    expect(actions('never-switched')).toEqual(['Prepare to switch'])
    expect(actions('compare-failed')).toEqual(['Prepare to switch'])
    expect(actions('done')).toEqual(['Prepare to switch'])
    for (const name of ['comparing', 'ready', 'running', 'stopped-away']) {
      expect(actions(name)).toEqual(['Show the switch'])
    }
  })

  it('leads to the overview while the other laptop runs a switch, and prepares none', () => {
    const stands = { kind: 'running-elsewhere', tone: 'blue', title: 'Bringing P17 up to date' } as const
    const { items } = view(stateOf('never-switched'), { stands })
    expect(items.slice(1).map(({ action }) => action)).toEqual(['overview', 'open', 'quit'])
  })

  it('offers no switch without another laptop, and always opens the window and quits', () => {
    const { items } = view(stateOf('never-switched'), { peer: undefined })
    expect(items.flatMap(({ action }) => action ?? [])).toEqual(['open', 'quit'])
  })

  it('leads to a page of our own', () => {
    expect([switchPage, overviewPage].every(isOwnPage)).toBe(true)
    // Without a laptop in it: from where the latest work is, as the page says.
    expect([switchPage, overviewPage].map((page) => new URL(page).hash)).toEqual(['#/switch', '#/overview'])
  })
})

describe('the icon in the panel', () => {
  const size = 44
  const at = (mark: TrayMark, x: number, y: number): readonly number[] => [
    ...trayPixels(mark, size).subarray((y * size + x) * 4, (y * size + x) * 4 + 4),
  ]

  it('is the blue square with round corners and white arrows', () => {
    expect(trayPixels('none', size)).toHaveLength(size * size * 4)
    expect(at('none', 0, 0)).toEqual([0, 0, 0, 0])
    expect(at('none', 22, 22)).toEqual([201, 105, 32, 255])
    // The shaft of the upper arrow.
    expect(at('none', 16, 16)).toEqual([255, 255, 255, 255])
  })

  it('has a mark of another colour in its corner for each way it stands', () => {
    const corner = (['running', 'attention', 'done'] as const).map((mark) => at(mark, 33, 33).join())
    expect(new Set([...corner, at('none', 33, 33).join()]).size).toBe(4)
    expect(at('attention', 22, 8)).toEqual(at('none', 22, 8))
  })
})
