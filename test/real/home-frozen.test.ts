/** /home held still, what is fetched beside it, and the work of this program told from that of the person. */
import { createHash } from 'node:crypto'
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Places } from '../../src-main/commons/snapshot-sets/on-machine/find-layout.ts'
import { digestFiles } from '../../src-main/domains/home-sync/on-machine/check/digest-files.ts'
import {
  deleteIncoming,
  hasIncoming,
  incomingTree,
  makeIncoming,
  offer,
} from '../../src-main/domains/home-sync/on-machine/incoming.ts'
import { heldInventory, holdScan } from '../../src-main/domains/home-sync/on-machine/memory/held-scans.ts'
import { beginPlacing, readPlaced } from '../../src-main/commons/placing/on-machine/placed-file.ts'
import { countPlaced, findOwnWork, listPlaced } from '../../src-main/domains/home-sync/on-machine/own-work.ts'
import {
  forgetPlacedInOrder,
  readPlacedInOrder,
} from '../../src-main/domains/home-sync/on-machine/memory/placed-in-order.ts'
import { unpackList } from '../../src-main/domains/home-sync/packed-list.ts'
import { takeSet } from '../../src-main/commons/snapshot-sets/on-machine/take-set.ts'
import { findExcluded } from '../../src-main/domains/home-sync/on-machine/scan/scan-home.ts'
import { deleteFrozen, findFrozen, freezeHome } from '../../src-main/domains/home-sync/on-machine/scan/freeze-home.ts'
import {
  forgetScans,
  homeFolder,
  makeFolder,
  oldScans,
  scanFolder,
  switchFolder,
} from '../../src-main/domains/home-sync/on-machine/scan/home-folders.ts'
import type { BytePath } from '../../src-main/kernel/byte-path.ts'
import { isSubvolume, snapshotWritable } from '../../src-main/tools/btrfs/btrfs-subvolume.ts'
import { makePracticePlace } from './files-place.ts'
import { scanOf } from './home-scans.ts'
import { sh } from './loop-btrfs.ts'
import { forAllTests } from './while-tested.ts'

const place = forAllTests(() => makePracticePlace(512))
let places: Places
let stateFolder: string
let folder: string
const bash = (script: string, cwd?: string): string => place.bash(script, cwd)
const subvolumesIn = (at: string): string => sh('btrfs', 'subvolume', 'list', '-o', at)

beforeAll(() => {
  places = place.places
  stateFolder = places.stateFolder
})

