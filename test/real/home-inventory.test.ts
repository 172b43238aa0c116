/** The inventory of a real btrfs home with everything a home may hold, and what is remembered of it. */
import { execFileSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { exclusions } from '../../src-main/commons/home-exclusions/exclusions.ts'
import type { PersonHomeRule } from '../../src-main/domains/home-sync/exclusions/person-rule.ts'
import { fieldsOf, pathOfKey } from '../../src-main/domains/home-sync/inventory/inventory-entry.ts'
import {
  recordBase,
  baseFile,
  knownBases,
  rememberedBases,
} from '../../src-main/domains/home-sync/on-machine/memory/bases.ts'
import {
  heldInventory,
  heldScan,
  holdScan,
  releaseOthers,
} from '../../src-main/domains/home-sync/on-machine/memory/held-scans.ts'
import { recallInventory } from '../../src-main/domains/home-sync/on-machine/inventory/outline-file.ts'
import { findOwned } from '../../src-main/domains/home-sync/on-machine/owners/answers.ts'
import { explainPath } from '../../src-main/domains/home-sync/on-machine/scan/explain-path.ts'
import { findFrozen } from '../../src-main/domains/home-sync/on-machine/scan/freeze-home.ts'
import { readFound } from '../../src-main/domains/home-sync/on-machine/scan/found-file.ts'
import { inventoryFile, scanFolder } from '../../src-main/domains/home-sync/on-machine/scan/home-folders.ts'
import { listSetAside, onSetAside } from '../../src-main/tools/files/set-aside.ts'
import { makePracticePlace } from './files-place.ts'
import { changesOf as changesIn, entriesOf, scanOf } from './home-scans.ts'
import { sh } from './loop-btrfs.ts'
import { forAllTests } from './while-tested.ts'
import { ownFolder } from '../own-folder.ts'

const place = forAllTests(() => makePracticePlace(512))
let root: string
let stateFolder: string
const bash = (script: string): string => place.bash(script)
const scan = (before?: string) => scanOf(place.places, before)
const changesOf = (before: string) => changesIn(place.places, before)

beforeAll(() => {
  root = place.home
  stateFolder = place.places.stateFolder
  bash(`
    mkdir -p names .ssh .cache/deep .config/app 'deep/a b' repo/.git/x repo/inner/.git empty
    for name in $'line\\nbreak' $'latin1-\\xe9\\xff' ' spaces ' -rf 'a//b'x $'tab\\t' 日本 '*?[x]' 'back\\slash' $'one\\x01byte'; do
      [[ "$name" == */* ]] || echo "$name" > "names/$name"; done
    mkdir names/$'folder \\xfe'; echo in > names/$'folder \\xfe/inside'
    echo key > .ssh/id_ed25519; echo c > .ssh/config; printf -- '-----BEGIN OPENSSH PRIVATE KEY-----\\nx\\n' > .ssh/work
    echo x > .cache/deep/file; echo x > .config/app/f; ln -s 'no//where' link; mkfifo pipe
    echo one > hard-b; ln hard-b hard-a; cp /bin/true set-id; chmod 4755 set-id; echo c > capable; setcap cap_net_raw+ep capable
    truncate -s 1M holes; btrfs --quiet subvolume create nested; echo n > nested/in
    btrfs --quiet subvolume create fixed; echo n > fixed/in; btrfs property set fixed ro true
    btrfs --quiet subvolume snapshot -r nested snap
    btrfs --quiet subvolume create $'sub \\xff'; echo n > $'sub \\xff/in'
    python3 -c 'import socket; socket.socket(socket.AF_UNIX).bind("sock")' 2>/dev/null || true
    mkdir mounted; chmod 000 names/日本`)
  sh('mount', '-t', 'tmpfs', 'none', path.join(root, 'alice/mounted'))
  writeFileSync(path.join(root, 'alice/mounted/elsewhere'), 'x')
})

afterAll(() => {
  if (existsSync(path.join(root, 'alice/mounted/elsewhere'))) sh('umount', path.join(root, 'alice/mounted'))
})

describe('an inventory of /home', () => {
  it('has every name as it is, in tree order, with nested subvolumes and without other file systems', async () => {
    const { inventory, summary } = await scan()
    const entries = await entriesOf(inventory)
    const names = [...entries.keys()]
    const expected = execFileSync('find', [root, '-mindepth', '1', '-printf', '%P\\0'], { encoding: 'latin1' })
    const hidden = ['alice/.cache/deep/', 'alice/mounted/', 'alice/sock', 'alice/snap/', 'alice/sub \xff/']
    const listed = expected.split('\0').filter((name) => name !== '' && !hidden.some((start) => name.startsWith(start)))
    expect([...names].sort()).toEqual(listed.sort())
    expect(names.indexOf('alice/deep/a b')).toBe(names.indexOf('alice/deep') + 1)
    expect(names).toEqual(expect.arrayContaining(['alice/nested/in', 'alice/fixed/in']))
    expect(summary.repositories).toEqual(expect.arrayContaining(['alice/repo']))
  })

  it('leaves out keys, other file systems and subvolumes that are not in the tree, and tells of each', async () => {
    const { inventory, found, scanId } = await scan()
    const entries = await entriesOf(inventory)
    expect([...found].sort((one, other) => (one.path < other.path ? -1 : 1))).toEqual([
      { path: 'alice/.ssh/work', kind: 'key' },
      { path: 'alice/.ssh/work.pub', kind: 'key' },
      { path: 'alice/mounted', kind: 'mount' },
      { path: 'alice/snap', kind: 'subvolume' },
      { path: 'alice/sub \xff', kind: 'subvolume' },
    ])
    expect(readFound(scanFolder(stateFolder, scanId))).toMatchObject({ found, own: { home: 'alice', rules: [] } })
    for (const left of ['.cache/deep', '.ssh/id_ed25519', '.ssh/work', 'mounted', 'snap', 'sub \xff'])
      expect(entries.get(`alice/${left}`)?.shared).toBe('X')
  })

  it('says of a path in a read-only subvolume what becomes of it', async () => {
    const own = { home: 'alice', rules: [] }
    const explain = (name: string) =>
      explainPath({ places: place.places, rules: exclusions, own, exceptions: [] }, `alice/${name}`, {})
    const copied = { isThere: true, isLeftOut: false, isOnTheWay: false }
    expect(await explain('fixed/in')).toEqual({ ...copied, readOnly: 'alice/fixed' })
    expect(await explain('nested/in')).toEqual(copied)
    const left = { isLeftOut: true, isOnTheWay: false, rule: { source: 'found', kind: 'subvolume' } }
    for (const name of ['snap', 'snap/in', 'sub \xff/in']) expect(await explain(name)).toMatchObject(left)
    expect((await scan()).readOnly).toEqual(['alice/fixed'])
  })

  it('tells where what some accounts own lies, the topmost places, and nothing where these are too many', async () => {
    bash(`mkdir -p shop/pgdata/base; echo 1 > shop/pgdata/base/1; chown -R 2871:2872 shop/pgdata; chgrp 2873 shop/pgdata/base/1
      mkdir many; for n in $(seq 21); do echo > many/$n; done; chown 2874 many/*`)
    const { inventory } = await scan()
    const owned = (users: readonly string[], groups: readonly string[]) => findOwned(inventory, { users, groups }, {})
    expect(await owned(['2871'], ['2872', '2873'])).toEqual([
      { path: 'alice/shop/pgdata', users: ['2871'], groups: ['2872', '2873'] },
    ])
    expect(await owned([], ['2873'])).toEqual([{ path: 'alice/shop/pgdata/base/1', users: [], groups: ['2873'] }])
    expect(await owned(['2874'], [])).toBeUndefined()
    bash('rm -r shop many')
  })

  it('tells what each of them is', async () => {
    const entries = await entriesOf((await scan()).inventory)
    const fields = (name: string) => fieldsOf(entries.get(`alice/${name}`)?.shared ?? '')
    expect(fields('hard-a')).toMatchObject({ type: 'f', leader: '', size: 4 })
    expect(pathOfKey(fields('hard-b').leader)).toBe('alice/hard-a')
    expect(fields('link').target).toBe('no\u0001\u0001where')
    expect(fields('pipe').type).toBe('p')
    expect(fields('set-id').mode).toBe('4755')
    expect(fields('holes').size).toBe(1048576)
    expect(fields('nested')).toMatchObject({ type: 'd', size: 0 })
    expect(fields('names/\u00e6\u0097\u00a5\u00e6\u009c\u00ac').mode).toBe('0')
  })

  it('knows a large file by its inode when it has another name', async () => {
    bash('mkdir photos; head -c 300000 /dev/urandom > photos/one; head -c 300000 /dev/urandom > same; echo x > small')
    const { inventory } = await scan()
    bash('mv photos trip; mv small tiny; cp same copy; echo more >> trip/one')
    const { moved } = await scan(inventory)
    expect(moved).toEqual([{ from: 'alice/photos/one', to: 'alice/trip/one' }])
    bash('rm -r trip tiny copy same')
  })

  it('sees every kind of change since, one kept time and size included, and nothing else', async () => {
    const { inventory } = await scan()
    expect(await changesOf(inventory)).toEqual([])
    bash(`
      echo two >> hard-b; rm link; echo new > names/new; t=$(stat -c %y .config/app/f); echo y > .config/app/f; touch -d "$t" .config/app/f
      chmod 600 capable; mv deep/'a b' deep/c; rm pipe; mkdir pipe; setfattr -n user.x -v y holes; echo more > .cache/deep/file2
      echo m >> nested/in`)
    expect(await changesOf(inventory)).toEqual([
      'touched alice',
      'touched .config/app/f',
      'changed capable',
      'touched deep',
      'deleted deep/a b',
      'added deep/c',
      'changed hard-a',
      'changed hard-b',
      'touched holes',
      'deleted link',
      'touched names',
      'added names/new',
      'changed nested/in',
      'retyped pipe',
    ])
  })
})

describe('changes since both were equal, when the lines of the person are others', () => {
  const left = (pattern: string) => ({ pattern, decision: 'exclude' as const })
  const told = (before: string, ...own: readonly PersonHomeRule[]) => changesIn(place.places, before, own)

  it('have nothing of what is left out now, and as added what was left out then', async () => {
    bash('mkdir -p Downloads/iso; echo 1 > Downloads/iso/one; echo 2 > Downloads/two.iso; echo n > Downloads/notes')
    const none = { kept: [], alone: [], leftOut: [] }
    const base = async (switchId: string, ...own: readonly PersonHomeRule[]) => {
      const { inventory } = await scanOf(place.places, undefined, own)
      await recordBase(stateFolder, { switchId, inventory, apart: none, otherwise: [], previous: undefined })
      return baseFile(stateFolder, switchId)
    }
    const all = await base('all')
    expect(await told(all, left('/Downloads/iso'), left('*.iso'))).toEqual([])
    bash('rm Downloads/two.iso; echo more >> Downloads/iso/one')
    expect(await told(all, left('/Downloads/iso'), left('*.iso'))).toEqual(['touched Downloads'])
    const few = await base('few', left('/Downloads'))
    expect(await told(few, left('/Downloads'))).toEqual([])
    expect(await told(few)).toEqual([
      'added Downloads',
      'added Downloads/iso',
      'added Downloads/iso/one',
      'added Downloads/notes',
    ])
    expect(await told(few, left('/Downloads'), { pattern: '/Downloads/notes', decision: 'include' })).toEqual([
      'added Downloads',
      'added Downloads/notes',
    ])
    expect((await told(few, { pattern: '/.cache/deep', decision: 'include' })).slice(0, 2)).toEqual([
      'added .cache/deep',
      'added .cache/deep/file',
    ])
  })
})

describe('scans that a switch is measured against', () => {
  const isThere = (scanId: string): boolean => findFrozen(scanFolder(stateFolder, scanId)) !== undefined
  const trees = (): number =>
    sh('btrfs', 'subvolume', 'list', '-o', stateFolder)
      .split('\n')
      .filter((line) => line.endsWith('/tree')).length

  it('outlive any number of later ones, which are deleted', async () => {
    const planned = await scan()
    expect(() => holdScan(stateFolder, 'resumed', randomUUID(), 'planned')).toThrow(/has expired/)
    expect(heldScan(stateFolder, 'resumed', 'planned')).toBeUndefined()
    expect(holdScan(stateFolder, 'resumed', planned.scanId, 'planned')).toBe(true)
    const carried = await scan()
    holdScan(stateFolder, 'resumed', carried.scanId, 'carried')
    const others = []
    for (let number = 0; number < 4; number++) others.push((await scan()).scanId)
    expect([planned, carried].map(({ scanId }) => isThere(scanId))).toEqual([true, true])
    expect(others.map(isThere)).toEqual([false, true, true, true])
    expect(trees()).toBe(5)
    expect(await changesOf(heldInventory(stateFolder, 'resumed', 'planned') ?? '')).toEqual([])
  })

  it('stay what was planned from, while what was carried is always the last', async () => {
    const first = heldScan(stateFolder, 'resumed', 'planned')
    const later = await scan()
    expect(holdScan(stateFolder, 'resumed', later.scanId, 'planned')).toBe(false)
    expect(holdScan(stateFolder, 'resumed', later.scanId, 'carried')).toBe(true)
    expect(heldScan(stateFolder, 'resumed', 'planned')).toBe(first)
    expect(heldScan(stateFolder, 'resumed', 'carried')).toBe(later.scanId)
  })

  it('go when the switch is over, but what was verified', async () => {
    const planned = heldScan(stateFolder, 'resumed', 'planned') ?? ''
    const verified = await scan()
    holdScan(stateFolder, 'resumed', verified.scanId, 'verified')
    releaseOthers(stateFolder, 'resumed')
    for (let number = 0; number < 3; number++) await scan()
    expect([planned, verified.scanId].map(isThere)).toEqual([false, true])
    expect(heldInventory(stateFolder, 'resumed', 'planned')).toBeUndefined()
  })
})

describe('what both had when they were last equal', () => {
  const none = { kept: [], alone: [], leftOut: [] }

  it('is counted on from where it was for what stayed apart: there, then its own; gone, then deleted here', async () => {
    bash('mkdir kept-gone; echo x > kept-gone/x; echo g > gone')
    const first = await scan()
    await recordBase(stateFolder, {
      switchId: 's1',
      inventory: first.inventory,
      apart: none,
      otherwise: [],
      previous: undefined,
    })
    bash(
      'echo kept >> .config/app/f; echo taken >> set-id; mkdir kept-folder; echo x > kept-folder/x; rm -r kept-gone gone',
    )
    const second = await scan()
    const kept = ['alice/.config/app', 'alice/kept-folder', 'alice/kept-gone']
    const added = { path: 'alice/kept-folder/of the other', shared: 'f 644 alice alice 1 1.0 0 ' }
    await recordBase(stateFolder, {
      switchId: 's2',
      inventory: second.inventory,
      apart: { ...none, kept },
      otherwise: [added],
      previous: 's1',
    })
    expect(knownBases(stateFolder)).toEqual(['s2', 's1'])
    expect(await changesOf(baseFile(stateFolder, 's2'))).toEqual([
      'added .config/app',
      'added .config/app/f',
      'added kept-folder',
      'deleted kept-folder/of the other',
      'added kept-folder/x',
      'deleted kept-gone',
      'deleted kept-gone/x',
    ])
  })

  it('has what was kept as it was there, so that it is deleted when it goes, unless only this laptop had it', async () => {
    bash('mkdir kept mine out; echo 1 | tee kept/gone kept/stays mine/gone mine/stays out/gone out/stays')
    const { inventory } = await scan()
    await recordBase(stateFolder, {
      switchId: 's2-kept',
      inventory,
      apart: { kept: ['alice/kept', 'alice/mine'], alone: ['alice/mine'], leftOut: ['alice/out'] },
      otherwise: [],
      previous: 's2',
    })
    bash('rm kept/gone mine/gone out/gone')
    const told = await changesOf(baseFile(stateFolder, 's2-kept'))
    expect(told.filter((line) => / (kept|mine|out)(\/|$)/.test(line))).toEqual([
      'added kept',
      'deleted kept/gone',
      'added kept/stays',
      'added mine',
      'added mine/stays',
      'added out',
      'added out/stays',
    ])
    bash('rm -r kept mine out')
  })

  it('counts a folder as changed for which the other laptop has something else, also if it was in the base before', async () => {
    bash('mkdir -p otherwise/inner')
    const record = async (switchId: string, otherwise: readonly string[], previous?: string) => {
      const { inventory } = await scan()
      const entries = await entriesOf(inventory)
      const listed = otherwise.map((name) => ({ path: name, shared: entries.get(name)?.shared ?? '' }))
      await recordBase(stateFolder, { switchId, inventory, apart: none, otherwise: listed, previous })
      return baseFile(stateFolder, switchId)
    }
    const told = async (base: string) => (await changesOf(base)).filter((line) => line.includes('otherwise'))
    expect(await told(await record('plain', []))).toEqual([])
    bash('setfattr -n user.note -v mine otherwise')
    expect(await told(baseFile(stateFolder, 'plain'))).toEqual(['touched otherwise'])
    expect(await told(await record('noted', ['alice/otherwise'], 'plain'))).toEqual(['changed otherwise'])
    expect(await told(await record('again', ['alice/otherwise'], 'noted'))).toEqual(['changed otherwise'])
    bash('rm -r otherwise')
  })

  it('is remembered for two switches, and a base that is gone is not counted on', async () => {
    const { inventory } = await scan()
    await recordBase(stateFolder, {
      switchId: 's3',
      inventory,
      apart: { ...none, kept: ['alice/kept-gone'] },
      otherwise: [],
      previous: 's0',
    })
    expect(await changesOf(baseFile(stateFolder, 's3'))).toEqual([])
    expect(knownBases(stateFolder)).toEqual(['s3', 'again'])
    expect(readdirSync(path.join(stateFolder, 'home-base')).sort()).toEqual([
      'again.inventory',
      'again.inventory.outline.json',
      'bases.json',
      's3.inventory',
      's3.inventory.outline.json',
    ])
  })

  it.each([
    ['its list was cut off', (file: string) => truncateSync(file, 10)],
    ['its list is garbage', (file: string) => writeFileSync(file, 'garbage')],
    ['its list is another one of the same length', (file: string) => overwrite(file, 'alice', 'ALICE')],
    ['what sums it up is garbage', (file: string) => writeFileSync(`${file}.outline.json`, 'garbage')],
    ['what sums it up is another', (file: string) => writeFileSync(`${file}.outline.json`, otherSum(file))],
  ])(
    'is not counted on when %s: it is set aside, and that is known until there is another one',
    async (_how, damage) => {
      const record = async (switchId: string) => {
        const { inventory } = await scan()
        await recordBase(stateFolder, { switchId, inventory, apart: none, otherwise: [], previous: undefined })
      }
      await record('s4')
      await record('s5')
      damage(baseFile(stateFolder, 's5'))
      const told: string[] = []
      const stop = onSetAside(({ words }) => told.push(words))
      const bases = [
        { switchId: 's5', isDamaged: true },
        { switchId: 's4', isDamaged: false },
      ]
      for (let again = 0; again < 2; again++)
        expect(rememberedBases(stateFolder)).toMatchObject({ bases, isLost: false, isForgotten: false })
      stop()
      expect(told.length).toBeGreaterThan(0)
      expect(told.join()).toContain('s5.inventory')
      expect(listSetAside(stateFolder).map(({ file }) => path.basename(file))).toContain('s5.inventory.outline.json')
      await record('s6')
      expect(knownBases(stateFolder)).toEqual(['s6', 's4'])
    },
  )

  it('is lost when what names the bases is damaged, until another one is recorded', async () => {
    writeFileSync(path.join(stateFolder, 'home-base/bases.json'), 'garbage')
    for (let again = 0; again < 2; again++)
      expect(rememberedBases(stateFolder)).toEqual({ bases: [], isLost: true, isForgotten: false })
    const { inventory } = await scan()
    await recordBase(stateFolder, { switchId: 's7', inventory, apart: none, otherwise: [], previous: undefined })
    expect(rememberedBases(stateFolder)).toEqual({
      bases: [{ switchId: 's7', isDamaged: false }],
      isLost: false,
      isForgotten: false,
      hasForgotten: true,
    })
  })

  it('is counted on where all that is remembered was copied, as it was written', async () => {
    const file = baseFile(stateFolder, 's7')
    bash(`cp ${file} ${file}.copy; mv ${file}.copy ${file}`)
    expect(knownBases(stateFolder)).toEqual(['s7'])
    expect(await changesOf(file)).toEqual([])
  })
})

describe('a scan of all of /home', () => {
  it('says why it is one, and nothing where only what changed was looked at', async () => {
    const laptop = makePracticePlace(512)
    const scanBy = async (...patterns: readonly string[]) => {
      const own = patterns.map((pattern) => ({ pattern, decision: 'exclude' as const }))
      return (await scanOf(laptop.places, undefined, own)).whole
    }
    try {
      laptop.bash('echo a > file')
      expect(await scanBy()).toBe('first')
      expect(await scanBy()).toBeUndefined()
      expect(await scanBy('/file')).toBe('other-rules')
      expect(await scanBy('/file')).toBeUndefined()
      laptop.bash('btrfs -q subvolume create inner')
      expect(await scanBy('/file')).toBe('other-subvolumes')
    } finally {
      laptop.remove()
    }
  })
})

describe('when the power goes', () => {
  it('a scan is whole that a switch holds', async () => {
    const folder = ownFolder('home-power')
    const copy = path.join(folder, 'disk')
    const laptop = makePracticePlace(512)
    const { stateFolder: state } = laptop.places
    let written: readonly Buffer[]
    let scanId: string
    try {
      laptop.bash('for i in $(seq 1 500); do echo $i > file-$i; done')
      const first = await scanOf(laptop.places)
      laptop.bash('rm file-1; echo new > file-2')
      const done = await scanOf(laptop.places, first.inventory)
      holdScan(state, 'cut', done.scanId, 'planned')
      // What the disk has at this instant; what the kernel has not written yet is lost.
      sh('cp', '--sparse=always', '--', path.join(path.dirname(laptop.runFolder), 'disk'), copy)
      written = [done.inventory, done.changesList].map((file) => readFileSync(file))
      scanId = done.scanId
    } finally {
      laptop.remove()
    }
    const top = path.join(folder, 'top')
    mkdirSync(top)
    sh('mount', '-o', 'loop,subvol=@state', copy, top)
    try {
      const after = scanFolder(top, scanId)
      const there = ['inventory', 'changes'].map((name) => readFileSync(path.join(after, name)))
      expect(there).toEqual(written)
      expect(recallInventory(inventoryFile(after))).toBeDefined()
      expect(heldScan(top, 'cut', 'planned')).toBe(scanId)
      expect(sh('btrfs', 'property', 'get', path.join(after, 'tree'), 'ro')).toBe('ro=true\n')
    } finally {
      sh('umount', top)
    }
  })
})

function overwrite(file: string, text: string, other: string): void {
  writeFileSync(file, readFileSync(file, 'latin1').replaceAll(text, other), 'latin1')
}

function otherSum(file: string): string {
  return readFileSync(`${file}.outline.json`, 'utf8').replace(/"files":\d+/, '"files":7')
}
