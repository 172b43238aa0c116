/** /home read whole on a real btrfs, and what the weekly check makes of a memory that is wrong. */
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync } from 'node:fs'
import path from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { exclusions } from '../../src-main/commons/home-exclusions/exclusions.ts'
import { pathOfKey, type InventoryEntry } from '../../src-main/domains/home-sync/inventory/inventory-entry.ts'
import { collectDifferences } from '../../src-main/domains/home-sync/on-pair/full/collect-differences.ts'
import { checksumsFile, listChecksums } from '../../src-main/domains/home-sync/on-machine/full/list-checksums.ts'
import {
  clearAbandonedWork,
  removeWork,
  workFolder,
} from '../../src-main/domains/home-sync/on-machine/full/work-folder.ts'
import { readWalk } from '../../src-main/domains/home-sync/on-machine/full/walk-file.ts'
import { walkHome } from '../../src-main/domains/home-sync/on-machine/full/walk-home.ts'
import { baseFile, recordBase } from '../../src-main/domains/home-sync/on-machine/memory/bases.ts'
import { createInventoryWriter } from '../../src-main/domains/home-sync/on-machine/inventory/inventory-writer.ts'
import { openInventory, writeOutline } from '../../src-main/domains/home-sync/on-machine/inventory/outline-file.ts'
import { joinUnequal, readInventory } from '../../src-main/domains/home-sync/on-machine/inventory/read-stretches.ts'
import { deleteFrozen } from '../../src-main/domains/home-sync/on-machine/scan/freeze-home.ts'
import { findEarlier } from '../../src-main/domains/home-sync/on-machine/scan/earlier-scan.ts'
import { writeSummary } from '../../src-main/domains/home-sync/on-machine/scan/summary-file.ts'
import { scanFolder } from '../../src-main/domains/home-sync/on-machine/scan/home-folders.ts'
import type { Output } from '../../src-main/contract/define.ts'
import type { scanHome } from '../../src-main/domains/home-sync/scan-verbs.ts'
import { makePracticePlace } from './files-place.ts'
import { changesOf, entriesOf, scanOf } from './home-scans.ts'
import { sh } from './loop-btrfs.ts'
import { forAllTests } from './while-tested.ts'

const place = forAllTests(() => makePracticePlace(512))
let stateFolder: string
const bash = (script: string): string => place.bash(script)
const request = () => ({
  places: place.places,
  rules: exclusions,
  own: { home: 'alice', rules: [{ pattern: '/left', decision: 'exclude' as const }] },
  exceptions: [],
})
const never = new AbortController().signal
const frozenTrees = (): readonly string[] =>
  sh('btrfs', 'subvolume', 'list', '-o', stateFolder)
    .split('\n')
    .filter((line) => line.includes('/work/'))

beforeAll(() => {
  stateFolder = place.places.stateFolder
})

let made = 0
/** A list of /home as it is now, in a folder of its own. */
async function list() {
  const folder = workFolder(stateFolder, `list-${(made += 1)}`)
  const told: number[] = []
  const listed = await listChecksums(request(), folder, {
    signal: never,
    report: ({ done }) => void told.push(done),
  })
  return { ...listed, folder, file: checksumsFile(folder), told }
}

/** "contents Documents/plan.md" for each. */
async function differences(before: string, now: string): Promise<readonly string[]> {
  const told: string[] = []
  const name = (key: string) => pathOfKey(key).replace('alice/', '')
  await collectDifferences(
    joinUnequal(openInventory(before), openInventory(now)),
    { kept: [], found: [], isNamed: () => false, isLeft: () => false },
    {
      differs: ({ key, differsIn, onlyOn }) => void told.push(`${onlyOn ?? differsIn.join('+')} ${name(key)}`),
      asChosen: () => undefined,
      left: () => undefined,
      timeOnly: (key) => void told.push(`time-only ${name(key)}`),
    },
  )
  return told.sort()
}

