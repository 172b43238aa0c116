/** The line about backups, disks and room: what is known, what is not, and what needs somebody. */
import { expect, it } from 'vitest'
import { healthOf } from '../../../src-main/contract/overview/health.ts'
import { goodCopies, noCopies } from '../../renderer/copies-answers.ts'
import { damagedDisks, healthyDisks } from '../../renderer/disks-answers.ts'
import { overview } from '../../renderer/laptops.ts'

const nowMs = Date.parse('2026-11-20T08:00:00.000Z')
const unknown = { value: undefined, error: undefined }
const failed = { value: undefined, error: new Error('away') }
const known = {
  ...{ overview, nowMs },
  copies: { value: goodCopies, error: undefined },
  disks: { value: healthyDisks, error: undefined },
}
const line = (more: Partial<Parameters<typeof healthOf>[0]> = {}) =>
  healthOf({ ...known, ...more }).map(({ tone, text }) => `${tone}: ${text}`)

it('says when the last copy was made, that the disks are sound, and what both have free', () => {
  const [backup, disks, room] = line()
  expect(backup).toMatch(/^good: Backup (today|yesterday), \d\d:\d\d$/)
  expect(disks).toBe('good: Disks sound')
  expect(room).toMatch(/^neutral: [\d.]+ GB free on P17, [\d.]+ GB free on XPS 13$/)
  expect(healthOf(known).map(({ page }) => page)).toEqual(['copies', 'disks', 'disks'])
})

it('claims nothing that is not known', () => {
  expect(line({ copies: unknown, disks: unknown })).toMatchObject([
    'neutral: Looking for backups…',
    'neutral: Looking at the disks…',
    expect.anything(),
  ])
  expect(line({ copies: failed, disks: failed })).toMatchObject([
    'neutral: Backups not known',
    'neutral: Disks not known',
    expect.anything(),
  ])
  const missing = [{ laptop: 'xps', error: { code: 'unreachable' as const, message: 'XPS 13 is away.' } }]
  const apart = { value: { ...healthyDisks, missing }, error: undefined }
  expect(line({ disks: apart })[1]).toBe('neutral: Disks of XPS 13 not known')
  const { laptop, here, connection } = overview.peer ?? overview.here
  const silent = { laptop, here, connection }
  expect(line({ overview: { ...overview, peer: silent } })[2]).toMatch(/, free space of XPS 13 not known$/)
})

it('says in amber what needs somebody, and that there is no backup yet', () => {
  expect(line({ copies: { value: noCopies, error: undefined } })[0]).toBe('neutral: No backup yet')
  expect(line({ nowMs: nowMs + 9 * 86_400_000 })[0]).toMatch(/^amber: Last backup /)
  expect(line({ disks: { value: damagedDisks, error: undefined } })[1]).toBe('amber: 1 disk needs attention')
})
