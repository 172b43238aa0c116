/** When the last switch can be undone, what the plan of it says, and what is asked of which laptop. */
import { describe, expect, it } from 'vitest'
import {
  lockLedger,
  noteUndone,
  readLedger,
  unlockLedger,
  type LedgerView,
} from '../../../src-main/commons/ledger/verbs.ts'
import type { HistoryEntry } from '../../../src-main/contract/overview-calls.ts'
import { stepIds } from '../../../src-main/contract/step-ids.ts'
import type { Proof } from '../../../src-main/contract/switch-state.ts'
import { whatChanged } from '../../../src-main/domains/rollback/on-pair/undo.ts'
import { AppError } from '../../../src-main/kernel/app-error.ts'
import { rollbackMessages } from '../../../src-main/domains/rollback/messages.ts'
import { createRollbackHandlers } from '../../../src-main/domains/rollback/on-pair/handlers.ts'
import {
  findBeforeSwitch,
  inspectRollback,
  readRollbackState,
  runRollback,
} from '../../../src-main/domains/rollback/verbs.ts'
import { answer, type Answer, type Machine } from '../../../src-main/machine/machine.ts'
import type { StepDeclaration } from '../../../src-main/switch/step.ts'
import { proofOf } from '../../renderer/runs.ts'
import { productSteps } from '../app/own-parts.ts'
import { memoryMachine } from '../machine/memory-machine.ts'
import { newCall } from '../transport/new-call.ts'

const p17 = { name: 'p17', label: 'P17' }
const xps = { name: 'xps', label: 'XPS' }
const entry: HistoryEntry = {
  switchId: 's2',
  from: p17,
  to: xps,
  startedAt: '2026-11-20T08:00:00.000Z',
  finishedAt: '2026-11-20T08:10:00.000Z',
  tookMs: 1,
  verified: true,
  bytes: 12,
}
const holder = { kind: 'held', by: 'xps', since: entry.finishedAt, switchId: 's2' } as const
const ledger: LedgerView = {
  holder,
  lastEqualSwitchId: 's2',
  history: [entry, { ...entry, switchId: 's1' }],
  givenUp: [],
}
const setId = '20261120T080000000Z-s2'
const uuid = '0f0d5a0e-52f4-4a55-8a11-6f0f4f1f9c02'

interface Situation {
  readonly here?: Partial<LedgerView>
  readonly there?: Partial<LedgerView> | 'away'
  readonly isGone?: boolean
  readonly isPending?: boolean
  /** Of these it is said that they cannot be rolled back. */
  readonly refused?: readonly string[]
  /** Only packages were brought. */
  readonly isPackagesAlone?: boolean
  readonly steps?: readonly StepDeclaration[]
}

const productOnes = await productSteps()

