import { describe, expect, it } from 'vitest'
import {
  daysBetween,
  formatAbout,
  formatAgo,
  formatLeft,
  formatLongPoint,
  formatPoint,
} from '../../../src-renderer/format/time.ts'

/** Friday 20 November 2026, 08:00 on the wall. */
const now = new Date(2026, 10, 20, 8, 0)
const iso = (day: number, hour: number, minute: number): string => new Date(2026, 10, day, hour, minute).toISOString()

describe('points in time', () => {
  it('names today and yesterday, and other days by weekday', () => {
    expect(formatPoint(iso(20, 7, 52), now.getTime())).toBe('today, 07:52')
    expect(formatPoint(iso(19, 23, 59), now.getTime())).toBe('yesterday, 23:59')
    expect(formatPoint(iso(18, 18, 12), now.getTime())).toBe('Wed 18 Nov, 18:12')
  })

  it('writes a day out in full', () => {
    expect(formatLongPoint(iso(18, 18, 12))).toBe('Wednesday 18 November, 18:12')
  })

  it('counts midnights, not hours', () => {
    expect(daysBetween(iso(19, 23, 59), now.getTime())).toBe(1)
    expect(daysBetween(iso(18, 8, 1), now.getTime())).toBe(2)
  })

  it('says how long ago', () => {
    expect(formatAgo(now.getTime() - 20_000, now.getTime())).toBe('just now')
    expect(formatAgo(now.getTime() - 125_000, now.getTime())).toBe('2 min ago')
    expect(formatAgo(now.getTime() - 7_200_000, now.getTime())).toBe('today, 06:00')
  })
})

describe('time left', () => {
  it('is never more exact than it can be', () => {
    expect(formatLeft(59_000)).toBe('less than a minute left')
    expect(formatLeft(170_000)).toBe('about 3 min left')
    expect(formatAbout(80 * 60_000)).toBe('about 1 h 20 min')
    expect(formatAbout(120 * 60_000)).toBe('about 2 h')
  })
})
