import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { createLaptops } from '../../../src-main/app/laptops.ts'
import { listPairActivity } from '../../../src-main/app/pair-activity.ts'
import { findLog, giveUp } from '../../../src-main/app/switch-elsewhere.ts'
import { dismissSwitch, readLedger, type LedgerView } from '../../../src-main/commons/ledger/verbs.ts'
import { askPersonApp, tellPersonApp } from '../../../src-main/commons/person-app/verbs.ts'
import { calls } from '../../../src-main/contract/calls.ts'
import type { HistoryEntry } from '../../../src-main/contract/overview-calls.ts'
import { AppError } from '../../../src-main/kernel/app-error.ts'
import { silentLogger } from '../../../src-main/kernel/logger.ts'
import { createJournal } from '../../../src-main/journal/journal.ts'
import { answer } from '../../../src-main/machine/machine.ts'
import { memoryMachine } from '../machine/memory-machine.ts'
import { planOf } from '../../renderer/plans.ts'
import { runningState } from '../../renderer/runs.ts'
import { ownFolder } from '../../own-folder.ts'

const p17 = { name: 'p17', label: 'P17' }
const xps = { name: 'xps', label: 'XPS 13' }
const logged = [{ at: '2026-11-20T08:00:00.000Z', text: 'Started: XPS 13 → P17', tone: 'info' as const }]

const concluded = (switchId: string, hour: number): HistoryEntry => ({
  switchId,
  from: xps,
  to: p17,
  startedAt: `2026-11-20T0${hour}:00:00.000Z`,
  finishedAt: `2026-11-20T0${hour}:30:00.000Z`,
  tookMs: 1,
  verified: true,
  bytes: 2e9,
})

let folder: string
let dismissed: string[]
beforeEach(async () => {
  folder = ownFolder('pair-activity')
  dismissed = []
  await mkdir(path.join(folder, 'journals'))
})

const paths = () => ({ journals: path.join(folder, 'journals'), work: path.join(folder, 'work') })

type Remembered = Partial<Pick<LedgerView, 'history' | 'open' | 'givenUp' | 'lock'>>

/** Two laptops that remember switches; the other one may be away. The journal of "theirs" is on the other one. */
function laptopsWith(here: Remembered, there: Remembered | 'away') {
  const ledgerOf = (name: string, remembered: Remembered) => {
    const ledger = { holder: { kind: 'none' } as const, history: [], givenUp: [], ...remembered }
    return [
      answer(readLedger, () => Promise.resolve(ledger)),
      answer(dismissSwitch, ({ switchId }) => {
        dismissed.push(`${switchId} on ${name}`)
        return Promise.resolve({})
      }),
    ]
  }
  return createLaptops({
    startHere: async () => (await memoryMachine('p17', ledgerOf('p17', here))).machine,
    readPeer: () =>
      Promise.resolve({ name: 'xps', address: '10.0.0.1', port: 22, privateKey: Buffer.from(''), hostKeys: [] }),
    connectPeer: async () => {
      if (there === 'away')
        throw new AppError({ code: 'unreachable', message: 'xps does not answer.', hint: 'Wake it.' })
      const log = answer(askPersonApp, ({ call, input }) => {
        expect(call).toBe('activity.log')
        const { switchId, where } = calls.activityLog.input.parse(input)
        expect(where).toBe('here')
        return Promise.resolve(
          switchId === 'theirs'
            ? { kind: 'answered' as const, value: { lines: logged } }
            : { kind: 'refused' as const, error: { code: 'not-found' as const, message: 'No journal.' } },
        )
      })
      const given = answer(tellPersonApp, ({ call }) => {
        dismissed.push('by the app of xps')
        expect(call).toBe('switch.giveUp')
        return Promise.resolve({
          kind: 'answered' as const,
          value: { switchId: 'open', from: xps, to: p17, startedBy: 'xps', told: true },
        })
      })
      return (await memoryMachine('xps', [...ledgerOf('xps', there), log, given])).machine
    },
    logger: silentLogger,
  })
}

async function beginOne(switchId: string): Promise<void> {
  const journal = await createJournal(paths().journals, switchId, {})
  const plan = { ...planOf(), from: p17, to: xps }
  await journal.append({
    type: 'switch-started',
    at: '2026-11-20T09:00:00.000Z',
    switchId,
    plan,
    answers: {},
    unanswered: [],
  })
  await journal.append({ type: 'switch-stopped', at: '2026-11-20T09:10:00.000Z', by: 'person' })
  await journal.close()
}

