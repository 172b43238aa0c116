/** Rules for /etc on the source: they are those of the laptop that has the latest work. */
import path from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { wording } from '../../../src-main/app/wording.ts'
import type { AppParts } from '../../../src-main/commons/capability/app-capability.ts'
import { createLeftStateOn, openLeftState } from '../../../src-main/commons/system-state/on-pair/left-state.ts'
import { openSystemState, type SystemState } from '../../../src-main/commons/system-state/on-pair/open-system-state.ts'
import { calls } from '../../../src-main/contract/calls.ts'
import { toWireError } from '../../../src-main/contract/wire-error.ts'
import { createWorkState } from '../../../src-main/commons/system-state/on-pair/work-state.ts'
import { createPowerHandlers } from '../../../src-main/domains/checks/on-pair/watch-power.ts'
import { createRulesHandlers } from '../../../src-main/domains/etc-tracking/on-pair/rules-handlers.ts'
import { neverEntries } from '../../../src-main/domains/etc-tracking/on-machine/never-entries.ts'
import type { EtcEntry } from '../../../src-main/domains/etc-tracking/verbs.ts'
import { AppError } from '../../../src-main/kernel/app-error.ts'
import type { Machine } from '../../../src-main/machine/machine.ts'
import { ownFolder } from '../../own-folder.ts'
import { etcFile, rootAlone } from './etc-files.ts'

type Answers = Readonly<Record<string, (input: never) => unknown>>

const call = { callId: '5c0f7a6e-8f0e-4d0e-9f57-3b9a4f0f2a11' }
const labels = { p17: 'P17', xps: 'XPS 13' }
type Name = keyof typeof labels

let folder: string
let states: Readonly<Record<Name, SystemState>>
/** Which laptop each of them takes for the one that has the latest work. */
let holders: Record<Name, Name>
let isAway: boolean

beforeEach(() => {
  folder = ownFolder('etc-rules')
  states = {
    p17: openSystemState(path.join(folder, 'p17'), 'p17'),
    xps: openSystemState(path.join(folder, 'xps'), 'xps'),
  }
  holders = { p17: 'xps', xps: 'xps' }
  isAway = false
})

const entries: Readonly<Record<Name, readonly EtcEntry[]>> = {
  p17: [etcFile('/motd', 'a'), etcFile('/nanorc', 'a'), etcFile('/same', 'a')],
  xps: [etcFile('/motd', 'b'), etcFile('/nanorc', 'b'), etcFile('/same', 'a'), etcFile('/only', 'c', { secret: true })],
}

/** The laptop as the app of the other one sees it: its agent, and through it the app of its person. */
function machineOf(name: Name): Machine {
  const answers: Answers = {
    'ledger.read': () => ({
      holder: { kind: 'held', by: holders[name], since: '', switchId: 's' },
      history: [{ from: { name: 'p17', label: 'P17' }, to: { name: 'xps', label: 'XPS 13' } }],
    }),
    'etc.refused': () => ({ files: [], untried: [] }),
    'etc.never': () => ({ entries: neverEntries([]) }),
    'etc.inspect': () => ({
      entries: entries[name],
      lastEqual: { fingerprints: {} },
      accounts: rootAlone,
    }),
    'etc.lines': ({ paths }: { readonly paths: readonly string[] }) => ({ marks: paths.map(() => ['1', name]) }),
    'etc.look': ({ path: below }: { readonly path: string }) => ({
      ...(entries[name].some((entry) => entry.path === below)
        ? { kind: 'text', text: name, mode: '0644', owner: 'root:root', changedAt: '', bytes: 3 }
        : { kind: 'absent' }),
    }),
    'person-app.ask': (asked) => askApp(name, asked),
    'person-app.tell': (asked) => askApp(name, asked),
  }
  return {
    name,
    label: labels[name],
    wording,
    call: async (verb, input) => (await answers[verb.name]?.(input as never)) as never,
  }
}

async function askApp(name: Name, asked: { readonly call: string; readonly input: unknown }) {
  const state = openLeftState(states[name])
  if (asked.call === calls.systemStateRead.name) {
    const { name: wanted } = calls.systemStateRead.input.parse(asked.input)
    return { kind: 'answered', value: { text: await state.readFile(wanted) } }
  }
  if (asked.call !== calls.systemStateRecord.name) throw new Error(`nobody answers ${asked.call}`)
  const { message, files } = calls.systemStateRecord.input.parse(asked.input)
  return { kind: 'answered', value: await state.record(message, files) }
}

