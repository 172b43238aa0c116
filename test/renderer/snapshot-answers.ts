/** Answers to every call about snapshots, as two laptops would give them. */
import type { FileVersion, FolderEntry, FoundName, RestorePlan } from '../../src-main/contract/files-calls.ts'
import type { RollbackPlan, RollbackSubvolume, RollbackState } from '../../src-main/contract/rollback-calls.ts'
import type { PruneResult, RetentionPolicy, RetentionView, Snapshot } from '../../src-main/contract/snapshot-calls.ts'
import { changesOf, countsOf, facts, lookOf, pageOf, treeOf } from './compared.ts'
import type { Push, World } from './memory-binding.ts'
import { oneOf, recordedAnswer } from './recorded.ts'

type Answers = World['answers']
/** The client has checked it against the contract. */
type Given = Readonly<Record<string, never>>
const given = (input: unknown) => input as Given

const recordedRetention = oneOf(
  'how long snapshots are kept',
  recordedAnswer('retentionGet', 'before the first switch').laptops,
)

export const policy: RetentionPolicy = {
  ...recordedRetention.policy,
  monthlyForMonths: 6,
}

export const retention = (laptop: string, more: Partial<RetentionView> = {}): RetentionView => ({
  ...recordedRetention,
  laptop,
  policy,
  extra: ['/srv'],
  ...more,
})

const everything = recordedAnswer('rollbackPlan', 'everything')

function subvolumeIn({ subvolumes }: RollbackPlan, name: string): RollbackSubvolume {
  return oneOf(`rolling ${name} back`, subvolumes, ({ subvolume }) => subvolume === name)
}

const home: RollbackSubvolume = {
  ...subvolumeIn(everything, 'home'),
  counts: { added: 15, changed: 1_284, deleted: 36, renamed: 0, attributes: 0, bytes: 18.4e9 },
  disappears: {
    first: ['alice/Documents/talk-draft.odp', 'alice/Pictures/IMG_2291.heic', 'alice/todo.txt'],
    count: 15,
  },
  returns: { first: ['alice/Documents/old-plan.md', 'alice/Music/one.flac', 'alice/Music/two.flac'], count: 36 },
  nested: 1,
}

const rollbackSubvolumes: readonly RollbackSubvolume[] = [
  home,
  {
    ...subvolumeIn(everything, 'system'),
    counts: { added: 3, changed: 812, deleted: 7, renamed: 0, attributes: 2, bytes: 0.6e9 },
    disappears: { first: ['usr/bin/docker'], count: 3 },
  },
  subvolumeIn(recordedAnswer('rollbackPlan', 'with a subvolume that is refused'), 'images'),
]

/** As it was then. */
export const nothingDiffers: readonly RollbackSubvolume[] = rollbackSubvolumes.map((one) => ({
  ...one,
  counts: { added: 0, changed: 0, deleted: 0, renamed: 0, attributes: 0, bytes: 0 },
  disappears: { first: [], count: 0 },
  returns: { first: [], count: 0 },
}))
export const homeOnly: readonly RollbackSubvolume[] = [home]
export const inUse: readonly RollbackSubvolume[] = [
  {
    ...home,
    when: { ...subvolumeIn(recordedAnswer('rollbackPlan', 'in use'), 'home').when },
    users: ['alice is logged in', 'syncthing', 'gnome-shell', 'firefox', 'tracker-miner-fs'],
  },
]

const ordered = recordedAnswer('rollbackRun', 'at the next start')
const rolledBack = recordedAnswer('rollbackRun', 'now')

export const pending: RollbackState = {
  ...ordered,
  pending: {
    ...oneOf('an order', [ordered.pending]),
    id: '20261118T181200000Z-s2',
    at: '2026-11-18T18:12:00.000Z',
    askedAt: '2026-11-20T07:59:00.000Z',
  },
}

