import { execFileSync, spawn } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { examineSet } from '../../src-main/domains/snapshots/on-machine/answers.ts'
import { findLayout, type Places } from '../../src-main/commons/snapshot-sets/on-machine/find-layout.ts'
import { readSets, setFolder } from '../../src-main/commons/snapshot-sets/on-machine/set-folder.ts'
import { takeSet, type SetRequest } from '../../src-main/commons/snapshot-sets/on-machine/take-set.ts'
import { version } from '../../src-main/kernel/version.ts'
import { toAppError } from '../../src-main/kernel/app-error.ts'
import { makeLoopBtrfs, sh } from './loop-btrfs.ts'
import { wording } from '../../src-main/app/wording.ts'
import { forEachTest } from './while-tested.ts'
import { killNow } from './users-of-disks.ts'

const request: SetRequest = {
  switchId: 's1',
  reason: 'before-switch',
  from: { name: 'p17', label: 'P17' },
  to: { name: 'xps', label: 'XPS 13' },
}
const options = { report: () => undefined }

const disk = forEachTest(() => makeLoopBtrfs())
let places: Places
beforeEach(() => {
  for (const name of ['@', '@home', '@images', '@state'])
    sh('btrfs', '-q', 'subvolume', 'create', path.join(disk.top, name))
  const root = disk.mount('@', 'root')
  mkdirSync(path.join(root, 'etc'))
  places = {
    areas: {
      system: path.join(root, 'etc'),
      home: disk.mount('@home', 'root/home'),
      images: disk.mount('@images', 'root/images'),
    },
    stateFolder: disk.mount('@state', 'root/state'),
    swapFiles: [],
  }
  writeFileSync(path.join(places.areas.system, 'hostname'), 'p17\n')
  writeFileSync(path.join(places.areas.home, 'letter'), 'before\n')
})

const inSet = (id: string, ...subvolumes: readonly string[]) =>
  path.join(setFolder(places.stateFolder, id), ...subvolumes)

/** Small files live in the metadata, so both kinds of room are used up. */
/** With files of these sizes, one size after the other until none fits any more. */
function fillUp(folder: string, sizes: readonly number[]): void {
  for (const size of sizes) {
    const content = Buffer.alloc(size, 'x')
    try {
      for (let n = 0; ; n += 1) writeFileSync(path.join(folder, `${size}-${n}`), content)
    } catch (error) {
      expect(error).toMatchObject({ code: 'ENOSPC' })
    }
  }
}

