/** What was saved on a laptop since both were found equal, told by a real btrfs. */
import { beforeEach, describe, expect, it } from 'vitest'
import { exclusions } from '../../src-main/commons/home-exclusions/exclusions.ts'
import { recordBase } from '../../src-main/domains/home-sync/on-machine/memory/bases.ts'
import { holdScan } from '../../src-main/domains/home-sync/on-machine/memory/held-scans.ts'
import {
  findSavedSince,
  readSavedSince,
  type SavedSinceSwitch,
} from '../../src-main/domains/home-sync/on-machine/since/answers.ts'
import { makePracticePlace } from './files-place.ts'
import { scanOf } from './home-scans.ts'
import { sh } from './loop-btrfs.ts'
import { forEachTest } from './while-tested.ts'

const laptop = forEachTest(() => makePracticePlace(512))

/** A switch that was proven. */
async function verify(switchId: string): Promise<void> {
  const { stateFolder } = laptop.places
  const { scanId, inventory } = await scanOf(laptop.places)
  holdScan(stateFolder, switchId, scanId, 'verified')
  const apart = { kept: [], alone: [], leftOut: [] }
  await recordBase(stateFolder, { switchId, inventory, apart, otherwise: [], previous: undefined })
}

const told = async () =>
  withoutAge(await readSavedSince({ stateFolder: laptop.places.stateFolder, home: laptop.places.areas.home }, {}))
const looked = async () => {
  const own = { home: 'alice', rules: [] }
  return withoutAge(await findSavedSince({ places: laptop.places, rules: exclusions, own, exceptions: [] }, {}))
}
/** How long ago it was looked for, where it was. */
function withoutAge(since: SavedSinceSwitch | undefined): Omit<SavedSinceSwitch, 'ageMs'> | undefined {
  if (since === undefined) return undefined
  const { ageMs = 0, ...rest } = since
  expect(ageMs).toBeGreaterThanOrEqual(0)
  return rest
}
const none: SavedSinceSwitch = { switchId: 's1', files: 0, hidden: 0, names: [], isCurrent: true }

beforeEach(async () => {
  laptop.bash('mkdir -p Documents .cache .config; echo plan > Documents/plan.md; echo x > .config/set; echo y > old')
  sh('btrfs', 'subvolume', 'create', `${laptop.home}/alice/projects`)
  await verify('s1')
})

describe('since a switch was verified', () => {
  it('nothing was saved, and the kernel says so without a look from then on', async () => {
    expect(await told()).toEqual({ ...none, isCurrent: false })
    expect(await looked()).toEqual(none)
    await scanOf(laptop.places)
    expect(await told()).toEqual(none)
  })

  it('the files that a switch would bring are named, those of programs last', async () => {
    await looked()
    laptop.bash('echo new > .config/set; echo more >> Documents/plan.md; mkdir New; echo n > New/n; rm old')
    expect(await told()).toEqual({ ...none, isCurrent: false })
    const names = ['alice/Documents/plan.md', 'alice/New/n', 'alice/old', 'alice/.config/set']
    const found = { switchId: 's1', files: 4, hidden: 1, names, isCurrent: true }
    expect(await looked()).toEqual(found)
    expect(await told()).toEqual(found)
  })

  it('what never travels does not count, nor a folder that was only looked into', async () => {
    laptop.bash('echo c > .cache/c; cat Documents/plan.md; touch -r old old; chmod 600 old; chmod 644 old')
    expect(await looked()).toEqual(none)
  })

  it('work in a subvolume inside the home is noticed, also in one that is new', async () => {
    await looked()
    laptop.bash('echo w > projects/w')
    expect((await told())?.isCurrent).toBe(false)
    sh('btrfs', 'subvolume', 'create', `${laptop.home}/alice/other`)
    expect((await looked())?.isCurrent).toBe(false)
    expect(await looked()).toMatchObject({ files: 1, isCurrent: true })
    laptop.bash('echo o > other/o')
    expect((await told())?.isCurrent).toBe(false)
    expect(await looked()).toMatchObject({ files: 2, names: ['alice/other/o', 'alice/projects/w'] })
  })

  it('it is counted from the last switch', async () => {
    laptop.bash('echo w > w')
    await looked()
    await verify('s2')
    expect(await told()).toEqual({ ...none, switchId: 's2', isCurrent: false })
    expect(await looked()).toEqual({ ...none, switchId: 's2' })
  })
})