describe('/home held still', () => {
  beforeEach(() => {
    folder = makeFolder(scanFolder(stateFolder, 'held-still'))
  })
  afterEach(async () => {
    await deleteFrozen(folder, {})
    rmSync(folder, { recursive: true })
    place.emptyFolder()
  })

  const nest = `
    btrfs --quiet subvolume create outer; echo o > outer/file; mkdir outer/deep; btrfs --quiet subvolume create outer/deep/inner
    echo i > outer/deep/inner/file; touch -d '2001-02-03 04:05:06.123456789' outer/deep .`
  const unnest = 'btrfs --quiet subvolume delete outer/deep/inner outer'

  it('is one tree, in which nested subvolumes stand in their places and folders keep their times', async () => {
    bash(nest)
    const { root, nested } = await freezeHome(places, folder, {})
    const tree = path.join(root, 'alice')
    expect(nested).toEqual(['alice/outer', 'alice/outer/deep/inner'])
    expect(readFileSync(path.join(tree, 'outer/file'), 'utf8')).toBe('o\n')
    expect(readFileSync(path.join(tree, 'outer/deep/inner/file'), 'utf8')).toBe('i\n')
    for (const one of ['.', 'outer/deep']) {
      const time = (at: string) => lstatSync(path.join(at, one), { bigint: true }).mtimeNs
      expect(time(tree)).toBe(time(path.join(place.home, 'alice')))
    }
    expect(findFrozen(folder)).toMatchObject({ root, nested })
    bash(unnest)
  })

  it('has read-only subvolumes too, with what is in them, and says which they are', async () => {
    bash(`${nest}; btrfs property set outer/deep/inner ro true; btrfs property set outer ro true`)
    const { root, nested, readOnly } = await freezeHome(places, folder, {})
    expect(readOnly).toEqual(nested)
    expect(readFileSync(path.join(root, 'alice/outer/deep/inner/file'), 'utf8')).toBe('i\n')
    expect(() => writeFileSync(path.join(root, 'alice/outer/new'), '')).toThrow(/EROFS/)
    expect(findFrozen(folder)).toMatchObject({ readOnly })
    bash('for one in outer outer/deep/inner; do btrfs property set $one ro false; done')
    bash(unnest)
  })

  it('does not change any more, for root neither, and is reached by root alone', async () => {
    bash(`${nest}; echo before > file`)
    const { root } = await freezeHome(places, folder, {})
    bash('echo after > file; echo after > outer/deep/inner/file')
    expect(readFileSync(path.join(root, 'alice/file'), 'utf8')).toBe('before\n')
    expect(readFileSync(path.join(root, 'alice/outer/deep/inner/file'), 'utf8')).toBe('i\n')
    for (const one of ['alice/new', 'alice/outer/new', 'alice/outer/deep/inner/new'])
      expect(() => writeFileSync(path.join(root, one), '')).toThrow(/EROFS/)
    expect(statSync(homeFolder(stateFolder)).mode & 0o777).toBe(0o700)
    bash(unnest)
  })

  it('has nothing of what is mounted below /home', async () => {
    mkdirSync(path.join(place.home, 'alice/mounted'))
    sh('mount', '-t', 'tmpfs', 'none', path.join(place.home, 'alice/mounted'))
    try {
      writeFileSync(path.join(place.home, 'alice/mounted/elsewhere'), '')
      const { root } = await freezeHome(places, folder, {})
      expect(readdirSync(path.join(root, 'alice/mounted'))).toEqual([])
    } finally {
      sh('umount', path.join(place.home, 'alice/mounted'))
    }
  })

  it('has homes that are subvolumes mounted at their paths, with what is nested in them, and nothing from below them', async () => {
    const apart = path.join(place.system, 'apart')
    const home = path.join(place.home, 'alice')
    bash('mkdir below; echo hidden > below/file')
    sh('btrfs', '-q', 'subvolume', 'create', apart)
    bash('btrfs -q subvolume create nested; echo n > nested/file; echo h > file; mkdir inner', apart)
    sh('mount', '--bind', apart, home)
    sh('mount', '-t', 'tmpfs', 'none', path.join(home, 'inner'))
    try {
      const frozen = await freezeHome({ ...places, homes: [home, '/nowhere'] }, folder, {})
      expect(frozen).toMatchObject({ nested: ['alice', 'alice/nested'], mounted: ['alice'] })
      const tree = path.join(frozen.root, 'alice')
      expect(readdirSync(tree).toSorted()).toEqual(['file', 'inner', 'nested'])
      expect(readFileSync(path.join(tree, 'nested/file'), 'utf8')).toBe('n\n')
      expect(() => writeFileSync(path.join(tree, 'new'), '')).toThrow(/EROFS/)
      expect(findFrozen(folder)).toEqual(frozen)
      const rules = { rules: [], own: { home: 'alice', rules: [] } }
      const found = await findExcluded({ places, frozen, ...rules }, {})
      expect(found).toEqual([{ path: 'alice/inner', kind: 'mount' }])
      const set = await takeSet({ ...places, homes: [home] }, { switchId: 'mounted', reason: 'manual' }, place.options)
      expect(set.snapshots.filter(({ areas }) => areas.includes('home'))).toMatchObject([
        { subvolume: 'home', path: place.home },
        { subvolume: 'homes/alice', path: home },
      ])
      expect(readFileSync(path.join(place.inSet(set.id, 'homes/alice'), 'file'), 'utf8')).toBe('h\n')
    } finally {
      sh('umount', path.join(home, 'inner'))
      sh('umount', home)
      bash('btrfs -q subvolume delete nested; cd ..; btrfs -q subvolume delete apart', apart)
      bash('find snapshots -depth -inum 256 -exec btrfs -q subvolume delete {} +; rm -r snapshots', stateFolder)
    }
  })

  it('is the whole subvolume where /home is a folder of one, and leads to that folder', async () => {
    const home = path.join(place.system, 'people')
    mkdirSync(path.join(home, 'alice'), { recursive: true })
    sh('btrfs', '-q', 'subvolume', 'create', path.join(home, 'alice/nested'))
    sh('btrfs', '-q', 'subvolume', 'create', path.join(place.system, 'other'))
    writeFileSync(path.join(home, 'alice/nested/file'), 'n')
    const { root, nested } = await freezeHome({ ...places, areas: { ...places.areas, home } }, folder, {})
    expect(path.relative(folder, root)).toBe('tree/people')
    expect(nested).toEqual(['alice/nested'])
    expect(readFileSync(path.join(root, 'alice/nested/file'), 'utf8')).toBe('n')
    sh('btrfs', '-q', 'subvolume', 'delete', path.join(home, 'alice/nested'), path.join(place.system, 'other'))
  })

  it('is refused, with what is wrong, where /home is not on btrfs', async () => {
    const home = path.join(place.system, 'elsewhere')
    mkdirSync(home)
    sh('mount', '-t', 'tmpfs', 'none', home)
    try {
      const frozen = freezeHome({ ...places, areas: { ...places.areas, home } }, folder, {})
      await expect(frozen).rejects.toMatchObject({ code: 'no-btrfs' })
    } finally {
      sh('umount', home)
    }
  })

  it('leaves nothing when it is deleted, however often', async () => {
    bash(nest)
    await freezeHome(places, folder, {})
    await deleteFrozen(folder, {})
    await deleteFrozen(folder, {})
    expect(existsSync(path.join(folder, 'tree'))).toBe(false)
    expect(findFrozen(folder)).toBeUndefined()
    expect(subvolumesIn(stateFolder)).toBe('')
    bash(unnest)
  })

  it.each([
    ['before the tree was made', 0],
    ['before the first nested subvolume was', 1],
    ['before the second one was', 2],
    ['before any of them was closed', 3],
  ] as const)('is cleared by later scans when its agent died %s', async (_when, made) => {
    bash(nest)
    const home = path.join(place.home, 'alice')
    const { nested, changeTimes } = await freezeHome(places, folder, {})
    const around = [...changeTimes].map(([one, changed]) => ({ folder: one, changed }))
    await deleteFrozen(folder, {})
    const tree = path.join(folder, 'tree')
    const upTo = nested.slice(0, made)
    writeFileSync(
      path.join(folder, 'frozen.json'),
      JSON.stringify({ version: 1, home: '', nested: upTo, mounted: [], around }),
    )
    if (made > 0) await snapshotWritable(place.home, tree, {})
    for (const within of upTo.slice(0, made === 3 ? 2 : made - 1)) {
      rmSync(path.join(tree, within), { recursive: true })
      await snapshotWritable(path.join(home, within.slice('alice/'.length)), path.join(tree, within), {})
    }
    for (const later of ['later-1', 'later-2']) {
      makeFolder(scanFolder(stateFolder, later))
      sh('touch', '-d', 'tomorrow', scanFolder(stateFolder, later))
    }
    await forgetScans(stateFolder, oldScans(stateFolder, new Set()), {})
    expect(existsSync(folder)).toBe(false)
    expect(subvolumesIn(stateFolder)).toBe('')
    for (const later of ['later-1', 'later-2']) rmSync(scanFolder(stateFolder, later), { recursive: true })
    makeFolder(folder)
    bash(unnest)
  })

  it('stays, and stops no later scan, when nobody knows any more what is in it', async () => {
    bash(nest)
    await freezeHome(places, folder, {})
    writeFileSync(path.join(folder, 'frozen.json'), 'damaged')
    for (const later of ['later-1', 'later-2']) {
      makeFolder(scanFolder(stateFolder, later))
      sh('touch', '-d', 'tomorrow', scanFolder(stateFolder, later))
    }
    await forgetScans(stateFolder, oldScans(stateFolder, new Set()), {})
    expect(existsSync(path.join(folder, 'tree/alice/outer/file'))).toBe(true)
    for (const later of ['later-1', 'later-2']) rmSync(scanFolder(stateFolder, later), { recursive: true })
    for (const one of ['tree', 'tree/alice/outer'])
      sh('btrfs', 'property', 'set', path.join(folder, one), 'ro', 'false')
    for (const one of ['tree/alice/outer/deep/inner', 'tree/alice/outer'])
      sh('btrfs', '-q', 'subvolume', 'delete', path.join(folder, one))
    bash(unnest)
  })
})

