/** A rollback that is torn at any point: killed, or the power is gone. Afterwards it is the old or the new, never neither. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { readSets } from '../../src-main/commons/snapshot-sets/on-machine/set-folder.ts'
import { readHolds } from '../../src-main/commons/snapshot-sets/on-machine/holds.ts'
import { readLedgerFile } from '../../src-main/commons/ledger/on-machine/ledger-file.ts'
import {
  readJournal,
  readOrder,
  removeRequest,
  writeOrder,
  writeRequest,
  workFolder,
} from '../../src-main/domains/rollback/on-machine/state/operation.ts'
import { recoverLeft, rollBackAtEnd, rollBackNow } from '../../src-main/domains/rollback/on-machine/run/run-order.ts'
import { instantsFor, isLong } from '../how-long.ts'
import { bundleChild } from './bundle-child.ts'
import {
  contextOf,
  makeRollbackDisk,
  orderFor,
  read,
  sh,
  takeSnapshots,
  write,
  type RollbackDisk,
} from './rollback-disk.ts'

// Every instant is some forty rollbacks.
if (isLong) vi.setConfig({ testTimeout: 900_000 })

let folder = ''
let program = ''
beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'rollback-faults-'))
  program = path.join(folder, 'child.mjs')
  await bundleChild('rollback-child.ts', program)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const at = (disk: RollbackDisk, name: string) => path.join(disk.home, 'alice', name)

/** Home with a nested subvolume and images, all of which have a text before and after the snapshot. */
async function fill(disk: RollbackDisk) {
  write(at(disk, 'letter'), 'before')
  write(path.join(disk.places.areas.images, 'disk.raw'), 'before')
  sh('btrfs', '-q', 'subvolume', 'create', at(disk, 'project'))
  write(at(disk, 'project/notes'), 'before')
  sh('btrfs', '-q', 'subvolume', 'create', at(disk, 'archive'))
  write(at(disk, 'archive/letter'), 'kept')
  sh('btrfs', 'property', 'set', at(disk, 'archive'), 'ro', 'true')
  const set = await takeSnapshots(disk)
  write(at(disk, 'letter'), 'after')
  write(path.join(disk.places.areas.images, 'disk.raw'), 'after')
  write(at(disk, 'project/notes'), 'after')
  return set
}

/** What somebody who signs in finds. */
const seen = (disk: RollbackDisk) => ({
  letter: read(at(disk, 'letter')),
  image: read(path.join(disk.places.areas.images, 'disk.raw')),
  notes: read(at(disk, 'project/notes')),
})
const old = { letter: 'after', image: 'after', notes: 'after' }
const rolledBack = { letter: 'before', image: 'before', notes: 'after' }

/** Nothing of it lies about, the ledger fits, and what was there before can be found. */
function expectTidy(disk: RollbackDisk, result: 'old' | 'new'): void {
  expect(readJournal(disk.state)).toBeUndefined()
  expect(readdirSync(workFolder(disk.state))).toEqual([])
  expect(readHolds(disk.state)).toEqual([])
  const kept = readSets(disk.state).flatMap(({ content, subvolumes }) =>
    content.kind === 'described' && content.description.reason === 'before-rollback'
      ? [{ subvolumes, ...content }]
      : [],
  )
  if (result === 'old') {
    expect(kept).toEqual([])
    expect(readLedgerFile(disk.state).holder).toEqual({ kind: 'none' })
    return
  }
  const [set] = kept
  expect(set?.subvolumes.sort()).toEqual(['home', 'images'])
  expect(set?.description.state).toBe('finished')
  const folderOf = (name: string) => path.join(disk.state, 'snapshots', set?.description.id ?? '', name)
  expect(read(path.join(folderOf('home'), 'alice/letter'))).toBe('after')
  expect(read(path.join(folderOf('images'), 'disk.raw'))).toBe('after')
  expect(readLedgerFile(disk.state).holder).toMatchObject({ kind: 'unclear' })
}

function expectOneOf(disk: RollbackDisk): 'old' | 'new' {
  const now = seen(disk)
  expect(read(at(disk, 'archive/letter'))).toBe('kept')
  expect(sh('btrfs', 'property', 'get', at(disk, 'archive'), 'ro')).toBe('ro=true\n')
  const result = now.letter === 'before' ? 'new' : 'old'
  expect(now).toEqual(result === 'new' ? rolledBack : old)
  return result
}

