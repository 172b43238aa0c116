/** Answers to every call about snapshots, as two laptops would give them. */
import type { CallKey } from '../../src-main/contract/calls.ts'
import type { FileVersion, FolderEntry, FoundName, RestorePlan } from '../../src-main/contract/files-calls.ts'
import type { RollbackSubvolume, RollbackState } from '../../src-main/contract/rollback-calls.ts'
import type { PruneResult, RetentionPolicy, RetentionView, Snapshot } from '../../src-main/contract/snapshot-calls.ts'
import { changesOf, countsOf, facts, lookOf, pageOf, treeOf } from './compared.ts'
import type { Push, World } from './memory-binding.ts'

type Answers = World['answers']
/** The client has checked it against the contract. */
type Given = Readonly<Record<string, never>>
const given = (input: unknown) => input as Given

export const policy: RetentionPolicy = {
  allForDays: 2,
  dailyForDays: 14,
  weeklyForWeeks: 8,
  monthlyForMonths: 6,
  leastSwitches: 3,
  mostDiskShare: 0.3,
}

export const retention = (laptop: string, more: Partial<RetentionView> = {}): RetentionView => ({
  laptop,
  policy,
  enabled: false,
  schedule: 'off',
  extra: ['/srv'],
  sentence: 'All for 2 days, one a day for 2 weeks, one a week for 8 weeks.',
  ...more,
})

const rollbackSubvolumes: RollbackSubvolume[] = [
  {
    subvolume: 'home',
    title: 'Home files',
    path: '/home',
    when: { kind: 'now' },
    users: [],
    counts: { added: 15, changed: 1_284, deleted: 36, renamed: 0, attributes: 0, bytes: 18.4e9 },
    disappears: {
      first: ['alice/Documents/talk-draft.odp', 'alice/Pictures/IMG_2291.heic', 'alice/todo.txt'],
      count: 15,
    },
    nested: 1,
  },
  {
    subvolume: 'system',
    title: 'System',
    path: '/',
    when: { kind: 'next-start', why: 'The system is in use as long as XPS 13 runs.' },
    users: ['System services'],
    counts: { added: 3, changed: 812, deleted: 7, renamed: 0, attributes: 2, bytes: 0.6e9 },
    disappears: { first: ['usr/bin/docker'], count: 3 },
    nested: 0,
  },
  {
    subvolume: 'images',
    title: 'Virtual machine images',
    path: '/var/lib/libvirt/images',
    when: {
      kind: 'refused',
      why: 'win11-dev is running from it.',
      hint: 'Shut it down, then ask again.',
    },
    users: ['win11-dev'],
    nested: 0,
  },
]

export const homeOnly: readonly RollbackSubvolume[] = rollbackSubvolumes.slice(0, 1)
export const inUse: readonly RollbackSubvolume[] = [
  {
    ...(rollbackSubvolumes[0] as RollbackSubvolume),
    when: { kind: 'next-start', why: 'alice is logged in and works in it.' },
    users: ['alice is logged in', 'syncthing', 'gnome-shell', 'firefox', 'tracker-miner-fs'],
  },
]

export const pending: RollbackState = {
  laptop: 'xps',
  pending: {
    operationId: 'op-1',
    id: '20261118T181200000Z-s2',
    at: '2026-11-18T18:12:00.000Z',
    subvolumes: ['home', 'system'],
    askedAt: '2026-11-20T07:59:00.000Z',
  },
}
export const ended = (result: NonNullable<RollbackState['last']>['result'], text: string): RollbackState => ({
  laptop: 'xps',
  last: {
    operationId: `op-${result}`,
    id: '20261118T181200000Z-s2',
    at: '2026-11-18T18:12:00.000Z',
    subvolumes: ['home'],
    endedAt: '2026-11-20T07:58:00.000Z',
    result,
    text,
    ...(result === 'done' ? { keptSet: '20261120T075800000Z-rollback' } : {}),
  },
})

const listing: FolderEntry[] = [
  entry('.config', 'folder'),
  entry('Documents', 'folder'),
  entry('Pictures', 'folder'),
  { ...entry('Projects', 'folder'), subvolume: 'nested/261' },
  entry('.bashrc', 'file', 3_771),
  entry('2026-11-hosting.pdf', 'file', 84_200),
  { ...entry('latest', 'link', 24), linkTarget: 'Projects/atlas/build/out' },
  entry('route-import.md', 'file', 6_100),
  entry('syncthing.service', 'file', 312),
  entry('\u00c3\u00a4hren-im-abendlicht.heic', 'file', 3_140_000),
]

function entry(name: string, type: FolderEntry['facts']['type'], bytes = 0): FolderEntry {
  return { name, facts: facts(bytes, '2026-11-17T16:20:00.000Z', { type }) }
}