describe('reading a tree that nobody writes to', () => {
  const report = () => undefined
  const { signal } = new AbortController()
  const digest = (root: string, paths: readonly BytePath[]) => digestFiles(root, paths, { signal, report })
  const names = [
    '-rf',
    ' spaces ',
    'line\nbreak',
    'back\\slash',
    'one\u0001byte',
    '*?[x]',
    'latin1-\xe9\xff',
    '\xe6\x97\xa5',
    '= #',
  ]
  const odd = names.map((name) => `alice/odd/${name}`)
  const others = ['capable', 'listed', 'noted', 'folder', 'link', 'pipe', 'holes'].map((name) => `alice/${name}`)
  const all = [...odd, ...others]

  beforeAll(() => {
    bash(`
      mkdir odd; cd odd
      for name in -rf ' spaces ' $'line\\nbreak' 'back\\slash' $'one\\x01byte' '*?[x]' $'latin1-\\xe9\\xff' $'\\xe6\\x97\\xa5' '= #'; do
        printf 'in %s' "$name" > "./$name"; setfattr -n user.name -v "$name" -- "./$name"; done
      cd ..; cp /bin/true capable; setcap cap_net_raw+ep capable; echo l > listed; setfacl -m u:daemon:r listed; echo n > noted
      mkdir folder; setfacl -d -m u:daemon:rx folder; ln -s /etc/passwd link; mkfifo pipe; truncate -s 3M holes`)
  })
  afterAll(() => place.emptyFolder())

  it('gives names of any bytes the digests of their contents and attributes', async () => {
    const { root } = await scanOf(places)
    const digests = await digest(root, all)
    expect(digests.slice(0, odd.length).map(({ content }) => content)).toEqual(
      names.map((name) => createHash('sha256').update(`in ${name}`, 'latin1').digest('hex')),
    )
    expect(digests.slice(0, odd.length).map(({ attributes }) => attributes)).toEqual(
      names.map((name) => `user.name=0x${Buffer.from(name, 'latin1').toString('hex')}`),
    )
    expect(digests.slice(odd.length).map(({ content }) => content !== undefined)).toEqual([
      ...[true, true, true],
      ...[false, false, false],
      true,
    ])
    expect(digests[odd.length]?.attributes).toContain('security.capability')
    expect(digests.map(({ facts = '' }) => facts.charAt(0)).join('')).toBe(`${'f'.repeat(names.length)}fffdlpf`)
  })

  it('gives the same for the same, and tells contents, attributes and all else apart', async () => {
    const before = (await scanOf(places)).root
    bash(`
      t=$(stat -c %y noted); echo m > noted; touch -d "$t" noted; setfattr -n user.long -v "$(head -c 300 /dev/zero | tr '\\0' x)" listed
      chmod 700 folder; touch -d 2001-01-01 folder holes; ln -sfn /etc/group link; setfattr -n user.x -v y capable`)
    const after = (await scanOf(places)).root
    const [one, other] = [await digest(before, all), await digest(after, all)]
    const differing = all.flatMap((name, index) => {
      const parts = (['content', 'attributes', 'facts'] as const).filter(
        (part) => one[index]?.[part] !== other[index]?.[part],
      )
      return parts.length === 0 ? [] : [`${name}: ${parts.join(' ')}`]
    })
    expect(differing).toEqual([
      'alice/capable: attributes',
      'alice/listed: attributes',
      'alice/noted: content',
      'alice/folder: facts',
      'alice/link: facts',
      'alice/holes: facts',
    ])
    expect(other[odd.length + 1]?.attributes).toHaveLength(64)
  })

  it('follows no link out of it, and has nothing of what is not there', async () => {
    bash('mkdir real; echo r > real/f; ln -s real to-folder')
    const { root } = await scanOf(places)
    const digests = await digest(root, [
      'alice/to-folder/f',
      'alice/none',
      'alice/none/f',
      'alice/real/f',
      'alice/link',
    ])
    expect(digests.slice(0, 3)).toEqual([{}, {}, {}])
    expect(digests.slice(3).map(({ content }) => content !== undefined)).toEqual([true, false])
  })
})

