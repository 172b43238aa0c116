/** Trees of earlier scans keep what was deleted since from being free: where room is short, they go. */
import { statfsSync } from 'node:fs'
import { beforeEach, expect, it } from 'vitest'
import { holdScan } from '../../src-main/domains/home-sync/on-machine/memory/held-scans.ts'
import { existingScan } from '../../src-main/domains/home-sync/on-machine/scan/home-folders.ts'
import { keepForPlan, makeRoom, whileScanning } from '../../src-main/domains/home-sync/on-machine/scan/make-room.ts'
import { makePracticePlace } from './files-place.ts'
import { scanOf } from './home-scans.ts'
import { forEachTest } from './while-tested.ts'

const megabytes = 1_000_000
const laptop = forEachTest(() => makePracticePlace(1000))
let state: string
const planId = 'plan'
const listed = () => whileScanning(() => scanOf(laptop.places))
const listedForPlan = () =>
  whileScanning(async () => {
    const scan = await scanOf(laptop.places)
    keepForPlan(planId, scan.scanId)
    return scan
  })
const freeMegabytes = () => {
  const { bavail, bsize } = statfsSync(laptop.home)
  return (bavail * bsize) / megabytes
}
const isThere = (scanId: string) => {
  try {
    return existingScan(state, scanId) !== ''
  } catch {
    return false
  }
}

beforeEach(() => {
  state = laptop.places.stateFolder
})

it('frees what was deleted since the last plan', async () => {
  laptop.bash('head -c 300M /dev/urandom > large; sync -f .')
  for (let plans = 0; plans < 3; plans++) await listed()
  laptop.bash('rm large; sync -f .')
  const before = freeMegabytes()
  await makeRoom(state, { planId })
  expect(freeMegabytes() - before).toBeGreaterThan(290)
})

it('leaves what a switch is measured against, and the next scan works without the others', async () => {
  const held = await listed()
  holdScan(state, 'switch', held.scanId, 'planned')
  const other = await listed()
  await makeRoom(state, { planId })
  expect({ held: isThere(held.scanId), other: isThere(other.scanId) }).toEqual({ held: true, other: false })
  laptop.bash('echo new > file')
  expect((await listed()).summary.files).toBe(1)
})

it('waits for a scan that is at work, and keeps it; a later one waits until the others are gone', async () => {
  const earlier = await listed()
  const atWork = listedForPlan()
  const done = makeRoom(state, { planId })
  const later = listed()
  await done
  const { scanId } = await atWork
  expect({ earlier: isThere(earlier.scanId), atWork: isThere(scanId) }).toEqual({ earlier: false, atWork: true })
  expect((await later).whole).toBeUndefined()
})

it('keeps what was listed for the same plan before, and not what was for the plan before it', async () => {
  const earlier = await listedForPlan()
  keepForPlan('later', (await listed()).scanId)
  const ofLater = await listed()
  keepForPlan('later', ofLater.scanId)
  await makeRoom(state, { planId: 'later' })
  expect({ earlier: isThere(earlier.scanId), ofLater: isThere(ofLater.scanId) }).toEqual({
    earlier: false,
    ofLater: true,
  })
})