/** How the last one ended, and what is said of it: as of the recorded one unless told otherwise. */
export function ended(result: NonNullable<RollbackState['last']>['result'], text?: string): RollbackState {
  const { keptSet, ...last } = oneOf('the end of a rollback', [rolledBack.last])
  return {
    ...rolledBack,
    last: {
      ...last,
      operationId: `rollback-${result}`,
      id: '20261118T181200000Z-s2',
      at: '2026-11-18T18:12:00.000Z',
      endedAt: '2026-11-20T07:58:00.000Z',
      result,
      text: text ?? last.text,
      ...(result === 'done' && keptSet !== undefined ? { keptSet } : {}),
    },
  }
}

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

const recordedVersion = oneOf(
  'a version',
  recordedAnswer('filesVersions', 'the plan').versions,
  ({ facts }) => facts !== undefined,
)

interface Version {
  readonly laptop: string
  readonly id: string
  readonly at: string
  readonly bytes: number
  readonly alsoIn?: readonly string[]
}

function versions(subvolume: string, path: string): FileVersion[] {
  const version = ({ bytes, alsoIn = [], ...where }: Version): FileVersion => ({
    ...recordedVersion,
    ...where,
    subvolume,
    path,
    facts: facts(bytes, '2026-11-17T16:20:00.000Z'),
    alsoIn: [...alsoIn],
  })
  const gone: FileVersion = {
    laptop: 'p17',
    id: '20261116T082000000Z-s1',
    subvolume,
    path,
    at: '2026-11-16T08:20:00.000Z',
    alsoIn: [],
  }
  const now = { id: 'now', at: '2026-11-20T08:00:00.000Z' }
  return [
    version({ laptop: 'p17', ...now, bytes: 340 }),
    version({ laptop: 'xps', ...now, bytes: 312, alsoIn: ['20261120T075200000Z-s3'] }),
    version({
      laptop: 'p17',
      id: '20261118T181200000Z-s2',
      at: '2026-11-18T18:12:00.000Z',
      bytes: 312,
      alsoIn: ['20261118T175800000Z-s2'],
    }),
    gone,
  ]
}

const recordedName = oneOf('a name that was found', recordedAnswer('filesFind', 'plan').found)

function found(): FoundName[] {
  const name = (more: Partial<FoundName>): FoundName => ({
    ...recordedName,
    newestAt: '2026-11-18T18:12:00.000Z',
    ...more,
  })
  const path = 'alice/Projects/atlas/notes/route-import.md'
  return [
    name({ laptop: 'p17', path, newest: 'now', there: true }),
    name({ laptop: 'xps', path, newest: 'now', there: true }),
    name({
      laptop: 'p17',
      path: 'alice/Documents/old/route-sketch.md',
      newest: '20261118T181200000Z-s2',
      there: false,
    }),
  ]
}

const recordedRestores = {
  beside: recordedAnswer('restorePlan', 'beside'),
  here: recordedAnswer('restorePlan', 'in its place'),
  there: recordedAnswer('restorePlan', 'onto XPS 13'),
}

function restorePlan(input: Given): RestorePlan {
  const { laptop, onto, place, paths } = input as unknown as {
    laptop: string
    onto: string
    place: string
    paths: string[]
  }
  const beside = place === 'beside'
  const bytes = 312 * paths.length
  const recorded = laptop === onto ? recordedRestores.here : recordedRestores.there
  return {
    ...recorded,
    ...(beside ? { keeps: recordedRestores.beside.keeps } : {}),
    notes: recorded.notes.map((note) => note.replace(`${recorded.bytes} bytes`, `${bytes} bytes`)),
    planId: `restore-${onto}-${place}`,
    laptop,
    onto,
    files: paths.length,
    bytes,
    overwritten: beside
      ? []
      : paths.map((one) => ({ path: one, kind: 'changed', before: facts(312), after: facts(340) })),
    overwrittenCount: beside ? 0 : paths.length,
  }
}

const changedEtc = changesOf('system', 1)
  .filter(({ path }) => path.startsWith('etc/'))
  .map((one) => ({ ...one, path: one.path.slice('etc/'.length) }))

const prunes = {
  tried: oneOf('what would be deleted', recordedAnswer('snapshotsPrune', 'tried out').laptops),
  nothing: oneOf('that nothing is deleted', recordedAnswer('snapshotsPrune', 'with nothing to delete').laptops),
}

