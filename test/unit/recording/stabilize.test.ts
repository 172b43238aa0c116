/** Recording again changes little: what is another at every run is replaced, and what was equal stays equal. */
import { expect, it } from 'vitest'
import { createStabilizer } from '../../recording/stabilize.ts'
import type { Recording } from '../../renderer/recording-schema.ts'

const answer = (value: unknown): Recording => ({
  answers: [{ call: 'doctor', about: 'a test', input: {}, ok: true, value }],
  streams: {},
})
const valueOf = ({ answers: [first] }: Recording): unknown => (first?.ok === true ? first.value : undefined)

const startMs = Date.parse('2027-01-02T03:04:05.000Z')
const stable = (value: unknown): unknown => valueOf(createStabilizer(startMs)(answer(value)))

it('keeps the order of times, and of ids that begin with one', () => {
  expect(
    stable({
      late: '2027-01-02T03:04:09.000Z',
      early: '2027-01-02T03:04:06.123Z',
      id: '20270102T030406123Z-a1b2c3',
      again: 'before 20270102T030409000Z-ffffff',
    }),
  ).toEqual({
    late: '2026-11-20T00:00:01.000Z',
    early: '2026-11-20T00:00:00.000Z',
    id: '20261120T000000000Z-000001',
    again: 'before 20261120T000001000Z-000002',
  })
})

it('says the same of two runs that differ in nothing but their moments and their chance', () => {
  const run = (second: string, uuid: string, ms: number) => ({
    planId: uuid,
    compareId: uuid.replaceAll('-', ''),
    at: `2027-01-02T03:04:${second}.000Z`,
    roundTripMs: ms,
    text: `Answered in ${ms} ms, 12.${ms} GB free`,
  })
  expect(stable(run('06', '5bc692b0-e7bb-4a40-bec8-f9dd421cd097', 7))).toEqual(
    stable(run('41', '0cb4571c-cd4d-624c-b69f-883df7a9ef2c', 3)),
  )
})

it('remembers from story to story which id became which', () => {
  const stabilize = createStabilizer(startMs)
  const id = '20270102T030406123Z-a1b2c3'
  expect(valueOf(stabilize(answer(id)))).toBe(valueOf(stabilize(answer(id))))
})

it('leaves the times of files that the practice made, and no secret', () => {
  expect(stable('2025-06-01T12:00:00.000Z')).toBe('2025-06-01T12:00:00.000Z')
  expect(stable('[wifi]\npsk = aGVsbG8=\n')).toBe('[wifi]\npsk = not-a-real-secret\n')
})
