import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { RetentionPolicy } from '../../../src-main/contract/snapshot-calls.ts'
import { policySentence } from '../../../src-main/commons/snapshot-sets/texts.ts'
import { assessRetention, type RetentionCandidate } from '../../../src-main/commons/snapshot-sets/retention.ts'
import { wording } from '../../../src-main/app/wording.ts'

const policy: RetentionPolicy = {
  allForDays: 2,
  dailyForDays: 14,
  weeklyForWeeks: 8,
  monthlyForMonths: 0,
  leastSwitches: 1,
  mostDiskShare: 1,
}
const now = new Date('2026-11-20T12:00:00.000Z')
const facts = { diskBytes: 1_000_000 }

const zone = process.env.TZ
beforeAll(() => {
  process.env.TZ = 'Europe/Berlin'
})
afterAll(() => {
  if (zone === undefined) delete process.env.TZ
  else process.env.TZ = zone
})

function set(at: string, more: Partial<RetentionCandidate> = {}): RetentionCandidate {
  const known = { whole: true, readable: true, foreign: false, aside: false, pinned: false, neededBecause: undefined }
  return { id: at, at, ...known, switchId: undefined, bytes: undefined, ...more }
}

/** What is said of each, as "keep: ..." or "delete: ...". */
function assess(
  sets: readonly RetentionCandidate[],
  different: Partial<RetentionPolicy> = {},
): Readonly<Record<string, string>> {
  const verdicts = assessRetention(sets, { ...policy, ...different }, facts, now)
  expect(verdicts.map(({ id }) => id)).toEqual(sets.map(({ id }) => id))
  return Object.fromEntries(
    verdicts.map(({ id, keep, why }) => [id, `${keep ? 'keep' : 'delete'}: ${wording.text(why)}`]),
  )
}
const newest = set('2026-11-20T11:59:00.000Z')
const assessOld = (old: RetentionCandidate, different: Partial<RetentionPolicy> = {}) =>
  assess([newest, old], different)[old.id]

