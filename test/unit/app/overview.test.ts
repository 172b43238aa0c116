import { expect, it } from 'vitest'
import { createLaptops } from '../../../src-main/app/laptops.ts'
import { createOverviewReader } from '../../../src-main/app/overview.ts'
import type { LaptopFacts } from '../../../src-main/commons/capability/app-capability.ts'
import { readLabel } from '../../../src-main/commons/laptop/verbs.ts'
import { readLedger, type LedgerView } from '../../../src-main/commons/ledger/verbs.ts'
import { AppError } from '../../../src-main/kernel/app-error.ts'
import { silentLogger } from '../../../src-main/kernel/logger.ts'
import { answer } from '../../../src-main/machine/machine.ts'
import { memoryMachine } from '../machine/memory-machine.ts'

const held: LedgerView['holder'] = { kind: 'held', by: 'xps', since: '2026-11-20T10:00:00.000Z', switchId: 's' }
const rolledBack: LedgerView['holder'] = {
  kind: 'unclear',
  why: { id: 'general.text', data: { text: 'Rolled back to 19 Nov.' } },
  since: '2026-11-20T10:30:00.000Z',
}
const facts: LaptopFacts = {
  askedAt: '2026-11-20T11:00:00.000Z',
  system: 'Debian',
  agentVersion: '0.1.0',
  power: { plugged: true },
  disk: { freeBytes: 1, totalBytes: 2 },
}

/** `there`: what else the other laptop remembers. */
function overviewOf(
  theirs: LedgerView['holder'] | 'away',
  ours: Partial<LedgerView> = {},
  there: Partial<LedgerView> = {},
) {
  const undone: string[] = []
  const now = { theirs, cut: (): void => undefined, called: 'XPS', factsAsked: 0, hold: Promise.resolve() }
  const labelOf = (label: () => string) => answer(readLabel, () => Promise.resolve({ label: label() }))
  const ledgerOf = (holder: () => LedgerView['holder'], more: Partial<LedgerView> = {}) =>
    answer(readLedger, () => Promise.resolve({ holder: holder(), history: [], givenUp: [], ...more }))
  const laptops = createLaptops({
    startHere: async () => (await memoryMachine('p17', [ledgerOf(() => held, ours)])).machine,
    readPeer: () =>
      Promise.resolve({ name: 'xps', address: '10.0.0.1', port: 22, privateKey: Buffer.from(''), hostKeys: [] }),
    connectPeer: async () => {
      if (now.theirs === 'away')
        throw new AppError({ code: 'unreachable', message: 'xps does not answer.', hint: 'Wake it.' })
      const { machine, cut } = await memoryMachine('xps', [
        ledgerOf(() => (now.theirs === 'away' ? held : now.theirs), there),
        labelOf(() => now.called),
      ])
      now.cut = cut
      return machine
    },
    logger: silentLogger,
  })
  const reader = createOverviewReader({
    laptops,
    readFacts: async () => {
      now.factsAsked += 1
      await now.hold
      return facts
    },
    looked: () => undefined,
    findUnreadable: () => Promise.resolve(undefined),
    undone: ({ switchId }) => void undone.push(switchId),
  })
  const holder = async () => (await reader.read(true)).holder
  return {
    undone,
    read: () => reader.read(true),
    known: () => reader.read(false),
    hear: (ledger: LedgerView) => reader.hear(ledger),
    holder,
    peerLabel: async () => (await reader.read(true)).peer?.laptop.label,
    isSlow: (until: Promise<void>) => void (now.hold = until),
    looks: () => now.factsAsked / 2,
    isCalled: (name: string) => void (now.called = name),
    openSwitch: async () => (await reader.read(true)).openSwitch,
    becomes: async (next: LedgerView['holder'] | 'away') => {
      now.theirs = next
      if (next !== 'away') return
      now.cut()
      await expect.poll(async () => (await reader.read(true)).peer?.connection.kind).toBe('unreachable')
    },
  }
}

it('who has the latest work is what this laptop remembers while the other one is away', async () => {
  expect(await overviewOf('away').holder()).toEqual(held)
})

it('that the other laptop was rolled back is not forgotten when it goes away', async () => {
  const { holder, becomes } = overviewOf(rolledBack)
  const unclear = { kind: 'unclear', why: 'XPS: Rolled back to 19 Nov.' }
  expect(await holder()).toEqual(unclear)
  await becomes('away')
  expect(await holder()).toEqual(unclear)
  await becomes(held)
  expect(await holder()).toEqual(held)
})

const entry = {
  switchId: 's',
  from: { name: 'p17', label: 'P17' },
  to: { name: 'xps', label: 'XPS 13' },
  startedAt: '2026-11-20T09:00:00.000Z',
  finishedAt: '2026-11-20T10:00:00.000Z',
  tookMs: 1,
  verified: true,
  bytes: 1,
}

