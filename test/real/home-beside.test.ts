/** Files of a /home that give way and stay under another name: what the agent notes of them, whatever happens in between. */
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { newPlacingId, notePlacing } from '../../src-main/commons/placing/on-machine/placing-file.ts'
import { incomingTree, makeIncoming } from '../../src-main/domains/home-sync/on-machine/incoming.ts'
import {
  noteBeside,
  readBeside,
  recallBeside,
  rememberBeside,
} from '../../src-main/domains/home-sync/on-machine/memory/beside-files.ts'
import { clearAbandoned, placeHome } from '../../src-main/domains/home-sync/on-machine/place.ts'
import { homeFolder, switchFolder } from '../../src-main/domains/home-sync/on-machine/scan/home-folders.ts'
import { makePracticePlace } from './files-place.ts'
import { scanOf } from './home-scans.ts'
import { forAllTests } from './while-tested.ts'

const place = forAllTests(() => makePracticePlace())
let count = 0
let switchId: string
beforeEach(async () => {
  switchId = `s${(count += 1)}`
  place.emptyFolder()
  place.bash('for name in a b c; do echo old-$name > $name; done')
  await makeIncoming(place.places.stateFolder, switchId, { root: '/nonexistent', seeds: [] }, {})
  place.bash('mkdir -p alice; for name in a b c; do echo new > alice/$name; done', incomingTree(state(), switchId))
})

const state = () => place.places.stateFolder
const folder = () => switchFolder(state(), switchId)
const noted = () => readBeside(folder()).map(({ as, isDone }) => `${as}${isDone ? '' : ', begun'}`)
const lineOf = (name: string) => ({ path: `alice/${name}`, action: 'place', beside: `${name} (XPS 13)` }) as const
const lines = ['a', 'b', 'c'].map(lineOf)
const context = { signal: new AbortController().signal, report: () => undefined }
const contents = () => place.bash('tail -qn +1 *; ls').trim().split('\n')

/** An agent that was killed in the middle of `lines`; `done` is what it got done. */
async function killedAfter(done: string): Promise<void> {
  const { scanId } = await scanOf(place.places)
  noteBeside(folder(), lines)
  notePlacing(folder(), { id: newPlacingId(), scanId, lines })
  const file = path.join(folder(), 'placing.json')
  writeFileSync(file, readFileSync(file, 'utf8').replace(/"startTime": ?"\d+"/, '"startTime":"1"'))
  place.bash(done)
}

describe('what gives way', () => {
  it('is noted where it stays, and what was left alone is not', async () => {
    const { scanId } = await scanOf(place.places)
    place.bash('echo mine > b; echo else > "c (XPS 13)"')
    const placed = await placeHome(place.places, { switchId, scanId, lines: [...lines] }, context)
    expect(placed).toMatchObject({ placed: 1, left: [{ path: 'alice/b' }, { path: 'alice/c' }] })
    expect(noted()).toEqual(['alice/a (XPS 13)'])
    expect(contents()).toEqual(['new', 'old-a', 'mine', 'old-c', 'else', 'a', 'a (XPS 13)', 'b', 'c', 'c (XPS 13)'])
  })

  it('never gets a name that no rule lets cross', async () => {
    place.bash('mkdir .ssh; echo old > .ssh/config')
    const { scanId } = await scanOf(place.places)
    const line = { path: 'alice/.ssh/config', action: 'place', beside: 'id_rsa' } as const
    const { left } = await placeHome(place.places, { switchId, scanId, lines: [line] }, context)
    expect([left, noted()]).toEqual([[{ path: line.path, why: 'excluded' }], []])
  })
})

describe('after the agent was killed', () => {
  it('what came to be is noted still, a further name is taken back, and what others put there is theirs', async () => {
    await killedAfter(`ln a 'a (XPS 13)'; mv b 'b (XPS 13)'; echo new > b; echo else > 'c (XPS 13)'`)
    expect(noted()).toHaveLength(3)
    await clearAbandoned(place.places, {})
    expect(noted()).toEqual(['alice/b (XPS 13)'])
    expect(contents()).toEqual(['old-a', 'new', 'old-b', 'old-c', 'else', 'a', 'b', 'b (XPS 13)', 'c', 'c (XPS 13)'])
    const { scanId } = await scanOf(place.places)
    const again = lines.filter((line) => line.path === 'alice/a')
    expect(await placeHome(place.places, { switchId, scanId, lines: again }, context)).toMatchObject({ placed: 1 })
    expect(noted()).toEqual(['alice/b (XPS 13)', 'alice/a (XPS 13)'])
  })

  it('what was kept is noted also where its owner saved a new version meanwhile', async () => {
    await killedAfter(`ln a 'a (XPS 13)'; echo mine > t; mv t a`)
    await clearAbandoned(place.places, {})
    expect(noted()).toEqual(['alice/a (XPS 13)'])
    expect(place.bash('cat a a*13*')).toBe('mine\nold-a\n')
  })
})

describe('what is remembered beyond the switch', () => {
  const note = (...names: readonly string[]) =>
    noteBeside(
      folder(),
      names.map((name) => ({ path: `alice/${name}`, action: 'place', beside: `${name} (2)` })),
    )

  it('is what the other laptop does not have, until it has it', () => {
    note('a', 'b')
    rememberBeside(state(), switchId, ['alice/a (2)', 'alice/b (2)', 'alice/c'])
    expect(recallBeside(state())).toEqual(['alice/a (2)', 'alice/b (2)'])
    rememberBeside(state(), switchId, ['alice/a (2)', 'alice/b (2)'])
    expect(recallBeside(state())).toHaveLength(2)
    rememberBeside(state(), 'another', ['alice/b (2)'])
    expect(recallBeside(state())).toEqual(['alice/b (2)'])
    rememberBeside(state(), 'the-way-back', [])
    expect(recallBeside(state())).toEqual([])
  })

  it('is set aside when it is damaged, and what is noted of a switch is an error then', () => {
    note('a')
    writeFileSync(path.join(homeFolder(state()), 'beside.json'), '{')
    expect(recallBeside(state())).toEqual([])
    writeFileSync(path.join(folder(), 'beside.json'), '{')
    expect(() => readBeside(folder())).toThrow(expect.objectContaining({ code: 'state-unreadable' }) as Error)
  })
})
