/** What the trees of a disk tell of all its names is what find tells of them, one by one. */
import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  closeSync,
  ftruncateSync,
  linkSync,
  lstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import path from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { listInodesWithAcl } from '../../src-main/tools/btrfs/list-inodes.ts'
import { listNames } from '../../src-main/domains/home-sync/on-machine/scan/list-names.ts'
import { exchangeBytes, keyEnd } from '../../src-main/domains/home-sync/inventory/inventory-entry.ts'
import { isLong, randomFor } from '../how-long.ts'
import { homeWork } from './home-work.ts'
import { makeLoopBtrfs, sh } from './loop-btrfs.ts'
import { createWorker } from './random-work.ts'
import { forEachTest } from './while-tested.ts'

const disk = forEachTest(() => makeLoopBtrfs(512))
let live: string
let made = 0
const at = (...names: readonly string[]) => path.join(live, ...names)

beforeEach(() => {
  live = path.join(disk.top, 'home')
  sh('btrfs', '-q', 'subvolume', 'create', live)
})

/** With these subvolumes in it in their places. */
function freeze(nested: readonly string[] = []): string {
  const root = path.join(disk.top, `frozen-${(made += 1)}`)
  sh('btrfs', '-q', 'subvolume', 'snapshot', live, root)
  for (const each of nested) {
    rmdirSync(path.join(root, each))
    sh('btrfs', '-q', 'subvolume', 'snapshot', at(each), path.join(root, each))
  }
  for (const place of [...nested.map((each) => path.join(root, each)).reverse(), root])
    sh('btrfs', 'property', 'set', '-ts', place, 'ro', 'true')
  return root
}

interface Wanted {
  readonly nested?: readonly string[]
  readonly isPruned?: (key: string) => boolean
}

async function list(root: string, { nested = [], isPruned = () => false }: Wanted = {}): Promise<readonly string[]> {
  const output = path.join(disk.folder, 'names')
  await listNames({ frozen: { root, nested }, isPruned, output, folder: disk.folder }, {})
  return sorted(readFileSync(output, 'latin1'))
}

/** Which number a subvolume has as a device is no matter. */
function withoutDevice(record: string): string {
  const [key = '', facts = ''] = record.split(keyEnd)
  return `${key}${keyEnd}${facts.replace(/^(\S+ \d+) \d+ /, '$1 - ')}`
}

function sorted(text: string): readonly string[] {
  const records = text.split('\0').filter((record) => record !== '')
  return records.map(withoutDevice).toSorted()
}

function find(root: string): readonly string[] {
  const facts = '%P//%C@ %i %D %n %y %m %u %g %s %T@ %l\\0'
  const found = execFileSync('find', ['-P', root, '-mindepth', '1', '-printf', facts], { encoding: 'latin1' })
  return sorted(exchangeBytes(found))
}

