/** What a scan of a real btrfs home makes of earlier lists and trees that are not what they were: nothing is built upon them. */
import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { pathOfKey } from '../../src-main/domains/home-sync/inventory/inventory-entry.ts'
import { recallInventory } from '../../src-main/domains/home-sync/on-machine/inventory/outline-file.ts'
import { readPiece } from '../../src-main/domains/home-sync/on-machine/inventory/read-piece.ts'
import { baseFile, recordBase, rememberedBases } from '../../src-main/domains/home-sync/on-machine/memory/bases.ts'
import { heldTree, holdScan } from '../../src-main/domains/home-sync/on-machine/memory/held-scans.ts'
import { distrusting } from '../../src-main/domains/home-sync/on-machine/scan/distrusting.ts'
import { inventoryFile, scanFolder } from '../../src-main/domains/home-sync/on-machine/scan/home-folders.ts'
import { outlineInventory } from '../../src-main/domains/home-sync/list-verbs.ts'
import type { AnswerContext } from '../../src-main/machine/machine.ts'
import { makePracticePlace } from './files-place.ts'
import { entriesOf, scanOf } from './home-scans.ts'
import { sh } from './loop-btrfs.ts'
import { forEachTest } from './while-tested.ts'

const laptop = forEachTest(() => makePracticePlace(200))
let state: string
const listed = (before?: string) => scanOf(laptop.places, before)

beforeEach(() => {
  state = laptop.places.stateFolder
})

describe('a list that the disk does not give any more', () => {
  beforeEach(async () => {
    // More than btrfs keeps beside the name of a list.
    laptop.bash('for n in $(seq 1500); do : > file-$n; done; : > gone-later')
    await listed()
  })

  /** Of lists alone: nothing else has the key of a file. */
  const damageListsOf = (name: string) => {
    sh('sync', '--file-system', laptop.home)
    laptop.damage(`alice\u0001${name}\u0001\u0001`)
    // It is read from the disk again.
    laptop.losePower()
  }

  /** Piece by piece. */
  const readAsApp = async (inventory: string) => {
    const { size } = statSync(inventory)
    for (let at = 0; at < size;) at += (await readPiece(inventory, [[at, size]])).bytes
  }

  it('is no base: the scan ends, and the next one can be counted from another one', async () => {
    for (const switchId of ['s1', 's2']) {
      const { inventory } = await listed()
      const apart = { kept: [], alone: [], leftOut: [] }
      await recordBase(state, { switchId, inventory, apart, otherwise: [], previous: undefined })
      laptop.bash('rm -f gone-later; echo more >> file-7')
    }
    for (let scans = 0; scans < 3; scans++) await listed()
    damageListsOf('gone-later')
    await expect(listed(baseFile(state, 's1'))).rejects.toMatchObject({ code: 'plan-expired' })
    expect(rememberedBases(state).bases).toEqual([
      { switchId: 's2', isDamaged: false },
      { switchId: 's1', isDamaged: true },
    ])
    expect((await listed(baseFile(state, 's2'))).changes).toBeGreaterThan(0)
  })

  it('is nothing that a scan is made from: all is listed, and it is said why', async () => {
    damageListsOf('file-8')
    laptop.bash('echo more > file-8')
    const { whole, inventory } = await listed()
    expect(whole).toBe('damaged')
    expect((await entriesOf(inventory)).size).toBe(1502)
    expect((await listed()).whole).toBeUndefined()
  })

  it('is found to be one as soon as it is read, though it was taken over where nothing was touched', async () => {
    const [folder = ''] = readdirSync(path.join(state, 'home/scans'))
    const firsts = recallInventory(inventoryFile(scanFolder(state, folder)))?.stretches.map(({ first }) =>
      pathOfKey(first),
    )
    const between = firsts?.filter((first) => first > 'alice/file-8' && first < 'alice/gone-later')
    expect(between).not.toEqual([])
    damageListsOf('file-8')
    laptop.bash('rm gone-later')
    const { inventory, whole } = await listed()
    expect(whole).toBeUndefined()
    await expect(readAsApp(inventory)).rejects.toMatchObject({ code: 'plan-expired' })
    laptop.bash('echo more > file-8')
    const again = await listed()
    expect(again.whole).toBe('damaged')
    expect((await entriesOf(again.inventory)).size).toBe(1501)
  })

  it('leaves no other list to build upon, whoever reads it, for they share what they have in common', async () => {
    damageListsOf('file-8')
    laptop.bash('rm gone-later')
    const { inventory } = await listed()
    const reading = distrusting({ verb: outlineInventory, handle: () => readAsApp(inventory) })
    const context = { host: { stateFolder: state } } as AnswerContext
    await expect(reading.handle({}, context)).rejects.toMatchObject({ code: 'plan-expired' })
    laptop.bash(': > further')
    expect((await listed()).whole).toBe('damaged')
  })

  it('is nothing that a scan is made from when somebody wrote to it', async () => {
    const [folder = ''] = readdirSync(path.join(state, 'home/scans'))
    const list = inventoryFile(scanFolder(state, folder))
    writeFileSync(list, readFileSync(list, 'latin1').replace('file-8', 'FILE-8'), 'latin1')
    const { whole, inventory } = await listed()
    expect(whole).toBe('damaged')
    expect([...(await entriesOf(inventory)).keys()]).toContain('alice/file-8')
  })
})