describe('finding what to snapshot', () => {
  it('finds the subvolumes by what is mounted', async () => {
    const layout = await findLayout(places, {})
    expect(layout).toMatchObject({
      kind: 'ready',
      nested: 0,
      outside: [],
      subvolumes: [
        { subvolume: 'system', path: path.join(disk.folder, 'root') },
        { subvolume: 'home', path: places.areas.home },
        { subvolume: 'images', path: places.areas.images },
      ],
    })
  })

  it('takes one that holds several areas only once', async () => {
    const root = path.join(disk.folder, 'root')
    const inside = { ...places.areas, images: path.join(root, 'vm'), home: path.join(root, 'people') }
    mkdirSync(inside.images)
    mkdirSync(inside.home)
    const layout = await findLayout({ ...places, areas: inside }, {})
    expect(layout).toMatchObject({
      kind: 'ready',
      subvolumes: [{ subvolume: 'system', areas: ['system', 'home', 'images'] }],
    })
  })

  it('finds one that is nested and not mounted by itself', async () => {
    const nested = path.join(disk.folder, 'root/etc-of-its-own')
    sh('btrfs', '-q', 'subvolume', 'create', nested)
    const layout = await findLayout({ ...places, areas: { ...places.areas, images: nested } }, {})
    expect(layout).toMatchObject({
      subvolumes: [{ subvolume: 'system' }, { subvolume: 'home' }, { subvolume: 'images', path: nested }],
    })
  })

  it('says so when /home is not on btrfs, or on another one than the snapshots', async () => {
    expect(await findLayout({ ...places, areas: { ...places.areas, home: '/proc' } }, {})).toMatchObject({
      kind: 'no-btrfs',
      place: '/proc',
      fsType: 'proc',
    })
    const other = makeLoopBtrfs(256)
    try {
      const layout = await findLayout({ ...places, areas: { ...places.areas, home: other.top } }, {})
      expect(layout).toEqual({ kind: 'elsewhere', place: other.top, folder: places.stateFolder })
      const elsewhere = await findLayout({ ...places, areas: { ...places.areas, images: other.top } }, {})
      expect(elsewhere).toMatchObject({ kind: 'ready', outside: ['images'] })
    } finally {
      other.remove()
    }
  })

  it('names a swap file in use, which no snapshot can hold', async () => {
    const file = path.join(places.areas.home, 'swapfile')
    writeFileSync(file, '')
    expect(await findLayout({ ...places, swapFiles: ['/not/there', file] }, {})).toEqual({
      kind: 'swap-file',
      file,
      place: places.areas.home,
    })
    await expect(takeSet({ ...places, swapFiles: [file] }, request, options)).rejects.toMatchObject({ code: 'blocked' })
  })

  it('really cannot be done with a swap file in use', async () => {
    const file = path.join(places.areas.home, 'swapfile')
    sh('btrfs', 'filesystem', 'mkswapfile', '--size', '16m', file)
    sh('swapon', file)
    try {
      await expect(takeSet(places, request, options)).rejects.toMatchObject({ code: 'tool-failed' })
      expect(readSets(places.stateFolder)[0]).toMatchObject({
        content: { kind: 'described', description: { state: 'taking' } },
      })
    } finally {
      sh('swapoff', file)
    }
    expect(await takeSet(places, request, options)).toMatchObject({ state: 'finished' })
    expect(readSets(places.stateFolder)).toHaveLength(1)
  })
})

