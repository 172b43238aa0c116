/** A switch that runs, stops, or is done: recorded ones, with larger amounts and the plan of the other fixtures. */
import type { Proof, StepStatus, SwitchState, VerificationItem } from '../../src-main/contract/switch-state.ts'
import { stepIds, type StepId } from '../../src-main/contract/step-ids.ts'
import { packagesPlan, planOf } from './plans.ts'
import { oneOf, oneOfKind, recordedProof, recordedStateOf } from './recorded.ts'

type Statuses = Record<StepId, StepStatus>
type DoneStatus = Extract<StepStatus, { kind: 'done' }>

const firstSwitch = 'the first switch, paused and resumed'
const recordedDone = recordedStateOf('done', firstSwitch, 'switch-finished')

/** How a step ended, with other numbers. */
function done(stepId: StepId, ms: number, more: Partial<DoneStatus['outcome']> = {}): DoneStatus {
  const recorded = oneOfKind('done', [recordedDone.statuses[stepId]])
  return { ...recorded, ms, outcome: { ...recorded.outcome, ...more } }
}

const prepared: Statuses = {
  [stepIds.checks]: done(stepIds.checks, 8_000),
  [stepIds.snapshots]: done(stepIds.snapshots, 3_000),
  [stepIds.systemState]: done(stepIds.systemState, 1_000),
}

export const startedAt = '2026-11-20T07:54:00.000Z'

export function runningStatuses(at: string): Statuses {
  return {
    ...prepared,
    [stepIds.packages]: {
      kind: 'running',
      startedAt,
      answeredAt: at,
      progress: { done: 26, total: 38, unit: 'steps', current: 'Setting up docker-ce 5:27.5.1', on: 'to' },
      leftMs: 62_000,
    },
    [stepIds.home]: {
      kind: 'running',
      startedAt,
      answeredAt: at,
      progress: { done: 11.3e9, total: 18.4e9, unit: 'bytes', current: '~/Projects/atlas/tiles/eu-west-14.parquet' },
      copied: { done: 11.3e9, total: 18.4e9 },
      perSecond: 48.2e6,
      leftMs: 170_000,
    },
    [stepIds.images]: {
      kind: 'running',
      startedAt,
      answeredAt: at,
      progress: { done: 2.4e9, total: 6.2e9, unit: 'bytes', current: 'win11-dev.overlay.qcow2' },
      copied: { done: 2.4e9, total: 6.2e9 },
      perSecond: 13.6e6,
      leftMs: 190_000,
    },
    [stepIds.etc]: { kind: 'waiting' },
    [stepIds.localUnits]: { kind: 'waiting' },
    [stepIds.containers]: { kind: 'done', ms: 300, outcome: { text: 'Nothing to copy', bytes: 0, items: 0 } },
  }
}

export function runningState(at: string): Extract<SwitchState, { kind: 'running' }> {
  return {
    ...recordedStateOf('running', firstSwitch, 'switch-started'),
    switchId: 'switch-3',
    plan: planOf(),
    answers: {},
    startedAt,
    statuses: runningStatuses(at),
  }
}

/** Everything is copied, and some of it compared. */
export function verifyingState(at: string): Extract<SwitchState, { kind: 'running' }> {
  const state = runningState(at)
  const proven = state.plan.steps.map(({ id }) => [id, { kind: 'done', ms: 2_000 }] as const)
  const progress = {
    done: 812,
    total: 2_000,
    unit: 'files',
    current: 'Reading back what was copied, and a sample',
  } as const
  const home = { kind: 'running', answeredAt: at, progress, perSecond: 90 } as const
  const steps = { ...Object.fromEntries(proven), [stepIds.home]: home }
  return {
    ...state,
    statuses: finishedStatuses,
    verifying: true,
    proving: { since: '2026-11-20T07:59:50.000Z', steps },
  }
}

export const finishedStatuses: Statuses = {
  ...prepared,
  [stepIds.packages]: done(stepIds.packages, 120_000, { text: '19 packages changed on XPS 13', bytes: 0.6e9 }),
  [stepIds.home]: done(stepIds.home, 420_000, { text: '1,320 items copied to XPS 13', bytes: 18.4e9 }),
  [stepIds.images]: done(stepIds.images, 300_000, { text: '1 image copied to XPS 13', bytes: 6.2e9 }),
  [stepIds.etc]: done(stepIds.etc, 4_000, { text: '5 files copied to XPS 13', bytes: 12_000 }),
  [stepIds.localUnits]: { kind: 'done', ms: 400, outcome: { text: '1 service started on XPS 13', bytes: 0, items: 1 } },
  [stepIds.containers]: { kind: 'done', ms: 300, outcome: { text: 'Nothing to copy', bytes: 0, items: 0 } },
}

type Interrupted = Extract<SwitchState, { kind: 'interrupted' }>

const recordedStops = {
  paused: recordedStateOf('interrupted', firstSwitch, 'switch-stopped'),
  lost: recordedStateOf('interrupted', 'a switch that loses the other laptop', 'switch-stopped'),
  killed: recordedStateOf('interrupted', 'what a killed switch leaves'),
  differs: recordedStateOf('interrupted', 'a switch that differs', 'switch-stopped'),
} as const