describe('the frozen tree that a scan is made from', () => {
  let tree: string
  const setReadOnly = (place: string, isReadOnly: boolean) =>
    sh('btrfs', 'property', 'set', '-ts', place, 'ro', String(isReadOnly))
  const names = async (inventory: string) => [...(await entriesOf(inventory)).keys()]

  beforeEach(async () => {
    laptop.bash('btrfs -q subvolume create inner; touch inner/gone gone stays')
    tree = (await listed()).root
  })

  it.each(['', 'alice/inner'])(
    'is none any more when somebody has written to it, or to a subvolume in it (%j)',
    async (at) => {
      const place = path.join(tree, at)
      const gone = path.join(at === '' ? 'alice' : at, 'gone')
      setReadOnly(place, false)
      rmSync(path.join(tree, gone))
      setReadOnly(place, true)
      rmSync(path.join(laptop.home, gone))
      const { whole, inventory } = await listed()
      expect(whole).toBe('made-writable')
      expect(await names(inventory)).not.toContain(gone)
      expect((await listed()).whole).toBeUndefined()
    },
  )

  it('is none while it can be written to', async () => {
    setReadOnly(tree, false)
    laptop.bash('rm gone')
    const { whole, inventory } = await listed()
    expect(whole).toBe('made-writable')
    expect(await names(inventory)).not.toContain('alice/gone')
  })

  it('is none when another one stands there', async () => {
    setReadOnly(tree, false)
    sh('btrfs', '-q', 'subvolume', 'delete', path.join(tree, 'alice/inner'), tree)
    laptop.bash('rm gone')
    sh('btrfs', '-q', 'subvolume', 'snapshot', '-r', laptop.home, tree)
    const { whole, inventory } = await listed()
    expect(whole).toBe('made-writable')
    expect(await names(inventory)).not.toContain('alice/gone')
  })

  it('is one still when a snapshot was taken of it, its blocks were moved, and it was writable without being written to', async () => {
    sh('btrfs', '-q', 'subvolume', 'snapshot', tree, path.join(state, 'copy'))
    setReadOnly(tree, false)
    setReadOnly(tree, true)
    sh('btrfs', 'balance', 'start', '-m', laptop.home)
    laptop.bash('rm gone')
    const { whole, inventory } = await listed()
    expect(whole).toBeUndefined()
    expect(await names(inventory)).not.toContain('alice/gone')
  })

  it('tells nothing of what was attached to its folders any more, either', async () => {
    const { scanId, root } = await listed()
    holdScan(state, 'equal', scanId, 'verified')
    const held = () => heldTree({ stateFolder: state, switchId: 'equal', as: 'verified' }, {})
    expect(await held()).toBe(root)
    setReadOnly(root, false)
    sh('setfattr', '-n', 'user.note', '-v', 'later', path.join(root, 'alice'))
    setReadOnly(root, true)
    expect(await held()).toBeUndefined()
    expect(await heldTree({ stateFolder: state, switchId: 'none', as: 'verified' }, {})).toBeUndefined()
  })
})