describe('what is fetched', () => {
  const make = (switchId: string, root: string, paths: readonly BytePath[]) =>
    makeIncoming(stateFolder, switchId, { root, seeds: paths.map((one) => ({ from: one, to: one })) }, {})
  const inIncoming = (switchId: string, script: string) => bash(script, incomingTree(stateFolder, switchId))

  beforeAll(() => {
    bash(`
      mkdir -p in; head -c 400000 /dev/urandom > in/$'large \\xff'; head -c 400000 /dev/urandom > plain; chmod 700 in
      head -c 400000 /dev/urandom > one; ln one two`)
  })
  afterAll(async () => {
    await deleteIncoming(stateFolder)
    place.emptyFolder()
  })

  it('begins with nothing that a link leads to', async () => {
    bash('mkdir beside; echo secret > beside/f; ln -s beside led')
    const { root } = await scanOf(places)
    await make('s0', root, ['alice/led/f', 'alice/beside/f'])
    expect(inIncoming('s0', 'find . -type f')).toBe('./alice/beside/f\n')
    await deleteIncoming(stateFolder)
  })

  it('begins with what is there already, whose blocks it shares', async () => {
    const { root } = await scanOf(places)
    expect(hasIncoming(stateFolder, 's1')).toBe(false)
    expect(() => incomingTree(stateFolder, 's1')).toThrow(/has expired/)
    await make('s1', root, ['alice/in/large \xff', 'alice/plain'])
    const incoming = incomingTree(stateFolder, 's1')
    expect(isSubvolume(incoming)).toBe(true)
    expect(
      inIncoming(
        's1',
        `cmp alice/plain ${root}/alice/plain; cmp alice/in/* ${root}/alice/in/*; find . -type f -printf x`,
      ),
    ).toBe('xx')
    expect(sh('filefrag', '-v', path.join(incoming, 'alice/plain'))).toContain('shared')
  })

  it('begins under another name with what had an earlier one', async () => {
    const { root } = await scanOf(places)
    await makeIncoming(stateFolder, 's1', { root, seeds: [{ from: 'alice/plain', to: 'alice/moved/plain' }] }, {})
    expect(inIncoming('s1', `cmp alice/moved/plain ${root}/alice/plain`)).toBe('')
    expect(sh('filefrag', '-v', path.join(incomingTree(stateFolder, 's1'), 'alice/moved/plain'))).toContain('shared')
  })

  it('is never written through a link that was fetched', async () => {
    const { root } = await scanOf(places)
    const outside = bash('mktemp -d').trim()
    inIncoming('s1', `mkdir -p bob; ln -s ${outside} bob/folder; ln -s ${outside}/two bob/two`)
    const seeds = ['bob/folder/one', 'bob/folder/deeper/one', 'bob/two'].map((to) => ({ from: 'alice/plain', to }))
    await makeIncoming(stateFolder, 's1', { root, seeds }, {})
    expect(readdirSync(outside)).toEqual([])
    expect(inIncoming('s1', 'stat -c %F bob/folder bob/folder/one bob/two')).toBe(
      'directory\nregular file\nsymbolic link\n',
    )
    rmSync(outside, { recursive: true })
  })

  it('stays for the switch that fetched it', async () => {
    const { root } = await scanOf(places)
    inIncoming('s1', 'echo fetched > alice/plain; echo new > new')
    await make('s1', root, ['alice/in/large \xff', 'alice/plain'])
    expect(inIncoming('s1', 'cat alice/plain new')).toBe('fetched\nnew\n')
  })

  it('has no two names for one file, which rsync would write through both', async () => {
    const { root } = await scanOf(places)
    inIncoming('s1', 'echo x > a; ln a b')
    await make('s1', root, ['alice/one', 'alice/two'])
    expect(inIncoming('s1', 'find . -type f -links +1')).toBe('')
    expect(inIncoming('s1', 'cat alice/plain')).toBe('fetched\n')
  })

  it('is deleted when another switch fetches, or the switch is over', async () => {
    const { root } = await scanOf(places)
    await make('s2', root, [])
    expect(hasIncoming(stateFolder, 's1')).toBe(false)
    expect(readdirSync(incomingTree(stateFolder, 's2'))).toEqual([])
    await deleteIncoming(stateFolder)
    await deleteIncoming(stateFolder)
    expect(hasIncoming(stateFolder, 's2')).toBe(false)
    expect(subvolumesIn(stateFolder)).not.toContain('incoming')
  })

  it('is made anew when it is not known whose it is', async () => {
    const { root } = await scanOf(places)
    await make('s3', root, [])
    inIncoming('s3', 'echo x > x')
    rmSync(path.join(homeFolder(stateFolder), 'incoming.json'))
    await make('s3', root, [])
    expect(readdirSync(incomingTree(stateFolder, 's3'))).toEqual([])
  })

  it('comes from the tree that was offered last', () => {
    offer(stateFolder, '/nonexistent/one')
    offer(stateFolder, '/nonexistent/two')
    expect(readlinkSync(path.join(homeFolder(stateFolder), 'outgoing'))).toBe('/nonexistent/two')
  })
})

