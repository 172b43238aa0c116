/** What stands before the first change: checks, snapshots, the lock, being kept awake. */
import { setTimeout as wait } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { crash } from '../../practice/pair.ts'
import { holdAwake, releaseAwake } from '../../src-main/commons/laptop/verbs.ts'
import {
  concludeSwitch,
  lockLedger,
  openSwitch,
  readLedger,
  unlockLedger,
} from '../../src-main/commons/ledger/verbs.ts'
import type { Preview } from '../../src-main/contract/preview.ts'
import type { Proof } from '../../src-main/contract/switch-state.ts'
import { createChecksStep } from '../../src-main/domains/checks/on-pair/checks-step.ts'
import { readFacts, viewFacts } from '../../src-main/domains/checks/on-pair/doctor-check.ts'
import { createSnapshotLists } from '../../src-main/domains/snapshots/on-pair/list-pair.ts'
import { createSnapshotsStep } from '../../src-main/domains/snapshots/on-pair/snapshots-step.ts'
import { silentLogger } from '../../src-main/kernel/logger.ts'
import type { Machine } from '../../src-main/machine/machine.ts'
import { rehearsalMachine } from '../../src-main/machine/rehearsal-machine.ts'
import type { RunContext } from '../../src-main/switch/step.ts'
import { shellOn, startAgents, type AgentPair } from '../laptops-agents.ts'
import { testPair } from '../laptops-pair.ts'

let pair: AgentPair
let others: AgentPair[] = []
const signal = new AbortController().signal
const runContext = (switchId: string): RunContext => ({
  switchId,
  signal,
  logger: silentLogger,
  report: () => undefined,
  questions: [],
  unanswered: new Set(),
})
const laptops = () => ({
  from: { name: pair.from.name, label: pair.from.label },
  to: { name: pair.to.name, label: pair.to.label },
})
const theSwitch = () => ({ kind: 'switch' as const, ...laptops() })

beforeEach(async () => {
  pair = await startAgents()
})
afterEach(() => {
  for (const each of [pair, ...others]) each.close()
  others = []
})

async function startMore(): Promise<AgentPair> {
  const more = await startAgents()
  others.push(more)
  return more
}

async function check(): Promise<Preview> {
  const step = createChecksStep(() => Promise.resolve('anything'))
  const rehearsal = { from: rehearsalMachine(pair.from), to: rehearsalMachine(pair.to) }
  const plan = step.planSchema.parse(
    JSON.parse(JSON.stringify(await step.probe(rehearsal, { planId: 'plan', signal, logger: silentLogger }))),
  )
  return step.preview(plan, pair)
}

function cellsOf(preview: Preview): Readonly<Record<string, readonly [string, string]>> {
  const rows = preview.blocks.flatMap((block) => (block.kind === 'checks' ? block.rows : []))
  return Object.fromEntries(rows.map(({ id, from, to }) => [id, [from.text, to.text] as const]))
}

describe('the checks', () => {
  it('find two fresh laptops ready, and change nothing', async () => {
    const preview = await check()
    expect(preview.blockers).toEqual([])
    expect(preview.questions).toEqual([])
    expect(cellsOf(preview)).toMatchObject({
      power: ['Plugged in', 'Plugged in'],
      disk: [expect.stringMatching(/^\d+\.\d GB free$/), expect.stringMatching(/^\d+\.\d GB free$/)],
      holder: ['No switch yet', 'No switch yet'],
      person: ['alice', 'alice'],
      connection: [expect.stringMatching(/^Answered in /), expect.stringMatching(/^Answered in /)],
    })
    const facts = viewFacts(await readFacts(pair.to), '2026-11-20T08:00:00.000Z')
    expect(facts.system).toMatch(/Debian/)
    expect(facts.disk.totalBytes).toBeGreaterThan(facts.disk.freeBytes)
  })

  it('ask before a laptop that has the latest work is written over', async () => {
    const switchId = '20261120T080000000Z-aaaaaa'
    const at = '2026-11-20T08:00:00.000Z'
    const proof: Proof = {
      version: 1,
      switchId,
      ...laptops(),
      startedAt: at,
      finishedAt: at,
      tookMs: 1,
      verified: true,
      steps: [],
    }
    for (const machine of [pair.from, pair.to]) {
      await machine.call(lockLedger, { id: switchId, of: theSwitch(), startedBy: 'p17' })
      await machine.call(openSwitch, { switchId, ...laptops(), since: at, startedBy: 'p17' })
    }
    // Held by this very agent: that is the switch that is about to start, not another one.
    expect((await check()).questions).toEqual([])
    const entry = { switchId, ...laptops(), startedAt: at, finishedAt: at, tookMs: 1, verified: true, bytes: 0 }
    for (const machine of [pair.from, pair.to]) {
      await machine.call(concludeSwitch, {
        switchId,
        entry,
        holder: { by: 'xps', since: at },
        proofJson: JSON.stringify(proof),
      })
      await machine.call(unlockLedger, { id: switchId })
    }
    const preview = await check()
    expect(preview.questions.map(({ id, safeDefault, required }) => [id, safeDefault, required])).toEqual([
      ['checks:holder', undefined, true],
    ])
    expect(cellsOf(preview).holder?.[1]).toBe('Has the latest work')
  })

  it('are blocked while another switch runs, and ask about one that was left', async () => {
    const running = await startMore()
    const switchId = '20261120T090000000Z-bbbbbb'
    await running.to.call(lockLedger, { id: switchId, of: theSwitch(), startedBy: 'p17' })
    await running.to.call(openSwitch, { switchId, ...laptops(), since: '2026-11-20T09:00:00.000Z', startedBy: 'p17' })
    expect((await check()).blockers.map(({ code }) => code)).toEqual(['locked'])
    await expect(pair.to.call(lockLedger, { id: 'other', of: theSwitch(), startedBy: 'xps' })).rejects.toMatchObject({
      code: 'locked',
    })
    running.close()
    await expect.poll(async () => (await pair.to.call(readLedger, {})).lock?.alive, { timeout: 5_000 }).toBe(false)
    const preview = await check()
    expect(preview.blockers).toEqual([])
    expect(preview.questions.map(({ id }) => id)).toContain('checks:unfinished')
    await pair.to.call(lockLedger, { id: 'other', of: theSwitch(), startedBy: 'xps' })
    expect((await pair.to.call(readLedger, {})).lock).toMatchObject({ alive: true, ours: true, id: 'other' })
  })
})

