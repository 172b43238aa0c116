/** Two laptops on Friday 20 November 2026, 08:00 UTC, as the pictures of the design have them. */
import type { HistoryEntry, LaptopStatus, Overview } from '../../src-main/contract/calls.ts'

export const p17 = { name: 'p17', label: 'P17' }
export const xps = { name: 'xps', label: 'XPS 13' }

export const here: LaptopStatus = {
  laptop: p17,
  here: true,
  connection: { kind: 'reachable', roundTripMs: 0.2 },
  facts: {
    askedAt: '2026-11-20T07:58:00.000Z',
    system: 'Ubuntu 24.04.3 LTS',
    agentVersion: '0.1.0',
    power: { plugged: true, percent: 84 },
    disk: { freeBytes: 412.6e9, totalBytes: 953.9e9 },
    newestSnapshotAt: '2026-11-20T06:00:00.000Z',
  },
}

export const peer: LaptopStatus = {
  laptop: xps,
  here: false,
  connection: { kind: 'reachable', roundTripMs: 2.1 },
  facts: {
    askedAt: '2026-11-20T07:58:00.000Z',
    system: 'Ubuntu 24.04.3 LTS',
    agentVersion: '0.1.0',
    power: { plugged: false, percent: 61 },
    disk: { freeBytes: 128.3e9, totalBytes: 476.9e9 },
    newestSnapshotAt: '2026-11-18T18:12:00.000Z',
  },
}

export const peerAway: LaptopStatus = {
  ...peer,
  connection: {
    kind: 'unreachable',
    error: {
      code: 'unreachable',
      message: 'XPS 13 does not answer.',
      hint: 'Open its lid and bring it into the same network.',
    },
    lastSeenAt: '2026-11-20T07:14:00.000Z',
  },
}

export const history: HistoryEntry[] = [
  entry('s2', xps, p17, '2026-11-18T18:06:00.000Z', '2026-11-18T18:12:00.000Z', 11.8e9),
  entry('s1', p17, xps, '2026-11-16T08:22:00.000Z', '2026-11-16T08:31:00.000Z', 24.1e9),
]

function entry(
  switchId: string,
  from: typeof p17,
  to: typeof p17,
  startedAt: string,
  finishedAt: string,
  bytes: number,
): HistoryEntry {
  return { switchId, from, to, startedAt, finishedAt, verified: true, bytes }
}

export const overview: Overview = {
  version: '0.1.0',
  pairing: { kind: 'paired' },
  here,
  peer,
  holder: { kind: 'held', by: 'p17', since: '2026-11-18T18:12:00.000Z', switchId: 's2' },
  history,
  home: '/home/alice',
}
