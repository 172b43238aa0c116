/** Damaged blocks are named by their files, with the snapshot that has a whole one, and brought back from it. */
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { keepDamage } from '../../src-main/domains/disks/on-machine/damage/find-damage.ts'
import { tellDamage } from '../../src-main/domains/disks/on-machine/damage/tell-damage.ts'
import { inspectRestore, restoreHere } from '../../src-main/domains/files/on-machine/restore/restore.ts'
import { readFileSystemId } from '../../src-main/tools/btrfs/btrfs-usage.ts'
import { readScrubStatus, scrub } from '../../src-main/tools/btrfs/btrfs-scrub.ts'
import { makePracticePlace } from './files-place.ts'
import { sh } from './loop-btrfs.ts'
import { forEachTest } from './while-tested.ts'

const place = forEachTest(() => makePracticePlace(400))

/** One damaged block: the kernel names ten in five seconds, of all disks together. */
const text = (mark: string): string => `${mark}\n${'of the person\n'.repeat(2_000)}`
const write = (name: string, mark: string): void => writeFileSync(path.join(place.home, 'alice', name), text(mark))
const flush = (): void => void sh('sync', '-f', place.home)

async function check() {
  const { stateFolder } = place.places
  await scrub(place.home, 'start', { signal: new AbortController().signal })
  const { uncorrectable } = await readScrubStatus(place.home, {})
  const kept = await keepDamage(place.home, uncorrectable, { stateFolder }, {})
  return { uncorrectable, kept, told: await told() }
}
const told = async () =>
  tellDamage(place.home, await readFileSystemId(place.home, {}), { stateFolder: place.places.stateFolder }, {})

it('a damaged block of a file in /home is named by its path, and brought back from the snapshot', async () => {
  write('letter', 'first-7b21-version')
  write('beside', 'a-neighbour-0c44')
  flush()
  const setId = await place.take()
  write('letter', 'later-19f3-version')
  flush()
  place.damage('later-19f3-version')
  const { uncorrectable, kept, told: damage } = await check()
  expect(uncorrectable).toBe(1)
  expect(kept).toMatchObject({ unnamed: 0 })
  expect(damage?.files).toEqual([
    expect.objectContaining({
      path: path.join(place.home, 'alice/letter'),
      blocks: uncorrectable,
      whole: expect.objectContaining({ setId, subvolume: 'home', path: 'alice/letter', isSame: false }) as unknown,
    }),
  ])
  const request = { choice: { setId, subvolume: 'home', paths: ['alice/letter'] }, place: 'original' as const }
  const { digest } = await inspectRestore(place.places, request, {})
  await restoreHere(place.places, { ...request, operationId: 'restore-damaged', digest }, place.options)
  expect(readFileSync(path.join(place.home, 'alice/letter'), 'utf8')).toBe(text('first-7b21-version'))
  expect((await told())?.files.map((one) => one.path)).not.toContain(path.join(place.home, 'alice/letter'))
})

it('has no whole one where the snapshot shares the block, and says how many snapshots are damaged too', async () => {
  write('shared', 'shared-5d10-version')
  flush()
  await place.take()
  place.damage('shared-5d10-version')
  const { told: damage } = await check()
  expect(damage?.files).toHaveLength(1)
  expect(damage?.files[0]?.whole).toBeUndefined()
  expect(damage?.snapshots).toBe(1)
})

it('is forgotten once a check finds nothing any more', async () => {
  write('gone', 'gone-88aa-version')
  flush()
  place.damage('gone-88aa-version')
  expect((await check()).told?.files).toHaveLength(1)
  place.bash('rm gone')
  flush()
  expect((await told())?.files).toEqual([])
  expect((await check()).told).toBeUndefined()
})