describe('how long snapshots are kept', () => {
  it('keeps all of the first days', () => {
    const said = assess([
      newest,
      set('2026-11-20T11:00:00.000Z'),
      set('2026-11-19T11:00:00.000Z'),
      set('2026-11-18T12:30:00.000Z'),
      set('2026-11-18T11:00:00.000Z'),
      set('2026-11-18T10:00:00.000Z'),
    ])
    expect(said['2026-11-20T11:00:00.000Z']).toBe('keep: Not older than 2 days.')
    expect(said['2026-11-18T12:30:00.000Z']).toBe('keep: Not older than 2 days.')
    expect(said['2026-11-18T11:00:00.000Z']).toBe('delete: Older than 2 days and not the first of its day.')
    expect(said['2026-11-18T10:00:00.000Z']).toBe('keep: The first of Wed 18 Nov 2026.')
  })

  it('counts days where the laptop is: 23:30 UTC is the next day in Berlin', () => {
    const said = assess([
      newest,
      set('2026-11-15T12:00:00.000Z'),
      set('2026-11-14T23:30:00.000Z'),
      set('2026-11-14T22:30:00.000Z'),
    ])
    expect(said['2026-11-14T23:30:00.000Z']).toBe('keep: The first of Sun 15 Nov 2026.')
    expect(said['2026-11-14T22:30:00.000Z']).toBe('keep: The first of Sat 14 Nov 2026.')
    expect(said['2026-11-15T12:00:00.000Z']).toMatch(/^delete/)
  })

  it('is right on the day the clocks go back, which has 25 hours', () => {
    const said = assess([newest, set('2026-10-25T22:30:00.000Z'), set('2026-10-24T22:10:00.000Z')], {
      dailyForDays: 60,
    })
    expect(said['2026-10-24T22:10:00.000Z']).toBe('keep: The first of Sun 25 Oct 2026.')
    expect(said['2026-10-25T22:30:00.000Z']).toMatch(/not the first of its day/)
  })

  it('keeps one a week, then one a month; weeks begin on Monday', () => {
    const said = assess(
      [
        newest,
        set('2026-11-01T09:00:00.000Z'),
        set('2026-10-27T09:00:00.000Z'),
        set('2026-10-26T09:00:00.000Z'),
        set('2026-07-20T09:00:00.000Z'),
        set('2026-07-10T09:00:00.000Z'),
        set('2025-07-10T09:00:00.000Z'),
      ],
      { monthlyForMonths: 6 },
    )
    expect(said['2026-10-26T09:00:00.000Z']).toBe('keep: The first of the week of Mon 26 Oct 2026.')
    expect(said['2026-10-27T09:00:00.000Z']).toBe('delete: Older than 2 weeks and not the first of its week.')
    expect(said['2026-11-01T09:00:00.000Z']).toBe('keep: The first of November 2026.')
    expect(said['2026-07-10T09:00:00.000Z']).toBe('keep: The first of July 2026.')
    expect(said['2026-07-20T09:00:00.000Z']).toBe('delete: Older than 8 weeks and not the first of its month.')
    expect(said['2025-07-10T09:00:00.000Z']).toBe('delete: Older than 6 months.')
  })

  it('deletes what is older than all of it', () => {
    expect(assessOld(set('2026-09-01T09:00:00.000Z'))).toBe('delete: Older than 8 weeks.')
  })

  it('says the same when it is asked again after it was done', () => {
    const hours = Array.from({ length: 24 * 90 }, (_none, hour) =>
      set(new Date(now.getTime() - hour * 3_600_000).toISOString()),
    )
    const kept = assessRetention(hours, policy, facts, now).flatMap(({ id, keep }) => (keep ? [id] : []))
    const rest = hours.filter(({ id }) => kept.includes(id))
    expect(assessRetention(rest, policy, facts, now).every(({ keep }) => keep)).toBe(true)
    expect(kept.length).toBeLessThan(49 + 14 + 8)
  })

  it('never goes below the last switches, before and after them', () => {
    const of = (at: string, switchId: string) => set(at, { switchId })
    const said = assess(
      [
        newest,
        of('2026-06-03T10:01:00.000Z', 'c'),
        of('2026-06-03T10:00:00.000Z', 'c'),
        of('2026-06-02T10:00:00.000Z', 'b'),
        of('2026-06-01T10:00:00.000Z', 'a'),
      ],
      { leastSwitches: 2 },
    )
    expect(said['2026-06-03T10:01:00.000Z']).toBe('keep: Belongs to one of the last 2 switches.')
    expect(said['2026-06-03T10:00:00.000Z']).toBe('keep: Belongs to one of the last 2 switches.')
    expect(said['2026-06-02T10:00:00.000Z']).toBe('keep: Belongs to one of the last 2 switches.')
    expect(said['2026-06-01T10:00:00.000Z']).toMatch(/^delete/)
  })

  it('keeps what is pinned, needed, foreign, unreadable or dated in the future, however old or large', () => {
    const at = '2025-01-01T00:00:00.000Z'
    expect(assessOld(set(at, { pinned: true }))).toBe('keep: Pinned.')
    expect(assessOld(set(at, { neededBecause: { id: 'general.text', data: { text: 'A rollback needs it.' } } }))).toBe(
      'keep: A rollback needs it.',
    )
    expect(assessOld(set(at, { foreign: true }))).toBe('keep: Made by another tool. pc-switcher never touches it.')
    expect(assessOld(set(at, { readable: false, whole: false }))).toBe(
      'keep: Its description is unreadable, so its contents are unknown.',
    )
    expect(assessOld(set('2026-11-20T12:00:01.000Z'))).toBe('keep: Dated in the future.')
  })

  it('keeps the newest that is whole, when everything else would go', () => {
    const said = assess([set('2025-01-02T00:00:00.000Z', { whole: false }), set('2025-01-01T00:00:00.000Z')])
    expect(said['2025-01-01T00:00:00.000Z']).toBe('keep: The newest complete one.')
    expect(said['2025-01-02T00:00:00.000Z']).toBe('delete: Never finished, or parts of it are missing.')
  })

  it('keeps what was there before a rollback for as long as one a day, and lets it stand for nothing else', () => {
    const said = assess([
      set('2026-11-20T11:30:00.000Z', { aside: true }),
      set('2026-11-12T12:00:00.000Z'),
      set('2026-11-12T11:00:00.000Z', { aside: true }),
      set('2026-11-01T11:00:00.000Z', { aside: true }),
    ])
    expect(said['2026-11-12T12:00:00.000Z']).toBe('keep: The newest complete one.')
    expect(said['2026-11-12T11:00:00.000Z']).toBe('keep: Holds what was replaced, and is not older than 2 weeks.')
    expect(said['2026-11-01T11:00:00.000Z']).toBe('delete: Older than 2 weeks.')
  })

  it('lets nothing that is in the future or not whole stand for its day', () => {
    const said = assess([newest, set('2026-11-10T12:00:00.000Z'), set('2026-11-10T08:00:00.000Z', { whole: false })])
    expect(said['2026-11-10T12:00:00.000Z']).toBe('keep: The first of Tue 10 Nov 2026.')
    expect(said['2026-11-10T08:00:00.000Z']).toMatch(/^delete/)
  })

  it('does not touch one that may still be in the making', () => {
    expect(assessOld(set('2026-11-20T11:00:00.000Z', { whole: false }), { allForDays: 0 })).toBe(
      'keep: It may still be being taken.',
    )
  })

  it('takes the oldest first when they hold more than their share of the disk, and no more than it has to', () => {
    const said = assess(
      [
        newest,
        set('2026-11-20T09:00:00.000Z', { bytes: 100_000 }),
        set('2026-11-20T08:00:00.000Z', { bytes: 200_000 }),
        set('2026-11-20T07:00:00.000Z', { bytes: 300_000 }),
      ],
      { mostDiskShare: 0.3 },
    )
    expect(said['2026-11-20T07:00:00.000Z']).toBe(
      'delete: Snapshots use more than 30 % of the disk, and this is the oldest.',
    )
    expect(said['2026-11-20T08:00:00.000Z']).toMatch(/^keep/)
    expect(said['2026-11-20T09:00:00.000Z']).toMatch(/^keep/)
  })

  it('deletes nothing for its share whose size nobody has measured, nor what is kept whatever happens', () => {
    const said = assess(
      [
        newest,
        set('2026-11-20T09:00:00.000Z', { bytes: 100_000 }),
        set('2026-11-20T08:00:00.000Z'),
        set('2026-11-20T07:00:00.000Z', { bytes: 900_000, pinned: true }),
        set('2026-11-20T06:00:00.000Z', { bytes: 900_000, switchId: 'a' }),
      ],
      { mostDiskShare: 0.3 },
    )
    expect(Object.values(said).filter((words) => words.startsWith('delete'))).toHaveLength(1)
    expect(said['2026-11-20T09:00:00.000Z']).toMatch(/^delete/)
  })

  it('lets one go at a time for what several share, which is in none of their own sizes', () => {
    const sets = [
      newest,
      set('2026-11-20T09:00:00.000Z', { bytes: 0 }),
      set('2026-11-20T08:00:00.000Z', { bytes: 0 }),
      set('2026-11-20T07:00:00.000Z', { bytes: 0, pinned: true }),
    ]
    const going = (heldBytes: number) =>
      assessRetention(sets, { ...policy, mostDiskShare: 0.3 }, { diskBytes: 1_000_000, heldBytes }, now).flatMap(
        ({ id, keep }) => (keep ? [] : [id]),
      )
    expect(going(300_000)).toEqual([])
    expect(going(900_000)).toEqual(['2026-11-20T08:00:00.000Z'])
  })

  it('has nothing to say of nothing', () => {
    expect(assessRetention([], policy, facts, now)).toEqual([])
  })
})

describe('the policy as a sentence', () => {
  it('reads as a person would say it', () => {
    expect(policySentence({ ...policy, leastSwitches: 3, mostDiskShare: 0.3 })).toBe(
      'All for 2 days, one a day for 2 weeks, one a week for 8 weeks; never fewer than those of the last 3 switches; never more than 30 % of the disk.',
    )
  })

  it('leaves out what says nothing', () => {
    const none = { allForDays: 0, dailyForDays: 0, weeklyForWeeks: 0, monthlyForMonths: 0 }
    expect(policySentence({ ...policy, ...none })).toBe('None for its age; never fewer than those of the last switch.')
    expect(policySentence({ ...policy, ...none, monthlyForMonths: 24 })).toMatch(/^One a month for 2 years;/)
    expect(policySentence({ ...policy, allForDays: 30 })).toBe(
      'All for 30 days, one a week for 8 weeks; never fewer than those of the last switch.',
    )
  })
})
