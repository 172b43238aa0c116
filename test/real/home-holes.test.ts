/** Files with holes in a home on a real btrfs: they count by what they take of the disk. */
import { appendFileSync, closeSync, openSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { digestFiles } from '../../src-main/domains/home-sync/on-machine/check/digest-files.ts'
import { listChecksums, checksumsFile } from '../../src-main/domains/home-sync/on-machine/full/list-checksums.ts'
import { removeWork, workFolder } from '../../src-main/domains/home-sync/on-machine/full/work-folder.ts'
import { findUnreadable } from '../../src-main/domains/home-sync/on-machine/memory/unreadable-files.ts'
import { exclusions } from '../../src-main/commons/home-exclusions/exclusions.ts'
import { digestContents, pieceBytes } from '../../src-main/tools/files/digest-contents.ts'
import { deleteIncoming, incomingPlace, makeIncoming } from '../../src-main/domains/home-sync/on-machine/incoming.ts'
import { packSparse, seedSparse, unpackSparse } from '../../src-main/domains/home-sync/on-machine/sparse-files.ts'
import { findSparse } from '../../src-main/domains/home-sync/on-machine/scan/find-sparse.ts'
import { makePracticePlace } from './files-place.ts'
import { entriesOf, scanOf } from './home-scans.ts'
import { forAllTests } from './while-tested.ts'

const place = forAllTests(() => makePracticePlace(512))
const bash = (script: string): string => place.bash(script)

describe('a file with holes', () => {
  it('is listed by its length, and takes what is written in it', async () => {
    bash(`truncate -s 200G disk.raw; printf hello | dd of=disk.raw bs=4096 seek=1000000 conv=notrunc status=none
      truncate -s 8T nothing; head -c 3M /dev/zero > zeros; fallocate -l 3M reserved; truncate -s 900K small; echo x > note
      ln -s disk.raw link; mkdir folder`)
    const { inventory, root } = await scanOf(place.places)
    const entries = await entriesOf(inventory)
    expect(entries.get('alice/disk.raw')?.shared).toContain(` ${String(200 * 2 ** 30)} `)
    const names = ['disk.raw', 'nothing', 'zeros', 'reserved', 'small', 'note', 'link', 'folder', 'none']
    expect(
      findSparse(
        root,
        names.map((name) => `alice/${name}`),
      ),
    ).toEqual([
      { path: 'alice/disk.raw', storedBytes: 4_096 },
      { path: 'alice/nothing', storedBytes: 0 },
    ])
  })
  it('has the digest of the same file with its zeros written out, wherever they are', async () => {
    // Written out, in holes, and with both; at the beginning, in between, at the end, and not a whole piece of them.
    bash(`rm -rf *; head -c 3000000 /dev/urandom > random
      for n in 0 1 2; do
        for way in holes zeros; do
          f=$way-$n; : > $f
          [ $n = 0 ] || cat random >> $f
          [ $way = holes ] && truncate -s $((9 * 1048576 + 77)) $f || head -c $((9 * 1048576 + 77 - $(stat -c %s $f))) /dev/zero >> $f
          [ $n = 1 ] || { cat random >> $f; }
          [ $n = 2 ] || truncate -s $((14 * 1048576)) $f
        done
      done
      cp --sparse=never zeros-0 whole-0; cp zeros-1 punched-1; fallocate -p -o 5242880 -l 1048576 punched-1
      cp --reflink=never --sparse=never random written; fallocate -l 14M written; cp random short; truncate -s 14M short
      cp random longer; truncate -s 15M longer; cp zeros-2 other-2; printf x | dd of=other-2 bs=1 seek=4000000 conv=notrunc status=none`)
    const names = ['holes-0', 'zeros-0', 'whole-0', 'holes-1', 'zeros-1', 'punched-1', 'holes-2', 'zeros-2', 'other-2']
    const more = ['written', 'short', 'longer']
    const [one, two] = [await digestsNow([...names, ...more]), await digestsNow([...names, ...more])]
    expect(two).toEqual(one)
    const [h0, z0, w0, h1, z1, p1, h2, z2, o2, written, short, longer] = one
    expect([z0, w0]).toEqual([h0, h0])
    expect([z1, p1]).toEqual([h1, h1])
    expect(z2).toBe(h2)
    // What was reserved and not written, too.
    expect([written, short]).toEqual([h1, h1])
    expect(new Set([h0, h1, h2, o2, longer]).size).toBe(5)
  })

  it('is told by what was just written into it, too, before that is on the disk', async () => {
    bash('rm -rf *; truncate -s 1T fresh; sync fresh')
    const file = path.join(place.home, 'alice/fresh')
    const before = await digestOf(file)
    appendFileSync(file, 'end')
    const after = await digestOf(file)
    expect(after).not.toBe(before)
    bash('sync fresh')
    expect(await digestOf(file)).toBe(after)
  })

  it('is read where it has contents and nowhere else, for a proof, a full check, and to find what cannot be read', async () => {
    bash(`rm -rf *; truncate -s 8T nothing; truncate -s 200G disk.raw
      printf hello | dd of=disk.raw bs=4096 seek=1000000 conv=notrunc status=none`)
    const { root } = await scanOf(place.places)
    const names = ['alice/nothing', 'alice/disk.raw']
    const signal = new AbortController().signal
    const before = bytesRead()
    await digestFiles(root, names, { signal, report: () => undefined })
    expect(await findUnreadable(place.places.stateFolder, root, { paths: names, signal })).toEqual([])
    const folder = workFolder(place.places.stateFolder, 'holes')
    const request = { places: place.places, rules: exclusions, own: { home: 'alice', rules: [] }, exceptions: [] }
    const told: number[] = []
    const { summary } = await listChecksums(request, folder, { signal, report: ({ done }) => void told.push(done) })
    expect(told.at(-1)).toBe(summary.bytes)
    expect((await entriesOf(checksumsFile(folder))).get('alice/nothing')?.local).toMatch(/^[0-9a-f]{64} -$/)
    await removeWork(folder)
    // The rest are lists and programs that were started.
    expect(bytesRead() - before).toBeLessThan(50_000_000)
  })
})

describe('a file with holes on its way', () => {
  const state = () => place.places.stateFolder
  const own = (name: string) => path.join(place.home, 'alice', name)
  /** What rsync does: nothing is shared with what was packed. */
  const carry = () =>
    bash(`cp -r --reflink=never --sparse=always ../../state/home/sparse/packed/. ../../state/home/sparse/received/`)
  const lengthOf = (folder: string) => Number(bash(`find ../../state/home/sparse/${folder} -type f -printf '%s\\n'`))

  /** Of the files with these names in the person's folder: packed, carried, and laid out again. */
  async function bring(...names: readonly string[]): Promise<string> {
    const { root } = await scanOf(place.places)
    const packed = await packSparse(
      state(),
      root,
      names.map((name) => `alice/${name}`),
      {},
    )
    await seedSparse(
      state(),
      root,
      packed.map((file) => ({ ...file })),
      {},
    )
    carry()
    const files = packed.map((file) => ({ ...file }))
    expect(await unpackSparse(state(), incomingPlace(state()), files, {})).toEqual(files.map((file) => file.path))
    return path.join(incomingPlace(state()), 'alice')
  }

  beforeEach(() => makeIncoming(state(), 's1', { root: '/nonexistent', seeds: [] }, {}))
  afterEach(() => deleteIncoming(state()))

  it('arrives with its holes, and with no more than what is in it', async () => {
    bash(`rm -rf *; truncate -s 200G disk.raw; truncate -s 3G $'odd \\xff'
      printf hello | dd of=disk.raw bs=4096 seek=1000000 conv=notrunc status=none
      head -c 300000 /dev/urandom | dd of=disk.raw bs=1 seek=214748364700 conv=notrunc status=none; truncate -s 200G disk.raw
      printf end >> $'odd \\xff'`)
    const incoming = await bring('disk.raw', 'odd \xff')
    for (const name of ['disk.raw', 'odd \xff']) {
      const [here, there] = [own(name), path.join(incoming, name)].map((file) => Buffer.from(file, 'latin1'))
      if (here === undefined || there === undefined) throw new Error('two files')
      expect(statSync(there).size).toBe(statSync(here).size)
      expect(statSync(there).blocks).toBe(statSync(here).blocks)
      expect(await digestOf(there)).toBe(await digestOf(here))
    }
    // Nothing of what was packed stays once it is laid out.
    expect(bash('find ../../state/home/sparse/received -type f')).toBe('')
  })

  it('arrives in the same way where it is written in place instead of copied on write', async () => {
    bash(`rm -rf *; mkdir vms; chattr +C vms; truncate -s 1G vms/disk.raw
      head -c 900000 /dev/urandom | dd of=vms/disk.raw bs=1M seek=500 conv=notrunc status=none; sync -f .`)
    const incoming = await bring('vms/disk.raw')
    expect(await digestOf(path.join(incoming, 'vms/disk.raw'))).toBe(await digestOf(own('vms/disk.raw')))
    expect(bash(`lsattr ${incoming}/vms/disk.raw | cut -d ' ' -f 1`)).toContain('C')
  })

  it('is received into what is packed of the own version, and what stood there is gone', async () => {
    bash(`rm -rf *; head -c 2M /dev/urandom > disk.raw; truncate -s 1G disk.raw; sync -f .`)
    const { root } = await scanOf(place.places)
    const [file] = await packSparse(state(), root, ['alice/disk.raw'], {})
    if (file === undefined) throw new Error('nothing was packed')
    const sent = lengthOf('packed')
    expect(sent).toBeLessThan(2_200_000)
    await seedSparse(state(), root, [{ ...file, own: 'alice/disk.raw' }], {})
    expect(lengthOf('received')).toBe(sent)
    bash(
      `mkdir -p ${incomingPlace(state())}/alice; head -c 3M /dev/zero | tr '\\0' x > ${incomingPlace(state())}/alice/disk.raw`,
    )
    expect(await unpackSparse(state(), incomingPlace(state()), [file], {})).toEqual(['alice/disk.raw'])
    expect(await digestOf(path.join(incomingPlace(state()), 'alice/disk.raw'))).toBe(await digestOf(own('disk.raw')))
  })

  it('is left to be sent as any other where it cannot be packed, or what came is no such file', async () => {
    bash('rm -rf *; mkdir folder; echo small > small; truncate -s 1G disk.raw')
    const { root } = await scanOf(place.places)
    const asked = ['alice/none', 'alice/folder', 'alice/small', 'alice/disk.raw']
    const packed = await packSparse(state(), root, asked, {})
    expect(packed.map((file) => file.path)).toEqual(['alice/disk.raw'])
    await seedSparse(
      state(),
      root,
      packed.map((file) => ({ ...file })),
      {},
    )
    for (const bytes of [Buffer.alloc(0), Buffer.alloc(4_096, 1), headOf({ bytes: 10, start: 4_096, length: 8_192 })]) {
      const [file] = packed
      if (file === undefined) throw new Error('nothing was packed')
      writeFileSync(path.join(state(), 'home/sparse/received', file.packed), bytes)
      expect(await unpackSparse(state(), incomingPlace(state()), [file], {})).toEqual([])
    }
    expect(await packSparse(state(), root, [], {})).toEqual([])
    expect(bash('find ../../state/home/sparse -type f')).toBe('')
  })
})

/** Of a packed file. */
function headOf({
  bytes,
  ...range
}: {
  readonly bytes: number
  readonly start: number
  readonly length: number
}): Buffer {
  const head = Buffer.from(JSON.stringify({ version: 1, bytes, ranges: [{ ...range, zeros: false }] }))
  const length = Buffer.alloc(8)
  length.writeBigUInt64BE(BigInt(head.length))
  return Buffer.concat([length, head])
}

/** By this process and those that it has ended (proc(5)). */
function bytesRead(): number {
  return Number(/^rchar: (\d+)$/m.exec(readFileSync('/proc/self/io', 'utf8'))?.[1])
}

async function digestsNow(names: readonly string[]): Promise<readonly (string | undefined)[]> {
  const { root } = await scanOf(place.places)
  const signal = new AbortController().signal
  const asked = names.map((name) => `alice/${name}`)
  return (await digestFiles(root, asked, { signal, report: () => undefined })).map(({ content }) => content)
}

async function digestOf(file: string | Buffer): Promise<string> {
  const descriptor = openSync(file, 'r')
  try {
    const signal = new AbortController().signal
    return await digestContents(descriptor, Buffer.alloc(pieceBytes), { signal, onBytes: () => undefined })
  } finally {
    closeSync(descriptor)
  }
}
