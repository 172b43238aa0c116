import { expect, it } from 'vitest'
import type { RollbackState } from '../../../src-main/contract/rollback-calls.ts'
import { statesAfter, stillRestarting } from '../../../src-renderer/stores/rollback-states.ts'

const pending: RollbackState = {
  laptop: 'xps',
  pending: { operationId: 'one', id: 'set', at: '2026-11-18T18:12:00.000Z', subvolumes: ['home'], askedAt: '' },
}
const here: RollbackState = { laptop: 'p17' }
const restarting = [{ laptop: 'xps', operationId: 'one', sinceMs: 0 }]

it('keeps what was known of a laptop that is starting anew, and of no other', () => {
  expect(statesAfter([here, pending], [here], restarting)).toEqual([here, pending])
  expect(statesAfter([here, pending], [here], [])).toEqual([here])
  expect(statesAfter([here, pending], [here, { laptop: 'xps' }], restarting)).toEqual([here, { laptop: 'xps' }])
})

it('waits until the order is gone, has become another one, or was waited for too long', () => {
  const waits = (answered: readonly RollbackState[], nowMs = 1) => stillRestarting(restarting, answered, nowMs).length
  expect(waits([here])).toBe(1)
  expect(waits([here, pending])).toBe(1)
  expect(waits([here, { laptop: 'xps' }])).toBe(0)
  expect(waits([{ ...pending, pending: { operationId: 'two', id: 'set', at: '', subvolumes: [], askedAt: '' } }])).toBe(
    0,
  )
  expect(waits([here], 10 * 60_000)).toBe(0)
})