describe('the snapshots', () => {
  it('are taken on both laptops, proven, listed, and out of reach of the person', async () => {
    await shellOn(
      'p17',
      'btrfs -q subvolume create /home/alice/subvolume-of-hers; echo kept > /home/alice/subvolume-of-hers/note; chown -R alice: /home/alice/subvolume-of-hers',
    )
    const step = createSnapshotsStep([])
    const plan = step.planSchema.parse(
      await step.probe(
        { from: rehearsalMachine(pair.from), to: rehearsalMachine(pair.to) },
        { planId: 'plan', signal, logger: silentLogger },
      ),
    )
    expect(step.preview(plan, pair).blockers).toEqual([])
    const outcome = await step.run(pair, plan, {}, runContext('20261120T100000000Z-cccccc'))
    expect(outcome.text).toMatch(/read-only snapshots of .* and /)
    const { items } = await step.verify(pair, plan, {}, runContext('20261120T100000000Z-cccccc'))
    expect(items.map(({ verdict }) => verdict)).toEqual(['healthy', 'healthy'])
    const [here, there] = await Promise.all([pair.from, pair.to].map((machine) => createSnapshotLists([]).of(machine)))
    expect([here?.[0]?.areas, there?.[0]?.areas]).toEqual([
      ['system', 'home', 'images'],
      ['system', 'home', 'images'],
    ])
    expect(here?.[0]).toMatchObject({ laptop: 'p17', reason: 'before-switch', from: 'p17', to: 'xps', readable: true })
    const set = `/var/lib/pc-switcher/root/snapshots/${here?.[0]?.id ?? ''}`
    expect(
      await shellOn('p17', `cat ${set}/nested/*/note; ls ${set}/system/etc/fstab ${set}/home/alice/.bashrc`),
    ).toMatch(/^kept\n/)
    expect(await shellOn('p17', `touch ${set}/home/x 2>&1 || true; su alice -c 'ls ${set}' 2>&1 || true`)).toMatch(
      /Read-only file system[\s\S]*Permission denied/,
    )
    expect((await readFacts(pair.from)).newestSnapshotAt).toBe(here?.[0]?.at)
  })

  it('survive a laptop that loses power right after', async () => {
    const step = createSnapshotsStep([])
    const plan = await step.probe(pair, { planId: 'plan', signal, logger: silentLogger })
    await step.run(pair, plan, {}, runContext('20261120T110000000Z-dddddd'))
    await crash('xps', testPair)
    const again = await startMore()
    const { items } = await step.verify(again, plan, {}, runContext('20261120T110000000Z-dddddd'))
    expect(items.map(({ verdict }) => verdict)).toEqual(['healthy', 'healthy'])
  })

  it('are not claimed when one is missing', async () => {
    const step = createSnapshotsStep([])
    const plan = await step.probe(pair, { planId: 'plan', signal, logger: silentLogger })
    await step.run(pair, plan, {}, runContext('20261120T120000000Z-eeeeee'))
    await shellOn('xps', 'btrfs -q subvolume delete /var/lib/pc-switcher/root/snapshots/*-eeeeee/home')
    const { items } = await step.verify(pair, plan, {}, runContext('20261120T120000000Z-eeeeee'))
    expect(items.map(({ verdict }) => verdict)).toEqual(['healthy', 'differs'])
    expect(items[1]?.differences).toEqual(['home: missing'])
  })
})

describe('being kept awake', () => {
  const held = async () =>
    (await shellOn('p17', 'systemd-inhibit --list --no-legend --no-pager | grep -c pc-switcher || true')).trim()

  it('holds once however often it is asked for, until it is released', async () => {
    const hold = (machine: Machine) => machine.call(holdAwake, { why: 'Laptops are being switched' })
    await Promise.all([hold(pair.from), hold(pair.from)])
    await hold(pair.from)
    expect(await held()).toBe('1')
    await pair.from.call(releaseAwake, {})
    expect(await held()).toBe('0')
    await pair.from.call(releaseAwake, {})
  })

  it('ends when the agent ends, also when it is killed', async () => {
    await pair.from.call(holdAwake, { why: 'Laptops are being switched' })
    expect(await held()).toBe('1')
    const { lock } = await lockedBy(pair)
    await shellOn('p17', `kill -9 ${lock}`)
    await pair.from.ended
    await wait(500)
    expect(await held()).toBe('0')
  })
})

/** The agent's process number on p17, as its lock names it. */
async function lockedBy({ from }: AgentPair): Promise<{ readonly lock: string }> {
  await from.call(lockLedger, { id: 'whoami', of: theSwitch(), startedBy: 'p17' })
  const lock = await shellOn('p17', `grep -o '"pid":[0-9]*' /var/lib/pc-switcher/root/lock.json | cut -d: -f2`)
  return { lock: lock.trim() }
}
