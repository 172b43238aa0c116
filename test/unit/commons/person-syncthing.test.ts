import { describe, expect, it, vi } from 'vitest'
import { carriedAmong } from '../../../src-main/commons/person-syncthing/on-pair/carried.ts'
import {
  waitForSyncthing,
  type Brought,
} from '../../../src-main/commons/person-syncthing/on-pair/wait-for-syncthing.ts'
import {
  lookAtPersonSyncthing,
  readPersonFiles,
  scanPersonFolders,
} from '../../../src-main/commons/person-syncthing/verbs.ts'
import { answer } from '../../../src-main/machine/machine.ts'
import { memoryMachine } from '../machine/memory-machine.ts'
import { ignoresSome, includes, isUpToDate, sharedFolders } from '../../../src-main/contract/shared-folders.ts'
import { secondsOf } from '../../../src-main/tools/syncthing/person/look.ts'
import type { PersonFolder, PersonSyncthing } from '../../../src-main/contract/person-syncthing.ts'
import { both, folder, pairThatSays, running, status } from './syncthings.ts'

const whyIn = (sides: ReturnType<typeof both>) =>
  sharedFolders(sides).notShared.map(({ why, side }) => `${why} ${side}`)

describe('which folders both Syncthings of a person carry', () => {
  it('are those that both share with each other at the same place of the home', () => {
    expect(sharedFolders(both())).toEqual({
      shared: [{ id: 'docs', label: 'Documents', place: 'Documents' }],
      notShared: [],
      devices: { from: 'F', to: 'T' },
    })
  })

  it.each([
    [{ isPaused: true }, {}, 'paused from'],
    [{}, { isPaused: true }, 'paused to'],
    [{}, { type: 'sendonly' }, 'one-way to'],
    [{}, { place: 'Papers' }, 'elsewhere to'],
    [{ place: undefined }, {}, 'elsewhere from'],
    [{}, { status: status('F', { error: 'folder marker missing' }) }, 'failing to'],
    [{}, { status: undefined }, 'failing to'],
    [{}, { devices: ['N'] }, 'unknown-there to'],
    [{}, { id: 'other' }, 'unknown-there to'],
  ])('are not those with %j there and %j here, and it is said why: %s', (ofFrom, ofTo, why) => {
    const sides = both(ofFrom, ofTo)
    expect(sharedFolders(sides).shared).toEqual([])
    expect(whyIn(sides)).toEqual([why])
  })

  it('are none where both are not connected, and none of a third device is named', () => {
    const { from, to } = both()
    const apart = { ...to, devices: [{ id: 'F', name: 'F', isPaused: false, isConnected: false }] }
    expect(whyIn({ from, to: apart })).toEqual(['apart to'])
    const withNas = { ...from, folders: [folder('N', { id: 'photos' })] }
    expect(sharedFolders({ from: withNas, to })).toMatchObject({ shared: [], notShared: [] })
  })

  it('are copied where one of them cannot be asked, which is said only where the other one shares something', () => {
    const { from } = both()
    expect(sharedFolders({ from, to: { kind: 'stopped' } }).away).toEqual({ side: 'to', why: 'stopped' })
    expect(sharedFolders({ from: { kind: 'stopped' }, to: { kind: 'stopped' } }).away).toBeUndefined()
    expect(sharedFolders({ from, to: { kind: 'none' } }).away).toBeUndefined()
  })
})

describe('whether they are done', () => {
  it('is said by both sides alone, each of which may be wrong', () => {
    expect(isUpToDate('docs', both())).toBe(true)
    expect(ignoresSome('docs', both())).toBe(false)
  })

  it('is said of a folder of which one side ignores something, too', () => {
    const sides = both({}, { status: status('F', { local: '39 3 0 1100' }) })
    expect(isUpToDate('docs', sides)).toBe(true)
    expect(ignoresSome('docs', sides)).toBe(true)
  })

  it.each([
    ['paused: every count is 0, and there is no state', { status: status('T', { state: '' }) }],
    ['still to fetch', { status: status('T', { needs: 1 }) }],
    ['not to be fetched', { status: status('T', { problems: 1 }) }],
    ['that nobody else knows of', { status: status('T', { local: '41 3 0 1300' }) }],
    ['another index than the other one', { status: status('T', { local: '41 3 0 1', global: '41 3 0 1' }) }],
    ['away there', { status: status('T', { peers: [{ device: 'T', remoteState: 'unknown', needs: 0 }] }) }],
    ['to be deleted there', { status: status('T', { peers: [{ device: 'T', remoteState: 'valid', needs: 1 }] }) }],
  ])('is not said with something %s', (_what, ofFrom) => {
    expect(isUpToDate('docs', both(ofFrom))).toBe(false)
  })
})

it.each([
  ['2026-11-29T17:02:03.5+01:00', '1795968123.500000000'],
  ['2026-11-29T16:02:03.123456789Z', '1795968123.123456789'],
  ['2026-11-29T16:02:03Z', '1795968123.000000000'],
  ['yesterday', ''],
  ['', ''],
])('reads the time %s as seconds since 1970', (time, seconds) => {
  expect(secondsOf(time)).toBe(seconds)
})

describe('what one laptop has of a file', () => {
  it('is all that the other one wrote when no counter is behind', () => {
    expect(includes(['AAA:7', 'BBB:3'], ['AAA:7'])).toBe(true)
    expect(includes(['AAA:7'], ['AAA:7', 'BBB:3'])).toBe(false)
    expect(includes(['AAA:9007199254740993'], ['AAA:9007199254740994'])).toBe(false)
    expect(includes([], [])).toBe(true)
    expect(includes([], ['AAA:1'])).toBe(false)
  })
})

