/** What a client's calls about snapshots ask of each laptop, with two that answer in memory. */
import { describe, expect, it } from 'vitest'
import type { Proof } from '../../../src-main/contract/switch-state.ts'
import type { Description } from '../../../src-main/commons/snapshot-sets/schemas.ts'
import { makeSetName } from '../../../src-main/commons/snapshot-sets/set-name.ts'
import { keepAfterSwitch } from '../../../src-main/domains/snapshots/on-pair/after-switch.ts'
import { createSnapshotsHandlers } from '../../../src-main/domains/snapshots/on-pair/handlers.ts'
import {
  createSnapshots,
  deleteSnapshots,
  assessSnapshots,
  listSnapshots,
  pruneSnapshots,
  writeRetention,
} from '../../../src-main/domains/snapshots/verbs.ts'
import { lockLedger, unlockLedger } from '../../../src-main/commons/ledger/verbs.ts'
import { AppError } from '../../../src-main/kernel/app-error.ts'
import { createLogger } from '../../../src-main/kernel/logger.ts'
import { answer, type Answer, type Machine } from '../../../src-main/machine/machine.ts'
import type { Reach } from '../../../src-main/machine/reach.ts'
import { memoryMachine } from '../machine/memory-machine.ts'
import { newCall } from '../transport/new-call.ts'

const full = () => new AppError({ code: 'disk-full', message: 'The disk is full.', hint: 'Free some space.' })

type Asked = { readonly verb: string; readonly input: unknown }[]

/** Remembers what it was asked; `fails` names the verbs that it cannot do. */
async function laptop(name: string, fails: readonly string[] = []) {
  const asked: Asked = []
  const note = (verb: string, input: unknown) => {
    asked.push({ verb, input })
    if (fails.includes(verb)) throw full()
  }
  const id = makeSetName(Date.UTC(2026, 10, 20, 8, name.length), name)
  const answers: Answer[] = [
    answer(createSnapshots, (input) => {
      note('create', input)
      const description: Description = {
        version: 1,
        id,
        state: 'finished',
        at: '2026-11-20T08:00:00.000Z',
        ...input,
        appVersion: '0.1.0',
        snapshots: [],
        nestedLeftOut: 0,
      }
      return Promise.resolve(description)
    }),
    answer(pruneSnapshots, (input) => {
      note('prune', input)
      return Promise.resolve({ sets: [], verdicts: [] })
    }),
    answer(assessSnapshots, (input) => {
      note('assess', input)
      return Promise.resolve({ sets: [], verdicts: [] })
    }),
    answer(listSnapshots, () => {
      note('list', {})
      const uuid = '867b9b3c-c417-1e4d-8516-d17f6370ec16'
      const foreign = {
        uuid,
        at: '2026-11-19T08:00:00.000Z',
        tool: 'snapper' as const,
        areas: [],
        path: 'caf\xc3\xa9\n',
      }
      return Promise.resolve({ revision: 'first', sets: [], gone: [], foreign: [foreign] })
    }),
    answer(deleteSnapshots, (input) => {
      note('delete', input)
      return Promise.resolve({ deleted: input.ids, refused: [], pendingBytes: 1_000 })
    }),
    answer(writeRetention, (input) => {
      note('retention', input)
      throw full()
    }),
    answer(lockLedger, (input) => {
      note('lock', input)
      return Promise.resolve({})
    }),
    answer(unlockLedger, (input) => {
      note('unlock', input)
      return Promise.resolve({})
    }),
  ]
  const { machine } = await memoryMachine(name, answers)
  return { machine, asked, id }
}

function handlersFor(machines: readonly Machine[], missing: Awaited<ReturnType<Reach['all']>>['missing'] = []) {
  const reach: Reach = {
    both: () => Promise.reject(new Error('nobody asks for both')),
    named: (name) => {
      const machine = machines.find((candidate) => candidate.name === name)
      return machine === undefined ? Promise.reject(full()) : Promise.resolve(machine)
    },
    all: () => Promise.resolve({ machines, missing }),
  }
  return createSnapshotsHandlers({ reach, areas: [], runTask: (_call, _title, work) => work({}) })
}

const proof: Proof = {
  version: 1,
  switchId: 's-1',
  from: { name: 'p17', label: 'P17' },
  to: { name: 'xps', label: 'XPS' },
  startedAt: '2026-11-20T08:00:00.000Z',
  finishedAt: '2026-11-20T08:01:00.000Z',
  tookMs: 1,
  verified: true,
  steps: [],
}

