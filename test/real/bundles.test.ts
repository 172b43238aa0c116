import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
  appendFileSync,
  chmodSync,
  chownSync,
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import path from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { BundleId } from '../../src-main/contract/bundles-calls.ts'
import { findBundle, readBundles } from '../../src-main/domains/bundles/on-machine/bundle-folders.ts'
import { filesOf } from '../../src-main/domains/bundles/on-machine/bundle-paths.ts'
import { removeBundle, sweepBundles, whileUsed } from '../../src-main/domains/bundles/on-machine/make-and-remove.ts'
import type { TreeWork } from '../../src-main/domains/bundles/on-machine/describe-tree.ts'
import { compareBundles } from '../../src-main/domains/bundles/on-machine/diff-bundles.ts'
import { makeBundle } from '../../src-main/domains/bundles/on-machine/make-bundle.ts'
import { createReceivingBundles } from '../../src-main/domains/bundles/on-machine/move-bundle.ts'
import { restoreBundle } from '../../src-main/domains/bundles/on-machine/restore-bundle.ts'
import { verifyBundle } from '../../src-main/domains/bundles/on-machine/verify-bundle.ts'
import { toAppError } from '../../src-main/kernel/app-error.ts'
import { measureTrees } from '../../src-main/tools/btrfs/btrfs-du.ts'
import { makeLoopBtrfs, sh, type LoopBtrfs } from './loop-btrfs.ts'

const quiet: TreeWork = { onBytes: () => undefined }
const person = { name: 'alice', uid: 65_534, gid: 65_534, home: '' }

let laptop: LoopBtrfs
let other: LoopBtrfs
let home: string
let host: { readonly stateFolder: string; readonly person: typeof person }

beforeEach(() => {
  laptop = makeLoopBtrfs()
  other = makeLoopBtrfs(512)
  for (const name of ['@home', '@state']) sh('btrfs', '-q', 'subvolume', 'create', path.join(laptop.top, name))
  const stateFolder = laptop.mount('@state', 'state')
  chmodSync(stateFolder, 0o700)
  home = path.join(laptop.mount('@home', 'home'), 'alice')
  mkdirSync(home)
  chownSync(home, person.uid, person.gid)
  for (const folder of [laptop.folder, other.folder]) chmodSync(folder, 0o755)
  host = { stateFolder, person: { ...person, home } }
})
afterEach(() => {
  laptop.remove()
  other.remove()
})

const make = (text: string, ...paths: readonly string[]) => makeBundle(host, { id: idOf(text), paths }, quiet)
const idOf = (text: string): BundleId => {
  const [name = '', version = ''] = text.split(':')
  return { name, version }
}
const filesIn = (text: string): string => filesOf(findBundle(host.stateFolder, idOf(text)).place)
/** By rsync: nothing for two trees that are the same. */
const differences = (one: string, another: string) =>
  sh('rsync', '-niacHAXS', '--modify-window=-1', '--delete', `${one}/`, `${another}/`)
/** Capabilities come neither from another disk nor back. */
const withoutRights = (told: string) => told.replace(/^\.f\.{7,8}x .*\bable\n/gm, '')
const uniqueBytes = async (text: string): Promise<number> =>
  (await measureTrees([findBundle(host.stateFolder, idOf(text)).place], {}))[0]?.exclusiveBytes ?? 0
