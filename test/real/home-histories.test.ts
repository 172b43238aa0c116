/**
 * What is listed of a home by what the kernel tells is what a walk lists, and no change since both laptops were equal is missed,
 * whatever happens to the home, to the subvolumes in it and to its disk.
 */
import { existsSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { exclusions } from '../../src-main/commons/home-exclusions/exclusions.ts'
import {
  isLeftOut,
  pathOfKey,
  type InventoryEntry,
} from '../../src-main/domains/home-sync/inventory/inventory-entry.ts'
import { withoutRacyMark } from '../../src-main/domains/home-sync/inventory/racy-entry.ts'
import { writeOutline } from '../../src-main/domains/home-sync/on-machine/inventory/outline-file.ts'
import { readChanges } from '../../src-main/domains/home-sync/on-machine/inventory/record-files.ts'
import { baseFile, knownBases, recordBase } from '../../src-main/domains/home-sync/on-machine/memory/bases.ts'
import { holdScan } from '../../src-main/domains/home-sync/on-machine/memory/held-scans.ts'
import { findEarlier, type EarlierScan } from '../../src-main/domains/home-sync/on-machine/scan/earlier-scan.ts'
import { readFound } from '../../src-main/domains/home-sync/on-machine/scan/found-file.ts'
import { frozenOfScan, makeFolder, scanFolder } from '../../src-main/domains/home-sync/on-machine/scan/home-folders.ts'
import { writeInventory } from '../../src-main/domains/home-sync/on-machine/scan/write-inventory.ts'
import { findTouchedPaths } from '../../src-main/commons/tree-changes/on-machine/touched-paths.ts'
import { isLong, seed as runSeed } from '../how-long.ts'
import { createRandom, type Random } from '../random.ts'
import { seeTree, type SeenTree } from './compare-oracle.ts'
import { makePracticePlace } from './files-place.ts'
import { entriesOf, scanOf, type ListedScan } from './home-scans.ts'
import { homeWork } from './home-work.ts'
import { sh } from './loop-btrfs.ts'
import { createWorker, type WorkTree } from './random-work.ts'
import { subvolumeWork } from './subvolume-work.ts'
import { forEachTest } from './while-tested.ts'

const place = forEachTest(() => makePracticePlace(1024))

const events = ['restore', 'rollback', 'power', 'defragment', 'flush', 'read-only'] as const
type Event = (typeof events)[number]

/** When both laptops were equal, and all there was then. */
interface Base {
  readonly switchId: string
  readonly seen: SeenTree
  readonly entries: ReadonlyMap<string, InventoryEntry>
}

class History {
  readonly told: string[] = []
  /** Of how many scans the kernel could tell what is new. */
  toldByKernel = 0
  readonly #random: Random
  readonly #work: (times: number) => readonly string[]
  readonly #bases: Base[] = []
  #last: ListedScan | undefined

  constructor(random: Random) {
    this.#random = random
    const home = homeWork(random)
    const works = (tree: WorkTree) => [...home.works(tree), ...subvolumeWork(tree, random)]
    const worker = createWorker(`${place.home}/alice`, random, { names: home.names, works })
    this.#work = (times) => worker.work(times)
  }

  async step(): Promise<void> {
    const random = this.#random
    this.told.push(...this.#work(random.below(this.#last === undefined ? 60 : 15)))
    const event = random.below(3) === 0 ? random.pick(events) : undefined
    const undo = event === undefined ? undefined : this.#happen(event)
    if (random.below(4) === 0) this.told.push(...this.#work(random.below(6)))
    const earlier = findEarlier(place.places.stateFolder)
    const scan = await this.#scan()
    // One that a power cut left unfinished may have made room for this one.
    const isThere = earlier !== undefined && existsSync(earlier.root)
    if (isThere && (await isTold(earlier, scan))) this.toldByKernel += 1
    if (this.#bases.length === 0 || random.below(3) === 0) await this.#remember(scan)
    undo?.()
  }

  /** Gives what takes it back after the scan. */
  #happen(event: Event): (() => void) | undefined {
    this.told.push(event)
    switch (event) {
      case 'restore':
        this.#restore()
        return undefined
      case 'rollback':
        this.#rollBack()
        return undefined
      case 'power':
        place.losePower()
        return undefined
      case 'defragment':
        sh('btrfs', 'filesystem', 'defragment', '-r', '-czstd', place.home)
        return undefined
      case 'flush':
        sh('sync', '--file-system', place.home)
        return undefined
      case 'read-only':
        return this.#makeReadOnly()
    }
  }

  /** Something of what the last scan saw, as a restore brings it: the same in all but inode and change time. */
  #restore(): void {
    if (this.#last === undefined) return
    const names = sh('ls', '-A', '--', `${this.#last.root}/alice`).split('\n')
    const name = this.#random.pick(names.filter((one) => /^[a-z]+$/.test(one)))
    if (name === undefined) return
    sh('rm', '-rf', '--', `${place.home}/alice/${name}`)
    sh('cp', '-a', '--reflink=always', '--', `${this.#last.root}/alice/${name}`, `${place.home}/alice/`)
  }

  #rollBack(): void {
    if (this.#last === undefined) return
    const { nested } = frozenOfScan(place.places.stateFolder, this.#last.scanId)
    place.rollBackHome(this.#last.root, this.#random.below(2) === 0 ? nested : [])
  }

  #makeReadOnly(): (() => void) | undefined {
    const nested = this.#last === undefined ? [] : frozenOfScan(place.places.stateFolder, this.#last.scanId).nested
    const one = this.#random.pick(nested)
    const at = path.join(place.home, one ?? '')
    const set = (isReadOnly: boolean) => sh('btrfs', 'property', 'set', '-f', at, 'ro', String(isReadOnly))
    if (one === undefined || !isAllowed(() => set(true))) return undefined
    return () => isAllowed(() => set(false))
  }

  async #scan(): Promise<ListedScan> {
    const base = this.#random.pick(this.#bases)
    const { stateFolder } = place.places
    if (base !== undefined) expect(knownBases(stateFolder), this.#hint()).toContain(base.switchId)
    const scan = await scanOf(place.places, base && baseFile(stateFolder, base.switchId))
    this.#last = scan
    const [told, walked] = [await entriesOf(scan.inventory), await this.#walk(scan)]
    expect(apart(told, walked), this.#hint()).toEqual([])
    if (base !== undefined) await this.#expectNothingMissed(scan, base, walked)
    return scan
  }

  /** The same frozen tree, listed as if nothing had been known of it. */
  async #walk({ scanId }: ListedScan): Promise<ReadonlyMap<string, InventoryEntry>> {
    const { stateFolder } = place.places
    const { found: known, own } = readFound(scanFolder(stateFolder, scanId)) ?? never()
    const folder = makeFolder(path.join(stateFolder, 'walked'))
    const frozen = frozenOfScan(stateFolder, scanId)
    const writing = { folder, frozen, frozenAt: Infinity, rules: exclusions, own, known, earlier: undefined }
    const { inventory } = await writeInventory(writing, {})
    writeOutline(inventory)
    return entriesOf(inventory.file)
  }

  /** By looking at every file of both trees; what is left out, then or now, is not compared. */
  async #expectNothingMissed(scan: ListedScan, base: Base, now: ReadonlyMap<string, InventoryEntry>): Promise<void> {
    const told = new Set<string>()
    for await (const { key } of readChanges(scan.changesList)) told.add(pathOfKey(key))
    const seen = await seeTree(scan.root)
    const differ = [...new Set([...base.seen.keys(), ...seen.keys()])].filter(
      (one) =>
        isListed(one, base.entries, base.seen) &&
        isListed(one, now, seen) &&
        !isAlike(base.seen.get(one), seen.get(one)),
    )
    expect(
      differ.filter((one) => !told.has(one)),
      this.#hint(),
    ).toEqual([])
  }

  async #remember(scan: ListedScan): Promise<void> {
    const { stateFolder } = place.places
    const switchId = `s${this.told.length}-${this.#bases.length}`
    holdScan(stateFolder, switchId, scan.scanId, 'verified')
    const apart = { kept: [], alone: [], leftOut: [] }
    await recordBase(stateFolder, { switchId, inventory: scan.inventory, apart, otherwise: [], previous: undefined })
    this.#bases.push({ switchId, seen: await seeTree(scan.root), entries: await entriesOf(scan.inventory) })
    if (this.#bases.length > 2) this.#bases.shift()
    this.told.push('equal')
  }

  #hint(): string {
    return this.told.join(' ')
  }
}

const never = (): never => {
  throw new Error('there is no such scan')
}

function isAllowed(work: () => void): boolean {
  try {
    work()
    return true
  } catch {
    return false
  }
}

/** Whether a list says what is there, and be it nothing. It does not of what is left out, nor of sockets and devices. */
function isListed(one: string, entries: ReadonlyMap<string, InventoryEntry>, seen: SeenTree): boolean {
  const isOut = (at: string): boolean => {
    const entry = entries.get(at)
    return entry !== undefined && isLeftOut(entry)
  }
  if (foldersOf(one).some(isOut)) return false
  return entries.has(one) || !seen.has(one)
}

/** From the outermost to the path itself. */
function foldersOf(one: string): readonly string[] {
  const names = one.split('/')
  return names.map((_name, index) => names.slice(0, index + 1).join('/'))
}

function isAlike(
  one: SeenTree extends ReadonlyMap<string, infer S> ? S | undefined : never,
  other: typeof one,
): boolean {
  if (one === undefined || other === undefined) return one === other
  return (['type', 'content', 'mode', 'owner', 'attributes'] as const).every((field) => one[field] === other[field])
}

/** Lines that are not in both, whatever they say of when they were listed. */
function apart(
  one: ReadonlyMap<string, InventoryEntry>,
  other: ReadonlyMap<string, InventoryEntry>,
): readonly string[] {
  const lines = (entries: ReadonlyMap<string, InventoryEntry>) =>
    [...entries]
      .map(([at, entry]) => [at, withoutRacyMark(entry)] as const)
      .map(([at, { local, shared }]) => JSON.stringify([at, local, shared]))
  const [told, walked] = [new Set(lines(one)), new Set(lines(other))]
  return [
    ...[...told].filter((line) => !walked.has(line)).map((line) => `told   ${line}`),
    ...[...walked].filter((line) => !told.has(line)).map((line) => `walked ${line}`),
  ]
}

/** Of the tree itself; of what is in it, one that came, went or is another one makes the scan walk. */
async function isTold(earlier: EarlierScan, { root }: ListedScan): Promise<boolean> {
  return (await findTouchedPaths(earlier.root, root, {})) !== undefined
}

describe('a home on a disk to which anything may happen', () => {
  const histories = isLong ? 60 : 1
  const steps = isLong ? 40 : 12
  it.each(Array.from({ length: histories }, (_none, index) => index))(
    'is listed by what the kernel tells as by a walk, and no change is missed (%i)',
    async (index) => {
      const seed = runSeed + index
      const history = new History(createRandom(seed))
      history.told.push(`seed ${seed}:`)
      for (let step = 0; step < steps; step += 1) await history.step()
      expect(history.toldByKernel).toBeGreaterThan(0)
    },
  )
})