describe('Activity', () => {
  it('says which laptop could not tell of its jobs, and lists its switches all the same', async () => {
    const laptops = laptopsWith({ history: [concluded('both', 7)] }, { history: [concluded('theirs', 8)] })
    const { entries, untold } = await listPairActivity(laptops, paths())
    expect(entries).toHaveLength(2)
    expect(untold?.map(({ laptop }) => laptop.name)).toEqual(['p17', 'xps'])
  })

  it('has every switch of the pair, whichever laptop began it', async () => {
    await beginOne('ours')
    const laptops = laptopsWith(
      { history: [concluded('both', 7)] },
      { history: [concluded('both', 7), concluded('theirs', 8)] },
    )
    const { entries } = await listPairActivity(laptops, paths())
    expect(entries).toMatchObject([
      { switchId: 'ours', result: 'not-finished', summary: 'You paused it.' },
      { switchId: 'theirs', from: xps, to: p17, result: 'verified', summary: '2.0 GB copied. Verified' },
      { switchId: 'both', from: xps },
    ])
    expect(entries).toHaveLength(3)
  })

  it('has those that the other laptop began while that one is away', async () => {
    const open = { switchId: 'open', from: xps, to: p17, since: '2026-11-20T08:00:00.000Z', startedBy: 'xps' }
    const givenUp = [{ ...open, switchId: 'given-up', since: '2026-11-20T07:45:00.000Z', givenUpAt: open.since }]
    const laptops = laptopsWith({ history: [concluded('theirs', 7)], open, givenUp }, 'away')
    expect((await listPairActivity(laptops, paths())).entries).toMatchObject([
      { switchId: 'open', result: 'not-finished', summary: 'Not finished. XPS 13 has its log' },
      { switchId: 'given-up', from: xps, result: 'not-finished', summary: 'Not finished. It was given up.' },
      { switchId: 'theirs', result: 'verified' },
    ])
  })

  it('says which laptop has the log of one that the laptop that is taken drives', async () => {
    const open = { switchId: 'open', from: p17, to: xps, since: '2026-11-20T08:00:00.000Z', startedBy: 'xps' }
    expect((await listPairActivity(laptopsWith({ open }, 'away'), paths())).entries).toMatchObject([
      { switchId: 'open', summary: 'Not finished. XPS 13 has its log' },
    ])
  })

  it('says that one which the other laptop began is running as long as somebody is at it', async () => {
    const open = { switchId: 'open', from: xps, to: p17, since: '2026-11-20T08:00:00.000Z', startedBy: 'xps' }
    const of = { kind: 'switch', from: xps, to: p17 } as const
    const lock = { id: 'open', of, since: open.since, startedBy: 'xps', alive: true, ours: false }
    const laptops = laptopsWith({ open, lock }, { open, lock })
    expect((await listPairActivity(laptops, paths())).entries).toMatchObject([{ switchId: 'open', result: 'running' }])
  })
})

describe('the log of a switch', () => {
  const ask = (laptops: ReturnType<typeof laptopsWith>, switchId: string, where: 'here' | 'either' = 'either') =>
    findLog(laptops, paths().journals, { switchId, where })

  it('is read here, or asked of the laptop that began it', async () => {
    await beginOne('ours')
    const laptops = laptopsWith({}, {})
    expect((await ask(laptops, 'ours')).map(({ text }) => text)).toEqual(['Started: P17 → XPS 13', 'You paused it.'])
    expect(await ask(laptops, 'theirs')).toEqual(logged)
  })

  it('is said to be on the other laptop while that one is away', async () => {
    const laptops = laptopsWith({ history: [concluded('theirs', 7)] }, 'away')
    await expect(ask(laptops, 'theirs')).rejects.toMatchObject({
      code: 'unreachable',
      message: 'The log of this switch is on XPS 13, which does not answer.',
    })
    const brought = { ...concluded('theirs', 7), from: p17, to: xps }
    await expect(ask(laptopsWith({ history: [brought] }, 'away'), 'theirs')).rejects.toMatchObject({
      message: 'The log of this switch is on XPS 13, which does not answer.',
    })
  })

  it('is not there for a switch that neither knows, and the other laptop is not asked for what it was asked for', async () => {
    await expect(ask(laptopsWith({}, {}), 'nobodys')).rejects.toMatchObject({
      code: 'not-found',
      message: 'Neither laptop has a log of this switch.',
    })
    await expect(ask(laptopsWith({}, {}), 'theirs', 'here')).rejects.toMatchObject({ code: 'not-found' })
  })
})