/** Everything that a file can have. */
function fill(folder: string, files = 60): void {
  mkdirSync(path.join(folder, 'inner/empty'), { recursive: true })
  for (let number = 0; number < files; number += 1)
    writeFileSync(path.join(folder, `inner/file ${number}\n`), randomBytes(1 + ((number * 7919) % 40_000)))
  writeFileSync(path.join(folder, 'large'), randomBytes(900_000))
  linkSync(path.join(folder, 'large'), path.join(folder, 'inner/second name'))
  symlinkSync('/nowhere', path.join(folder, 'link'))
  sh('mkfifo', '-m', '640', path.join(folder, 'fifo'))
  writeFileSync(path.join(folder, 'hole'), 'x')
  truncateSync(path.join(folder, 'hole'), 5_000_000)
  chmodSync(path.join(folder, 'large'), 0o4751)
  sh('setfattr', '-n', 'user.tag', '-v', 'red', path.join(folder, 'inner'))
  sh('setfacl', '-m', 'u:4321:r', path.join(folder, 'hole'))
  writeFileSync(path.join(folder, 'able'), 'x')
  sh('chown', '-R', '-h', `${person.uid}:${person.gid}`, folder)
  sh('setcap', 'cap_net_raw+ep', path.join(folder, 'able'))
  sh('touch', '-d', '2001-02-03 04:05:06.123456789', path.join(folder, 'inner/empty'), path.join(folder, 'inner'))
}

describe('a bundle', () => {
  it('has all that files have, is closed, and comes back the same, while what came back is another file', async () => {
    const source = path.join(home, 'thesis')
    mkdirSync(source)
    fill(source)
    const facts = await make('thesis:1', source)
    expect(differences(source, path.join(filesIn('thesis:1'), 'thesis'))).toBe('')
    expect(sh('btrfs', 'property', 'get', facts.place, 'ro').trim()).toBe('ro=true')
    expect(facts.head).toMatchObject({ files: 64, leftOut: [], sources: [source] })
    expect(await uniqueBytes('thesis:1')).toBeLessThan(100_000)
    expect(await verifyBundle(host.stateFolder, idOf('thesis:1'), quiet)).toMatchObject({ wrongCount: 0 })

    const wanted = { bundle: { name: 'thesis' }, path: undefined, to: undefined }
    const restored = await restoreBundle(host, wanted, {})
    expect(restored.to).toBe(path.join(home, 'thesis-1'))
    expect(withoutRights(differences(source, path.join(restored.to, 'thesis')))).toBe('')
    const blocks = (folder: string) => sh('stat', '--format=%b', path.join(folder, 'hole'))
    expect(blocks(path.join(restored.to, 'thesis'))).toBe(blocks(source))
    appendFileSync(path.join(restored.to, 'thesis/large'), 'more')
    expect(await verifyBundle(host.stateFolder, idOf('thesis:1'), quiet)).toMatchObject({ wrongCount: 0 })
    expect(readdirSync(home).sort()).toEqual(['thesis', 'thesis-1'])
  })

  it('is the same from another file system, read with the rights of the person', async () => {
    const source = path.join(other.top, 'data')
    mkdirSync(source)
    fill(source)
    await make('data:1', source)
    expect(withoutRights(differences(source, path.join(filesIn('data:1'), 'data')))).toBe('')
    writeFileSync(path.join(source, 'new'), 'new')
    await make('data:2', source)
    expect(withoutRights(differences(source, path.join(filesIn('data:2'), 'data')))).toBe('')
  })

  it('of a later version is a relative of the one before, and has of its own what changed', async () => {
    const source = path.join(home, 'work')
    mkdirSync(source)
    fill(source, 300)
    await make('work:1', source)
    await make('work:2', source)
    expect(await uniqueBytes('work:2')).toBeLessThan(364 * 1_000)
    expect((await compareBundles(host.stateFolder, [idOf('work:1'), idOf('work:2')], {})).total).toBe(0)

    const inner = path.join(source, 'inner')
    for (const number of [1, 2, 3]) writeFileSync(path.join(inner, `file ${number}\n`), randomBytes(20_000))
    rmSync(path.join(inner, 'file 4\n'))
    chmodSync(path.join(inner, 'file 5\n'), 0o600)
    renameSync(path.join(inner, 'empty'), path.join(source, 'moved'))
    rmSync(path.join(source, 'link'))
    mkdirSync(path.join(source, 'link'))
    rmSync(path.join(inner, 'second name'))
    writeFileSync(path.join(inner, 'second name'), 'by itself')
    await make('work:3', source)
    expect(differences(source, path.join(filesIn('work:3'), 'work'))).toBe('')
    const { changes } = await compareBundles(host.stateFolder, [idOf('work:2'), idOf('work:3')], {})
    const told = Object.fromEntries(changes.map((one) => [one.path, one.kind]))
    expect(told).toMatchObject({
      'work/inner/file 1\\n': 'changed',
      'work/inner/file 4\\n': 'deleted',
      'work/inner/file 5\\n': 'attributes',
      'work/moved': 'added',
      'work/link': 'changed',
    })
    const streamed = (...words: readonly string[]) => {
      const argv = ['send', '--quiet', ...words]
      return execFileSync('btrfs', argv, { maxBuffer: 1 << 30, stdio: ['ignore', 'pipe', 'ignore'] }).length
    }
    const place = (version: string) => findBundle(host.stateFolder, idOf(`work:${version}`)).place
    const whole = streamed(place('3'))
    expect(streamed('-p', place('2'), place('3'))).toBeLessThan(whole / 10)
  })

  it('is left byte for byte as it was when others are deleted, earlier and later ones', async () => {
    const source = path.join(home, 'work')
    mkdirSync(source)
    fill(source)
    const copies = path.join(other.top, 'copies')
    for (const version of ['1', '2', '3', '4']) {
      writeFileSync(path.join(source, `of ${version}`), randomBytes(50_000))
      await make(`work:${version}`, source)
      mkdirSync(path.join(copies, version), { recursive: true })
      sh('rsync', '-aHAXS', '--modify-window=-1', `${filesIn(`work:${version}`)}/`, `${path.join(copies, version)}/`)
    }
    rmSync(source, { recursive: true })
    for (const version of ['3', '1']) await removeBundle(host.stateFolder, idOf(`work:${version}`))
    expect(readBundles(host.stateFolder).map(({ head }) => head.bundle.version)).toEqual(['4', '2'])
    for (const version of ['2', '4'])
      expect(differences(path.join(copies, version), filesIn(`work:${version}`))).toBe('')
  })

  it('names what it cannot have, and keeps the times of the folders around that', async () => {
    const source = path.join(home, 'work')
    mkdirSync(source)
    writeFileSync(path.join(source, 'file'), 'x')
    sh('python3', '-c', 'import socket,sys; socket.socket(socket.AF_UNIX).bind(sys.argv[1])', path.join(source, 'sock'))
    sh('btrfs', '-q', 'subvolume', 'create', path.join(source, 'nested'))
    sh('chown', '-R', '-h', '65534:65534', source)
    const { head } = await make('work:1', source)
    expect(head.leftOut.toSorted((one, another) => (one.path < another.path ? -1 : 1))).toEqual([
      { path: path.join(source, 'nested'), why: 'apart' },
      { path: path.join(source, 'sock'), why: 'special' },
    ])
    const stat = (folder: string) => sh('stat', '--format=%y', folder)
    expect(stat(path.join(filesIn('work:1'), 'work'))).toBe(stat(source))
    expect(readdirSync(path.join(filesIn('work:1'), 'work')).sort()).toEqual(['file', 'nested'])
  })
})

