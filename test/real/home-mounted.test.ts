/** What comes for a home that is mounted goes into it, or nowhere. */
import path from 'node:path'
import { beforeAll, expect, it } from 'vitest'
import type { Places } from '../../src-main/commons/snapshot-sets/on-machine/find-layout.ts'
import { incomingTree, makeIncoming } from '../../src-main/domains/home-sync/on-machine/incoming.ts'
import { placeHome } from '../../src-main/domains/home-sync/on-machine/place.ts'
import { makePracticePlace } from './files-place.ts'
import { scanOf } from './home-scans.ts'
import { sh } from './loop-btrfs.ts'
import { forAllTests } from './while-tested.ts'

const place = forAllTests(() => makePracticePlace(512))
let places: Places
let home: string
let apart: string
beforeAll(() => {
  home = path.join(place.home, 'alice')
  places = { ...place.places, homes: [home] }
  apart = path.join(place.system, 'apart')
  sh('btrfs', '-q', 'subvolume', 'create', apart)
})

it('is placed while the home is mounted, and nothing of it below the mount point when it is not any more', async () => {
  const context = { signal: new AbortController().signal, report: () => undefined }
  const switchId = 'mounted'
  sh('mount', '--bind', apart, home)
  const { scanId } = await scanOf(places)
  await makeIncoming(places.stateFolder, switchId, { root: '/nonexistent', seeds: [] }, {})
  place.bash('mkdir -p alice; echo new | tee alice/one alice/two', incomingTree(places.stateFolder, switchId))
  const placing = (name: string) =>
    placeHome(places, { switchId, scanId, lines: [{ path: `alice/${name}`, action: 'place' }] }, context)
  expect(await placing('one')).toMatchObject({ placed: 1, left: [] })
  sh('umount', home)
  await expect(placing('two')).rejects.toMatchObject({
    code: 'plan-expired',
    message: `${home} was unmounted since it was looked at.`,
  })
  expect(place.bash('ls')).toBe('')
  expect(place.bash('ls', apart)).toBe('one\n')
})