async function handlersIn(situation: Situation) {
  const { here = {}, there = {}, isGone = false, isPending = false, refused = [], isPackagesAlone = false } = situation
  const { steps = productOnes } = situation
  const asked: string[] = []
  const locks: readonly Answer[] = [
    answer(lockLedger, () => Promise.resolve({})),
    answer(unlockLedger, () => Promise.resolve({})),
  ]
  const last = {
    operationId: 'o',
    id: setId,
    at: entry.startedAt,
    subvolumes: ['home'],
    endedAt: '2026-11-20T09:00:00.000Z',
    result: 'done',
    text: [rollbackMessages.everythingAsBefore({})],
  } as const
  const pending = { operationId: 'o', id: setId, at: entry.startedAt, subvolumes: ['home'], askedAt: entry.startedAt }
  const left = await memoryMachine('p17', [
    ...locks,
    answer(readLedger, () => Promise.resolve({ ...ledger, ...here })),
    answer(noteUndone, ({ switchId, since }) => {
      asked.push(`p17 notes ${switchId} ${since}`)
      return Promise.resolve({})
    }),
  ])
  const taken = await memoryMachine('xps', [
    ...locks,
    answer(readLedger, () => Promise.resolve({ ...ledger, ...(there === 'away' ? {} : there) })),
    answer(readRollbackState, () =>
      Promise.resolve({
        ...(isPending ? { pending } : { last: { ...last, subvolumes: ['home'], text: [...last.text] } }),
        interrupted: false,
      }),
    ),
    answer(findBeforeSwitch, ({ areas }) => {
      const subvolumes = areas.map((area) => ({ subvolume: area, areas: [area] }))
      const nested = { subvolume: 'nested/261', areas: [] }
      const set = { setId, subvolumes: [...subvolumes, nested] }
      return Promise.resolve(isGone ? { kind: 'gone' } : { kind: 'found', before: set, lacking: [], after: set })
    }),
    answer(inspectRollback, ({ subvolumes }) =>
      Promise.resolve({
        setAt: entry.startedAt,
        subvolumes: subvolumes.map((subvolume) => ({
          subvolume,
          title: subvolume,
          path: `/${subvolume}`,
          when: refused.includes(subvolume)
            ? { kind: 'refused' as const, why: rollbackMessages.isTopLevel({ place: '/' }) }
            : { kind: 'now' as const },
          users: [],
          nested: 0,
          identity: { subvolume, oldUuid: uuid, snapshotUuid: uuid },
        })),
        notes: [],
      }),
    ),
    answer(runRollback, ({ undoes, agreed }) => {
      asked.push(`xps undoes ${undoes ?? 'nothing'} with ${agreed.map(({ subvolume }) => subvolume).join(', ')}`)
      return Promise.resolve({})
    }),
  ])
  const machines: readonly Machine[] = there === 'away' ? [left.machine] : [left.machine, taken.machine]
  const missing =
    there === 'away'
      ? [{ laptop: 'xps', error: { code: 'unreachable' as const, message: 'XPS does not answer.' } }]
      : []
  const handlers = createRollbackHandlers({
    reach: {
      both: () => Promise.resolve([left.machine, taken.machine]),
      all: () => Promise.resolve({ machines, missing }),
      named: (name) => Promise.resolve(name === 'p17' ? left.machine : taken.machine),
    },
    runTask: (_call, _task, work) => work({}),
    compareWithNow: () =>
      Promise.resolve({
        counts: { added: 1, changed: 2, deleted: 0, renamed: 0, attributes: 0, bytes: 3 },
        disappears: { first: ['alice/new'], count: 1 },
        returns: { first: ['alice/old'], count: 1 },
        changed: { first: ['alice/a', 'alice/b'], count: 2 },
      }),
    steps: () => steps,
    readProof: () => {
      const { steps: proven, ...proof } = proofOf()
      return Promise.resolve({
        ...proof,
        steps: proven
          .map((step) => (step.id === stepIds.packages ? { ...step, brought } : step))
          .filter(({ id }) => !isPackagesAlone || id === stepIds.packages),
      })
    },
  })
  return { handlers, asked }
}

const brought: Proof['steps'][number]['brought'] = [
  { effect: 'add', count: 3, names: ['docker-ce', 'ripgrep', 'gh'] },
  { effect: 'update', count: 7, names: ['code', 'firefox'] },
]

const planIn = async (situation: Situation, switchId?: string) =>
  (await handlersIn(situation)).handlers.undoPlan(switchId === undefined ? {} : { switchId }, newCall())

const words = (made: Promise<unknown>): Promise<unknown> =>
  made.then(
    () => 'planned',
    (thrown: unknown) => (thrown instanceof AppError ? `${thrown.code}: ${thrown.message}` : thrown),
  )

