import { describe, expect, it } from 'vitest'
import { assessSpace } from '../../../src-main/commons/disk-space.ts'
import { makeSetName, timeOfSetName } from '../../../src-main/commons/snapshot-sets/set-name.ts'
import { descend } from '../../../src-main/commons/snapshot-sets/on-machine/find-nested.ts'
import { homeArea, systemArea } from '../../../src-main/commons/snapshot-sets/areas.ts'
import { imagesArea } from '../../../src-main/domains/images/area.ts'
import { layoutBlockers, layoutCell } from '../../../src-main/domains/snapshots/on-pair/snapshots-step.ts'
import { viewForeign, viewSet, showSubvolumes } from '../../../src-main/domains/snapshots/on-pair/view-set.ts'
import type { Description, Layout } from '../../../src-main/commons/snapshot-sets/schemas.ts'
import { wording } from '../../../src-main/app/wording.ts'
import { snapshotSetsMessages } from '../../../src-main/commons/snapshot-sets/messages.ts'

const gib = 1024 ** 3
const space = {
  totalBytes: 100 * gib,
  freeBytes: 50 * gib,
  unallocatedBytes: 20 * gib,
  metadataBytes: gib,
  metadataUsedBytes: gib / 2,
}
const areas = [systemArea, homeArea, imagesArea]
const uuid = '867b9b3c-c417-1e4d-8516-d17f6370ec16'
const ready: Extract<Layout, { kind: 'ready' }> = {
  kind: 'ready',
  subvolumes: [
    { subvolume: 'system', areas: ['system', 'images'], path: '/', uuid },
    { subvolume: 'home', areas: ['home'], path: '/home', uuid },
  ],
  nested: 0,
  nestedLeftOut: 0,
  space,
  outside: [],
}

describe('room on a disk', () => {
  it('has to be 2 GiB, or five hundredths of a large disk', () => {
    expect(assessSpace(space)).toEqual({ kind: 'enough' })
    expect(assessSpace({ ...space, freeBytes: 4 * gib })).toEqual({ kind: 'too-little-free', neededBytes: 5 * gib })
    expect(assessSpace({ ...space, totalBytes: 10 * gib, freeBytes: gib })).toEqual({
      kind: 'too-little-free',
      neededBytes: 2 * gib,
    })
  })

  it('also has to be in the metadata, unless it can grow', () => {
    const full = { ...space, metadataUsedBytes: 0.95 * gib }
    expect(assessSpace(full)).toEqual({ kind: 'enough' })
    expect(assessSpace({ ...full, unallocatedBytes: 0 })).toEqual({ kind: 'metadata-full', percent: 95 })
  })
})

describe('the name of a set', () => {
  it('tells when it was taken', () => {
    const at = Date.parse('2026-11-20T07:53:01.123Z')
    const name = makeSetName(at, '5f3a9c')
    expect(name).toBe('20261120T075301123Z-5f3a9c')
    expect(timeOfSetName(name)).toBe('2026-11-20T07:53:01.123Z')
  })

  it('is not anything else', () => {
    for (const name of ['..', 'notes', '20261120T075301123Z', '20261399T075301123Z-x', '20261120T075301123Z-../x']) {
      expect(timeOfSetName(name)).toBeUndefined()
    }
  })
})

describe('nested subvolumes', () => {
  it('are found at any depth below one, and nowhere else', () => {
    const all = [
      { id: 256, parentId: 5 },
      { id: 257, parentId: 5 },
      { id: 260, parentId: 257 },
      { id: 261, parentId: 260 },
      { id: 262, parentId: 256 },
    ]
    expect(descend(all, 257)).toEqual([260, 261])
  })

  it('do not go round in circles when a listing lies', () => {
    expect(
      descend(
        [
          { id: 257, parentId: 260 },
          { id: 260, parentId: 257 },
        ],
        257,
      ),
    ).toEqual([260])
  })
})