/** A switch that stopped as a recorded one did. `proof`: what was found to differ. */
export function interruptedState(how: keyof typeof recordedStops, proof?: Proof): Interrupted {
  return {
    ...recordedStops[how],
    switchId: 'switch-3',
    plan: planOf(),
    answers: {},
    startedAt,
    stoppedAt: '2026-11-20T07:59:00.000Z',
    resumed: 0,
    statuses:
      proof === undefined
        ? {
            ...finishedStatuses,
            [stepIds.home]: { kind: 'stopped', progress: { done: 13.1e9, total: 18.4e9, unit: 'bytes' } },
            [stepIds.images]: { kind: 'stopped', progress: { done: 2.9e9, total: 6.2e9, unit: 'bytes' } },
          }
        : finishedStatuses,
    ...(proof === undefined ? {} : { proof }),
  }
}

const proven = recordedProof()
const differing = oneOf('a proof with differences', [recordedStops.differs.proof])

function itemsOf(proof: Proof, stepId: StepId): readonly VerificationItem[] {
  return oneOf(`the proof of ${stepId}`, proof.steps, ({ id }) => id === stepId).verification.items
}

/** What the recorded items of a step say instead, in their order. */
const itemsInstead: Readonly<Record<StepId, readonly Partial<VerificationItem>[]>> = {
  [stepIds.packages]: [
    {
      verdict: 'as-chosen',
      text: '2,400 packages match; gnome-boxes kept on XPS 13',
      compared: 2_400,
      chosen: ['gnome-boxes'],
      left: [],
    },
  ],
  [stepIds.home]: [
    {
      verdict: 'same',
      text: '412,806 files match; 2,000 read back and compared byte by byte',
      compared: 412_806,
      chosen: [],
      readBack: ['Projects/atlas/tiles/eu-west-14.parquet', 'Documents/Invoices/2026-11-hosting.pdf'],
    },
  ],
  [stepIds.etc]: [
    {
      verdict: 'as-chosen',
      text: '219 copied files match; 6 kept different by your rules',
      compared: 225,
      chosen: ['/etc/apt/sources.list', '/etc/default/grub'],
    },
  ],
}

/** `differences`: home files that differ by accident; with none it is verified. */
export function proofOf(differences: readonly string[] = []): Proof {
  const verdict = oneOf(
    'an item that differs',
    differing.steps.flatMap(({ verification }) => verification.items),
    (item) => item.verdict === 'differs',
  )
  return {
    ...proven,
    switchId: 'switch-3',
    startedAt,
    finishedAt: '2026-11-20T08:02:00.000Z',
    tookMs: 480_000,
    verified: differences.length === 0,
    snapshotId: '20261120T075200000Z-s3',
    steps: proven.steps.map((step) => {
      const status = finishedStatuses[step.id]
      const told = status?.kind === 'done' ? { ms: status.ms, outcome: status.outcome } : {}
      const items = itemsOf(proven, step.id).map((item, index) => ({ ...item, ...itemsInstead[step.id]?.[index] }))
      const [first] = items
      const changed =
        step.id === stepIds.home && differences.length > 0 && first !== undefined
          ? [{ ...verdict, title: first.title, text: '3 of 412,806 files differ', differences: [...differences] }]
          : items
      return { ...step, ...told, verification: { ...step.verification, items: changed } }
    }),
  }
}

/** Of packages alone. */
export function packagesProof(): Proof {
  const proof = proofOf()
  const known = new Set(packagesPlan().steps.map(({ id }) => id))
  return { ...proof, scope: 'packages', steps: proof.steps.filter(({ id }) => known.has(id)) }
}

/** Verified, and some of it stays different without anybody having been asked. */
export function proofWithLeft(): Proof {
  const proof = proofOf()
  const meanwhile = { why: 'changed on XPS 13 during the switch', count: 2, names: ['Documents/plan.md', 'todo.txt'] }
  const newer = { why: 'newer on XPS 13', count: 1, names: ['vim'] }
  const leftOf: Readonly<Record<StepId, VerificationItem['left']>> = {
    [stepIds.home]: [meanwhile],
    [stepIds.packages]: [newer],
  }
  return {
    ...proof,
    steps: proof.steps.map(({ id, verification, ...step }) => {
      const left = leftOf[id]
      const items = verification.items.map((item, index) =>
        left === undefined || index > 0 ? item : { ...item, verdict: 'left' as const, left },
      )
      return { id, ...step, verification: { ...verification, items } }
    }),
  }
}

/** Verified without two guests, one of which did not shut down. */
export function proofWithRunning(): Proof {
  const proof = proofOf()
  const why = 'not compared, because win11-dev did not shut down on P17'
  const left = [{ why, count: 2, names: ['win11-dev', 'win11-dev.overlay.qcow2'] }]
  return {
    ...proof,
    steps: proof.steps.map((step) => {
      if (step.id !== stepIds.images) return step
      const items = step.verification.items.map((item) => ({ ...item, verdict: 'left' as const, left }))
      return { ...step, verification: { ...step.verification, items, stillRunning: ['debian', 'win11-dev'] } }
    }),
  }
}

/** Verified, and the person's own Syncthing has still to bring three files. */
export function proofBehind(): Proof {
  const proof = proofOf()
  const names = ['Documents/plan.md', 'Documents/letters/to the bank.odt', 'Documents/log']
  const left = [{ why: 'still carried by Syncthing', count: 3, names }]
  return {
    ...proof,
    steps: proof.steps.map((step) => {
      if (step.id !== stepIds.home) return step
      const items = step.verification.items.map((item, index) =>
        index > 0 ? item : { ...item, verdict: 'left' as const, left },
      )
      const behind = ['Syncthing still carries 3 files to XPS 13']
      return { ...step, verification: { ...step.verification, items, behind } }
    }),
  }
}