describe('what differs in a folder that was shared when the switch was planned', () => {
  const planned = [{ id: 'docs', label: 'Documents', place: 'Documents' }]
  const options = {}

  async function machine(
    name: 'p17' | 'xps',
    now: PersonSyncthing,
    files: Readonly<Record<string, string[]>> | 'dead',
  ) {
    const { machine: connected } = await memoryMachine(name, [
      answer(lookAtPersonSyncthing, () => Promise.resolve(now)),
      answer(scanPersonFolders, () => Promise.resolve(now)),
      answer(readPersonFiles, ({ files: asked }) => {
        if (files === 'dead') return Promise.reject(new Error('it ended'))
        const of = ({ path }: { readonly path: string }) => {
          const version = files[path]
          return version === undefined ? null : { version, isDeleted: false, size: 1, modified: '1.000000000' }
        }
        return Promise.resolve({ versions: asked.map(of) })
      }),
    ])
    return connected
  }

  async function amongWith(
    sides: Readonly<Record<'from' | 'to', PersonSyncthing>>,
    ofSource: Readonly<Record<string, string[]>>,
    ofTarget: Readonly<Record<string, string[]>> | 'dead',
  ) {
    const pair = { from: await machine('p17', sides.from, ofSource), to: await machine('xps', sides.to, ofTarget) }
    const paths = [...Object.keys(ofSource).map((name) => `Documents/${name}`), 'Music/song']
    const carried = await carriedAmong(pair, planned, paths, options)
    return Object.fromEntries(carried.map(({ path, target }) => [path, target]))
  }

  it('is carried where both know it, and it is told which of them has what the other one wrote', async () => {
    const ofSource = { both: ['F:1'], newer: ['F:2', 'T:1'], older: ['F:1'], clash: ['F:2'], ignored: ['F:1'] }
    const ofTarget = { both: ['F:1'], newer: ['F:1', 'T:1'], older: ['F:1', 'T:4'], clash: ['T:2'] }
    expect(await amongWith(both(), ofSource, ofTarget)).toEqual({
      'Documents/both': 'all',
      'Documents/newer': 'earlier',
      'Documents/older': 'all',
      'Documents/clash': 'apart',
    })
  })

  it('is nobody else’s to replace where it is not shared any more, or one of both stops answering', async () => {
    const paused = both({}, { isPaused: true })
    expect(await amongWith(paused, { letter: ['F:1'] }, { letter: ['F:1'] })).toEqual({ 'Documents/letter': 'apart' })
    expect(await amongWith(both(), { letter: ['F:1'] }, 'dead')).toEqual({ 'Documents/letter': 'apart' })
  })

  it('is waited for until both agree, and nobody waits where nothing is shared', async () => {
    const wait = async (sides: Readonly<Record<'from' | 'to', PersonSyncthing>>) =>
      waitForSyncthing(
        { from: await machine('p17', sides.from, {}), to: await machine('xps', sides.to, {}) },
        { mostMs: 500 },
      )
    expect((await wait(both())).behind).toEqual([])
    expect((await wait({ from: { kind: 'none' }, to: { kind: 'none' } })).shared).toEqual([])
    expect((await wait(both({ status: status('T', { needs: 1 }) }))).behind.map(({ id }) => id)).toEqual(['docs'])
  })
})

describe('waiting for both', () => {
  const brings = (needs: number) => both({}, { status: status('F', { needs, state: needs > 0 ? 'syncing' : 'idle' }) })

  it('tells how much of a folder has come, also while it is still being read', async () => {
    const pair = await pairThatSays([brings(2_000), brings(2_000), brings(796), brings(0)], 1_200)
    const told: string[] = []
    const report = ({ label, done, total }: Brought) => void told.push(`${label} ${done} ${total}`)
    expect((await waitForSyncthing(pair, { mostMs: 20_000, report })).behind).toEqual([])
    expect(told).toContain('Documents 1204 2000')
  })

  it('ends where both rest with something left to do, long before its limit', async () => {
    const pair = await pairThatSays([both({}, { status: status('F', { needs: 1 }) })])
    const before = performance.now()
    const { behind } = await waitForSyncthing(pair, { mostMs: 60_000, restMs: 1_000 })
    expect(behind.map(({ id }) => id)).toEqual(['docs'])
    expect(performance.now() - before).toBeLessThan(10_000)
  })

  it('is done with a folder that was once the same since it was read, whatever is written into it later', async () => {
    const two = (ofOne: Partial<PersonFolder>, ofOther: Partial<PersonFolder>) => ({
      from: running('F', 'T', [folder('T', ofOne), folder('T', { id: 'log', ...ofOther })]),
      to: running('T', 'F', [folder('F'), folder('F', { id: 'log' })]),
    })
    const late = { status: status('T', { needs: 1 }) }
    const pair = await pairThatSays([two(late, {}), two(late, {}), two({}, late)])
    expect((await waitForSyncthing(pair, { mostMs: 60_000 })).behind).toEqual([])
  })

  it('lets nothing go on that it has begun, as where a disk hangs', async () => {
    const pair = await pairThatSays([brings(5)], 60_000)
    expect((await waitForSyncthing(pair, { mostMs: 500 })).behind).toHaveLength(1)
    await vi.waitFor(() => expect([...pair.stopped].sort()).toEqual(['p17', 'xps']))
  })

  it('can be stopped', async () => {
    const pair = await pairThatSays([brings(5)])
    const stop = new AbortController()
    const waiting = waitForSyncthing(pair, { mostMs: 60_000, signal: stop.signal })
    setTimeout(() => stop.abort(), 100)
    await expect(waiting).rejects.toMatchObject({ name: 'AbortError' })
  })
})