/** Why a set is kept, or deleted: the reasons that were recorded, over and over. */
function assess(one: Snapshot, index: number, like: PruneResult['keep']): PruneResult['keep'][number] {
  const { why } = oneOf('a reason', [like[index % like.length]])
  return { id: one.id, at: one.at, description: one.description, why, space: one.space }
}

function pruned(dryRun: boolean, snapshots: readonly Snapshot[]): (laptop: string) => PruneResult {
  return (laptop) => {
    const mine = snapshots.filter((one) => one.laptop === laptop && one.reason !== 'foreign')
    return {
      ...prunes.tried,
      laptop,
      keep: mine.slice(0, 3).map((one, index) => assess(one, index, prunes.tried.keep)),
      delete: mine.slice(3).map((one, index) => assess(one, index, prunes.tried.delete)),
      done: !dryRun,
      ...(dryRun ? {} : { pendingBytes: 1.2e9 }),
    }
  }
}

export const nothingToPrune: PruneResult = { ...prunes.nothing, keep: [], delete: [] }

/** Why snapshots are not deleted. */
const refusal = oneOf('a refusal', recordedAnswer('snapshotsDelete', 'tried out').refused)

interface TaskToShow<T> {
  /** Of the call that began it. */
  readonly callId: string
  readonly title: string
  /** How long it takes. */
  readonly ms: number
  /** What the call answers at its end. */
  readonly value: T
}

/** A task that a client sees for as long as the work takes. */
export async function withTask<T>(push: Push, { callId, title, ms, value }: TaskToShow<T>): Promise<T> {
  const task = { callId, title, startedAt: '2026-11-20T08:00:00.000Z' }
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
    'snapshots.create': () => recordedAnswer('snapshotsCreate', 'on both'),
    'snapshots.measure': () => ({ sizes: [], togetherBytes: 3.3e9 }),
    'snapshots.pin': () => recordedAnswer('snapshotsPin', 'a snapshot'),
    'snapshots.delete': (input) => {
      const wanted = (input as { snapshots: { laptop: string; id: string }[] }).snapshots
      // As if it had been pinned meanwhile.
      const refused = wanted.filter(({ id }) => id.endsWith('-s3'))
      return {
        deleted: wanted.filter((one) => !refused.includes(one)),
        refused: refused.map((one) => ({
          ...one,
          why: refusal.why,
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
    'files.find': () => ({ found: found(), complete: true, missing: [] }),
    'files.versions': (input) => {
      const { subvolume, path } = input as { subvolume: string; path: string }
      return { versions: versions(subvolume, path), missing: [] }
    },
    'restore.plan': (input) => restorePlan(given(input)),
    'restore.run': () => ({
      ...recordedAnswer('restoreRun', 'in its place'),
      bytes: 312,
      places: ['/home/alice/.config/systemd/user/syncthing.service'],
      keptAs: ['/home/alice/.config/systemd/user/syncthing.service.bak'],
    }),
    'etc-restore.plan': (input) => {
      const { withIdentity, paths } = input as { withIdentity: boolean; paths: string[] }
      return {
        ...recordedAnswer('etcRestorePlan', withIdentity ? 'with its identity' : 'all of it'),
        planId: `etc-${String(withIdentity)}`,
        changes: paths.length === 0 ? changedEtc : changedEtc.filter(({ path }) => paths.includes(path)),
      }
    },
    'etc-restore.run': () => recordedAnswer('etcRestoreRun', 'all of it'),
    'rollback.plan': (input) => {
      const { laptop, id } = input as { laptop: string; id: string }
      return { ...everything, planId: 'rollback-1', laptop, id, at: '2026-11-18T18:12:00.000Z', subvolumes, notes: [] }
    },
    'rollback.run': (input) => {
      const { when } = input as { when: string }
      return when === 'now' ? ended('done') : pending
    },
    'rollback.state': () => recordedAnswer('rollbackState', 'before the first switch'),
    'syncthing.held': () => ({ laptops: [], missing: [] }),
    'rollback.cancel': () => recordedAnswer('rollbackCancel', 'the order'),
    'laptop.restart': () => ({}),
  }
}
