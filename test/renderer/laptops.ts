/** Two laptops on Friday 20 November 2026, 08:00 UTC, as the pictures of the design have them. */
import type { HistoryEntry, LaptopStatus, Overview } from '../../src-main/contract/overview-calls.ts'
import type { PersonSyncthing } from '../../src-main/contract/person-syncthing.ts'
import { oneOf, oneOfKind, recordedAnswer } from './recorded.ts'

const recorded = recordedAnswer('overview', 'after three switches')
const recordedPeer = oneOf('the other laptop', [recorded.peer])

export const p17 = recorded.here.laptop
export const xps = recordedPeer.laptop

/** What a laptop said of itself, with other amounts. */
export function withFacts(status: LaptopStatus, facts: Partial<NonNullable<LaptopStatus['facts']>>): LaptopStatus {
  const before = oneOf(`the facts of ${status.laptop.label}`, [status.facts])
  return { ...status, facts: { ...before, askedAt: '2026-11-20T07:59:40.000Z', ...facts } }
}

/** P17 has been worked on for two days, since the work was brought there. */
const sinceLast = { switchId: 's2', lookedAt: '2026-11-20T07:59:40.000Z', isCurrent: true }
const names = ['Documents/plan.md', 'projects/webshop/cart.ts', 'notes.md']

export const here: LaptopStatus = withFacts(recorded.here, {
  power: { plugged: true, percent: 84 },
  disk: { freeBytes: 412.6e9, totalBytes: 953.9e9 },
  newestSnapshotAt: '2026-11-20T06:00:00.000Z',
  savedSince: { ...sinceLast, files: 42, hidden: 30, names },
})

export const peer: LaptopStatus = withFacts(recordedPeer, {
  power: { plugged: false, percent: 61 },
  disk: { freeBytes: 128.3e9, totalBytes: 476.9e9 },
  newestSnapshotAt: '2026-11-18T18:12:00.000Z',
  savedSince: { ...sinceLast, files: 0, hidden: 0, names: [] },
})

export const peerWithMissed = withFacts(peer, {
  missedChanges: { at: '2026-11-16T02:10:00.000Z', count: 3, isOpen: true },
})

export const hereInConflict = withFacts(here, { conflicts: 5 })

export const peerWithJobs = withFacts(peer, {
  jobs: [
    { name: 'scrub', title: 'Check of the disks', kind: 'running', text: '42%, 148.2 of 348.6 GB' },
    {
      name: 'snapshots',
      title: 'Automatic snapshots',
      kind: 'not-done',
      text: 'Not done for 9 days. The disk is full.',
    },
  ],
})

/** Both with a Syncthing that is not done with a folder. */
export const withSyncthing = {
  here: withFacts(here, { syncthing: syncthingOf('P', 'X', 0) }),
  peer: withFacts(peer, { syncthing: syncthingOf('X', 'P', 3) }),
}

function syncthingOf(deviceId: string, id: string, needs: number): PersonSyncthing {
  const [local, global] = ['40 3 0 1200', '40 3 0 1200']
  const status = { state: 'syncing', error: '', needs, receiveOnly: 0, problems: 0, local, global, peers: [] }
  return {
    ...{
      kind: 'running',
      deviceId,
      version: 'v1.29.5',
      devices: [{ id, name: id, isPaused: false, isConnected: true }],
    },
    folders: [
      {
        ...{ id: 'documents', label: 'Documents', place: 'Documents', type: 'sendreceive', isPaused: false },
        ...{ devices: [id], status },
      },
    ],
  }
}

const recordedAway = oneOfKind('unreachable', [
  recordedAnswer('overview', 'while XPS 13 does not answer').peer?.connection,
])

export const peerAway: LaptopStatus = {
  ...peer,
  connection: {
    ...recordedAway,
    lastSeenAt: '2026-11-20T07:14:00.000Z',
  },
}

export const history: HistoryEntry[] = [
  {
    ...oneOf('a switch', recorded.history),
    switchId: 's2',
    from: xps,
    to: p17,
    startedAt: '2026-11-18T18:06:00.000Z',
    finishedAt: '2026-11-18T18:12:00.000Z',
    bytes: 11.8e9,
  },
  {
    ...oneOf('a switch', recorded.history),
    switchId: 's1',
    startedAt: '2026-11-16T08:22:00.000Z',
    finishedAt: '2026-11-16T08:31:00.000Z',
    bytes: 24.1e9,
  },
]

export const overview: Overview = {
  ...recorded,
  here,
  peer,
  holder: { kind: 'held', by: p17.name, since: '2026-11-18T18:12:00.000Z', switchId: 's2' },
  history,
}