export const manyEntries = (count: number): FolderEntry[] =>
  Array.from({ length: count }, (_, index) =>
    entry(`tile-${String(index).padStart(6, '0')}.bin`, 'file', 1_000 + index),
  )

const versions = (subvolume: string, path: string): FileVersion[] => [
  version('p17', 'now', subvolume, path, '2026-11-20T08:00:00.000Z', 340),
  version('xps', 'now', subvolume, path, '2026-11-20T08:00:00.000Z', 312, ['20261120T075200000Z-s3']),
  version('p17', '20261118T181200000Z-s2', subvolume, path, '2026-11-18T18:12:00.000Z', 312, [
    '20261118T175800000Z-s2',
  ]),
  {
    laptop: 'p17',
    id: '20261116T082000000Z-s1',
    subvolume,
    path,
    at: '2026-11-16T08:20:00.000Z',
    alsoIn: [],
  },
]

function version(
  laptop: string,
  id: string,
  subvolume: string,
  path: string,
  at: string,
  bytes: number,
  alsoIn: string[] = [],
): FileVersion {
  return { laptop, id, subvolume, path, at, facts: facts(bytes, '2026-11-17T16:20:00.000Z'), alsoIn }
}

const found: FoundName[] = [
  name('p17', 'alice/Projects/atlas/notes/route-import.md', 'now', true),
  name('xps', 'alice/Projects/atlas/notes/route-import.md', 'now', true),
  name('p17', 'alice/Documents/old/route-sketch.md', '20261118T181200000Z-s2', false),
]

function name(laptop: string, path: string, newest: string, there: boolean): FoundName {
  return { laptop, subvolume: 'home', path, type: 'file', newest, newestAt: '2026-11-18T18:12:00.000Z', there }
}

function restorePlan(input: Given): RestorePlan {
  const { laptop, onto, place, paths } = input as unknown as {
    laptop: string
    onto: string
    place: string
    paths: string[]
  }
  const beside = place === 'beside'
  const [path = ''] = paths
  return {
    planId: `restore-${onto}-${place}`,
    laptop,
    onto,
    files: paths.length,
    bytes: 312 * paths.length,
    instant: laptop === onto,
    overwritten: beside
      ? []
      : paths.map((one) => ({
          path: one,
          kind: 'changed',
          before: facts(312),
          after: facts(340),
        })),
    overwrittenCount: beside ? 0 : paths.length,
    keeps: `It is kept beside it as ${path.slice(path.lastIndexOf('/') + 1)}.bak.`,
    notes: laptop === onto ? [] : ['It is copied over the network.'],
  }
}

const changedEtc = changesOf('system', 0)
  .filter(({ path }) => path.startsWith('etc/'))
  .map((one) => ({ ...one, path: one.path.slice('etc/'.length) }))

function pruned(dryRun: boolean, snapshots: readonly Snapshot[]): (laptop: string) => PruneResult {
  return (laptop) => {
    const mine = snapshots.filter((one) => one.laptop === laptop && one.reason !== 'foreign')
    const assess = (one: Snapshot, why: string) => ({
      id: one.id,
      at: one.at,
      description: one.description === '' ? 'Automatic' : one.description,
      why,
      space: one.space,
    })
    return {
      laptop,
      keep: mine
        .slice(0, 3)
        .map((one, index) => assess(one, index === 0 ? 'All of the last 2 days' : 'Of the last 3 switches')),
      delete: mine.slice(3).map((one) => assess(one, 'Another one of that day is kept')),
      done: !dryRun,
      ...(dryRun ? {} : { pendingBytes: 1.2e9 }),
    }
  }
}

/** A task that a client sees for as long as the work takes. */
export async function withTask<T>(push: Push, call: CallKey, title: string, ms: number, value: T): Promise<T> {
  const task = { taskId: `task-${title}`, call, title, startedAt: '2026-11-20T08:00:00.000Z' }
  push({ type: 'task', task: { ...task, state: 'running', progress: { done: 12_400, total: 98_000, unit: 'files' } } })
  await new Promise((resolve) => setTimeout(resolve, ms))
  push({ type: 'task', task: { ...task, state: 'done' } })
  return value
}

