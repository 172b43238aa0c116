/** What the kernel is asked with, and how its answers are read. */
import { describe, expect, it } from 'vitest'
import { ioctlNumber } from '../../../src-main/tools/btrfs/btrfs-ioctl.ts'
import { itemTypes, parseRootItem } from '../../../src-main/tools/btrfs/btrfs-roots.ts'
import { parseItems } from '../../../src-main/tools/btrfs/btrfs-search.ts'
import { addUp } from '../../../src-main/tools/btrfs/btrfs-usage.ts'
import { startWorkers } from '../../../src-main/tools/worker.ts'
import { titles } from '../../../src-main/tools/titles/messages.ts'

const gib = 2 ** 30

describe('the numbers of questions to the kernel', () => {
  it('are those of linux/btrfs.h, as strace prints them', () => {
    expect(ioctlNumber('read', 60, 504)).toBe(0x81f8943c)
    expect(ioctlNumber('both', 17, 112)).toBe(0xc0709411)
    expect(ioctlNumber('write', 23, 4096)).toBe(0x50009417)
    expect(ioctlNumber('none', 8, 0)).toBe(0x9408)
  })
})

const wanted = Object.values(itemTypes)

describe('what the kernel tells of subvolumes', () => {
  const answer = (count: number, ...items: readonly Buffer[]) => {
    const head = Buffer.alloc(112)
    head.writeUInt32LE(count, 64)
    return Buffer.concat([head, ...items])
  }
  const item = (id: number, type: number, data: Buffer) => {
    const head = Buffer.alloc(32)
    head.writeUInt32LE(id, 8)
    head.writeUInt32LE(type, 24)
    head.writeUInt32LE(data.length, 28)
    return Buffer.concat([head, data])
  }

  it('is read as bytes, whatever is in a name', () => {
    const name = Buffer.from('a\nID 999 gen 7 path forged\xff', 'latin1')
    expect(parseItems(answer(1, item(256, 144, name)), wanted).items).toEqual([
      { key: { id: 256, type: 144, offset: 0 }, data: name },
    ])
  })

  it('is an error when it is cut, never a shorter list', () => {
    expect(() => parseItems(answer(2, item(256, 144, Buffer.alloc(20))), wanted)).toThrow(/unreadable/)
  })

  it('has no UUID where an older kernel wrote it last', () => {
    const key = { id: 256, type: 132, offset: 0 }
    const data = Buffer.alloc(439)
    data.writeUInt32LE(8, 160)
    data.writeUInt32LE(7, 239)
    data.fill(1, 247, 263)
    expect(parseRootItem(key, data).uuid).toBeUndefined()
    data.writeUInt32LE(7, 160)
    expect(parseRootItem(key, data).uuid).toBe('01010101-0101-0101-0101-010101010101')
    expect(parseRootItem(key, data.subarray(0, 239)).uuid).toBeUndefined()
  })
})

describe('how much room there is', () => {
  it('counts copies, and leaves parity to the tool that knows the chunks', () => {
    const spaces = [
      { flags: 1 | 16, totalBytes: 2 * gib, usedBytes: gib },
      { flags: 4 | 512, totalBytes: gib, usedBytes: gib / 2 },
      { flags: 2 ** 49, totalBytes: 1000, usedBytes: 0 },
    ]
    expect(addUp(13 * gib, spaces)).toEqual({
      totalBytes: 13 * gib,
      usedBytes: 3.5 * gib,
      freeBytes: 4 * gib,
      unallocatedBytes: 6 * gib,
      metadataBytes: gib,
      metadataUsedBytes: gib / 2,
      reservedBytes: 1000,
    })
    expect(addUp(13 * gib, [{ flags: 1 | 128, totalBytes: gib, usedBytes: 0 }])).toBeUndefined()
  })
})

describe('a program that stays', () => {
  const framed = 'binmode STDIN; $| = 1; while (read(STDIN, my $h, 4)) { read(STDIN, my $b, unpack "N", $h); '

  it('answers each of many at once, and large ones whole', async () => {
    const echo = startWorkers(titles.askBtrfs({}), ['perl', '-e', `${framed} print pack "N/a", $b x 1000 }`])
    const asked = Array.from({ length: 20 }, (_none, n) => echo.ask(Buffer.from(`<${n}>`)))
    const answers = await Promise.all(asked)
    expect(answers.map(String)).toEqual(asked.map((_none, n) => `<${n}>`.repeat(1000)))
  })

  it('is told of as broken when it ends, and there is another one for the next question', async () => {
    const moody = startWorkers(titles.askBtrfs({}), [
      'perl',
      '-e',
      `${framed} exit 3 if $b eq "die"; print pack "N/a", $b }`,
    ])
    await expect(moody.ask(Buffer.from('die'))).rejects.toMatchObject({ code: 'tool-failed', details: /3/ })
    expect(String(await moody.ask(Buffer.from('hello')))).toBe('hello')
  })

  it('is an error when it cannot be started', async () => {
    const missing = startWorkers(titles.askBtrfs({}), ['no-such-program'])
    await expect(missing.ask(Buffer.from('hello'))).rejects.toMatchObject({ code: 'tool-failed' })
  })
})