describe('making a bundle', () => {
  it('refuses what is there, what has one name, what is not there, and what the person may not read, and leaves nothing', async () => {
    const [one, two] = [path.join(home, 'one/work'), path.join(home, 'two/work')]
    for (const folder of [one, two]) mkdirSync(folder, { recursive: true })
    await expect(make('work:1', one, two)).rejects.toMatchObject({
      code: 'invalid-input',
      problem: { id: 'bundles.twoOfOneName' },
    })
    await expect(make('work:1', path.join(home, 'none'))).rejects.toMatchObject({ code: 'not-found' })
    await expect(make('work:1', host.stateFolder)).rejects.toMatchObject({ code: 'invalid-input' })
    writeFileSync(path.join(one, 'secret'), 'x', { mode: 0o600 })
    await expect(make('work:1', one)).rejects.toMatchObject({
      code: 'blocked',
      problem: { id: 'bundles.mayNotRead', data: { path: path.join(one, 'secret'), count: 1 } },
    })
    expect(readdirSync(path.join(host.stateFolder, 'bundles'))).toEqual([])
    await make('work:1', two)
    await expect(make('work:1', two)).rejects.toMatchObject({ problem: { id: 'bundles.exists' } })
    await expect(
      restoreBundle(host, { bundle: { name: 'wor' }, path: undefined, to: undefined }, {}),
    ).rejects.toMatchObject({
      code: 'not-found',
    })
  })

  it('names a file of another file system that changes while it is read, and leaves nothing', async () => {
    const source = path.join(other.top, 'data')
    mkdirSync(source)
    writeFileSync(path.join(source, 'growing'), randomBytes(60_000_000))
    sh('chown', '-R', '1234:1234', source)
    const writer = setInterval(() => appendFileSync(path.join(source, 'growing'), 'more'), 1)
    try {
      await expect(make('data:1', source)).rejects.toMatchObject({
        problem: { id: 'bundles.sourceChanged', data: { path: path.join(source, 'growing') } },
      })
    } finally {
      clearInterval(writer)
    }
    expect(readdirSync(path.join(host.stateFolder, 'bundles'))).toEqual([])
  })

  it('twice at once with one name makes one of them, and others beside it', async () => {
    const source = path.join(home, 'work')
    mkdirSync(source)
    fill(source, 5)
    const made = await Promise.allSettled([make('work:1', source), make('work:1', source), make('work:2', source)])
    const refused = made.filter(({ status }) => status === 'rejected')
    expect(refused).toMatchObject([{ reason: { problem: { id: 'bundles.exists' } } }])
    expect(readdirSync(path.join(host.stateFolder, 'bundles/work')).sort()).toEqual(['1', '2'])
    for (const version of ['1', '2'])
      expect(await verifyBundle(host.stateFolder, idOf(`work:${version}`), quiet)).toMatchObject({ wrongCount: 0 })
  })

  it('leaves nothing where the disk is full', async () => {
    const source = path.join(other.top, 'data')
    mkdirSync(source)
    writeFileSync(path.join(source, 'large'), randomBytes(200_000_000))
    sh('chown', '-R', '65534:65534', source)
    sh('fallocate', '--length', '3400M', path.join(laptop.top, 'filler'))
    const failed = await make('data:1', source).catch(toAppError)
    expect(failed).toMatchObject({ code: 'disk-full' })
    expect(readdirSync(path.join(host.stateFolder, 'bundles'))).toEqual([])
  })

  it('that was killed leaves nothing once an agent starts', async () => {
    const source = path.join(home, 'work')
    mkdirSync(source)
    fill(source)
    await make('work:1', source)
    const own = path.join(host.stateFolder, 'bundles/work')
    const left = path.join(own, '.making-999999.1.gone.1')
    mkdirSync(left)
    sh('btrfs', '-q', 'subvolume', 'create', path.join(left, 'work-2'))
    sh('btrfs', '-q', 'subvolume', 'snapshot', '-r', path.dirname(home), path.join(left, 'source-0'))
    await sweepBundles(host.stateFolder)
    expect(readdirSync(own)).toEqual(['1'])
    expect(sh('btrfs', 'subvolume', 'list', host.stateFolder)).not.toContain('.making')
  })
})