function appOf(name: Name) {
  const other: Name = name === 'p17' ? 'xps' : 'p17'
  const reachOther = (): Promise<Machine> =>
    isAway
      ? Promise.reject(new AppError({ code: 'unreachable', message: 'It does not answer.', hint: 'Wake it.' }))
      : Promise.resolve(machineOf(other))
  const self: Machine = { ...machineOf(name), isHere: true }
  const parts: Pick<AppParts, 'leftStateOn' | 'here' | 'reach'> = {
    leftStateOn: createLeftStateOn(states[name]),
    here: () => Promise.resolve(self),
    reach: {
      both: () => Promise.reject(new Error('nobody asks for both')),
      named: reachOther,
      all: () =>
        reachOther().then(
          (there) => ({ machines: [self, there], missing: [] }),
          (thrown: unknown) => ({
            machines: [self],
            missing: [{ laptop: other, error: toWireError(thrown) }],
          }),
        ),
    },
  }
  const workState = createWorkState(parts)
  return { ...createRulesHandlers({ ...parts, workState }), ...createPowerHandlers({ workState }) }
}

const own = (rules: readonly { readonly origin: string; readonly pattern: string; readonly decision: string }[]) =>
  rules.filter(({ origin }) => origin === 'person').map(({ pattern, decision }) => [pattern, decision])

describe('rules for /etc where the other laptop has the latest work', () => {
  it('are stored there, in one commit, and listed from there', async () => {
    const { etcDecide, etcList } = appOf('p17')
    const decided = await etcDecide({ patterns: ['/motd', '/etc/nanorc'], decision: 'always' }, call)
    const { rules, isThere } = decided
    expect(own(rules)).toEqual([
      ['/motd', 'always'],
      ['/nanorc', 'always'],
    ])
    expect(decided).toMatchObject({ elsewhere: { laptop: 'XPS 13', isRead: true } })
    expect(isThere).toBe(true)
    expect(await states.p17.newestCommit()).toBeUndefined()
    expect(await states.xps.findCommit('/etc/motd and 1 more: always')).toBeDefined()
    const listed = await etcList({}, call)
    expect(listed).toMatchObject({ rules, elsewhere: { laptop: 'XPS 13', isRead: true } })
  })

  it('are the copy of this laptop while the other one does not answer, and it is said', async () => {
    isAway = true
    const { etcDecide, etcList } = appOf('p17')
    const listed = await etcList({}, call)
    expect(own(listed.rules)).toEqual([])
    expect(listed).toMatchObject({ elsewhere: { laptop: 'XPS 13', isRead: false } })
    const decided = etcDecide({ patterns: ['/motd'], decision: 'never' }, call)
    await expect(decided).rejects.toMatchObject({ code: 'unreachable' })
  })

  it('are refused, not sent to and fro, when the two disagree about who has it', async () => {
    holders = { p17: 'xps', xps: 'p17' }
    const decided = appOf('p17').etcDecide({ patterns: ['/motd'], decision: 'never' }, call)
    await expect(decided).rejects.toMatchObject({ code: 'blocked' })
    expect(await states.xps.newestCommit()).toBeUndefined()
  })

  it('that cannot be read there are told, and no older copy is shown for them', async () => {
    await states.xps.writeFiles({ 'etc.stignore': '#include other\n' })
    await expect(appOf('p17').etcList({}, call)).rejects.toMatchObject({ code: 'invalid-rules' })
  })

  it('are all refused when one of them is not possible', async () => {
    const decided = appOf('xps').etcDecide({ patterns: ['/motd', '/machine-id'], decision: 'always' }, call)
    await expect(decided).rejects.toMatchObject({ code: 'invalid-input' })
    expect(await states.xps.newestCommit()).toBeUndefined()
  })
})

describe('a setting of both laptops where the other one has the latest work', () => {
  it('is read and set there, in one commit', async () => {
    const { settingsSetPower, settingsPower } = appOf('p17')
    await settingsSetPower({ start: 'charged' }, call)
    expect(await settingsPower({}, call)).toMatchObject({ start: 'charged', low: 'pause' })
    expect(await states.p17.newestCommit()).toBeUndefined()
    expect(await states.xps.readFile('settings.json')).toContain('"start": "charged"')
    isAway = true
    expect(await settingsPower({}, call)).toMatchObject({ start: 'anything' })
    await expect(settingsSetPower({ low: 'go-on' }, call)).rejects.toMatchObject({ code: 'unreachable' })
  })
})

describe('files in /etc without a rule', () => {
  it.each(['p17', 'xps'] as const)(
    'are listed on %s as both laptops are now, by the rules that count',
    async (name) => {
      await states.xps.writeFiles({ 'etc.stignore': '/nanorc\n' })
      expect(await appOf(name).etcUndecided({}, call)).toEqual({
        from: { name: 'xps', label: 'XPS 13' },
        to: { name: 'p17', label: 'P17' },
        files: [
          { pattern: '/motd', reason: '1 line differs', secret: false, canLook: true },
          { pattern: '/only', reason: 'New from XPS 13', secret: true, canLook: true },
        ],
      })
    },
  )

  it('are not known while the other laptop does not answer', async () => {
    isAway = true
    await expect(appOf('p17').etcUndecided({}, call)).rejects.toMatchObject({ code: 'unreachable' })
  })

  it('can be looked at, the version of the laptop that has the latest work first', async () => {
    expect(await appOf('p17').etcLook({ pattern: '/only' }, call)).toMatchObject({
      from: { kind: 'text', text: 'xps' },
      to: { kind: 'absent' },
    })
  })
})