it('that the other laptop was put back at a restart is told to this one, and stays known when it goes away', async () => {
  const undoneAt = '2026-11-20T10:30:00.000Z'
  const undoneHolder = { ...held, by: 'p17', since: undoneAt, undone: true } as const
  const { read, undone, becomes } = overviewOf(
    undoneHolder,
    { history: [entry] },
    { history: [{ ...entry, undoneAt }] },
  )
  expect((await read()).history).toMatchObject([{ undoneAt }])
  expect(new Set(undone)).toEqual(new Set(['s']))
  await becomes('away')
  expect((await read()).history).toMatchObject([{ undoneAt }])
})

it('a switch that was given up is told until the next one has ended', async () => {
  const givenUp = [
    {
      ...{ switchId: 'given', from: entry.from, to: entry.to, since: '2026-11-20T10:20:00.000Z', startedBy: 'p17' },
      givenUpAt: '2026-11-20T10:30:00.000Z',
    },
  ]
  const toldWith = async (ended: string) =>
    (await overviewOf(held, { history: [{ ...entry, finishedAt: ended }], givenUp }).read()).givenUp
  expect(await toldWith(entry.finishedAt)).toEqual({ switchId: 'given', at: '2026-11-20T10:30:00.000Z' })
  expect(await toldWith('2026-11-20T10:40:00.000Z')).toBeUndefined()
})

it('a switch that is not finished does not run because the laptop is reserved for other work', async () => {
  const laptops = { from: { name: 'xps', label: 'XPS' }, to: { name: 'p17', label: 'P17' } }
  const open = { switchId: 'open', ...laptops, since: '2026-11-20T10:00:00.000Z', startedBy: 'xps' }
  const of = { kind: 'switch', ...laptops } as const
  const lockOf = (id: string, alive: boolean) => ({ id, of, since: open.since, startedBy: 'xps', alive, ours: false })
  const runs = async (lock: LedgerView['lock']) => (await overviewOf(held, { open, lock }).openSwitch())?.running
  expect(await runs({ ...lockOf('restore', true), of: { kind: 'work', laptop: laptops.to } })).toBe(false)
  expect(await runs(lockOf('open', false))).toBe(false)
  expect(await runs(lockOf('open', true))).toBe(true)
})

it('a switch runs from when it has reserved both laptops, before they are looked at once more', async () => {
  const [from, to] = [
    { name: 'xps', label: 'XPS' },
    { name: 'p17', label: 'P17' },
  ]
  const of = { kind: 'switch', from, to } as const
  const lock = { id: 'begins', of, since: '2026-11-20T10:00:00.000Z', startedBy: 'xps', ours: false }
  const opened = async (alive: boolean) => overviewOf(held, { lock: { ...lock, alive } }).openSwitch()
  expect(await opened(true)).toMatchObject({ switchId: 'begins', running: true, startedBy: 'xps' })
  expect(await opened(false)).toBeUndefined()
})

it('a laptop that was named anew is called so at the next look, whoever named it', async () => {
  const { peerLabel, isCalled } = overviewOf(held)
  expect(await peerLabel()).toBe('XPS')
  isCalled('Blue one')
  expect(await peerLabel()).toBe('Blue one')
})

it('a laptop that has not answered since the start is called what it was at the last switch', async () => {
  expect(await overviewOf('away', { history: [entry] }).peerLabel()).toBe('XPS 13')
  expect(await overviewOf('away').peerLabel()).toBe('xps')
})

it('nobody is told what was looked at before they asked, and many who ask meanwhile make one look', async () => {
  const { holder, becomes, isSlow, looks } = overviewOf(rolledBack)
  let goOn = (): void => undefined
  isSlow(new Promise<void>((resolve) => (goOn = resolve)))
  const first = holder()
  await expect.poll(looks).toBe(1)
  await becomes(held)
  const later = Promise.all([holder(), holder(), holder()])
  goOn()
  expect(await first).toMatchObject({ kind: 'unclear' })
  expect(await later).toEqual([held, held, held])
  expect(looks()).toBe(2)
})

it('two laptops that are called alike are told apart, and who has the work is not who is called so', async () => {
  const { isCalled, peerLabel, holder } = overviewOf(held)
  isCalled('P17')
  expect(await peerLabel()).toBe('P17 (xps)')
  expect(await holder()).toEqual(held)
  isCalled('Desk')
  expect(await peerLabel()).toBe('Desk')
})

it('tells of a switch that the own record has just named before both laptops are looked at again', async () => {
  const { read, known, hear, looks } = overviewOf(held)
  await read()
  const before = looks()
  const [from, to] = ['xps', 'p17'].map((name) => ({ name, label: name }))
  const open = { switchId: 's2', from, to, since: '2026-11-20T11:01:00.000Z', startedBy: 'xps' }
  const steps = [{ title: 'Home files', is: 'running' as const, current: 'thesis.pdf' }]
  const lock = { id: 's2', alive: true, since: open.since, startedBy: 'xps', of: { kind: 'switch', from, to } }
  const progress = { switchId: 's2', fraction: 0.4, verifying: false, steps }
  hear({ holder: held, history: [], givenUp: [], open, lock, progress } as unknown as LedgerView)
  const { fraction, verifying } = progress
  const told = { fraction, verifying, steps }
  expect((await known()).openSwitch).toMatchObject({ switchId: 's2', running: true, startedBy: 'xps', progress: told })
  expect(looks()).toBe(before)
})