describe('the last switch', () => {
  it('is undone on the laptop that was taken, with all that the switch changed, and the other one learns it', async () => {
    const { handlers, asked } = await handlersIn({})
    const undo = await handlers.undoPlan({}, newCall())
    expect(undo).toMatchObject({ switchId: 's2', from: p17, to: xps, stays: expect.any(Array) as unknown[] })
    const subvolumes = undo.plan.subvolumes.map(({ subvolume }) => subvolume)
    expect(subvolumes).toEqual(expect.arrayContaining(['home', 'system', 'nested/261']))
    expect(undo.takenBack.find(({ title }) => title === 'Home files')?.lines).toEqual([
      '1 new item goes: /home/alice/new',
      '2 items go back',
    ])
    expect(undo.takenBack.find(({ title }) => title === 'Packages')?.lines).toEqual([
      '3 are removed: docker-ce, ripgrep, gh',
      '7 go back: code, firefox and 5 more',
    ])
    expect(undo.since).toMatchObject({ setId })
    // By name, not only counted.
    expect(undo.since?.subvolumes[0]).toMatchObject({
      ...{ path: `/${subvolumes[0] ?? ''}`, disappears: { first: ['alice/new'], count: 1 } },
      changed: { first: ['alice/a', 'alice/b'], count: 2 },
    })
    await handlers.rollbackRun({ planId: undo.plan.planId, subvolumes, when: 'now' }, newCall())
    expect(asked).toEqual([`xps undoes s2 with ${subvolumes.join(', ')}`, 'p17 notes s2 2026-11-20T09:00:00.000Z'])
  })

  it('is undone with the system too when it was resumed: a step that runs again does not count what it did before', () => {
    const { steps: proven, ...proof } = proofOf()
    const quiet = proven.map((step) => ({
      ...step,
      outcome: { ...step.outcome, items: step.id === stepIds.home ? 3 : 0 },
    }))
    const seconds = (tookMs: number): Proof => ({
      ...{ ...proof, steps: quiet, tookMs },
      startedAt: '2026-11-20T08:00:00.000Z',
      finishedAt: '2026-11-20T08:00:09.000Z',
    })
    expect(whatChanged(seconds(9_000), productOnes).areas).toEqual(['home'])
    expect(whatChanged(seconds(8_000), productOnes).areas).toEqual(expect.arrayContaining(['home', 'system']))
  })

  it('takes the system back with containers only where the step says that it changed it, as for Docker', () => {
    const proof = proofOf()
    const [first] = proof.steps
    if (first === undefined) throw new Error('there are steps')
    const containers = (more: object): Proof => ({
      ...{ ...proof, startedAt: '2026-11-20T08:00:00.000Z', finishedAt: '2026-11-20T08:00:09.000Z', tookMs: 9_000 },
      steps: [{ ...first, id: stepIds.containers, outcome: { text: '', bytes: 1, items: 1, ...more } }],
    })
    expect(whatChanged(containers({}), productOnes).areas).toEqual(['home'])
    expect(whatChanged(containers({ areas: ['system'] }), productOnes).areas).toEqual(['home', 'system'])
  })

  it('is undone without what cannot be rolled back, and says so', async () => {
    const undo = await planIn({ refused: ['system'] })
    expect(undo.stays.join(' ')).toContain('system')
    expect(undo.takenBack.map(({ title }) => title)).not.toContain('Packages')
  })

  it('names with its reason what stays: what its step says, and what no step of this version knows', async () => {
    const steps = productOnes.flatMap(({ info, undo, scopes = [] }) => {
      if (info.id === stepIds.images) return []
      return [{ info, scopes, undo: info.id === stepIds.packages ? { stays: 'its marks are of the laptop' } : undo }]
    })
    const undo = await planIn({ steps })
    expect(undo.stays).toEqual([
      'Packages: its marks are of the laptop',
      'Virtual machines: this version of pc-switcher does not know how to take it back',
    ])
    expect(undo.takenBack.map(({ title }) => title)).toEqual(['Home files', '/etc files', 'Services in /etc'])
  })

  it('does not compile as a step that says neither what is taken back of it nor why it stays', () => {
    const info = productOnes[0]?.info
    if (info === undefined) throw new Error('there are steps')
    // @ts-expect-error -- nothing is said
    const silent: StepDeclaration = { info }
    // @ts-expect-error -- no reason
    const unfounded: StepDeclaration = { info, undo: {} }
    expect([silent, unfounded]).toHaveLength(2)
  })

  it.each<readonly [string, Situation, string | undefined, RegExp]>([
    ['nothing was switched yet', { here: { history: [] }, there: { history: [] } }, undefined, /no switch to undo/],
    ['nobody knows it', {}, 's9', /Neither laptop knows/],
    ['another one came after it', {}, 's1', /Another switch came after/],
    [
      'the other laptop knows of a later one',
      { here: { history: [{ ...entry, switchId: 's3' }, entry] } },
      's2',
      /Another switch came after/,
    ],
    [
      'one is not finished',
      { here: { open: { switchId: 's3', from: p17, to: xps, since: entry.startedAt, startedBy: 'p17' } } },
      undefined,
      /from P17 to XPS is not finished/,
    ],
    ['it is undone', { there: { history: [{ ...entry, undoneAt: entry.finishedAt }] } }, undefined, /is undone/],
    [
      'the laptop was rolled back since',
      { there: { holder: { kind: 'unclear', why: rollbackMessages.everythingAsBefore({}), since: entry.startedAt } } },
      undefined,
      /was rolled back since/,
    ],
    ['its snapshots are gone', { isGone: true }, undefined, /snapshots that XPS had .* are gone/],
    ['a rollback waits', { isPending: true }, undefined, /waits for the next restart of XPS/],
    ['the home files cannot go back', { refused: ['home'] }, undefined, /home files of XPS can't be rolled back/],
    [
      'nothing of it can go back',
      { refused: ['system', 'nested/261'], isPackagesAlone: true },
      undefined,
      /^blocked: system: \/ is the top level/,
    ],
    ['the laptop that was taken does not answer', { there: 'away' }, undefined, /XPS does not answer/],
  ])('is not undone when %s', async (_what, situation, switchId, said) => {
    expect(await words(planIn(situation, switchId))).toMatch(said)
  })
})