describe('giving up a switch that the other laptop began', () => {
  const open = { switchId: 'open', from: xps, to: p17, since: '2026-11-20T08:00:00.000Z', startedBy: 'xps' }
  const idle = {
    state: () => ({ kind: 'idle' }) as const,
    dismiss: () => Promise.reject(new Error('nothing to put away')),
  }

  it('is done on both laptops', async () => {
    expect(await giveUp(idle, laptopsWith({ open }, { open }))).toEqual({
      switchId: 'open',
      from: xps,
      to: p17,
      startedBy: 'xps',
      told: true,
    })
    expect(dismissed).toEqual(['open on p17', 'by the app of xps'])
  })

  it('is done here when the other laptop is lost', async () => {
    expect(await giveUp(idle, laptopsWith({ open }, 'away'))).toMatchObject({ switchId: 'open', told: false })
    expect(dismissed).toEqual(['open on p17'])
  })

  it('gives a slow link its time, and tells truly that the other laptop knows', async () => {
    vi.useFakeTimers()
    try {
      const peer = async () => {
        await new Promise((resolve) => setTimeout(resolve, 9_000))
        return laptopsWith({}, { open }).peer()
      }
      const given = giveUp(idle, { ...laptopsWith({ open }, { open }), peer })
      await vi.advanceTimersByTimeAsync(10_000)
      expect(await given).toMatchObject({ told: true })
      const silent = { ...laptopsWith({ open }, { open }), peer: () => new Promise<never>(() => undefined) }
      const alone = giveUp(idle, silent)
      await vi.advanceTimersByTimeAsync(30_000)
      expect(await alone).toMatchObject({ told: false })
    } finally {
      vi.useRealTimers()
    }
  })

  it('does not touch another one that the other laptop has begun since', async () => {
    await giveUp(idle, laptopsWith({ open }, { open: { ...open, switchId: 'later' } }))
    expect(dismissed).toEqual(['open on p17'])
  })

  it('is done for one that the other laptop alone remembers', async () => {
    const own = { ...open, from: p17, to: xps, startedBy: 'p17' }
    expect(await giveUp(idle, laptopsWith({}, { open: own }))).toMatchObject({ switchId: 'open', told: true })
    expect(dismissed).toEqual(['open on xps'])
    dismissed = []
    expect(await giveUp(idle, laptopsWith({}, { open }))).toMatchObject({ switchId: 'open', told: true })
    expect(dismissed).toContain('open on xps')
  })

  it('is asked of the laptop that drives it, also when that one is the one that is taken', async () => {
    const brought = { ...open, from: p17, to: xps, startedBy: 'xps' }
    expect(await giveUp(idle, laptopsWith({ open: brought }, { open: brought }))).toMatchObject({ told: true })
    expect(dismissed).toEqual(['open on p17', 'by the app of xps'])
    dismissed = []
    const own = { ...open, startedBy: 'p17' }
    expect(await giveUp(idle, laptopsWith({ open: own }, 'away'))).toMatchObject({ told: true })
    expect(dismissed).toEqual(['open on p17'])
  })

  it('is refused while this laptop runs one', async () => {
    const running = { ...idle, state: () => runningState('2026-11-20T08:00:00.000Z') }
    await expect(giveUp(running, laptopsWith({ open }, { open }))).rejects.toMatchObject({ code: 'already-running' })
    expect(dismissed).toEqual([])
  })

  it('is refused when none is open', async () => {
    await expect(giveUp(idle, laptopsWith({}, {}))).rejects.toMatchObject({ code: 'not-found' })
  })
})

it('says of a switch of this laptop that the other one was put back to before it', async () => {
  const undone = { ...concluded('s1', 6), undoneAt: '2026-11-20T09:00:00.000Z' }
  const { entries } = await listPairActivity(
    laptopsWith({ history: [concluded('s2', 7), concluded('s1', 6)] }, { history: [concluded('s2', 7), undone] }),
    paths(),
  )
  expect(entries.map((one) => (one.kind === 'switch' ? [one.switchId, one.undoneAt] : []))).toEqual([
    ['s2', undefined],
    ['s1', undone.undoneAt],
  ])
})