describe('what can be snapshotted', () => {
  const p17 = { label: 'P17', wording }

  it('is named by what it is to a person', () => {
    expect(layoutCell(ready, p17, areas)).toEqual({
      tone: 'passed',
      text: 'Can be taken of system, VM images and home',
    })
    expect(layoutCell({ ...ready, nested: 2 }, p17, areas).text).toMatch(/\(2 nested subvolumes are included\)$/)
    expect(layoutCell({ ...ready, outside: ['images'] }, p17, areas)).toEqual({
      tone: 'warning',
      text: 'Can be taken of system, VM images and home. Not on btrfs: VM images',
    })
    const leftOut = [snapshotSetsMessages.withoutNoBtrfs({ place: '/home', fsType: 'ext4' })]
    expect(layoutCell({ ...ready, leftOut }, p17, areas).text).toMatch(/without \/home \(on ext4, not btrfs\)$/)
  })

  it('blocks with its own code when nothing can be', () => {
    expect(layoutBlockers({ kind: 'no-btrfs', place: '/home', fsType: 'ext4' }, 'XPS 13')).toMatchObject([
      { code: 'no-btrfs', title: "XPS 13 can't take snapshots" },
    ])
    expect(layoutBlockers({ kind: 'swap-file', file: '/swapfile', place: '/' }, 'P17')[0]?.text).toMatch(
      /\/swapfile is in use/,
    )
    expect(
      layoutBlockers({ ...ready, space: { ...space, metadataUsedBytes: gib, unallocatedBytes: 0 } }, 'P17'),
    ).toMatchObject([{ code: 'disk-full' }])
    expect(layoutBlockers(ready, 'P17')).toEqual([])
  })
})

describe('the list', () => {
  const unknown = { pinned: false, space: { kind: 'unknown' } } as const

  it('names a snapshot that is gone from a set', () => {
    const laptops = { from: { name: 'p17', label: 'P17' }, to: { name: 'xps', label: 'XPS 13' } }
    const at = '2026-11-20T07:53:01.123Z'
    const taken = (subvolume: 'system' | 'home') => ({
      subvolume,
      areas: [subvolume],
      uuid,
      sourceUuid: uuid,
      takenAt: at,
    })
    const description: Description = {
      version: 1,
      id: '20261120T075301123Z-5f3a9c',
      state: 'finished',
      at,
      reason: 'before-switch',
      switchId: 's1',
      ...laptops,
      appVersion: '0.1.0',
      snapshots: [taken('system'), taken('home')],
      nestedLeftOut: 0,
    }
    const set = { id: description.id, at, content: { kind: 'described' as const, description }, ...unknown }
    expect(viewSet({ ...set, subvolumes: ['home', 'system'] }, { name: 'xps', wording }, areas).description).toBe(
      'Before switching from P17 to XPS 13',
    )
    expect(viewSet({ ...set, subvolumes: ['system'] }, { name: 'xps', wording }, areas)).toMatchObject({
      areas: ['system'],
      description: 'Before switching from P17 to XPS 13 (missing: home)',
      readable: true,
    })
  })

  it('shows a set that nobody can read as what it is', () => {
    const set = {
      id: '20261120T075301123Z-5f3a9c',
      at: '2026-11-20T07:53:01.123Z',
      subvolumes: ['home', 'nested/261'],
      content: { kind: 'undescribed', why: snapshotSetsMessages.descriptionMissing({}) },
      ...unknown,
    } as const
    expect(viewSet({ ...set, subvolumes: [...set.subvolumes] }, { name: 'xps', wording }, areas)).toEqual({
      id: set.id,
      laptop: 'xps',
      at: set.at,
      areas: ['home'],
      areaTitles: ['Home files'],
      subvolumes: [
        { subvolume: 'home', title: 'Home files', shortTitle: 'Home files' },
        { subvolume: 'nested/261', title: 'nested/261', shortTitle: 'nested/261' },
      ],
      ...unknown,
      reason: 'unknown',
      description: 'Its description is missing.',
      readable: false,
    })
  })

  it('shows the area of any capability by its titles, after /home and the system and before what was added', () => {
    const clocks = {
      id: 'clocks',
      name: 'clocks',
      title: 'Clocks of the house',
      shortTitle: 'Clocks',
      folder: '/clocks',
    }
    const all = [...areas, clocks]
    const subvolumes = ['nested/261', 'extra/srv', 'clocks', 'images', 'system', 'home']
    const places = subvolumes.map((subvolume) => ({ subvolume }))
    expect(showSubvolumes(places, all).map(({ shortTitle }) => shortTitle)).toEqual([
      'Home files',
      'System',
      'VM images',
      'Clocks',
      'extra/srv',
      'nested/261',
    ])
    const foreign = viewForeign(
      { uuid, at: '2026-11-20T07:53:01.123Z', tool: 'snapper', areas: ['clocks', 'home', 'gone'], path: '/1' },
      'xps',
      all,
    )
    expect(foreign.areaTitles).toEqual(['Home files', 'Clocks', 'gone'])
  })
})