describe('bringing back', () => {
  it('takes a part of it, replaces nothing, and writes only where the person may', async () => {
    const source = path.join(home, 'work')
    mkdirSync(source)
    fill(source)
    await make('work:1', source)
    const back = (to: string, within?: string) =>
      restoreBundle(host, { bundle: { name: 'work', version: '1' }, path: within, to: path.join(home, to) }, {})
    expect(await back('part', 'work/inner')).toMatchObject({ files: 61 })
    expect(differences(path.join(source, 'inner'), path.join(home, 'part/inner')).replace(/^h.*\n/gm, '')).toBe('')
    await back('one', 'work/able')
    expect(readFileSync(path.join(home, 'one/able'), 'utf8')).toBe('x')
    writeFileSync(path.join(home, 'file'), 'mine')
    symlinkSync('/', path.join(home, 'way'))
    mkdirSync(path.join(home, 'other'))
    for (const taken of ['part', 'file', 'way', 'other'])
      await expect(back(taken)).rejects.toMatchObject({ problem: { id: 'bundles.somethingThere' } })
    expect(readFileSync(path.join(home, 'file'), 'utf8')).toBe('mine')
    await expect(back('new', 'work/none')).rejects.toMatchObject({ problem: { id: 'bundles.noPath' } })
    await expect(back('none/new')).rejects.toMatchObject({ problem: { id: 'bundles.noFolder' } })
    await expect(back('way/new')).rejects.toMatchObject({ problem: { id: 'bundles.mayNotWrite' } })
    expect(existsSync('/new')).toBe(false)
    expect(readdirSync(home).sort()).toEqual(['file', 'one', 'other', 'part', 'way', 'work'])
  })

  it('writes nowhere else when the person puts a link in the place of what root made, at any moment', async () => {
    const source = path.join(home, 'work')
    mkdirSync(source)
    writeFileSync(path.join(source, 'file'), 'from the bundle')
    await make('work:1', source)
    const victim = path.join(laptop.folder, 'victim')
    mkdirSync(path.join(victim, 'files'), { recursive: true, mode: 0o700 })
    chmodSync(path.join(victim, 'files'), 0o700)
    const restoring = restoreBundle(host, { bundle: { name: 'work' }, path: undefined, to: undefined }, {})
    const ended = restoring.then(() => true).catch(() => true)
    let exchanged = 0
    for (let isDone = false; !isDone; isDone = await Promise.race([ended, setImmediate(false)])) {
      const own = readdirSync(home).find((name) => name.startsWith('.pc-switcher-restore-bundle-'))
      if (own === undefined || existsSync(path.join(home, 'away'))) continue
      renameSync(path.join(home, own), path.join(home, 'away'))
      symlinkSync(victim, path.join(home, own))
      exchanged += 1
    }
    expect(exchanged).toBe(1)
    expect(sh('stat', '--format=%u %a', path.join(victim, 'files')).trim()).toBe('0 700')
    expect(readdirSync(path.join(victim, 'files'))).toEqual([])
    expect(readdirSync(victim)).toEqual(['files'])
    expect(readdirSync(path.join(home, 'away'))).toEqual([])
  })

  it('gives nobody more rights than the person has, also not from a disk of the person', async () => {
    const source = path.join(other.top, 'data')
    mkdirSync(source)
    writeFileSync(path.join(source, 'own'), 'x')
    chownSync(path.join(source, 'own'), person.uid, person.gid)
    chmodSync(path.join(source, 'own'), 0o6755)
    for (const name of ['root', 'group']) writeFileSync(path.join(source, name), 'x')
    chownSync(path.join(source, 'group'), person.uid, 0)
    for (const name of ['root', 'group']) chmodSync(path.join(source, name), 0o6755)
    writeFileSync(path.join(source, 'able'), 'x')
    sh('setcap', 'cap_setuid+ep', path.join(source, 'able'))
    sh('mknod', path.join(source, 'disk'), 'c', '1', '3')
    await make('data:1', source)
    const facts = (folder: string) =>
      sh('find', folder, '-type', 'f', '-printf', '%f %m %U %G\\n').trim().split('\n').sort()
    const safe = ['able 644 0 0', 'group 4755 65534 0', 'own 6755 65534 65534', 'root 755 0 0']
    expect(facts(path.join(filesIn('data:1'), 'data'))).toEqual(safe)
    expect(sh('getcap', '-r', filesIn('data:1'))).toBe('')

    const inner = path.join(home, 'inner')
    sh('cp', '-a', source, inner)
    chownSync(inner, person.uid, person.gid)
    await make('inner:1', inner)
    expect(sh('getcap', '-r', filesIn('inner:1'))).toContain('able')
    const { to } = await restoreBundle(host, { bundle: { name: 'inner' }, path: undefined, to: undefined }, {})
    expect(facts(path.join(to, 'inner'))).toEqual(safe)
    expect(sh('getcap', '-r', to)).toBe('')
  })

  it('keeps the bundle from being deleted meanwhile', async () => {
    const source = path.join(home, 'work')
    mkdirSync(source)
    fill(source, 3)
    await make('work:1', source)
    await whileUsed(host.stateFolder, idOf('work:1'), async () => {
      await expect(removeBundle(host.stateFolder, idOf('work:1'))).rejects.toMatchObject({ code: 'locked' })
      expect(differences(source, path.join(filesIn('work:1'), 'work'))).toBe('')
    })
    await removeBundle(host.stateFolder, idOf('work:1'))
    expect(readBundles(host.stateFolder)).toEqual([])
  })
})