describe('taking a set', () => {
  it('keeps everything as it was, unwritable, with a description', async () => {
    const { id, snapshots } = await takeSet(places, request, options)
    writeFileSync(path.join(places.areas.home, 'letter'), 'after\n')
    expect(readFileSync(inSet(id, 'home/letter'), 'utf8')).toBe('before\n')
    expect(readFileSync(inSet(id, 'system/etc/hostname'), 'utf8')).toBe('p17\n')
    expect(() => writeFileSync(inSet(id, 'home/letter'), 'x')).toThrow(/EROFS/)
    expect(snapshots.map(({ subvolume }) => subvolume)).toEqual(['system', 'home', 'images'])
    expect(JSON.parse(readFileSync(inSet(id, 'description.json'), 'utf8'))).toMatchObject({
      version: 1,
      state: 'finished',
      ...request,
      appVersion: version,
      snapshots: [{ subvolume: 'system' }, { subvolume: 'home' }, { subvolume: 'images' }],
    })
    expect(id).toMatch(/^\d{8}T\d{9}Z-s1$/)
    const { found } = await examineSet(places.stateFolder, request, {})
    expect(found.map(({ kind }) => kind)).toEqual(['as-described', 'as-described', 'as-described'])
  })

  it('is out of reach of everybody else, and no subvolume of what is taken next', async () => {
    const first = await takeSet(places, request, options)
    for (const folder of [path.dirname(inSet(first.id)), inSet(first.id)])
      expect(statSync(folder).mode & 0o777).toBe(0o700)
    const asNobody = ['--reuid=65534', '--regid=65534', '--clear-groups', 'cat', inSet(first.id, 'home/letter')]
    expect(() => sh('setpriv', ...asNobody)).toThrow(/Permission denied/)
    const second = await takeSet(places, { ...request, switchId: 's2' }, options)
    expect(second.snapshots.map(({ subvolume }) => subvolume)).toEqual(['system', 'home', 'images'])
    expect(second.nestedLeftOut).toBe(0)
  })

  it('is taken while an earlier one is being sent', async () => {
    writeFileSync(path.join(places.areas.home, 'big'), Buffer.alloc(8_000_000, 'x'))
    const { id } = await takeSet(places, request, options)
    // Nobody reads: it stands still in the middle.
    const child = spawn('btrfs', ['send', '-q', inSet(id, 'home')], { stdio: ['ignore', 'pipe', 'ignore'] })
    try {
      await new Promise((resolve) => child.stdout.once('readable', resolve))
      expect(await takeSet(places, { ...request, switchId: 's2' }, options)).toMatchObject({ state: 'finished' })
    } finally {
      await killNow(child)
    }
  })

  it('answers with the same set when asked again for the same switch, and makes another for another', async () => {
    const first = await takeSet(places, request, options)
    writeFileSync(path.join(places.areas.home, 'letter'), 'after\n')
    expect(await takeSet(places, request, options)).toEqual(first)
    const second = await takeSet(places, { ...request, switchId: 's2' }, options)
    expect(second.id).not.toBe(first.id)
    expect(readSets(places.stateFolder).map(({ id }) => id)).toEqual([second.id, first.id])
  })

  it('takes nested subvolumes too, whatever their names, and leaves read-only ones alone', async () => {
    const home = places.areas.home
    const create = (name: string) => {
      execFileSync('sh', [
        '-c',
        'btrfs -q subvolume create "$(printf "$1")"; printf kept > "$(printf "$1")/file"',
        'sh',
        path.join(home, name),
      ])
    }
    create('plain')
    create('plain/inner')
    create('not\\351utf8')
    create('two\\nID 5 gen 1 parent 5 top level 5 path lines')
    sh('btrfs', '-q', 'subvolume', 'snapshot', '-r', path.join(home, 'plain'), path.join(home, 'kept-by-another-tool'))
    const { id, snapshots, nestedLeftOut } = await takeSet(places, request, options)
    const nested = snapshots.filter(({ within }) => within !== undefined)
    expect(nested.map(({ within }) => within?.path).sort()).toEqual([
      'not\xe9utf8',
      'plain',
      'plain/inner',
      'two\nID 5 gen 1 parent 5 top level 5 path lines',
    ])
    expect(nestedLeftOut).toBe(0)
    for (const { subvolume } of nested) expect(readFileSync(inSet(id, subvolume, 'file'), 'utf8')).toBe('kept')
    expect(readdirSync(inSet(id, 'home/plain'))).toEqual([])
  })

  it('does not follow a link that stands where a nested subvolume was listed', async () => {
    const home = places.areas.home
    mkdirSync(path.join(home, 'a'))
    sh('btrfs', '-q', 'subvolume', 'create', path.join(home, 'a/vol'))
    // A mount hides it; what is seen at its path is another file system.
    sh('mount', '-t', 'tmpfs', 'tmpfs', path.join(home, 'a'))
    try {
      mkdirSync(path.join(home, 'a/elsewhere'))
      symlinkSync(path.join(disk.folder, 'root'), path.join(home, 'a/vol'))
      const { snapshots, nestedLeftOut } = await takeSet(places, request, options)
      expect(snapshots.map(({ subvolume }) => subvolume)).toEqual(['system', 'home', 'images'])
      expect(nestedLeftOut).toBe(1)
    } finally {
      sh('umount', path.join(home, 'a'))
    }
  })

  it('finishes what an interrupted attempt left, and keeps what is in it', async () => {
    const whole = await takeSet(places, request, options)
    const description = JSON.parse(readFileSync(inSet(whole.id, 'description.json'), 'utf8')) as object
    writeFileSync(
      inSet(whole.id, 'description.json'),
      JSON.stringify({ ...description, state: 'taking', snapshots: [] }),
    )
    sh('btrfs', '-q', 'subvolume', 'delete', inSet(whole.id, 'images'))
    const again = await takeSet(places, request, options)
    expect(again.id).toBe(whole.id)
    expect(again.snapshots[1]?.uuid).toBe(whole.snapshots[1]?.uuid)
    expect(again.snapshots).toHaveLength(3)
  })

  it('begins anew when what was left is from long ago, or when a finished one lost a snapshot', async () => {
    const whole = await takeSet(places, request, options)
    const description = JSON.parse(readFileSync(inSet(whole.id, 'description.json'), 'utf8')) as object
    writeFileSync(
      inSet(whole.id, 'description.json'),
      JSON.stringify({ ...description, state: 'taking', at: '2026-11-01T00:00:00.000Z' }),
    )
    const second = await takeSet(places, request, options)
    expect(second.id).not.toBe(whole.id)
    sh('btrfs', '-q', 'subvolume', 'delete', inSet(second.id, 'home'))
    expect((await takeSet(places, request, options)).id).not.toBe(second.id)
  })

  it('never puts a snapshot inside something that is in its place', async () => {
    const { id } = await takeSet(places, request, options)
    const description = JSON.parse(readFileSync(inSet(id, 'description.json'), 'utf8')) as object
    writeFileSync(inSet(id, 'description.json'), JSON.stringify({ ...description, state: 'taking', snapshots: [] }))
    sh('btrfs', '-q', 'subvolume', 'delete', inSet(id, 'home'))
    mkdirSync(inSet(id, 'home'))
    await expect(takeSet(places, request, options)).rejects.toMatchObject({ code: 'blocked' })
    expect(readdirSync(inSet(id, 'home'))).toEqual([])
    expect(readdirSync(inSet(id)).sort()).toEqual(['description.json', 'home', 'images', 'system'])
  })

  it.each([
    ['names', 24, ['--mixed'], [2000]],
    ['data', 256, [], [2 ** 22, 2 ** 16, 4096]],
  ] as const)(
    'says that the disk is full of %s, and leaves nothing lying about',
    async (...[, size, layout, files]) => {
      const small = makeLoopBtrfs(size, ...layout)
      try {
        for (const name of ['@', '@state']) sh('btrfs', '-q', 'subvolume', 'create', path.join(small.top, name))
        const root = small.mount('@', 'root')
        mkdirSync(path.join(root, 'etc'))
        mkdirSync(path.join(root, 'home'))
        const stateFolder = small.mount('@state', 'state')
        fillUp(path.join(root, 'home'), files)
        sh('sync', '-f', root)
        const areas = { system: path.join(root, 'etc'), home: path.join(root, 'home'), images: path.join(root, 'none') }
        const outcome = await takeSet({ areas, stateFolder, swapFiles: [] }, request, options).catch(toAppError)
        expect(outcome).toMatchObject({ code: 'disk-full' })
        expect(readSets(stateFolder)).toEqual([])
        expect(readdirSync(stateFolder, { recursive: true }).filter((name) => name !== 'snapshots')).toEqual([])
      } finally {
        small.remove()
      }
    },
  )
})