describe('when the power goes', () => {
  it('is the old or the new at every point, and the next start carries it through or takes it back', async () => {
    const disk = makeRollbackDisk()
    const images: { name: string; file: string }[] = []
    try {
      const set = await fill(disk)
      sh('btrfs', 'filesystem', 'sync', disk.top)
      const stop = (name: string): void => {
        const file = path.join(folder, `power-${images.length}`)
        // What the disk has at this instant; what the kernel has not written yet is lost.
        sh('cp', '--sparse=always', '--', disk.file, file)
        images.push({ name, file })
      }
      const order = await orderFor(disk, set, ['home', 'images'])
      expect(await rollBackNow(await contextOf(disk, stop), order)).toMatchObject({ result: 'done' })
      expectTidy(disk, 'new')
    } finally {
      disk.remove()
    }
    const results: string[] = []
    const exchanged = images.findIndex(({ name }) => name === 'exchange on the disk')
    const { first, step } = instantsFor('power loss', 4)
    // Each point up to the exchange; of what only tidies up, every third. The short form has the exchange itself and
    // every fourth of these.
    const points = images.filter((_image, index) => index < exchanged + 3 || index % 3 === 0)
    const tried = points.filter(
      (image, index) => index % step === first || Math.abs(images.indexOf(image) - exchanged) < 2,
    )
    for (const { file } of tried) {
      const after = makeRollbackDisk(file)
      try {
        const before = expectHalves(after)
        await recoverLeft(await contextOf(after, undefined, 'next boot'))
        const result = expectOneOf(after)
        expectTidy(after, result)
        if (before === 'new') expect(result).toBe('new')
        after.unmountAll()
        after.mountAll()
        expect(expectOneOf(after)).toBe(result)
        results.push(result)
      } finally {
        after.remove()
        rmSync(file)
      }
    }
    expect(images.length).toBeGreaterThan(20)
    expect(new Set(results)).toEqual(new Set(['old', 'new']))
    // Once it was carried through, nothing later goes back.
    expect(results.join(' ')).toMatch(/^(old )+(new ?)+$/)
  })
})

/** Before anything is mended: each subvolume is whole, and at its place. A nested one may still be on its way. */
function expectHalves(disk: RollbackDisk): 'old' | 'new' | 'both' {
  const { letter, image } = seen(disk)
  expect(['before', 'after']).toContain(letter)
  expect(['before', 'after']).toContain(image)
  if (letter !== image) return 'both'
  return letter === 'before' ? 'new' : 'old'
}

describe('when it is killed', () => {
  let disk: RollbackDisk | undefined
  beforeEach(() => () => disk?.remove())

  it('is the old or the new after every step of a rollback at once', async () => {
    disk = makeRollbackDisk()
    const set = await fill(disk)
    const instants = instantsFor('killed at once', 4)
    for (let killAt = 1 + instants.first, step = instants.step, ended = false; !ended; killAt += step) {
      writeRequest(disk.state, await orderFor(disk, set, ['home', 'images']))
      const child = spawnSync(process.execPath, [program, disk.top, disk.state, String(killAt)], { encoding: 'utf8' })
      removeRequest(disk.state)
      ended = child.signal !== 'SIGKILL'
      expect(ended && child.stderr !== '' ? child.stderr : '').toBe('')
      // Every point until the new is seen; of what only tidies up then, every third: the power goes at others.
      if (child.stdout.includes('set begun')) step = Math.max(3, instants.step)
      // The mending is torn as well, here and there, and begun again.
      const torn = await contextOf(disk, throwAt((killAt % 11) + 1))
      await recoverLeft(torn).catch(() => undefined)
      await recoverLeft(await contextOf(disk))
      const result = expectOneOf(disk)
      expectTidy(disk, result)
      if (result === 'new') await startAgain(disk)
    }
  })

  it('is the old or the new after every step at the end of the running system', async () => {
    disk = makeRollbackDisk()
    const set = await fill(disk)
    const { first, step } = instantsFor('killed at the end', 4)
    for (let killAt = 1 + first, ended = false; !ended; killAt += step) {
      writeOrder(disk.state, await orderFor(disk, set, ['home', 'images'], 'next-start'))
      const child = spawnSync(process.execPath, [program, disk.top, disk.state, String(killAt)], { encoding: 'utf8' })
      ended = child.signal !== 'SIGKILL'
      expect(ended && child.stderr !== '' ? child.stderr : '').toBe('')
      disk.unmountAll()
      disk.mountAll()
      await recoverLeft(await contextOf(disk, undefined, 'next boot'))
      const result = expectOneOf(disk)
      // What was only interrupted goes on waiting.
      expect(readOrder(disk.state) === undefined).toBe(result === 'new')
      if (result === 'old')
        await rollBackAtEnd(await contextOf(disk), () => Promise.resolve({ id: 'general.text', data: { text: 'No.' } }))
      expectTidy(disk, result)
      if (result === 'new') await startAgain(disk)
    }
  })
})

function throwAt(wanted: number): () => void {
  let reached = 0
  return () => {
    reached += 1
    if (reached === wanted) throw new Error('torn')
  }
}

/** Forgets the set from before, and writes the later texts again. */
async function startAgain(disk: RollbackDisk): Promise<void> {
  for (const { id, content } of readSets(disk.state)) {
    if (content.kind !== 'described' || content.description.reason !== 'before-rollback') continue
    for (const name of ['home', 'images'])
      sh('btrfs', '-q', 'subvolume', 'delete', path.join(disk.state, 'snapshots', id, name))
    rmSync(path.join(disk.state, 'snapshots', id), { recursive: true })
  }
  rmSync(path.join(disk.state, 'ledger.json'))
  write(at(disk, 'letter'), 'after')
  write(path.join(disk.places.areas.images, 'disk.raw'), 'after')
  await Promise.resolve()
}