describe('verifying', () => {
  it('finds a changed byte, what is missing and too much, an opened bundle, and a list that was changed', async () => {
    const source = path.join(home, 'work')
    mkdirSync(source)
    fill(source, 10)
    const { place } = await make('work:1', source)
    const check = () => verifyBundle(host.stateFolder, idOf('work:1'), quiet)
    sh('btrfs', 'property', 'set', '-f', place, 'ro', 'false')
    expect((await check()).wrong).toEqual(['bundle.json'])
    writeFileSync(path.join(place, 'files/work/inner/file 1\n'), 'other')
    rmSync(path.join(place, 'files/work/inner/file 2\n'))
    writeFileSync(path.join(place, 'files/too much'), '')
    sh('btrfs', 'property', 'set', place, 'ro', 'true')
    const { wrong } = await check()
    expect(wrong).toEqual(expect.arrayContaining(['work/inner/file 1\\n', 'work/inner/file 2\\n', 'too much']))
    expect(readBundles(host.stateFolder)[0]?.proven).toMatchObject({ isRight: false })
    sh('btrfs', 'property', 'set', '-f', place, 'ro', 'false')
    appendFileSync(path.join(place, 'entries.jsonl'), '{}\n')
    sh('btrfs', 'property', 'set', place, 'ro', 'true')
    expect((await check()).wrong).toEqual(['entries.jsonl'])
    await expect(
      restoreBundle(host, { bundle: { name: 'work' }, path: undefined, to: undefined }, {}),
    ).rejects.toMatchObject({ problem: { id: 'bundles.unreadable' } })
  })
})

