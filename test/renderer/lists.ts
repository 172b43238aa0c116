/** What the pages for looking list: full, empty, partial, and far too much. */
import type { ActivityEntry, EtcRule, Setting } from '../../src-main/contract/calls.ts'
import type { Snapshot, SnapshotSubvolume } from '../../src-main/contract/snapshot-calls.ts'
import { p17, xps } from './laptops.ts'

const unmeasured = { pinned: false, space: { kind: 'unknown' } } as const
const about = (gigabytes: number) => ({ pinned: false, space: { kind: 'estimate', bytes: gigabytes * 1e9 } }) as const
const subvolumesOf = (...areas: readonly ('system' | 'home' | 'images')[]): SnapshotSubvolume[] =>
  areas.map((area) => allSubvolumes[area])
const allSubvolumes: Readonly<Record<'system' | 'home' | 'images', SnapshotSubvolume>> = {
  system: { subvolume: 'system', title: 'System', shortTitle: 'System', path: '/' },
  home: { subvolume: 'home', title: 'Home files', shortTitle: 'Home files', path: '/home' },
  images: {
    subvolume: 'images',
    title: 'Virtual machine images',
    shortTitle: 'VM images',
    path: '/var/lib/libvirt/images',
  },
}

function pair(
  switchId: string,
  at: string,
  reason: Snapshot['reason'],
  from: string,
  to: string,
  gigabytes: number,
  laptops = ['p17', 'xps'],
): Snapshot[] {
  return laptops.map((laptop) => ({
    id: `${at.replaceAll(/[-:.]/g, '')}-${switchId}`,
    laptop,
    at,
    areas: ['system', 'home', 'images'],
    areaTitles: ['Home files', 'System', 'VM images'],
    subvolumes: [
      ...subvolumesOf('home', 'system', 'images'),
      { subvolume: 'extra/srv', title: '/srv', shortTitle: '/srv', path: '/srv' },
    ],
    ...about(gigabytes / laptops.length),
    reason,
    description: `${reason === 'before-switch' ? 'Before' : 'After'} the switch`,
    groupId: switchId,
    switchId,
    from,
    to,
    readable: true,
  }))
}

export const snapshots: Snapshot[] = [
  ...pair('s3', '2026-11-20T07:52:00.000Z', 'before-switch', 'p17', 'xps', 1.5),
  {
    id: '20261120T060000000Z-request-1',
    laptop: 'p17',
    at: '2026-11-20T06:00:00.000Z',
    areas: ['system', 'home'],
    areaTitles: ['Home files', 'System'],
    subvolumes: subvolumesOf('home', 'system'),
    pinned: true,
    space: { kind: 'exact', bytes: 0.2e9 },
    reason: 'manual',
    description: 'Before trying a new kernel',
    groupId: 'request-1',
    readable: true,
  },
  {
    id: '20261119T180000000Z-daily',
    laptop: 'p17',
    at: '2026-11-19T18:00:00.000Z',
    areas: ['system', 'home'],
    areaTitles: ['Home files', 'System'],
    subvolumes: subvolumesOf('home', 'system'),
    ...about(0.02),
    reason: 'scheduled',
    description: '',
    groupId: 'daily',
    readable: true,
  },
  {
    id: 'timeshift-btrfs/2026-11-19_12-00-01',
    laptop: 'xps',
    at: '2026-11-19T12:00:01.000Z',
    areas: ['system'],
    areaTitles: ['System'],
    subvolumes: [],
    ...unmeasured,
    reason: 'foreign',
    tool: 'timeshift',
    description: 'Weekly',
    readable: true,
  },
  ...pair('s2', '2026-11-18T18:12:00.000Z', 'after-switch', 'xps', 'p17', 6.4),
  ...pair('s2', '2026-11-18T17:58:00.000Z', 'before-switch', 'xps', 'p17', 6.7),
  ...pair('s1', '2026-11-16T08:31:00.000Z', 'after-switch', 'p17', 'xps', 11.4, ['p17']),
  ...pair('s1', '2026-11-16T08:20:00.000Z', 'before-switch', 'p17', 'xps', 11.5),
  {
    id: 'odd',
    laptop: 'xps',
    at: '2026-11-13T19:44:00.000Z',
    areas: [],
    areaTitles: [],
    subvolumes: [],
    ...unmeasured,
    reason: 'unknown',
    description: '',
    readable: false,
  },
]

