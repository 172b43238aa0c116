import { expect, it } from 'vitest'
import type { Overview } from '../../../src-main/contract/calls.ts'
import type { SwitchState } from '../../../src-main/contract/switch-state.ts'
import { overviewTitle } from '../../../src-renderer/pages/overview/overview-title.ts'
import { overview } from '../../renderer/laptops.ts'
import { planOf } from '../../renderer/plans.ts'

const nowMs = Date.parse('2026-11-20T12:00:00.000Z')
const plan = planOf()
const done = (finishedAt: string): SwitchState => ({
  kind: 'done',
  plan,
  statuses: {},
  proof: {
    version: 1,
    switchId: 's',
    from: plan.from,
    to: plan.to,
    startedAt: '2026-11-20T07:00:00.000Z',
    finishedAt,
    verified: true,
    steps: [],
  },
})
const unclear: Overview = {
  ...overview,
  here: {
    ...overview.here,
    facts: overview.here.facts && { ...overview.here.facts, askedAt: '2026-11-20T11:00:00.000Z' },
  },
  holder: { kind: 'unclear', why: 'XPS 13 was rolled back.' },
}

it('stops calling a lid safe to close when a laptop was rolled back after the switch', () => {
  expect(overviewTitle(unclear, done('2026-11-20T10:00:00.000Z'), nowMs)).toMatchObject({
    title: 'Both laptops may have new work',
    lead: 'XPS 13 was rolled back.',
  })
})

it('believes the switch that has just been proven more than what was asked before it', () => {
  expect(overviewTitle(unclear, done('2026-11-20T11:30:00.000Z'), nowMs).title).toBe('Safe to close the lid of P17')
})