describe('a later version', () => {
  it('has files apart that were names of one, and is verified once all of it was read', async () => {
    const source = path.join(home, 'work')
    mkdirSync(source)
    for (const name of ['one', 'two']) writeFileSync(path.join(source, name), randomBytes(9_000))
    writeFileSync(path.join(source, 'first'), 'x')
    linkSync(path.join(source, 'first'), path.join(source, 'second'))
    expect((await make('work:1', source)).proven).toMatchObject({ isRight: true })
    rmSync(path.join(source, 'second'))
    sh('cp', '--preserve=all', path.join(source, 'first'), path.join(source, 'second'))
    expect((await make('work:2', source)).proven).toBeUndefined()
    expect(differences(source, path.join(filesIn('work:2'), 'work'))).toBe('')
    expect((await compareBundles(host.stateFolder, [idOf('work:1'), idOf('work:2')], {})).total).toBe(1)
  })

  it('is not built on one that is damaged, which is listed, brought back as damaged, and can be deleted', async () => {
    const source = path.join(home, 'work')
    mkdirSync(source)
    writeFileSync(path.join(source, 'file'), 'as it was')
    const damage = async (text: string, file: string, contents: string) => {
      const { place } = await make(text, source)
      sh('btrfs', 'property', 'set', '-f', place, 'ro', 'false')
      writeFileSync(path.join(place, file), contents)
      sh('btrfs', 'property', 'set', place, 'ro', 'true')
      return verifyBundle(host.stateFolder, idOf(text), quiet)
    }
    expect(await damage('work:1', 'files/work/file', 'as it is ')).toMatchObject({ wrongCount: 1 })
    const wanted = { bundle: idOf('work:1'), path: undefined, to: undefined }
    expect(await restoreBundle(host, wanted, {})).toMatchObject({ isDamaged: true })
    expect(await damage('work:2', 'bundle.json', '{')).toMatchObject({ wrongCount: 1 })
    expect((await make('work:3', source)).proven).toMatchObject({ isRight: true })
    expect(readFileSync(path.join(filesIn('work:3'), 'work/file'), 'utf8')).toBe('as it was')
    expect(readBundles(host.stateFolder).map(({ proven }) => proven?.isRight)).toEqual([true, false, false])
    await removeBundle(host.stateFolder, idOf('work:2'))
    expect(readBundles(host.stateFolder).map(({ head }) => head.bundle.version)).toEqual(['3', '1'])
  })
})