export const onlyHere: Snapshot[] = snapshots.filter(({ laptop }) => laptop === 'p17')

export const manySnapshots = (count: number, from = '2026-11-20T07:00:00.000Z'): Snapshot[] =>
  Array.from({ length: count }, (_, index) => ({
    id: `many-${index}`,
    laptop: index % 2 === 0 ? 'p17' : 'xps',
    at: new Date(Date.parse(from) - index * 600_000).toISOString(),
    areas: ['home'],
    areaTitles: ['Home files'],
    subvolumes: subvolumesOf('home'),
    ...unmeasured,
    reason: 'manual',
    description: `Number ${index}`,
    readable: true,
  }))

const builtIn: EtcRule[] = [
  ['/machine-id', 'It tells this laptop from every other one.'],
  ['/ssh/ssh_host_*', 'Host keys: two laptops with one identity lock each other out.'],
  ['/hostname', 'The name of this laptop.'],
  ['/fstab', 'Names the disks of this laptop.'],
  ['/passwd', 'Accounts are made by packages and people, not copied.'],
  ['/shadow', 'Passwords.'],
  ['/pc-switcher', 'Its own configuration.'],
].map(([pattern = '', reason = '']) => ({ pattern, decision: 'never', origin: 'built-in', reason }))

export const rules: EtcRule[] = [
  { pattern: '/sysctl.d/60-dev.conf', decision: 'always', origin: 'person', reason: 'Decided on 18 Nov', line: 4 },
  { pattern: '/docker/daemon.json', decision: 'always', origin: 'person', reason: 'Decided on 18 Nov', line: 5 },
  { pattern: '/cups/printers.conf', decision: 'never', origin: 'person', reason: 'Decided on 16 Nov', line: 7 },
  ...builtIn,
]

export const manyRules = (count: number): EtcRule[] =>
  Array.from({ length: count }, (_, index) => ({
    pattern: `/many.d/${index}.conf`,
    decision: 'always',
    origin: 'person',
    reason: `Number ${index}`,
    line: index + 1,
  }))

export const activity: ActivityEntry[] = [
  {
    switchId: 'switch-3',
    from: p17,
    to: xps,
    startedAt: '2026-11-20T07:54:00.000Z',
    finishedAt: '2026-11-20T08:02:00.000Z',
    result: 'verified',
    summary: '25.2 GB copied, compared, no difference',
  },
  {
    switchId: 's2',
    from: xps,
    to: p17,
    startedAt: '2026-11-18T18:06:00.000Z',
    finishedAt: '2026-11-18T18:12:00.000Z',
    result: 'verified',
    summary: '11.8 GB copied, compared, no difference',
  },
  {
    switchId: 's1b',
    from: p17,
    to: xps,
    startedAt: '2026-11-16T08:10:00.000Z',
    result: 'not-finished',
    summary: 'XPS 13 stopped answering while home files were copied',
  },
]

export const manyActivity = (count: number): ActivityEntry[] =>
  Array.from({ length: count }, (_, index) => ({
    switchId: `many-${index}`,
    from: p17,
    to: xps,
    startedAt: new Date(Date.parse('2026-11-20T07:00:00.000Z') - index * 3_600_000).toISOString(),
    result: 'not-finished',
    summary: `Number ${index}`,
  }))

export const logLines = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    at: new Date(Date.parse('2026-11-20T07:54:00.000Z') + index * 900).toISOString(),
    text:
      index === count - 4
        ? 'Home files: XPS 13 does not answer'
        : `Home files: ${index + 1} of ${count} subvolumes copied`,
    tone: index === count - 4 ? ('error' as const) : ('info' as const),
  }))

export const settings: Setting[] = [
  {
    group: 'Laptops',
    title: 'The other laptop',
    value: 'XPS 13 (xps), 192.168.1.23',
    explanation: 'Found there when the two were paired.',
  },
  {
    group: 'Laptops',
    title: 'Host key',
    value: 'SHA256:9fQ2vXk0sLr8mT4yWbE1cZpJ6hNdA3uGoVqR5iSu7Kc',
    explanation: 'What XPS 13 is recognised by.',
  },
  { group: 'Home files', title: 'Folders', value: '/home/alice', explanation: 'What travels with every switch.' },
  {
    group: 'Home files',
    title: 'Left out',
    value: 'Private keys, caches, Tailscale',
    explanation: 'Never copied and never removed.',
  },
]
