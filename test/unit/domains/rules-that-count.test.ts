/** Which laptop's rules and settings a plan goes by, and what becomes of them: of the laptop that has the latest work. */
import path from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { createAppCapabilities } from '../../../src-main/app/capabilities.ts'
import { joinApp } from '../../../src-main/app/join-capabilities.ts'
import { ledgerMessages } from '../../../src-main/commons/ledger/messages.ts'
import { readLedger, type RememberedHolder } from '../../../src-main/commons/ledger/verbs.ts'
import { readSettings } from '../../../src-main/commons/settings/settings-file.ts'
import { askPersonApp } from '../../../src-main/commons/person-app/verbs.ts'
import type { AppParts } from '../../../src-main/commons/capability/app-capability.ts'
import { systemStateApp } from '../../../src-main/commons/system-state/app.ts'
import { createLeftStateOn } from '../../../src-main/commons/system-state/on-pair/left-state.ts'
import { openSystemState, type SystemState } from '../../../src-main/commons/system-state/on-pair/open-system-state.ts'
import { createWorkState } from '../../../src-main/commons/system-state/on-pair/work-state.ts'
import { calls } from '../../../src-main/contract/calls.ts'
import { stepIds } from '../../../src-main/contract/step-ids.ts'
import { containerRulesContributor } from '../../../src-main/domains/containers/on-pair/rules-file.ts'
import { containersPlanSchema } from '../../../src-main/domains/containers/on-pair/probe-containers.ts'
import { digestVolumes, listContainers, type Contents } from '../../../src-main/domains/containers/verbs.ts'
import { silentLogger } from '../../../src-main/kernel/logger.ts'
import { answer, type Machine } from '../../../src-main/machine/machine.ts'
import { ownParts } from '../app/own-parts.ts'
import { memoryMachine } from '../machine/memory-machine.ts'
import { ownFolder } from '../../own-folder.ts'

type Name = 'p17' | 'xps'

let folder: string
let states: Readonly<Record<Name, SystemState>>
let holders: Record<Name, RememberedHolder>

const held = (by: Name) => ({ kind: 'held', by, since: '2026-11-20T08:00:00.000Z', switchId: 'one' }) as const
const unclear: RememberedHolder = {
  ...{ kind: 'unclear', since: '2026-11-20T08:00:00.000Z' },
  why: ledgerMessages.wasDamaged({}),
}

beforeEach(async () => {
  folder = ownFolder('rules-that-count')
  states = {
    p17: openSystemState(path.join(folder, 'p17'), 'p17'),
    xps: openSystemState(path.join(folder, 'xps'), 'xps'),
  }
  await states.p17.writeFiles({ 'containers.rules': 'never volume cache\n' })
  await states.xps.writeFiles({ 'containers.rules': 'never volume db\n' })
  holders = { p17: held('xps'), xps: held('xps') }
})

const volume = { name: 'db', bytes: 10, files: 2, changedAt: '', stamp: 'one', labels: {}, usedBy: [] }
const nothing = {
  images: [],
  anonymous: 0,
  room: { freeBytes: 1e9, fileSystem: 'disk' },
  lastEqual: { fingerprints: {} },
}

/** As the program on p17 sees it. */
async function machineOf(name: Name, volumes: readonly (typeof volume)[]): Promise<Machine> {
  const podman: Contents = { kind: 'asked', ...nothing, volumes: [...volumes] }
  const answers = [
    answer(readLedger, () => Promise.resolve({ holder: holders[name], history: [], givenUp: [] })),
    answer(listContainers, () => Promise.resolve({ podman, docker: { kind: 'none' as const } })),
    answer(digestVolumes, () => Promise.resolve({ digests: [], unread: [] })),
    answer(askPersonApp, async ({ call, input }) => {
      if (call !== calls.systemStateRead.name) throw new Error(`nobody answers ${call}`)
      const { systemStateRead } = systemStateApp.handlers({ systemState: states[name] } as AppParts)
      return { kind: 'answered' as const, value: await systemStateRead(calls.systemStateRead.input.parse(input)) }
    }),
  ]
  return (await memoryMachine(name, answers, { isHere: name === 'p17' })).machine
}

const signal = new AbortController().signal
const context = { planId: 'plan', signal, logger: silentLogger }

async function ways() {
  const [p17, xps] = [await machineOf('p17', [volume]), await machineOf('xps', [volume])]
  const { reach, ...own } = ownParts({ from: p17, to: xps }, '/nonexistent')
  const parts = { ...own, reach: { ...reach, named: () => Promise.resolve(xps) } }
  const leftStateOn = createLeftStateOn(states.p17)
  const workState = createWorkState({ here: () => Promise.resolve(p17), reach: parts.reach, leftStateOn })
  const { steps } = joinApp(createAppCapabilities(), { ...parts, leftStateOn, workState })
  const containers = steps.find(({ info }) => info.id === stepIds.containers)
  if (containers === undefined) throw new Error('there is one')
  const decisions = async (pair: { readonly from: Machine; readonly to: Machine }) => {
    const { plan } = await containers.prepare(pair, context)
    return containersPlanSchema.parse(plan).rows.map(({ decision }) => decision)
  }
  return { workState, decisions, there: { from: p17, to: xps }, back: { from: xps, to: p17 } }
}

/** By the rules of each of the two. */
const decided = { p17: [{ kind: 'ask-first' }], xps: [{ kind: 'ruled', by: 'never' }] } as const

describe('rules that a plan goes by', () => {
  it.each(['p17', 'xps'] as const)(
    'are those of %s where it has the latest work, whichever laptop is left',
    async (by) => {
      holders = { p17: held(by), xps: held(by) }
      const { decisions, there, back } = await ways()
      expect(await decisions(there)).toEqual(decided[by])
      expect(await decisions(back)).toEqual(decided[by])
    },
  )

  it('are those of the laptop that is left where it is not known who has it', async () => {
    for (const one of [unclear, held('xps'), { kind: 'none' } as const]) {
      holders = { p17: one, xps: one.kind === 'held' ? held('p17') : one }
      const { decisions, there, back } = await ways()
      expect(await decisions(there)).toEqual(decided.p17)
      expect(await decisions(back)).toEqual(decided.xps)
    }
  })

  it('come with the settings of that laptop', async () => {
    await states.xps.writeFiles({ 'settings.json': '{"version":1,"travel":{"containers":false}}' })
    const { workState, there } = await ways()
    expect((await readSettings(workState.of(there))).travel).toEqual({ containers: false })
  })

  it('are those of the laptop that was left where the switch was undone, which that laptop was not told', async () => {
    holders = { p17: held('xps'), xps: { ...held('p17'), undone: true } }
    const { workState, decisions, there, back } = await ways()
    expect(await decisions(there)).toEqual(decided.p17)
    expect(await decisions(back)).toEqual(decided.p17)
    expect(await workState.read(({ laptop }) => Promise.resolve({ on: laptop.name }))).toEqual({ on: 'p17' })
    expect(await workState.change(({ laptop }) => Promise.resolve({ on: laptop.name }))).toEqual({ on: 'p17' })
  })

  it('are what is recorded on the laptop that is left, so that they are not lost when its work is taken', async () => {
    const { workState, there } = await ways()
    const run = { ...context, switchId: 'two', questions: [], unanswered: new Set<string>(), report: () => undefined }
    const files = await containerRulesContributor(workState.of).contribute(there, {}, run)
    expect(files).toEqual({ 'containers.rules': 'never volume db\n' })
  })
})