describe('looking at what is kept', () => {
  it('shows sets whose description is damaged, missing or of another set, and never hides them', async () => {
    const first = await takeSet(places, request, options)
    const second = await takeSet(places, { ...request, switchId: 's2' }, options)
    const third = await takeSet(places, { ...request, switchId: 's3' }, options)
    writeFileSync(inSet(first.id, 'description.json'), '{"version":1,')
    rmSync(inSet(second.id, 'description.json'))
    renameSync(inSet(third.id), inSet('20260101T000000000Z-moved'))
    const sets = readSets(places.stateFolder)
    expect(sets.map(({ content }) => content.kind)).toEqual(['undescribed', 'undescribed', 'undescribed'])
    expect(sets.at(-1)).toMatchObject({
      id: '20260101T000000000Z-moved',
      at: '2026-01-01T00:00:00.000Z',
      subvolumes: ['home', 'images', 'system'],
    })
  })

  it('tells when a snapshot is gone, another one, or can be written to', async () => {
    const { id } = await takeSet(places, request, options)
    sh('btrfs', '-q', 'subvolume', 'delete', inSet(id, 'system'))
    sh('btrfs', '-q', 'subvolume', 'delete', inSet(id, 'home'))
    sh('btrfs', '-q', 'subvolume', 'snapshot', '-r', places.areas.home, inSet(id, 'home'))
    sh('btrfs', 'property', 'set', '-ts', inSet(id, 'images'), 'ro', 'false')
    const { found } = await examineSet(places.stateFolder, request, {})
    expect(found.map((each) => (each.kind === 'different' ? wording.text(each.why) : 'fine'))).toEqual([
      'missing',
      'replaced by another one',
      'writable',
    ])
    await expect(examineSet(places.stateFolder, { ...request, switchId: 'none' }, {})).rejects.toMatchObject({
      code: 'not-found',
    })
  })
})
