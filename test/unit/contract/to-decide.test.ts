/** What waits for an answer is counted once: for the overview, the rooms and the tabs. */
import { describe, expect, it } from 'vitest'
import type { Overview } from '../../../src-main/contract/overview-calls.ts'
import { countIn, toDecide, untilWords } from '../../../src-main/contract/overview/to-decide.ts'
import { stepIds } from '../../../src-main/contract/step-ids.ts'
import type { SwitchState } from '../../../src-main/contract/switch-state.ts'
import { hereInConflict, overview } from '../../renderer/laptops.ts'
import { planOf } from '../../renderer/plans.ts'

const [newest] = overview.history
const points = [
  { about: 'files', stepId: stepIds.etc, count: 6, names: ['/etc/hosts', '/etc/fstab', '/etc/motd', '/etc/nanorc'] },
  { about: 'differences', stepId: stepIds.home, count: 3, names: ['.config/vlc'] },
  { about: 'differences', stepId: stepIds.images, count: 1, names: ['win.qcow2'] },
] as const
const left = (more: object = {}): Overview => ({
  ...overview,
  history:
    newest === undefined
      ? []
      : [{ ...newest, open: points.map((one) => ({ ...one, names: [...one.names] })), ...more }],
})
const idle: SwitchState = { kind: 'idle' }
const lines = (shown: Overview, state: SwitchState = idle, answers = {}) =>
  toDecide({ overview: shown, state, answers })

describe('what waits for an answer', () => {
  it('is what the last switch left open, each with what holds until then and the tab of its number', () => {
    const open = lines(left())
    expect(open.map((line) => `${line.title} | ${untilWords(line)} | ${line.tab}`)).toEqual([
      '6 files in /etc | hosts, fstab, motd and 3 more: not copied for now | etc',
      '3 differences in home files | .config/vlc and 2 more: each laptop keeps its own | home',
      '1 difference in machines and containers | win.qcow2: each laptop keeps its own | machines',
    ])
    expect(['home', 'etc', 'packages', 'machines'].map((tab) => countIn(open, tab))).toEqual([3, 6, 0, 1])
  })

  it('counts conflicts of Syncthing in Home, and nothing of a switch that was undone', () => {
    const undone = { ...left({ undoneAt: '2026-11-20T07:00:00.000Z' }), here: hereInConflict }
    expect(lines(undone).map(({ about, tab }) => [about, tab])).toEqual([['conflicts', 'home']])
  })

  it('goes by the newer plan: its files, without those that are answered, and no difference that it asks nothing about', () => {
    const plan = planOf()
    const state: SwitchState = { kind: 'planned', plan }
    const files = plan.previews[stepIds.etc]?.questions.filter(({ form }) => form === 'rule') ?? []
    const [first] = files
    expect(lines(left(), state).find(({ about }) => about === 'files')?.count).toBe(files.length)
    const answered = lines(left(), state, { [first?.id ?? '']: 'later' })
    expect(answered.find(({ about }) => about === 'files')?.count).toBe(files.length - 1)
    const settled: SwitchState = {
      kind: 'planned',
      plan: {
        ...plan,
        previews: Object.fromEntries(Object.entries(plan.previews).map(([id, one]) => [id, { ...one, questions: [] }])),
      },
    }
    expect(lines(left(), settled)).toEqual([])
  })
})
