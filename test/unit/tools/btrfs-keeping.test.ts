/** What the snapshots of a disk are asked with: parsers against what the real programs printed. */
import { describe, expect, it } from 'vitest'
import { toolOf, whoseSubvolume } from '../../../src-main/commons/snapshot-sets/on-machine/whose-subvolume.ts'
import { parseDu } from '../../../src-main/tools/btrfs/btrfs-du.ts'
import { parseMountinfo } from '../../../src-main/tools/proc/mountinfo.ts'
import { recorded } from './recorded.ts'

describe('who took a snapshot', () => {
  it.each([
    ['timeshift-btrfs/snapshots/2026-11-19_18-00-01/@home', 'timeshift'],
    ['@home/.snapshots/12/snapshot', 'snapper'],
    ['@snapshots/3/snapshot', 'snapper'],
    ['btr_pool/btrbk_snapshots/home.20261119T1800', 'btrbk'],
    ['home.20261119T180001+0100_2', 'btrbk'],
    ['home.20261119', 'btrbk'],
    ['backup of home', 'by hand'],
    ['.snapshots/12/other', 'by hand'],
  ])('%s: %s', (where, tool) => {
    expect(toolOf(where)).toBe(tool)
  })
})

describe('a read-only subvolume', () => {
  it.each([
    ['@home/alice/archive', 'none', false, 'own'],
    ['@home/alice/received', 'none', true, 'own'],
    ['@home/alice/photos.20240101', 'none', false, 'own'],
    ['@home/alice/backups/home.20240101T1200', 'none', true, 'snapshot'],
    ['@home/alice/backups/home.20240102T1200', 'there', true, 'snapshot'],
    ['@home/alice/snap', 'there', false, 'snapshot'],
    ['@home/alice/snap', 'gone', false, 'orphan'],
    ['@home/.snapshots/3/snapshot', 'gone', false, 'snapshot'],
    ['timeshift-btrfs/snapshots/2026-11-19_18-00-01/@home', 'gone', false, 'snapshot'],
    [undefined, 'none', false, 'snapshot'],
  ] as const)('at %s, of one that is %s (received: %s), is of kind %s', (path, origin, isReceived, whose) => {
    expect(whoseSubvolume({ path, origin, isReceived })).toBe(whose)
  })
})

describe('what trees hold', () => {
  it('is told for each in the order asked', () => {
    const trees = parseDu(recorded('btrfs/du-6.14.txt').toString(), 2)
    expect(trees).toHaveLength(2)
    expect(trees[0]?.exclusiveBytes).toBeTypeOf('number')
  })

  it('is refused when a line is missing, rather than given to the wrong one', () => {
    expect(() => parseDu(recorded('btrfs/du-6.14.txt').toString(), 3)).toThrow(/btrfs filesystem du/)
  })
})

describe('what is mounted', () => {
  it('is told with the subvolume and the folder in it, and with blanks in names', () => {
    const mounts = parseMountinfo(recorded('mountinfo/btrfs-6.18.txt').toString('latin1'))
    expect(mounts.find(({ target }) => target === '/home')).toMatchObject({
      fsType: 'btrfs',
      fsRoot: '/@home',
      readOnly: false,
    })
    const bound = mounts.find(({ target }) => target === '/run/a b')
    expect(bound).toMatchObject({ fsRoot: '/@home/alice' })
    expect(bound?.subvolumeId).toBe(mounts.find(({ target }) => target === '/home')?.subvolumeId)
    expect(mounts.find(({ fsType }) => fsType === 'tmpfs')?.subvolumeId).toBeUndefined()
  })
})
