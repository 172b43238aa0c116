import { expect, it } from 'vitest'
import { createListingTeller } from '../../../src-main/domains/snapshots/on-machine/sets/tell-listing.ts'
import type { Listing } from '../../../src-main/domains/snapshots/on-machine/sets/list-sets.ts'
import {
  bringUpToDate,
  createAskListing,
  type KnownListing,
} from '../../../src-main/domains/snapshots/on-pair/list-pair.ts'
import { listSnapshots, type KeptSet } from '../../../src-main/domains/snapshots/verbs.ts'
import { answer } from '../../../src-main/machine/machine.ts'
import { memoryMachine } from '../machine/memory-machine.ts'

const set = (minute: number, more: Partial<KeptSet> = {}): KeptSet => ({
  id: `20261120T10${String(minute).padStart(2, '0')}00000Z-a`,
  at: `2026-11-20T10:${String(minute).padStart(2, '0')}:00.000Z`,
  subvolumes: ['home', 'system'],
  content: { kind: 'undescribed', why: { id: 'missing', data: {} } },
  pinned: false,
  space: { kind: 'exact', bytes: 1 },
  ...more,
})
const foreign = {
  uuid: '867b9b3c-c417-1e4d-8516-d17f6370ec16',
  at: '2026-11-19T08:00:00.000Z',
  tool: 'snapper' as const,
  areas: [],
  path: '.snapshots/1/snapshot',
}
const listing = (...sets: readonly KeptSet[]): Listing => ({ sets, foreign: [foreign], own: new Map() })

const changes: readonly (readonly [string, Listing])[] = [
  ['nothing', listing(set(3), set(2), set(1))],
  ['one more', listing(set(4), set(3), set(2), set(1))],
  ['one that is gone', listing(set(3), set(1))],
  ['all that are gone', { ...listing(), foreign: [] }],
  ['a pin', listing(set(3), set(2, { pinned: true }), set(1))],
  ['a reason', listing(set(3), set(2), set(1, { neededBecause: { id: 'mounted', data: { target: '/mnt' } } }))],
  ['a measured size', listing(set(3), set(2, { space: { kind: 'exact', bytes: 2 } }), set(1))],
  ['a size that is not exact any more', listing(set(3), set(2, { space: { kind: 'estimate', bytes: 1 } }), set(1))],
  ['a size that is not known any more', listing(set(3), set(2, { space: { kind: 'unknown' } }), set(1))],
  ['a lost snapshot', listing(set(3), set(2, { subvolumes: ['home'] }), set(1))],
  [
    'another description',
    listing(set(3), set(2, { content: { kind: 'undescribed', why: { id: 'other', data: {} } } }), set(1)),
  ],
  ['a foreign one that is gone', { ...listing(set(3), set(2), set(1)), foreign: [] }],
  ['two of one moment', listing(set(3), { ...set(2), id: `${set(2).id}b` }, set(2), set(1))],
]

const whole = ({ sets, foreign: others }: Listing | KnownListing) => ({ sets, foreign: others })

it.each(changes)('who knows the last listing learns of %s', (_what, after) => {
  const tell = createListingTeller()
  const before = bringUpToDate(undefined, tell(listing(set(3), set(2), set(1)), undefined))
  const now = bringUpToDate(before, tell(after, before.revision))
  expect(whole(now)).toEqual(whole(after))
  expect(bringUpToDate(now, tell(after, now.revision))).toBe(now)
})

it('only what is different is told', () => {
  const tell = createListingTeller()
  const { revision } = tell(listing(set(3), set(2), set(1)), undefined)
  const told = tell(listing(set(3), set(2, { pinned: true })), revision)
  expect(told).toEqual({
    revision: expect.not.stringContaining(revision) as string,
    since: revision,
    sets: [set(2, { pinned: true })],
    gone: [set(1).id],
  })
  expect(tell(listing(set(3)), revision)).toMatchObject({ sets: [set(3)], gone: [], foreign: [foreign] })
})

it('an agent that was started anew tells everything', async () => {
  const asked: (string | undefined)[] = []
  const serve = (...sets: readonly KeptSet[]) => {
    const tell = createListingTeller()
    return memoryMachine('p17', [
      answer(listSnapshots, ({ known }) => {
        asked.push(known)
        return Promise.resolve(tell(listing(...sets), known))
      }),
    ])
  }
  const [first, second] = await Promise.all([serve(set(1)), serve(set(2), set(1))])
  const askListing = createAskListing()
  const one = await askListing(first.machine)
  expect(await askListing(first.machine)).toBe(one)
  expect((await askListing(second.machine)).sets).toEqual([set(2), set(1)])
  expect(asked).toEqual([undefined, one.revision, undefined])
  first.machine.close()
  second.machine.close()
})
