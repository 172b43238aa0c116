/** What a plan makes of files that look the same and may not be: on two laptops in memory that answer about them. */
import { describe, expect, it } from 'vitest'
import { collectUnits } from '../../../src-main/domains/home-sync/on-pair/plan/collect-units.ts'
import { compareDoubtful } from '../../../src-main/domains/home-sync/on-pair/plan/compare-doubtful.ts'
import { decisionsOf } from '../../../src-main/domains/home-sync/on-pair/plan/decisions.ts'
import { questionOf } from '../../../src-main/domains/home-sync/on-pair/plan/question.ts'
import { scansOf, type Laptop, decidingLater, differencesOf } from './home-laptops.ts'
import { pair } from '../machine/told-machine.ts'

const options = {}
const deciding = decidingLater
const { of } = deciding

async function planned(from: Laptop, to: Laptop, limit?: { readonly files: number; readonly bytes: number }) {
  const scans = await scansOf(from, to)
  const collected = await collectUnits(differencesOf(scans), { of, alwaysTaken: () => false, wasKept: () => false })
  const comparing = { scans, base: 's1', ...(limit === undefined ? {} : { limit }) }
  const { same, unread } = await compareDoubtful(comparing, collected.units, options)
  const decisions = decisionsOf(collected.units, collected.taken, deciding)
  return {
    asked: decisions.map(({ id, kind }) => `${kind} ${id}`),
    reasons: decisions.map((decision) => questionOf(decision, pair).reason),
    taken: collected.taken.tally.changed,
    same: [...same].sort(),
    unread,
  }
}

const nothing = { files: 0, bytes: 0 }
const a = (contents: string) => ({ contents: { 'alice/a': contents } })
const touched = { changes: { 'alice/a': ['touched'] } } as const
const changed = { changes: { 'alice/a': ['changed'] } } as const
const larger = { changes: { 'alice/a': ['changed', { size: 9 }] } } as const
const unchanged = { unchanged: ['alice/a'] }
const key = 'alice\u0001a'

describe('a file that the other laptop only touched', () => {
  it.each([
    ['under the same size and time', touched],
    ['with another time', changed],
    ['with another size', larger],
  ])('comes without a question where this one changed it, %s', async (_how, from) => {
    const told = await planned({ ...from, ...a('new') }, { ...touched, ...unchanged, ...a('old') })
    expect(told).toMatchObject({ asked: [], taken: 1, same: [] })
  })

  it('is asked about as its own change where this laptop is the one that only touched it', async () => {
    const told = await planned({ ...touched, ...unchanged, ...a('old') }, { ...larger, ...a('new') })
    expect(told.asked).toEqual(['only-there home:a'])
    const alike = await planned({ ...touched, ...unchanged, ...a('old') }, { ...touched, ...a('new') })
    expect(alike.asked).toEqual(['only-there home:a'])
  })

  it('is the same where both only touched it, and none of both is read, however many there are', async () => {
    const same = { contents: { 'alice/a': 'same' } }
    const told = await planned({ ...touched, ...unchanged, ...same }, { ...touched, ...unchanged, ...same }, nothing)
    expect(told).toMatchObject({ asked: [], taken: 0, same: [key], unread: 0 })
  })

  it('is asked about where nobody knows any more what it was, and both differ', async () => {
    expect((await planned({ ...larger, ...a('new') }, { ...touched, ...a('old') })).asked).toEqual(['both home:a'])
    expect((await planned({ ...touched, ...a('new') }, { ...touched, ...a('old') })).asked).toEqual(['both home:a'])
    expect((await planned({ ...touched, ...a('old') }, { ...touched, ...a('old') })).asked).toEqual([])
  })
})

describe('what is too much for a plan to read', () => {
  it('is asked about where both may have changed it, and said not to be compared', async () => {
    const told = await planned({ ...touched, ...a('same') }, { ...touched, ...a('same') }, nothing)
    expect(told).toMatchObject({ asked: ['both home:a'], same: [], unread: 0 })
    expect(told.reasons[0]).toContain('too large to compare now')
  })

  it('is left to the run where the other laptop alone may have, and counted', async () => {
    const told = await planned(a('old'), { ...touched, ...a('new') }, nothing)
    expect(told).toMatchObject({ asked: [], taken: 0, unread: 1 })
  })

  it('is the other laptop’s where that has another time or size, though this one touched it', async () => {
    const told = await planned(
      { ...touched, ...unchanged },
      { changes: { 'alice/a': ['changed', { mtime: '2.0' }] } },
      nothing,
    )
    expect(told).toMatchObject({ asked: ['only-there home:a'], unread: 0 })
  })

  it('is not what the other laptop deleted: nothing of that is read', async () => {
    const gone = {
      changes: { 'alice/a': ['deleted', { size: 9_000_000_000 }] },
      contents: { 'alice/a': undefined },
    } as const
    expect((await planned(a('here'), gone, nothing)).asked).toEqual(['only-there home:a'])
    expect((await planned({ contents: { 'alice/a': undefined } }, gone, nothing)).asked).toEqual([])
  })

  it('is read from the smallest on', async () => {
    const both = {
      changes: { 'alice/large': ['touched', { size: 9 }], 'alice/small': ['touched', { size: 2 }] },
    } as const
    const told = await planned(both, both, { files: 10, bytes: 5 })
    expect(told).toMatchObject({ asked: ['both home:large'], same: ['alice\u0001small'] })
  })
})
