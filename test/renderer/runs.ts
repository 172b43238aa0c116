/** A switch that runs, stops, or is done. */
import type { Proof, StepStatus, SwitchState, VerificationItem } from '../../src-main/contract/switch-state.ts'
import type { WireError } from '../../src-main/contract/wire-error.ts'
import { p17, xps } from './laptops.ts'
import { planOf } from './plans.ts'
import { stepIds, type StepId } from '../../src-main/contract/step-ids.ts'

type Statuses = Record<StepId, StepStatus>

const done = (text: string, ms: number, bytes = 0): StepStatus => ({
  kind: 'done',
  ms,
  outcome: { text, bytes, items: 1 },
})

const prepared: Statuses = {
  [stepIds.checks]: done('P17 and XPS 13 are ready', 8_000),
  [stepIds.snapshots]: done('6 snapshots taken, 3 on each laptop.', 3_000),
  [stepIds.systemState]: done('Recorded on P17.', 1_000),
}

export const startedAt = '2026-11-20T07:54:00.000Z'

export function runningStatuses(at: string): Statuses {
  return {
    ...prepared,
    [stepIds.packages]: {
      kind: 'running',
      startedAt,
      answeredAt: at,
      progress: { done: 13, total: 19, unit: 'packages', current: 'Setting up docker-ce 5:27.5.1' },
      leftMs: 62_000,
    },
    [stepIds.home]: {
      kind: 'running',
      startedAt,
      answeredAt: at,
      progress: { done: 11.3e9, total: 18.4e9, unit: 'bytes', current: '~/Projects/atlas/tiles/eu-west-14.parquet' },
      perSecond: 48.2e6,
      leftMs: 170_000,
    },
    [stepIds.images]: {
      kind: 'running',
      startedAt,
      answeredAt: at,
      progress: { done: 2.4e9, total: 6.2e9, unit: 'bytes', current: 'win11-dev.overlay.qcow2' },
      perSecond: 13.6e6,
      leftMs: 190_000,
    },
    [stepIds.etc]: { kind: 'waiting' },
  }
}

export function runningState(at: string): Extract<SwitchState, { kind: 'running' }> {
  return {
    kind: 'running',
    switchId: 'switch-3',
    plan: planOf(),
    answers: {},
    startedAt,
    resumed: 0,
    statuses: runningStatuses(at),
    verifying: false,
  }
}

export const finishedStatuses: Statuses = {
  ...prepared,
  [stepIds.packages]: done('All 19 changes are done on XPS 13.', 120_000, 0.6e9),
  [stepIds.home]: done('1,284 files copied, 36 deleted.', 420_000, 18.4e9),
  [stepIds.images]: done('1 image is up to date.', 300_000, 6.2e9),
  [stepIds.etc]: done('All 5 files are copied to XPS 13.', 4_000, 12_000),
}

export function interruptedState(
  error: WireError | undefined,
  proof?: Proof,
  by: 'person' | 'failure' | 'crash' = error === undefined ? 'crash' : 'failure',
): SwitchState {
  return {
    kind: 'interrupted',
    switchId: 'switch-3',
    plan: planOf(),
    answers: {},
    startedAt,
    stoppedAt: '2026-11-20T07:59:00.000Z',
    by,
    resumed: 0,
    statuses:
      proof === undefined
        ? {
            ...finishedStatuses,
            [stepIds.home]: { kind: 'stopped', progress: { done: 13.1e9, total: 18.4e9, unit: 'bytes' } },
            [stepIds.images]: { kind: 'stopped', progress: { done: 2.9e9, total: 6.2e9, unit: 'bytes' } },
          }
        : finishedStatuses,
    ...(error === undefined ? {} : { error }),
    ...(proof === undefined ? {} : { proof }),
  }
}

function item(
  title: string,
  verdict: VerificationItem['verdict'],
  text: string,
  more: Partial<VerificationItem> = {},
): VerificationItem {
  return { title, verdict, text, compared: 1_000, chosen: [], differences: [], readBack: [], ...more }
}

const verifications: Record<StepId, { readonly items: VerificationItem[]; readonly notes: string[] }> = {
  [stepIds.packages]: {
    items: [
      item('Packages', 'as-chosen', '2,341 apt, 38 snap and 21 flatpak packages match; gnome-boxes kept on XPS 13', {
        chosen: ['gnome-boxes'],
      }),
      item('Services', 'healthy', 'No failed services on XPS 13; no restart needed'),
    ],
    notes: [],
  },
  [stepIds.home]: {
    items: [
      item('Home files', 'same', '412,806 files match; 2,000 read back and compared byte by byte', {
        readBack: ['Projects/atlas/tiles/eu-west-14.parquet', 'Documents/Invoices/2026-11-hosting.pdf'],
      }),
    ],
    notes: ['Both laptops can go back to this morning, 07:52.'],
  },
  [stepIds.images]: {
    items: [item('Virtual machines', 'same', 'win11-dev disk checksum matches on both laptops')],
    notes: [],
  },
  [stepIds.etc]: {
    items: [
      item('/etc', 'as-chosen', '219 copied files match; 6 kept different by your rules', {
        chosen: ['/etc/fstab', '/etc/hostname'],
      }),
    ],
    notes: ['3 files in /etc have no rule and were left as they are on both laptops.'],
  },
}

export function proofOf(differences: string[] = []): Proof {
  const { steps } = planOf()
  return {
    version: 1,
    switchId: 'switch-3',
    from: p17,
    to: xps,
    startedAt,
    finishedAt: '2026-11-20T08:02:00.000Z',
    verified: differences.length === 0,
    snapshotId: '2026-11-20T07-52-00Z',
    steps: steps.map(({ id, title }) => {
      const status = finishedStatuses[id]
      const verification = verifications[id] ?? { items: [], notes: [] }
      const differs = id === stepIds.home && differences.length > 0
      return {
        id,
        title,
        ms: status?.kind === 'done' ? status.ms : 0,
        outcome: status?.kind === 'done' ? status.outcome : { text: '', bytes: 0, items: 0 },
        verification: differs
          ? { items: [item('Home files', 'differs', '3 of 412,806 files differ', { differences })], notes: [] }
          : verification,
      }
    }),
  }
}