describe('after a proven switch', () => {
  const logged: string[] = []
  const logger = createLogger((line) => void logged.push(line), { nowMs: () => 0 })

  it('takes one more of the laptop that is taken, under the same switch, and lets old ones go where that is on', async () => {
    const [from, to] = [await laptop('p17'), await laptop('xps')]
    await keepAfterSwitch({ pair: { from: from.machine, to: to.machine }, proof, changedLaptop: true }, logger)
    expect(to.asked).toMatchObject([
      {
        verb: 'create',
        input: { switchId: 's-1', reason: 'after-switch', from: { name: 'p17' }, to: { name: 'xps' } },
      },
      { verb: 'prune', input: { onlyWhenEnabled: true } },
    ])
    expect(from.asked).toMatchObject([{ verb: 'prune', input: { onlyWhenEnabled: true } }])
  })

  it('takes none when nothing was changed', async () => {
    const [from, to] = [await laptop('p17'), await laptop('xps')]
    await keepAfterSwitch({ pair: { from: from.machine, to: to.machine }, proof, changedLaptop: false }, logger)
    expect(to.asked.map(({ verb }) => verb)).toEqual(['prune'])
  })

  it('stays proven when that fails; it is logged', async () => {
    const [from, to] = [await laptop('p17', ['prune']), await laptop('xps', ['create', 'prune'])]
    logged.length = 0
    await keepAfterSwitch({ pair: { from: from.machine, to: to.machine }, proof, changedLaptop: true }, logger)
    expect(logged).toHaveLength(3)
    expect(logged[0]).toMatch(/could not take a snapshot of XPS after the switch.*disk-full/)
  })
})

describe('the calls', () => {
  it('take on both under one request, and one that cannot does not keep the other from it', async () => {
    const [p17, xps] = [await laptop('p17'), await laptop('xps', ['create'])]
    const { taken, failed } = await handlersFor([p17.machine, xps.machine]).snapshotsCreate(
      { on: [], note: '  trip ' },
      newCall(),
    )
    expect(taken).toEqual([{ laptop: 'p17', id: p17.id }])
    expect(failed).toMatchObject([{ laptop: 'xps', error: { code: 'disk-full' } }])
    const requests = [...p17.asked, ...xps.asked].map(({ input }) => input as { switchId: string; note: string })
    expect(new Set(requests.map(({ switchId }) => switchId)).size).toBe(1)
    expect(requests[0]).toMatchObject({ reason: 'manual', note: 'trip' })
  })

  it('list both in one, and name a laptop that does not answer', async () => {
    const [p17, xps] = [await laptop('p17'), await laptop('xps', ['list'])]
    const { snapshots, missing } = await handlersFor([p17.machine, xps.machine]).snapshotsList({}, newCall())
    expect(missing).toMatchObject([{ laptop: 'xps', error: { code: 'disk-full' } }])
    expect(snapshots).toMatchObject([
      {
        id: 'foreign-867b9b3c-c417-1e4d-8516-d17f6370ec16',
        reason: 'foreign',
        tool: 'snapper',
        description: 'café\\n',
      },
    ])
  })

  it('delete on each laptop in one go while it is reserved, and add up what is not yet free', async () => {
    const [p17, xps] = [await laptop('p17'), await laptop('xps')]
    const snapshots = [
      { laptop: 'p17', id: 'a' },
      { laptop: 'xps', id: 'b' },
      { laptop: 'p17', id: 'c' },
    ]
    const done = await handlersFor([p17.machine, xps.machine]).snapshotsDelete({ snapshots, dryRun: false }, newCall())
    expect(done).toMatchObject({ refused: [], pendingBytes: 2_000 })
    expect(done.deleted).toHaveLength(3)
    expect(p17.asked.map(({ verb }) => verb)).toEqual(['lock', 'delete', 'unlock'])
    expect(p17.asked[1]?.input).toEqual({ ids: ['a', 'c'] })
  })

  it('say on both what would go without touching or reserving anything, and delete only when told to', async () => {
    const [p17, xps] = [await laptop('p17'), await laptop('xps', ['assess'])]
    const handlers = handlersFor([p17.machine, xps.machine])
    const said = await handlers.snapshotsPrune({ on: [], dryRun: true }, newCall())
    expect(said.laptops).toMatchObject([{ laptop: 'p17', done: false }])
    expect(said.missing).toMatchObject([{ laptop: 'xps', error: { code: 'disk-full' } }])
    const verbs = () => [p17, xps].map(({ asked }) => asked.map(({ verb }) => verb))
    expect(verbs()).toEqual([['assess'], ['assess']])
    const done = await handlers.snapshotsPrune({ on: [], dryRun: false }, newCall())
    expect(done.laptops.map((one) => [one.laptop, one.done])).toEqual([
      ['p17', true],
      ['xps', true],
    ])
    expect(verbs()).toEqual([
      ['assess', 'lock', 'prune', 'unlock'],
      ['assess', 'lock', 'prune', 'unlock'],
    ])
  })

  it('fail when a setting was taken over nowhere', async () => {
    const { machine } = await laptop('p17')
    await expect(handlersFor([machine]).retentionSet({ on: [], enabled: true }, newCall())).rejects.toMatchObject({
      code: 'disk-full',
    })
  })
})
