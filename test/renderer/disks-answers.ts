/** The disks of both laptops, with a backup disk at P17: what `disks.list` told of practice laptops, with other amounts. */
import { calls } from '../../src-main/contract/calls.ts'
import type { Output } from '../../src-main/contract/define.ts'
import type { Disk } from '../../src-main/contract/disks-calls.ts'
import type { JobRun, JobView } from '../../src-main/contract/jobs-calls.ts'
import { p17, xps } from './laptops.ts'
import type { World } from './memory-binding.ts'

const none = { write: 0, read: 0, flush: 0, corruption: 0, generation: 0 }
const device: Disk['devices'][number] = {
  ...{ id: 1, path: '/dev/nvme0n1p2', totalBytes: 953.9e9, allocatedBytes: 548e9 },
  ...{ errors: none, newErrors: 0 },
}

const internal: Disk = {
  ...{ laptop: p17.name, id: '07807a9b-2529-4ced-a9a7-70caf3f23592', label: '' },
  ...{ places: ['/', '/home', '/var/lib/libvirt/images'], isReadOnly: false, hasSnapshots: true },
  devices: [device],
  chunks: [
    { kind: 'data', profile: 'single', totalBytes: 540e9, usedBytes: 531e9 },
    { kind: 'system', profile: 'dup', totalBytes: 8e6, usedBytes: 0.1e6 },
    { kind: 'metadata', profile: 'dup', totalBytes: 4e9, usedBytes: 2.6e9 },
  ],
  ...{ totalBytes: 953.9e9, usedBytes: 536.2e9, freeBytes: 412.6e9, unallocatedBytes: 405.9e9 },
  scrub: {
    ...{ kind: 'finished', startedAt: '2026-11-01T02:14:00.000Z' },
    ...{ bytes: 536.2e9, errors: 0, corrected: 0, uncorrectable: 0 },
  },
}

const peer: Disk = {
  ...internal,
  ...{ laptop: xps.name, id: 'da161160-e775-4c75-bf12-7b10ea5fd806', places: ['/', '/home'] },
  devices: [{ ...device, totalBytes: 476.9e9, allocatedBytes: 380e9 }],
  ...{ totalBytes: 476.9e9, usedBytes: 340e9, freeBytes: 128.3e9, unallocatedBytes: 96.9e9 },
  scrub: { kind: 'never', bytes: 0, errors: 0, corrected: 0, uncorrectable: 0 },
}

/** Two devices, of which one is gone and the other counts errors. */
const backup: Disk = {
  ...{ laptop: p17.name, id: 'b49a5fb4-5e21-478c-8cba-76f949219b1f', label: 'backup' },
  ...{ places: ['/media/alice/backup'], isReadOnly: true, hasSnapshots: false },
  devices: [
    {
      ...{ id: 1, path: '/dev/sda', totalBytes: 2e12, allocatedBytes: 1.1e12 },
      ...{ errors: { ...none, read: 12, corruption: 3 }, newErrors: 3 },
    },
    { id: 2, totalBytes: 2e12, allocatedBytes: 1.1e12, errors: none, newErrors: 0 },
  ],
  chunks: [
    { kind: 'data', profile: 'raid1', totalBytes: 1.09e12, usedBytes: 0.98e12 },
    { kind: 'metadata', profile: 'raid1', totalBytes: 10e9, usedBytes: 7.2e9 },
  ],
  ...{ totalBytes: 4e12, usedBytes: 1.97e12, freeBytes: 1e12, unallocatedBytes: 1.8e12 },
  quotas: { isSimple: false, limits: [{ group: '0/257', freeBytes: 12e9 }] },
  scrub: {
    ...{ kind: 'finished', startedAt: '2026-11-19T21:40:00.000Z' },
    ...{ bytes: 1.97e12, errors: 3, corrected: 1, uncorrectable: 2 },
  },
  damage: {
    files: [
      {
        ...{ path: '/home/alice/Documents/letter.txt', subvolumeId: 257, inode: 4711, blocks: 1 },
        whole: {
          ...{ setId: '20261118T181200000Z-s2', at: '2026-11-18T18:12:00.000Z' },
          ...{ subvolume: 'home', path: 'alice/Documents/letter.txt', isSame: true },
        },
      },
      { path: '', subvolumeId: 301, inode: 5120, blocks: 1 },
    ],
    ...{ snapshots: 0, unnamed: 0 },
  },
}

/** Hardly anything is unallocated, and a good part of data's share is empty. */
const crowded: Disk = {
  ...internal,
  chunks: [
    { kind: 'data', profile: 'single', totalBytes: 944e9, usedBytes: 690e9 },
    { kind: 'metadata', profile: 'dup', totalBytes: 4.5e9, usedBytes: 4.1e9 },
  ],
  ...{ usedBytes: 698.2e9, freeBytes: 254.9e9, unallocatedBytes: 0.9e9 },
}

/** It dies: its trees cannot be read, and its room is told all the same. */
const dying: Disk = {
  ...internal,
  ...{ id: '8b7d10b2-6a55-4d4e-bd52-0f3d8a5d4a1c', label: 'old', places: ['/media/alice/old'], hasSnapshots: false },
  scrub: undefined,
  unread: [
    { part: 'quotas', why: 'btrfs: /media/alice/old: Input/output error' },
    { part: 'scrub', why: 'btrfs ended with 1: ERROR: cannot read the status' },
  ],
}