/** `changes` is how many there are in the home subvolume. */
export function snapshotAnswers(
  snapshots: readonly Snapshot[],
  changes = 1_320,
  subvolumes = rollbackSubvolumes,
): Answers {
  const cache = new Map<string, ReturnType<typeof changesOf>>()
  const changesIn = (subvolume: string) => {
    const known = cache.get(subvolume) ?? changesOf(subvolume, changes)
    cache.set(subvolume, known)
    return known
  }
  const subvolumeOf = (input: unknown) =>
    (given(input) as unknown as { compareId: string }).compareId.split('|')[1] ?? ''
  return {
    'snapshots.list': () => ({ snapshots, missing: [] }),
    'snapshots.create': () => ({
      taken: [
        { laptop: 'p17', id: 'x' },
        { laptop: 'xps', id: 'x' },
      ],
      failed: [],
    }),
    'snapshots.measure': () => ({ sizes: [], togetherBytes: 3.3e9 }),
    'snapshots.pin': () => ({}),
    'snapshots.delete': (input) => {
      const wanted = (input as { snapshots: { laptop: string; id: string }[] }).snapshots
      const refused = wanted.filter(({ id }) => id.endsWith('-s3'))
      return {
        deleted: wanted.filter((one) => !refused.includes(one)),
        refused: refused.map((one) => ({
          ...one,
          why: 'It is the newest one of the last switch, and the only one to go back to.',
        })),
        pendingBytes: 1.2e9,
      }
    },
    'retention.get': () => ({ laptops: [retention('p17'), retention('xps')], missing: [] }),
    'retention.set': (input) => {
      const { on, ...more } = input as { on: string[] } & Partial<RetentionView>
      return { laptops: (on.length === 0 ? ['p17', 'xps'] : on).map((one) => retention(one, more)), missing: [] }
    },
    'snapshots.prune': (input) => {
      const { on, dryRun } = input as { on: string[]; dryRun: boolean }
      return { laptops: (on.length === 0 ? ['p17', 'xps'] : on).map(pruned(dryRun, snapshots)), missing: [] }
    },
    'compare.make': (input) => {
      const { laptop, subvolume, one, other } = input as {
        laptop: string
        subvolume: string
        one: string
        other: string
      }
      return { compareId: [laptop, subvolume, one, other].join('|'), counts: countsOf(changesIn(subvolume)), ms: 800 }
    },
    'compare.page': (input) => pageOf(changesIn(subvolumeOf(input)), input as Parameters<typeof pageOf>[1]),
    'compare.tree': (input) => {
      const { path, offset, limit } = input as { path: string; offset: number; limit: number }
      return treeOf(changesIn(subvolumeOf(input)), path, offset, limit)
    },
    'files.list': () => ({ total: listing.length, entries: listing }),
    'files.look': (input) => ({
      sides: (input as { sides: { id: string; path: string }[] }).sides.map(({ id, path }) => lookOf(path, id)),
    }),
    'files.find': () => ({ found, complete: true, missing: [] }),
    'files.versions': (input) => {
      const { subvolume, path } = input as { subvolume: string; path: string }
      return { versions: versions(subvolume, path), missing: [] }
    },
    'restore.plan': (input) => restorePlan(given(input)),
    'restore.run': () => ({
      files: 1,
      bytes: 312,
      places: ['/home/alice/.config/systemd/user/syncthing.service'],
      keptAs: ['/home/alice/.config/systemd/user/syncthing.service.bak'],
    }),
    'etc-restore.plan': (input) => {
      const { withIdentity, paths } = input as { withIdentity: boolean; paths: string[] }
      return {
        planId: `etc-${String(withIdentity)}`,
        laptop: 'p17',
        changes: paths.length === 0 ? changedEtc : changedEtc.filter(({ path }) => paths.includes(path)),
        keptIdentity: withIdentity ? [] : ['machine-id', 'hostname', 'fstab', 'ssh/ssh_host_ed25519_key'],
        services: [{ unit: 'docker.service', why: 'Its file daemon.json changes.', how: 'restart' }],
        notes: ['Files that no package owns are restored as well.'],
      }
    },
    'etc-restore.run': () => ({
      files: 3,
      bytes: 474,
      places: ['/etc/default/keyboard', '/etc/docker/daemon.json', '/etc/ssh/sshd_config.d/50-keys.conf'],
      keptAs: [],
      keptSet: '20261120T080000000Z-restore',
      reloaded: ['docker.service'],
      notReloaded: [],
    }),
    'rollback.plan': (input) => {
      const { laptop, id } = input as { laptop: string; id: string }
      return { planId: 'rollback-1', laptop, id, at: '2026-11-18T18:12:00.000Z', subvolumes, notes: [] }
    },
    'rollback.run': (input) => {
      const { when } = input as { when: string }
      return when === 'now' ? ended('done', 'Home files are as they were on Wednesday 18 November, 18:12.') : pending
    },
    'rollback.state': () => ({ laptops: [{ laptop: 'p17' }, { laptop: 'xps' }], missing: [] }),
    'rollback.cancel': () => ({ laptop: 'xps' }),
    'laptop.restart': () => ({}),
  }
}
