/** The same switch took the same time, and goes by the same moment, wherever it is shown. */
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { listActivity } from '../../../src-main/app/activity.ts'
import type { SwitchEvent } from '../../../src-main/contract/events.ts'
import { createJournal } from '../../../src-main/journal/journal.ts'
import { pausesIn } from '../../../src-main/journal/pauses.ts'
import { durationOf, momentOf } from '../../../src-renderer/format/ended.ts'
import { planOf } from '../../renderer/plans.ts'
import { proofOf } from '../../renderer/runs.ts'
import { ownFolder } from '../../own-folder.ts'

const at = (clock: string) => `2026-11-20T${clock}.000Z`
const switchId = 'switch-3'
const started: SwitchEvent = {
  type: 'switch-started',
  at: at('18:00:00'),
  switchId,
  plan: planOf(),
  answers: {},
  unanswered: [],
}
const resumed = (clock: string): SwitchEvent => ({ type: 'switch-resumed', at: at(clock), switchId })
const stopped = (clock: string, by: 'person' | 'crash'): SwitchEvent => ({ type: 'switch-stopped', at: at(clock), by })
const verifying: SwitchEvent = { type: 'verification-started', at: at('18:09:00') }

describe('a pause', () => {
  it('lasts from the stop to the resumption', () => {
    expect(pausesIn([started, stopped('18:00:05', 'person'), resumed('18:07:05'), verifying])).toEqual({
      pausedMs: 420_000,
    })
  })

  it('after a crash lasts from the last that was heard of the switch', () => {
    expect(pausesIn([started, verifying, stopped('19:00:00', 'crash')])).toEqual({
      pausedMs: 0,
      stillSince: at('18:09:00'),
    })
  })
})

describe('one switch, paused for seven minutes,', () => {
  let folder: string
  beforeEach(() => (folder = ownFolder('ended')))

  const listed = async (events: readonly SwitchEvent[]) => {
    const journal = await createJournal(folder, switchId, {})
    for (const event of events) await journal.append(event)
    await journal.close()
    const { entries } = await listActivity({ journals: folder, work: join(folder, 'work') })
    return entries[0]
  }

  it('took as long in Activity as on the overview, and ended at the same moment', async () => {
    const proof = { ...proofOf(), switchId, startedAt: at('18:00:00'), finishedAt: at('18:07:12'), tookMs: 12_000 }
    const history = { switchId, startedAt: proof.startedAt, finishedAt: proof.finishedAt, tookMs: proof.tookMs }
    const entry = await listed([
      started,
      stopped('18:00:05', 'person'),
      resumed('18:07:05'),
      // Both laptops are told of the proof before the journal has its end.
      { type: 'switch-finished', at: at('18:07:14'), proof },
    ])
    if (entry === undefined) throw new Error('no entry')
    expect(durationOf(entry)).toBe('12 s')
    expect(durationOf(entry)).toBe(durationOf(history))
    expect(momentOf(entry)).toBe(momentOf(history))
  })

  it('has worked until it stopped when it is not finished', async () => {
    const entry = await listed([
      started,
      stopped('18:00:05', 'person'),
      resumed('18:07:05'),
      stopped('18:07:10', 'person'),
    ])
    expect(entry).toMatchObject({ finishedAt: at('18:07:10'), tookMs: 10_000 })
  })
})
