import { describe, expect, it } from 'vitest'
import { stepIds } from '../../../src-main/contract/step-ids.ts'
import { runGroups, type RunState } from '../../../src-renderer/pages/wizard/run/run-entries.ts'
import { finishedStatuses, interruptedState, proofOf, runningState, verifyingState } from '../../renderer/runs.ts'

const at = '2026-11-20T08:00:00.000Z'
const nowMs = Date.parse(at)
const running = runningState(at)

const linesOf = (state: RunState): Record<string, string> =>
  Object.fromEntries(
    runGroups(state, nowMs)
      .flatMap(({ entries }) => entries)
      .map(({ title, mark, note }) => [title, `${mark} ${note}`.trim()]),
  )

describe('the list at the side of a run', () => {
  it('has the answers in one line, then the steps that copy, then the comparison, and no page of questions', () => {
    const groups = runGroups(running, nowMs).map(({ title, entries }) => [
      title,
      ...entries.map((entry) => entry.title),
    ])
    expect(groups).toEqual([
      ['', 'Your answers'],
      ['Copy', ...running.plan.steps.map(({ title }) => title).filter((title) => title !== 'Check laptops')],
      ['Verify', 'Compare laptops'],
    ])
  })

  it('says what each step took, how far it is, and what it waits for', () => {
    expect(linesOf(running)).toMatchObject({
      'Your answers': 'done',
      'Take snapshots': 'done 3 s',
      Packages: 'running 68%',
      'Home files': 'running 61%',
      '/etc files': 'todo after Packages',
      'Compare laptops': 'todo',
    })
    expect(linesOf(verifyingState(at))['Compare laptops']).toMatch(/^running \d+%$/)
  })

  it('ticks nothing that did not start before it was cut off', () => {
    const cut = interruptedState('lost')
    const statuses = { ...cut.statuses, [stepIds.etc]: { kind: 'waiting' } as const }
    expect(linesOf({ ...cut, statuses })).toMatchObject({
      Packages: 'done 2 min',
      'Home files': 'paused 71%',
      '/etc files': 'todo',
      'Compare laptops': 'todo',
    })
  })

  it('says how many things differ where everything was copied', () => {
    const proof = proofOf(['a.txt', 'b.txt', 'c.txt'])
    expect(linesOf(interruptedState('differs', proof))['Compare laptops']).toBe('failed 3 differ')
    const done = { kind: 'done', plan: running.plan, proof: proofOf(), statuses: finishedStatuses } as const
    expect(Object.entries(linesOf(done)).filter(([, line]) => !line.startsWith('done'))).toEqual([])
  })
})
