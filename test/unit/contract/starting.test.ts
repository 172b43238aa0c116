/** What is told between the press on Start and the run, and at its end. */
import { expect, it } from 'vitest'
import { applyEvent, toldIn } from '../../../src-main/contract/apply-event.ts'
import { amountText } from '../../../src-main/contract/progress/words.ts'
import { startingFraction, startingText } from '../../../src-main/contract/starting-words.ts'
import { stepIds } from '../../../src-main/contract/step-ids.ts'
import type { SwitchState } from '../../../src-main/contract/switch-state.ts'
import { spanText } from '../../../src-main/contract/took.ts'
import { planOf } from '../../renderer/plans.ts'

const at = '2026-11-27T14:00:00.000Z'

it('says what is done before copying, and how far the second look is', () => {
  const plan = planOf()
  const planned: SwitchState = { kind: 'planned', plan }
  const looking = applyEvent(planned, { type: 'start-told', at, doing: 'looking' })
  const probed = applyEvent(looking, { type: 'step-probed', at, stepId: stepIds.home })
  expect(probed).toMatchObject({ kind: 'planned', starting: { doing: 'looking', probed: 1 } })
  if (probed.kind !== 'planned' || probed.starting === undefined) throw new Error('it is being started')
  expect(startingText(probed.starting, 9)).toBe('Looking once more at what changed: 1 of 9')
  const far = [0, 1, 9].map((count) => startingFraction({ doing: 'looking', probed: count }, 9))
  expect(far).toEqual([...far].sort((one, other) => one - other))
  // Not started after all.
  expect(applyEvent(probed, { type: 'start-told', at })).toEqual(planned)
})

it('says what a step waits for while both laptops are looked at, until that has come', () => {
  const plan = planOf()
  const told = (sentence: string) => ({ type: 'probe-told', at, stepId: stepIds.home, sentence }) as const
  const { from, to, steps } = plan
  const begun = applyEvent({ kind: 'idle' }, { type: 'plan-started', at, planId: 'p', from, to, steps: [...steps] })
  const waiting = applyEvent(begun, told('Syncthing brings Documents: 1 of 2 files'))
  expect(toldIn(waiting)?.sentence).toBe('Syncthing brings Documents: 1 of 2 files')
  expect(toldIn(applyEvent(waiting, { type: 'step-probed', at, stepId: stepIds.checks }))).toBeDefined()
  expect(toldIn(applyEvent(waiting, { type: 'step-probed', at, stepId: stepIds.home }))).toBeUndefined()
  const starting = applyEvent({ kind: 'planned', plan }, { type: 'start-told', at, doing: 'looking' })
  const again = applyEvent(starting, told('Syncthing reads Documents'))
  if (again.kind !== 'planned' || again.starting === undefined) throw new Error('it is being started')
  expect(startingText(again.starting, 9)).toBe('Syncthing reads Documents')
  expect(toldIn(applyEvent(again, { type: 'start-told', at, doing: 'preparing' }))).toBeUndefined()
})

it('counts the time from the press to the end, and says how much of it was interrupted', () => {
  const times = { startedAt: at, finishedAt: '2026-11-27T14:02:43.000Z' }
  expect(spanText({ ...times, tookMs: 163_000 })).toBe('2 min 43 s')
  expect(spanText({ ...times, finishedAt: '2026-11-27T14:05:00.000Z', tookMs: 163_000 })).toBe(
    '5 min, 2 min 17 s of it interrupted',
  )
})

it('says of what stands still how much has come, not what was just being compared', () => {
  const progress = { done: 1, total: 5_013, unit: 'files' } as const
  const copied = { done: 340e6, total: 340e6 }
  expect(amountText({ kind: 'stopped', progress, copied })).toBe('340.0 of 340.0 MB')
  expect(amountText({ kind: 'stopped', progress })).toBe('1 of 5,013 files')
})