type Answer = Output<(typeof calls)['disksList']>

export const healthyDisks: Answer = { disks: [internal, peer], unreadable: [], missing: [] }
export const crowdedDisks: Answer = { disks: [crowded, peer], unreadable: [], missing: [] }
export const damagedDisks: Answer = { disks: [internal, backup, peer], unreadable: [], missing: [] }
export const dyingDisks: Answer = {
  ...{ disks: [internal, dying, peer], missing: [] },
  unreadable: [
    {
      ...{ laptop: p17.name, places: ['/media/alice/gone'] },
      error: {
        ...{ code: 'tool-failed', message: 'Could not measure the free space of /media/alice/gone.' },
        details: 'btrfs: /media/alice/gone: Input/output error',
      },
    },
  ],
}

const run: JobRun = {
  ...{
    runId: '20261120T074500000Z-1a2b3c',
    startedAt: '2026-11-20T07:45:00.000Z',
    startedBy: 'hand',
    isRecorded: true,
  },
  state: {
    kind: 'running',
    progress: { done: 148.2e9, total: 348.6e9, unit: 'bytes' },
  },
}
const scrub: JobView = {
  ...{ laptop: p17.name, name: 'scrub', title: 'Check of the disks', schedule: { every: 'monthly' } },
}

const balance: JobView = {
  ...{ laptop: p17.name, name: 'balance', title: 'Balance of the disks', schedule: { every: 'off' } },
}

const reclaim: JobView = {
  ...{ laptop: p17.name, name: 'reclaim', title: 'Reclaiming space', schedule: { every: 'off' } },
}

type Status = Output<(typeof calls)['reclaimStatus']>

/** What was freed and found on the disk of P17. */
const looked: Status['laptops'][number]['disks'] = [
  {
    ...{ id: internal.id, reclaimedBytes: 38.2e9, since: '2026-03-03T10:00:00.000Z' },
    look: {
      ...{ at: '2026-11-20T02:00:00.000Z', paths: [], gainBytes: 6.1e9, laterBytes: 1.3e9, groups: 412 },
      ...{ heldSnapshots: 2, writtenSnapshots: 1, leftOut: { changed: 3 } },
      largest: [
        {
          ...{ bytes: 1.9e9, copies: 2, gainBytes: 1.9e9 },
          places: [
            { path: '/home/alice/Downloads/debian-13.iso' },
            { path: '/home/alice/images/debian-13.iso', snapshotAt: '2026-11-18T18:12:00.000Z' },
          ],
        },
      ],
    },
  },
]

type Jobs = Output<(typeof calls)['jobsList']>

/** Begun and stopped as a person does it on the page. `scrubbed`: the laptop whose disks are being checked at first. */
export function disksAnswers(disks: Answer = healthyDisks, scrubbed?: string, isLooked = false): World['answers'] {
  let running = new Set(scrubbed === undefined ? [] : [scrubbed])
  let balanced: string | undefined
  let reclaims = false
  let every: JobView['schedule']['every'] = 'off'
  let found = isLooked ? looked : []
  let settings = { leastBytes: 8192, diskShare: 100 }
  const list = (): Jobs => ({
    jobs: [p17, xps].flatMap(({ name }) => [
      { ...scrub, laptop: name, ...(running.has(name) ? { last: run } : {}) },
      { ...balance, laptop: name, ...(balanced === name ? { last: run } : {}) },
      {
        ...{ ...reclaim, laptop: name, schedule: { every: name === p17.name ? every : 'off' } },
        ...(reclaims && name === p17.name ? { last: run } : {}),
      },
    ]),
    missing: disks.missing,
  })
  return {
    'disks.list': () => disks,
    'disks.markSeen': () => {
      disks = healthyDisks
      return {}
    },
    'disks.balance': (input) => {
      balanced = calls.disksBalance.input.parse(input).laptop
      return { run }
    },
    'reclaim.status': () => ({
      laptops: [p17, xps].map(({ name }) => ({
        ...{ laptop: name, excluded: [], settings, disks: name === p17.name ? found : [] },
      })),
      missing: [],
    }),
    'reclaim.run': (input) => {
      const { laptop = p17.name, what } = calls.reclaimRun.input.parse(input)
      reclaims = what === 'run'
      found = looked
      return { laptop, run }
    },
    'reclaim.set': (input) => {
      const { leastBytes = settings.leastBytes, diskShare = settings.diskShare } = calls.reclaimSet.input.parse(input)
      return (settings = { leastBytes, diskShare })
    },
    'jobs.schedule': (input) => {
      const { schedule } = calls.jobsSchedule.input.parse(input)
      every = schedule.every
      return { title: reclaim.title, schedule }
    },
    'jobs.list': list,
    'jobs.start': (input) => {
      running = new Set([...running, String(calls.jobsStart.input.parse(input).laptop)])
      return { run }
    },
    'jobs.stop': () => {
      reclaims = false
      running = new Set()
      return { run: { ...run, state: { kind: 'stopped', at: '2026-11-20T08:00:00.000Z' } } }
    },
  }
}
