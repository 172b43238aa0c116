/** What was fetched and proven, recorded beside it: known again only while it is the same on both laptops. */
import { copyFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import {
  deleteIncoming,
  forgetStale,
  incomingPlace,
  incomingTree,
  makeIncoming,
} from '../../src-main/domains/home-sync/on-machine/incoming.ts'
import {
  filesInLot,
  forgetFetched,
  hasFetched,
  noteFetched,
  readFetched,
  removeFetched,
} from '../../src-main/domains/home-sync/on-machine/memory/fetched-files.ts'
import { homeFolder } from '../../src-main/domains/home-sync/on-machine/scan/home-folders.ts'
import { makePracticePlace } from './files-place.ts'
import { forAllTests } from './while-tested.ts'

const place = forAllTests(() => makePracticePlace(512))
let stateFolder: string
let fetching: { readonly stateFolder: string; readonly incoming: string; readonly peer: string }

const inIncoming = (script: string): string => place.bash(script, fetching.incoming)
const lots = (): string => path.join(homeFolder(stateFolder), 'fetched')
const note = (...paths: readonly string[]): void =>
  noteFetched(
    fetching,
    paths.map((one) => ({ path: one, identity: `was ${one}` })),
  )
/** All pages. */
function known(peer = 'p17'): readonly string[] {
  const paths: string[] = []
  for (let after: string | undefined; ;) {
    const { files, next } = readFetched({ ...fetching, peer }, after)
    paths.push(...files.map(({ path: one, identity }) => (identity === `was ${one}` ? one : `${one}: ${identity}`)))
    if (next === undefined) return paths.sort()
    after = next
  }
}
const receive = (switchId: string) => makeIncoming(stateFolder, switchId, { root: '/nonexistent', seeds: [] }, {})

beforeAll(() => {
  stateFolder = place.places.stateFolder
  fetching = { stateFolder, incoming: incomingPlace(stateFolder), peer: 'p17' }
})
beforeEach(async () => {
  await receive('s1')
  inIncoming(`mkdir -p alice; for name in a b c; do echo $name > alice/$name; done; echo x > alice/$'odd \\xff'`)
})
afterEach(() => deleteIncoming(stateFolder))

describe('what was fetched', () => {
  it('is known again as long as nothing has touched it', () => {
    expect(known()).toEqual([])
    note('alice/a', 'alice/b', 'alice/odd \xff', 'alice/none')
    note('alice/c')
    expect(known()).toEqual(['alice/a', 'alice/b', 'alice/c', 'alice/odd \xff'])
    inIncoming(`touch -r alice/a ../stamp; echo A > alice/a; touch -r ../stamp alice/a; rm ../stamp alice/b`)
    inIncoming(`rm alice/c; echo c > alice/c; ln alice/$'odd \\xff' alice/two`)
    expect(known()).toEqual([])
  })

  it('is nothing of another laptop, and nothing that has two names or is no file', () => {
    inIncoming('ln alice/a alice/again; ln -s a alice/link; mkdir alice/folder')
    note('alice/a', 'alice/link', 'alice/folder', 'alice/b')
    expect(known()).toEqual(['alice/b'])
    expect(known('another')).toEqual([])
  })

  it('is not taken from a record that something has changed: that is set aside, and the others hold', () => {
    note('alice/a')
    const [first = ''] = readdirSync(lots())
    note('alice/b')
    writeFileSync(
      path.join(lots(), first),
      readFileSync(path.join(lots(), first), 'utf8').replace('alice/a', 'alice/c'),
    )
    expect(known()).toEqual(['alice/b'])
    expect(readdirSync(lots()).sort()).toEqual(
      expect.arrayContaining([expect.stringContaining(`${first}.damaged-`) as string]),
    )
  })

  it('is not what a copy of the record from another day says', async () => {
    note('alice/a')
    const [lot = ''] = readdirSync(lots())
    copyFileSync(path.join(lots(), lot), path.join(homeFolder(stateFolder), 'copy'))
    await deleteIncoming(stateFolder)
    await receive('s2')
    inIncoming('mkdir alice; echo a > alice/a')
    note('alice/a')
    copyFileSync(path.join(homeFolder(stateFolder), 'copy'), path.join(lots(), lot))
    expect(known()).toEqual(['alice/a'])
    inIncoming('echo b > alice/a')
    expect(known()).toEqual([])
  })

  it('stays for the next switch where it is recorded, and is deleted with its record where nothing is', async () => {
    note('alice/a')
    await receive('s2')
    expect(readFileSync(path.join(incomingTree(stateFolder, 's2'), 'alice/a'), 'utf8')).toBe('a\n')
    expect(known()).toEqual(['alice/a'])
    forgetFetched(stateFolder, ['alice/a'])
    expect(hasFetched(stateFolder)).toBe(false)
    await receive('s3')
    expect(readdirSync(incomingTree(stateFolder, 's3'))).toEqual([])
  })

  it('is forgotten by name, and removed without following a link', () => {
    place.bash('mkdir -p ../outside; echo precious > ../outside/a')
    inIncoming('mkdir bob; echo x > bob/a')
    note('alice/a', 'alice/b', 'bob/a')
    inIncoming(`rm -r bob; ln -s ${place.bash('cd ../outside; pwd').trim()} bob`)
    forgetFetched(stateFolder, ['alice/a', 'bob/a'])
    removeFetched(fetching.incoming, ['alice/a', 'bob/a', 'none/at/all'])
    expect(known()).toEqual(['alice/b'])
    expect(inIncoming('ls alice')).toBe('b\nc\nodd '.concat('\ufffd\n'))
    expect(place.bash('cat ../outside/a; rm -r ../outside')).toBe('precious\n')
  })

  it('is not forgotten by the switch that placed it, though it is not to come any more', async () => {
    note('alice/a', 'alice/b', 'alice/c')
    const stale = { changed: ['alice/c'], unwanted: ['alice/a', 'alice/b'] }
    forgetStale(stateFolder, 's1', stale)
    expect(known()).toEqual(['alice/a', 'alice/b'])
    await receive('s2')
    forgetStale(stateFolder, 's2', stale)
    expect(known()).toEqual(['alice/a', 'alice/b'])
    forgetStale(stateFolder, 's3', stale)
    expect(known()).toEqual([])
    expect(inIncoming('ls alice')).toBe('c\nodd '.concat('\ufffd\n'))
  })

  it('keeps its record small in number, whatever many rounds leave', () => {
    inIncoming('for i in $(seq 20); do echo $i > alice/n-$i; done')
    for (let round = 1; round <= 20; round++) note(`alice/n-${round}`)
    expect(readdirSync(lots())).toHaveLength(20)
    forgetFetched(stateFolder, ['alice/n-1'])
    expect(readdirSync(lots())).toHaveLength(1)
    expect(known()).toHaveLength(19)
  })

  it('is told a lot at a time', () => {
    inIncoming(`for i in $(seq ${filesInLot + 1}); do : > alice/m$i; done`)
    const all = Array.from({ length: filesInLot + 1 }, (_, index) => `alice/m${index + 1}`)
    note(...all.slice(0, filesInLot))
    note(...all.slice(filesInLot))
    expect(known()).toHaveLength(filesInLot + 1)
  })
})