describe('a bundle that comes', () => {
  it('is kept when it is what its list says, and nothing of it or elsewhere when its sender lies', async () => {
    const source = path.join(home, 'work')
    mkdirSync(source)
    fill(source, 5)
    const { place, head } = await make('work:1', source)
    const there = { stateFolder: path.join(host.stateFolder, 'there'), runFolder: laptop.folder, bootId: 'boot' }
    const victim = path.join(laptop.folder, 'victim')
    mkdirSync(victim)
    writeFileSync(path.join(victim, 'keep'), 'mine')
    const own = path.join(there.stateFolder, 'bundles/work')
    const receiving = createReceivingBundles()
    /** As rsync would leave it. */
    const come = async (lie: (incoming: string) => void, digest = head.digest) => {
      const { operationId } = await receiving.receive(there, idOf('work:1'), {})
      const incoming = path.join(own, readdirSync(own)[0] ?? '', 'incoming')
      sh('rsync', '-aHAXS', '--modify-window=-1', `${place}/`, `${incoming}/`)
      lie(incoming)
      return receiving.accept(there, { operationId, digest }, quiet)
    }
    const lies: readonly ((incoming: string) => void)[] = [
      (incoming) => {
        rmSync(path.join(incoming, 'files'), { recursive: true })
        symlinkSync(victim, path.join(incoming, 'files'))
      },
      (incoming) => {
        rmSync(path.join(incoming, 'bundle.json'))
        symlinkSync(path.join(place, 'bundle.json'), path.join(incoming, 'bundle.json'))
      },
      (incoming) => appendFileSync(path.join(incoming, 'files/work/large'), 'x'),
      (incoming) => rmSync(path.join(incoming, 'files/work/fifo')),
      (incoming) => sh('chmod', '4755', path.join(incoming, 'files/work/able')),
      (incoming) => sh('setfattr', '-n', 'user.more', '-v', 'x', path.join(incoming, 'files/work/able')),
      (incoming) => writeFileSync(path.join(incoming, 'more'), ''),
      (incoming) => appendFileSync(path.join(incoming, 'entries.jsonl'), ''.padEnd(10, ' ')),
    ]
    for (const lie of lies) await expect(come(lie), String(lie)).rejects.toMatchObject({ code: 'not-verified' })
    await expect(come(() => undefined, 'a'.repeat(64))).rejects.toMatchObject({ code: 'not-verified' })
    expect(readdirSync(path.join(there.stateFolder, 'bundles'))).toEqual([])
    expect(readFileSync(path.join(victim, 'keep'), 'utf8')).toBe('mine')

    await come((incoming) => writeFileSync(path.join(incoming, 'files/work/left of the version before'), ''))
    const kept = findBundle(there.stateFolder, idOf('work:1'))
    expect(kept).toMatchObject({ head, proven: { isRight: true } })
    expect(differences(place, kept.place).replace(/^\.d.*\n/gm, '')).toBe('')
    expect(readdirSync(own)).toEqual(['1'])
  })
})