describe('reading all of /home', () => {
  beforeAll(() => {
    bash(`mkdir -p many left .cache odd; for n in $(seq 1200); do echo "$n" > many/$n; done
      head -c 5000000 /dev/urandom > large; truncate -s 3M holes; echo end >> holes; cp --sparse=never holes written; : > empty; mkfifo pipe; ln -s large link
      echo x > left/out; echo c > .cache/c; echo b > odd/$'not utf8 \\xff'; echo h > one; ln one two; chmod 000 many/7
      btrfs --quiet subvolume create nested; echo n > nested/in`)
  })

  it('has the checksum of every file, and leaves no frozen tree', async () => {
    const { file, summary, told, folder } = await list()
    const entries = await entriesOf(file)
    const sum = (name: string) =>
      createHash('sha256')
        .update(readFileSync(path.join(place.home, 'alice', name)))
        .digest('hex')
    const listed = (name: string) => entries.get(`alice/${name}`)?.local.split(' ')[0]
    for (const name of ['many/1', 'many/1200', 'large', 'empty', 'nested/in', 'two']) {
      expect(listed(name), name).toBe(sum(name))
    }
    // Whole pieces of zeros are left out, wherever they come from.
    expect(listed('holes')).toMatch(/^[0-9a-f]{64}$/)
    expect(listed('holes')).toBe(listed('written'))
    expect(entries.get('alice/odd/not utf8 \xff')?.local.split(' ')[0]).toHaveLength(64)
    for (const name of ['pipe', 'link', 'many']) expect(entries.get(`alice/${name}`)?.local).toBe('- -')
    for (const name of ['left', '.cache/c']) expect(entries.get(`alice/${name}`)?.shared).toBe('X')
    expect(told.at(-1)).toBe(summary.bytes)
    expect(frozenTrees()).toEqual([])
    await removeWork(folder)
    expect(existsSync(folder)).toBe(false)
  })

  it('tells each way in which a file can be another one, and nothing else', async () => {
    const before = await list()
    expect(await differences(before.file, (await list()).file)).toEqual([])
    bash(`for name in many/5 large; do t=$(stat -c %y $name); printf Z | dd of=$name conv=notrunc status=none; touch -d "$t" $name; done
      t=$(stat -c %y many/6); setfattr -n user.note -v hello many/6; chmod 640 many/8; chown 1:1 many/9; touch -d 2001-02-03 many/10
      rm many/11; echo new > many/new; mkdir -p fresh/deep; echo f > fresh/deep/f; ln -sfn small link; rm two; cp -p one two
      rm many/12; mkdir many/12; echo more >> left/out; touch -d 2002-03-04 odd`)
    expect(await differences(before.file, (await list()).file)).toEqual(
      [
        'attributes many/6',
        'contents large',
        'contents many/5',
        'from many/11',
        'links two',
        'mode many/8',
        'owner many/9',
        'target+time link',
        'time many/10',
        'time-only .',
        'time-only many',
        'time-only odd',
        'to fresh',
        'to fresh/deep',
        'to fresh/deep/f',
        'to many/new',
        'type many/12',
      ].map((line) => line.replace(' .', ' alice')),
    )
  })

  it('stops at once and leaves nothing', async () => {
    const stop = new AbortController()
    const folder = workFolder(stateFolder, 'stopped')
    const listing = listChecksums(request(), folder, {
      signal: stop.signal,
      report: ({ done }) => {
        if (done > 0) stop.abort()
      },
    })
    await expect(listing).rejects.toThrow(/abort/i)
    expect(existsSync(folder)).toBe(false)
    expect(frozenTrees()).toEqual([])
  })

  it('of a process that was killed is removed by the next one', async () => {
    const { folder } = await list()
    const [name = ''] = readdirSync(path.dirname(folder)).filter((one) => folder.endsWith(one))
    const dead = path.join(path.dirname(folder), name.replace(/^\d+/, '4194304'))
    renameSync(folder, dead)
    mkdirSync(path.join(dead, 'more'))
    await clearAbandonedWork(stateFolder)
    expect(existsSync(dead)).toBe(false)
  })
})