describe('what the person did meanwhile', () => {
  const switchId = 'meanwhile'
  const placed = (...names: readonly string[]): void => {
    const writer = beginPlacing(
      switchFolder(stateFolder, switchId),
      names.map((name) => `alice/${name}`),
    )
    for (const name of names) {
      const [inode = '', changed = ''] = bash(`stat -c '%i %.9Z' '${name}'`).trim().split(' ')
      writer.note({ path: `alice/${name}`, outcome: 'already', inode, changed })
    }
    writer.close()
  }
  const removed = (...names: readonly string[]): void => {
    const writer = beginPlacing(
      switchFolder(stateFolder, switchId),
      names.map((name) => `alice/${name}`),
    )
    for (const name of names) writer.note({ path: `alice/${name}`, outcome: 'removed' })
    writer.close()
  }
  const begun = (...names: readonly string[]): void => {
    beginPlacing(
      switchFolder(stateFolder, switchId),
      names.map((name) => `alice/${name}`),
    ).close()
  }
  const ownWork = async (): Promise<readonly string[]> => {
    const { scanId } = await scanOf(places, heldInventory(stateFolder, switchId, 'planned'))
    const incoming = incomingTree(stateFolder, switchId)
    const own = await findOwnWork({ stateFolder, switchId, scanId, incoming }, {})
    return own.map((one) => one.replace('alice/', ''))
  }
  /** As if it had been fetched, with its time. */
  const fetched = (name: string, text: string): string => {
    const at = `${incomingTree(stateFolder, switchId)}/alice`
    return `mkdir -p ${at}; printf '${text}' > ${at}/${name}; touch -d '2020-01-01 01:01:01.123456789' ${at}/${name}`
  }

  beforeEach(async () => {
    bash(`for name in a b c d e; do echo "$name" > "$name"; done; mkdir folder; echo f > folder/f`)
    const planned = await scanOf(places)
    holdScan(stateFolder, switchId, planned.scanId, 'planned')
    await makeIncoming(stateFolder, switchId, { root: planned.root, seeds: [] }, {})
  })
  afterEach(async () => {
    await deleteIncoming(stateFolder)
    rmSync(switchFolder(stateFolder, switchId), { recursive: true, force: true })
    place.emptyFolder()
  })

  it('is nothing in what was planned from', async () => {
    const planned = await scanOf(places)
    holdScan(stateFolder, 'other', planned.scanId, 'planned')
    const request = { stateFolder, switchId: 'other', scanId: planned.scanId, incoming: undefined }
    expect(await findOwnWork(request, {})).toEqual([])
  })

  it('is what changed and was not placed, without the folders around it', async () => {
    bash(`echo mine >> a; rm b; echo new > new; mkdir made; echo x > made/x; touch folder; rm -r folder; echo now > folder
      setfattr -n user.x -v y c; chmod 600 d`)
    expect(await ownWork()).toEqual(['a', 'b', 'c', 'd', 'folder', 'folder/f', 'made/x', 'new'])
  })

  it('is not what was placed or removed and is still so', async () => {
    bash('echo comes > a.new; mv a.new a; rm b; echo comes > new')
    placed('a', 'new')
    removed('b')
    expect(await ownWork()).toEqual([])
  })

  it('is what was placed and then edited, replaced or deleted, and what came back after it was removed', async () => {
    bash('for name in a b c new; do echo comes > x; mv x "$name"; done; rm d')
    placed('a', 'b', 'c', 'new')
    removed('d')
    bash('t=$(stat -c %y a); echo mined > a; touch -d "$t" a; cp -p b x; mv x b; rm c new; echo back > d')
    expect(await ownWork()).toEqual(['a', 'b', 'c', 'd', 'new'])
  })

  it('is not what was begun by an agent that died, whether it got to it or not', async () => {
    bash(
      `${fetched('a', 'comes')}; ${fetched('b', 'comes')}; ${fetched('e', 'comes')}; cp -p ${incomingTree(stateFolder, switchId)}/alice/a x; mv x a; rm c; echo mine > e`,
    )
    begun('a', 'b', 'c', 'd', 'e')
    expect(await ownWork()).toEqual(['e'])
  })

  it('what was begun by an agent that died counts as done where it looks so', async () => {
    bash(
      `${fetched('a', 'comes')}; ${fetched('e', 'comes')}; ${fetched('f', 'comes')}; cp -p ${incomingTree(stateFolder, switchId)}/alice/[af] .; rm c; echo mine > e; echo placed > x; mv x d`,
    )
    placed('d')
    begun('a', 'b', 'c', 'd', 'e', 'f', 'g')
    const { scanId } = await scanOf(places, heldInventory(stateFolder, switchId, 'planned'))
    const incoming = incomingTree(stateFolder, switchId)
    const listed = await listPlaced({ stateFolder, switchId, scanId, incoming }, {})
    const names = async (packed: string) => (await unpackList(packed)).map((one) => one.replace('alice/', ''))
    expect(await names(listed.paths)).toEqual(['a', 'b', 'd', 'e', 'f'])
    expect(await names(listed.open)).toEqual(['b', 'e'])
    expect(await names(listed.removed)).toEqual(['c', 'g'])
  })

  it('what was put into its place is counted over all runs, each path once', async () => {
    bash(`${fetched('e', 'comes')}; for name in a b; do printf 12345 > x; mv x "$name"; done; rm c; echo mine > e`)
    placed('a', 'b')
    removed('c')
    placed('a')
    begun('e')
    const { scanId } = await scanOf(places, heldInventory(stateFolder, switchId, 'planned'))
    const incoming = incomingTree(stateFolder, switchId)
    expect(await countPlaced({ stateFolder, switchId, scanId, incoming }, {})).toEqual({ items: 3, bytes: 10 })
  })

  it('is not what an earlier round placed when the agent died before the next one got to it', async () => {
    bash('echo comes > x; mv x a; echo comes > x; mv x b; rm c')
    placed('a', 'b')
    removed('c')
    bash(`${fetched('a', 'later')}; ${fetched('b', 'later')}; ${fetched('c', 'later')}; echo mine > b`)
    begun('a', 'b', 'c')
    expect(await ownWork()).toEqual(['b'])
  })

  it('is not a file that got another name from this program, until its contents change', async () => {
    bash(
      `${fetched('a', 'comes')}; ${fetched('b', 'comes')}; for name in a b; do cp -p ${incomingTree(stateFolder, switchId)}/alice/$name x; mv x $name; done`,
    )
    placed('a', 'b')
    bash(`ln a linked; ln b linked-too; cp -p a ${incomingTree(stateFolder, switchId)}/alice/linked`)
    placed('linked')
    expect(await ownWork()).toEqual(['linked-too'])
    bash('echo mine >> linked')
    expect(await ownWork()).toEqual(['a', 'linked', 'linked-too'])
  })

  it('is not a file of which another name gave way, and that is otherwise as planned', async () => {
    bash('for name in a b c d; do ln $name $name.too; done')
    holdScan(stateFolder, switchId, (await scanOf(places)).scanId, 'planned')
    begun('a', 'b', 'c', 'd')
    removed('a.too', 'b.too', 'c.too', 'd.too')
    bash(`rm [a-d].too; t=$(stat -c %y b); echo mined > b; echo b > b; touch -d "$t" b
      t=$(stat -c %y c); echo x > c; touch -d "$t" c; cp -p d x; mv x d`)
    // b was written again as it was; c has other bytes of the same length; d is another file.
    expect(await ownWork()).toEqual(['c', 'd'])
  })

  it('is not a file that was placed and for a moment had another name, until it changes', async () => {
    bash(
      `${fetched('a', 'comes')}; ${fetched('b', 'comes')}; ${fetched('c', 'comes')}
      for name in a b c; do cp -p ${incomingTree(stateFolder, switchId)}/alice/$name x; mv x $name; done`,
    )
    placed('a', 'b', 'c')
    bash(`for name in a b c; do ln $name x; rm x; done; t=$(stat -c %y b); printf other > b; touch -d "$t" b`)
    // The next round had begun with it when the agent died.
    begun('c')
    expect(await ownWork()).toEqual(['b'])
  })

  it('is written down while placing goes on, and all of it at the end', async () => {
    const folder = switchFolder(stateFolder, switchId)
    const names = Array.from({ length: 500 }, (_one, index) => `alice/gone-${String(index)}`)
    const writer = beginPlacing(folder, [...names, 'alice/slow', 'alice/last'])
    for (const name of names) writer.note({ path: name, outcome: 'removed' })
    await pause(50)
    writer.note({ path: 'alice/slow', outcome: 'absent' })
    const isRemoved = (name: string): boolean => readPlaced(folder).get(name)?.kind === 'removed'
    expect([...names, 'alice/slow'].every(isRemoved)).toBe(true)
    expect(isRemoved('alice/last')).toBe(false)
    writer.note({ path: 'alice/last', outcome: 'removed' })
    writer.close()
    expect(isRemoved('alice/last')).toBe(true)
  })

  it('is told in the order of the tree, each path once, and again after more was placed', async () => {
    const folder = switchFolder(stateFolder, switchId)
    const note = (...names: readonly string[]): void => {
      const writer = beginPlacing(folder, names)
      for (const path of names) writer.note({ path, outcome: 'already', inode: String(path.length), changed: '1.5' })
      writer.close()
    }
    const scanned = async () => (await scanOf(places, heldInventory(stateFolder, switchId, 'planned'))).scanId
    const told = async () => {
      const found: [string, string][] = []
      for await (const some of readPlacedInOrder(folder, {})) {
        for (const { path, placed } of some) found.push([path, placed.kind])
      }
      return found
    }
    expect(await told()).toEqual([])
    const names = Array.from({ length: 9_000 }, (_one, index) => `alice/many/${'n'.repeat(40)}${index}`)
    note('alice/a.b', 'alice/a/b', 'alice/a', 'alice/a-', 'alice/a\x02', 'alice/a', 'alice/a/\xff', ...names)
    const around = ['alice/a', 'alice/a/b', 'alice/a/\xff', 'alice/a\x02', 'alice/a-', 'alice/a.b']
    const all = [...around, ...names.toSorted()].map((path) => [path, 'placed'])
    expect(await told()).toEqual(all)
    removed('zz')
    expect(await told()).toEqual([...all, ['alice/zz', 'removed']])
    begun('zz')
    expect((await told()).at(-1)).toEqual(['alice/zz', 'begun'])
    // Of one agent: what is sorted now, and nothing of before.
    const inOrder = () => readdirSync(path.join(folder, 'placed-in-order'), { recursive: true })
    expect(inOrder()).toHaveLength(2)
    begun('yy')
    const stopped = AbortSignal.abort()
    const listing = listPlaced(
      { stateFolder, switchId, scanId: await scanned(), incoming: undefined },
      { signal: stopped },
    )
    await expect(listing).rejects.toMatchObject({ code: 'cancelled' })
    expect(inOrder()).toHaveLength(1)
    const [one, other] = await Promise.all([told(), told()])
    expect(one).toEqual(other)
    expect(inOrder()).toHaveLength(2)
    forgetPlacedInOrder(folder)
    expect(readdirSync(folder)).not.toContain('placed-in-order')
  })

  it('is read from what was written down, but for what a power loss cut off', () => {
    bash('echo comes > x; mv x a')
    placed('a')
    const name = 'alice/odd \n\xff 12 3.4 name'
    const writer = beginPlacing(switchFolder(stateFolder, switchId), [name, 'alice/b'])
    writer.note({ path: name, outcome: 'already', inode: '7', changed: '-1.000000009' })
    writer.note({ path: 'alice/b', outcome: 'left', why: 'changed' })
    writer.close()
    const file = path.join(switchFolder(stateFolder, switchId), 'placed')
    expect(lstatSync(file).mode & 0o777).toBe(0o600)
    writeFileSync(file, 'W \0P 12 3.4 alice/\0\0\0P 12 3.4 alice/cut', { flag: 'a' })
    const read = readPlaced(switchFolder(stateFolder, switchId))
    expect([...read.keys()]).toEqual(['alice/a', name, 'alice/b'])
    expect(read.get(name)).toMatchObject({ kind: 'placed', inode: '7', changed: '-1.000000009' })
    expect(read.get('alice/b')).toMatchObject({ kind: 'begun' })
    expect(readPlaced('/nonexistent').size).toBe(0)
  })
})
