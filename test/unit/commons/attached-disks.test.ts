/** Which attached disks could be places, and why others cannot. */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { describeAttached } from '../../../src-main/commons/places/on-machine/attached-disks.ts'
import type { KeptPlace } from '../../../src-main/commons/places/schemas.ts'
import { placeNameFrom } from '../../../src-main/contract/copies-calls.ts'
import { attachedText } from '../../../src-main/contract/copies-words.ts'
import { parseLsblk, type BlockDevice } from '../../../src-main/tools/mounts/lsblk.ts'

const device = (name: string, more: Partial<BlockDevice> = {}): BlockDevice => ({
  ...{ path: `/dev/${name}`, sizeBytes: 500e9, type: 'part', fsType: undefined, label: undefined, uuid: undefined },
  ...{ model: undefined, mountPoints: [], isReadOnly: false, freeBytes: undefined, parts: [], ...more },
})
const own = device('nvme0n1', {
  type: 'disk',
  parts: [
    device('nvme0n1p1', { fsType: 'btrfs', uuid: 'own', mountPoints: ['/', '/home'] }),
    device('nvme0n1p2', { fsType: 'ntfs', label: 'Windows' }),
  ],
})
const usb = (more: Partial<BlockDevice>) =>
  device('sdb', { type: 'disk', model: 'Elements 25A2', parts: [device('sdb1', more)] })
const found = (devices: readonly BlockDevice[], places: readonly KeptPlace[] = []) =>
  describeAttached(devices, places, ['/var/lib/pc-switcher'])
const useOf = (more: Partial<BlockDevice>) => found([own, usb(more)]).map(({ use }) => use)
const place = (
  where: { readonly kind: 'disk'; readonly fsUuid: string } | { readonly kind: 'store'; readonly repository: string },
): KeptPlace => ({
  ...{ id: '0123456789abcdef', name: 'Cellar', addedAt: '2026-11-20T08:00:00.000Z' },
  policy: {
    ...{ allForDays: 2, dailyForDays: 14, weeklyForWeeks: 8, monthlyForMonths: 12, leastSwitches: 1, mostDiskShare: 1 },
  },
  ...where,
})

describe('an attached disk', () => {
  it('is offered as it is with btrfs, and with a folder of it where another file system is open', () => {
    expect(useOf({ fsType: 'btrfs', uuid: 'u' })).toEqual([{ kind: 'disk', where: '/dev/sdb1' }])
    expect(useOf({ fsType: 'ext4', mountPoints: ['/media/alice/T 7'] })).toEqual([
      { kind: 'folder', where: '/media/alice/T 7/pc-switcher' },
    ])
  })

  it.each([
    [{}, 'no-file-system'],
    [{ fsType: 'crypto_LUKS' }, 'locked'],
    [{ fsType: 'LVM2_member' }, 'part-of-another'],
    [{ fsType: 'btrfs', uuid: 'u', isReadOnly: true }, 'read-only'],
    [{ fsType: 'exfat' }, 'not-mounted'],
  ] as const)('says why it cannot be one: %j', (more, why) => {
    expect(useOf(more)).toEqual([{ kind: 'cannot', why }])
  })

  it('is not offered for formatting where something of it is in use, whatever is known of its contents', () => {
    expect(useOf({ freeBytes: 73.1e9 })).toEqual([])
    expect(useOf({ mountPoints: ['/etc/hosts'] })).toEqual([])
    const [unknown] = found([own, usb({})])
    expect(unknown === undefined ? '' : attachedText(unknown)).not.toMatch(/format/i)
  })

  it('is what is unlocked of it', () => {
    const open = device('mapper/vault', { type: 'crypt', fsType: 'btrfs', uuid: 'u', label: 'Vault' })
    expect(found([usb({ fsType: 'crypto_LUKS', parts: [open] })])).toMatchObject([
      { name: 'Vault', device: '/dev/mapper/vault', use: { kind: 'disk' } },
    ])
  })

  it('is none of the disk that the laptop runs from, no file of it, no swap and no small part', () => {
    expect(found([own])).toEqual([])
    expect(found([device('loop0', { type: 'loop', fsType: 'btrfs' }), device('sr0', { type: 'rom' })])).toEqual([])
    expect(found([usb({ fsType: 'swap' }), usb({ fsType: 'vfat', sizeBytes: 2e8 })])).toEqual([])
    expect(found([usb({ fsType: 'ext4', mountPoints: ['/var/lib/pc-switcher'] })])).toEqual([])
  })

  it('is no place yet, and named once where it is several devices', () => {
    const disk = usb({ fsType: 'btrfs', uuid: 'u' })
    expect(found([disk], [place({ kind: 'disk', fsUuid: 'u' })])).toEqual([])
    const mounted = usb({ fsType: 'ext4', mountPoints: ['/media/usb'] })
    expect(found([mounted], [place({ kind: 'store', repository: '/media/usb/pc-switcher' })])).toEqual([])
    expect(found([disk, { ...disk, path: '/dev/sdc' }])).toHaveLength(1)
  })

  it('is called as its label says, or its model, and its name as a place is what can be one of that', () => {
    expect(found([usb({ fsType: 'btrfs', uuid: 'u', label: 'Cellar' })])).toMatchObject([{ name: 'Cellar' }])
    expect(found([usb({ fsType: 'btrfs', uuid: 'u' })])).toMatchObject([{ name: 'Elements 25A2' }])
    expect(placeNameFrom('  (My) disk/1 ')).toBe('My disk 1')
    expect(placeNameFrom('***')).toBeUndefined()
    const [told] = found([usb({ fsType: 'ext4', mountPoints: ['/media/x'], freeBytes: 4e11 })])
    expect(told && attachedText(told)).toBe('500.0 GB, ext4, 400.0 GB free · encrypted, in a folder of it')
  })
})

it('lsblk tells devices with their parts, and null for what it does not know', () => {
  const recorded = readFileSync(path.resolve(import.meta.dirname, '../../fixtures/lsblk/disk-2.38.txt'), 'utf8')
  const devices = parseLsblk(recorded.replace(/^#.*\n/, ''))
  expect(devices.map(({ path: at, type }) => [at, type])).toContainEqual(['/dev/vda', 'disk'])
  expect(devices.find(({ path: at }) => at === '/dev/vda')).toMatchObject({ mountPoints: ['/'], label: undefined })
  expect(() => parseLsblk('lsblk: failed')).toThrow(/lsblk/)
})