describe('the weekly check', () => {
  /** As the agent leaves a scan. */
  const scanned = async (before?: string) => {
    const scan = await scanOf(place.places, before, request().own.rules)
    const told = {
      ...scan,
      ...scan.summary,
      person: { name: 'a', uid: 1, gid: 1, home: '/home/alice' },
      users: {},
      groups: {},
      unnamed: { users: [], groups: [] },
    }
    const output = {
      ...{ ...told, renamed: undefined, renamedAlone: undefined, leftOut: [...scan.summary.leftOut] },
      ...{ gitFolders: [], repositories: [] },
    }
    writeSummary(scanFolder(stateFolder, scan.scanId), output as unknown as Output<typeof scanHome>)
    return scan
  }
  const walk = async () => {
    const earlier = findEarlier(stateFolder)
    if (earlier === undefined) throw new Error('nothing to compare with')
    return walkHome(request(), earlier, {})
  }

  /** The memory of a scan, as a bug would have left it: this path as another scan had it, or not at all. */
  async function plant(
    scan: { readonly inventory: string },
    name: string,
    as: InventoryEntry | undefined,
  ): Promise<void> {
    const { rules, trees } = openInventory(scan.inventory)
    const file = `${scan.inventory}.planted`
    const writer = createInventoryWriter(file)
    for await (const entry of readInventory(scan.inventory)) {
      if (pathOfKey(entry.key) !== `alice/${name}`) writer.write(entry)
      else if (as !== undefined) writer.write(as)
    }
    const stretches = writer.close()
    renameSync(file, scan.inventory)
    writeOutline({ file: scan.inventory, rules, stretches, trees })
  }

  it('finds nothing when the kernel told everything', async () => {
    await scanned()
    bash(
      'echo more >> many/20; rm many/21; mkdir another; mv many/22 another; echo x > nested/second; chmod 600 many/23',
    )
    expect(await walk()).toMatchObject({ kind: 'compared', missed: 0 })
    expect(readWalk(stateFolder).walk).toMatchObject({ missed: 0, examples: [], isOpen: false })
    expect(frozenTrees()).toEqual([])
  })

  it('finds what the memory lacks; the next scan lists all, and has it', async () => {
    const { inventory } = await scanned()
    await recordBase(stateFolder, {
      switchId: 'last',
      inventory,
      apart: { kept: [], alone: [], leftOut: [] },
      otherwise: [],
      previous: undefined,
    })
    const base = baseFile(stateFolder, 'last')
    const before = await entriesOf(base)
    bash('echo changed > many/30; echo new > many/unknown')
    const later = await scanned(base)
    await plant(later, 'many/30', before.get('alice/many/30'))
    await plant(later, 'many/unknown', undefined)
    const blind = await scanned(base)
    expect(blind.changes).toBe(1)
    expect((await entriesOf(blind.inventory)).get('alice/many/30')).toEqual(before.get('alice/many/30'))

    expect(await walk()).toMatchObject({ kind: 'compared', missed: 2 })
    const examples = ['alice/many/30', 'alice/many/unknown']
    expect(readWalk(stateFolder).walk).toMatchObject({ missed: 2, examples, isOpen: true })
    expect(findEarlier(stateFolder)).toBeUndefined()

    await scanned(base)
    expect(await changesOf(place.places, base, request().own.rules)).toEqual([
      'touched many',
      'changed many/30',
      'added many/unknown',
    ])
    expect(readWalk(stateFolder).walk).toMatchObject({ missed: 2, isOpen: false })
    await scanned()
    expect(await walk()).toMatchObject({ kind: 'compared', missed: 0 })
  })

  it('says nothing where the kernel cannot tell, and gives way to a switch', async () => {
    await scanned()
    const earlier = findEarlier(stateFolder)
    if (earlier === undefined) throw new Error('nothing to compare with')
    await deleteFrozen(earlier.folder, {})
    expect(await walkHome(request(), earlier, {})).toEqual({ kind: 'overtaken' })
    await scanned()
    bash('btrfs --quiet subvolume create third')
    expect(await walk()).toEqual({ kind: 'not-told' })
    expect(frozenTrees()).toEqual([])
  })
})
