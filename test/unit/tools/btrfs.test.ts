import { describe, expect, it } from 'vitest'
import { parseBtrfsUsage } from '../../../src-main/tools/btrfs/btrfs-usage.ts'
import { parseFindmnt } from '../../../src-main/tools/mounts/findmnt.ts'
import { recordedText as text } from './recorded.ts'

describe('btrfs', () => {
  it('tells how much room there is, in versions 6.2 and 6.14', () => {
    expect(parseBtrfsUsage(text('btrfs/usage-6.2.txt'))).toEqual({
      totalBytes: 1_073_741_824,
      usedBytes: 393_216,
      freeBytes: 949_616_640,
      unallocatedBytes: 941_228_032,
      metadataBytes: 53_673_984,
      metadataUsedBytes: 180_224,
      reservedBytes: 5_767_168,
    })
    expect(parseBtrfsUsage(text('btrfs/usage-6.14.txt'))).toMatchObject({
      totalBytes: 8_589_934_592,
      freeBytes: 7_530_287_104,
    })
  })

  it('says that an answer about room is unreadable when a number is missing', () => {
    const cut = text('btrfs/usage-6.2.txt').replace(/Device unallocated.*\n/, '')
    expect(() => parseBtrfsUsage(cut)).toThrow(/btrfs filesystem usage/)
  })
})

describe('findmnt', () => {
  it('tells the file system of a path', () => {
    expect(parseFindmnt(text('findmnt/etc-2.41.txt'))).toEqual({
      target: '/',
      fsType: 'btrfs',
      uuid: '0a8ec0e1-b314-4129-856c-0a7106b9df35',
      fsRoot: '/@',
    })
  })

  it('is unreadable when it is cut or empty', () => {
    expect(() => parseFindmnt('{"filesystems": [')).toThrow(/findmnt/)
    expect(() => parseFindmnt('{"filesystems": []}')).toThrow(/findmnt/)
  })
})
