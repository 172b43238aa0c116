import { expect, it } from 'vitest'
import type { ActivityEntry } from '../../../src-main/contract/activity-calls.ts'
import { measuredSwitches } from '../../../src-renderer/pages/activity/measured-switches.ts'
import * as lists from '../../renderer/lists.ts'

it('shows of switches only what was written down, the earliest first', () => {
  const shown = measuredSwitches(lists.activity)
  expect(shown.map(({ switchId, tookMs, bytes }) => [switchId, tookMs, bytes])).toEqual([
    ['s2', 360_000, 11.8e9],
    ['switch-3', 480_000, 25.2e9],
  ])
})

it('shows nothing of what is not finished, or from before amounts were kept, and no more than thirty', () => {
  const [first] = measuredSwitches(lists.activity)
  if (first === undefined) throw new Error('there is a switch')
  const { tookMs, ...without } = first
  expect(tookMs).toBeGreaterThan(0)
  const others: ActivityEntry[] = [{ ...first, result: 'not-finished' }, without]
  expect(measuredSwitches(others)).toEqual([])
  const many = Array.from({ length: 50 }, (_, index) => ({
    ...first,
    switchId: `many-${index}`,
    startedAt: new Date(index * 1_000).toISOString(),
  }))
  expect(measuredSwitches(many).map(({ switchId }) => switchId)).toEqual(many.slice(20).map(({ switchId }) => switchId))
})