describe('the names in a frozen tree', () => {
  it('are those that find tells, of whatever kind', async () => {
    for (const folder of ['a', 'b/c', 'many']) mkdirSync(at(folder), { recursive: true })
    writeFileSync(at('a/small'), 'x')
    writeFileSync(at('a/large'), Buffer.alloc(300_000, 1))
    writeFileSync(at('a/\u0001 with\nall sorts'), '')
    writeFileSync(Buffer.concat([Buffer.from(`${at('b')}/`), Buffer.from([0xff, 0xe9])]), 'bytes')
    const sparse = openSync(at('a/sparse'), 'w')
    ftruncateSync(sparse, 5_000_000_000)
    closeSync(sparse)
    symlinkSync('x'.repeat(3_900), at('a/long link'))
    symlinkSync('/to/\u0001/somewhere ', at('a/link'))
    sh('mkfifo', at('a/fifo'))
    sh('mknod', at('a/device'), 'c', '1', '3')
    sh('python3', '-c', `import socket; socket.socket(socket.AF_UNIX).bind(${JSON.stringify(at('a/s'))})`)
    // More names in one folder than its item has room for, and in others.
    for (let n = 0; n < 400; n += 1) linkSync(at('a/small'), at('many', `${'n'.repeat(200)}${n}`))
    linkSync(at('a/small'), at('b/c/further'))
    chmodSync(at('a/small'), 0o4755)
    chmodSync(at('b'), 0o1777)
    sh('chown', '1234:4321', at('a/large'))
    // A folder that is younger than what is in it.
    mkdirSync(at('younger'))
    renameSync(at('b/c'), at('younger/c'))
    for (const [time, name] of [
      ['@0', 'a/small'],
      ['@-5', 'a/large'],
      ['@8589934592.000000001', 'b'],
    ] as const)
      sh('touch', '-h', '-d', time, at(name))
    const root = freeze()
    const found = find(root)
    expect(found.length).toBeGreaterThan(410)
    expect(await list(root)).toEqual(found)
  })

  it('are without what is deleted and still open, and what is so deep that no path leads to it is among them', async () => {
    mkdirSync(at('deep'))
    const gone = openSync(at('deleted'), 'w')
    rmSync(at('deleted'))
    // Each is made beside the others and put around them: no path becomes too long for the kernel meanwhile.
    for (let depth = 0; depth < 30; depth += 1) {
      const name = `${depth} ${'d'.repeat(200)}`
      mkdirSync(at(name))
      renameSync(at('deep'), at(name, 'deep'))
      renameSync(at(name), at('deep'))
    }
    const root = freeze()
    closeSync(gone)
    const found = await list(root)
    expect(found).toEqual(find(root))
    expect(found).toHaveLength(31)
  })

  it('are those of the subvolumes in it too; another subvolume is an empty folder, which is left out', async () => {
    for (const folder of ['alice', 'around']) mkdirSync(at(folder))
    for (const nested of ['around/inner', 'around/line\nbreak', 'bob', 'other'])
      sh('btrfs', '-q', 'subvolume', 'create', at(nested))
    for (const file of ['alice/1', 'around/inner/2', 'bob/3', 'other/4']) writeFileSync(at(file), file)
    sh('btrfs', '-q', 'subvolume', 'create', at('bob/deeper'))
    writeFileSync(at('bob/deeper/5'), 'five')
    const nested = ['around/inner', 'around/line\nbreak', 'bob', 'bob/deeper']
    const root = freeze(nested)
    const found = find(root).map((record) => (record.startsWith(`other${keyEnd}`) ? `other${keyEnd}X` : record))
    expect(found.some((record) => record === `other${keyEnd}X`)).toBe(true)
    expect(await list(root, { nested })).toEqual(found)
    const isPruned = (key: string) => ['around', 'bob\u0001deeper'].includes(key)
    const kept = found.flatMap((record) => {
      if (
        ['inner', 'line'].some((name) => record.startsWith(`around\u0001${name}`)) ||
        record.startsWith('bob\u0001deeper\u00015')
      )
        return []
      return record.startsWith(`bob\u0001deeper${keyEnd}`) ? [`bob\u0001deeper${keyEnd}X`] : [record]
    })
    expect(await list(root, { nested, isPruned })).toEqual(kept.toSorted())
  })

  it('are those in a folder alone, where /home is one of a larger subvolume', async () => {
    for (const folder of ['usr/lib', 'home/alice']) mkdirSync(at(folder), { recursive: true })
    for (const file of ['usr/lib/1', 'home/alice/2', 'home/3']) writeFileSync(at(file), file)
    sh('btrfs', '-q', 'subvolume', 'create', at('home/nested'))
    writeFileSync(at('home/nested/4'), 'four')
    const root = path.join(freeze(['home/nested']), 'home')
    const found = find(root)
    expect(found).toHaveLength(5)
    expect(await list(root, { nested: ['nested'] })).toEqual(found)
  })

  it('with access lists are those that have one for themselves or for what is made in them', async () => {
    mkdirSync(at('folder'))
    for (const file of ['plain', 'shared', 'noted', 'folder/later']) writeFileSync(at(file), file)
    sh('setfacl', '-m', 'u:daemon:r', at('shared'))
    sh('setfacl', '-d', '-m', 'u:daemon:r', at('folder'))
    sh('setfattr', '-n', 'user.note', '-v', 'x', at('noted'))
    writeFileSync(at('folder/inherits'), 'x')
    const root = freeze()
    const inodes = ['folder', 'folder/inherits', 'shared'].map((name) => lstatSync(path.join(root, name)).ino)
    expect([...(await listInodesWithAcl(root, {}))].toSorted()).toEqual(inodes.toSorted())
  })

  it('are those that find tells after any work, in all subvolumes', async () => {
    const random = randomFor('list-names')
    const nested = ['around/inner', 'bob']
    for (const folder of ['alice', 'around']) mkdirSync(at(folder))
    for (const each of nested) sh('btrfs', '-q', 'subvolume', 'create', at(each))
    const workers = ['alice', ...nested].map((each) => createWorker(at(each), random, homeWork(random)))
    for (let step = 0; step < (isLong ? 40 : 8); step += 1) {
      for (const worker of workers) worker.work(random.below(step === 0 ? 200 : 60))
      const root = freeze(nested)
      expect({ step, names: await list(root, { nested }) }).toEqual({ step, names: find(root) })
    }
  })

  it('are those that find tells where btrfs-convert made the disk of another one', async () => {
    const image = path.join(disk.folder, 'converted')
    const top = path.join(disk.folder, 'converted-top')
    mkdirSync(top)
    sh('truncate', '-s', '600M', image)
    sh('mkfs.ext4', '-q', '-b', '4096', image)
    sh('mount', '-o', 'loop', image, top)
    mkdirSync(path.join(top, 'a'))
    writeFileSync(path.join(top, 'a', 'file'), 'x'.repeat(10_000))
    for (const length of [5, 59, 60, 61, 1_000, 3_900])
      symlinkSync('t'.repeat(length), path.join(top, 'a', `${length}`))
    sh('umount', top)
    sh('btrfs-convert', '--no-progress', image)
    sh('mount', '-o', 'loop', image, top)
    try {
      writeFileSync(path.join(top, 'a', 'later'), 'x')
      symlinkSync('later', path.join(top, 'a', 'link'))
      const root = path.join(top, 'frozen')
      sh('btrfs', '-q', 'subvolume', 'snapshot', '-r', top, root)
      const found = find(root).map((record) => (record.startsWith('ext2_saved') ? `ext2_saved${keyEnd}X` : record))
      expect(found.length).toBeGreaterThan(9)
      expect(await list(root)).toEqual(found.toSorted())
    } finally {
      sh('umount', top)
    }
  })

  it('are an error where there is no such folder', async () => {
    await expect(list(at('missing'))).rejects.toThrow()
  })
})
