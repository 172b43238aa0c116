/**
 * What goes wrong in the middle of a switch, and state of ours that is damaged: never a claim that is not so, one Resume or
 * one new switch ends proven, both laptops are equal, and nothing lies about.
 */
import { setTimeout as wait } from 'node:timers/promises'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { crash, cutLink, mendLink, restart } from '../../practice/pair.ts'
import { hosts, type Host } from '../../practice/layout.ts'
import { exitCodes } from '../../src-main/shells/cli/exit-codes.ts'
import { stepIds, type StepId } from '../../src-main/contract/step-ids.ts'
import { isLong, pickFor, randomFor } from '../how-long.ts'
import { shellOn } from '../laptops-agents.ts'
import { answersToTakeAll, expectEqual, expectNothingLeft, workOn } from '../laptops-equal.ts'
import { testPair } from '../laptops-pair.ts'
import {
  errorOf,
  killApp,
  pcSwitcher,
  plan,
  proofOf,
  switchByProcess,
  switchState,
  switchTo,
  until,
  type Told,
} from '../laptops-product.ts'

type Side = 'from' | 'to'
interface Fault {
  readonly name: string
  readonly on: Side
  /** Somewhere in the run of this step; undefined: before the switch. */
  readonly at?: StepId
  /** Run as root there, or what is done. */
  readonly make: string | ((host: Host) => Promise<void>)
  /** Puts right what the person would, before it is gone on with. */
  readonly mend?: string | ((host: Host) => Promise<void>)
  /** What the person is told, where it always ends so. */
  readonly says?: RegExp | undefined
  /** What is set aside, and told. */
  readonly setAside?: RegExp
  /** Or its program puts it right without a word. */
  readonly mayBeRepaired?: boolean
  /** Begun anew instead of resumed. */
  readonly anew?: boolean
}

const own = '/var/lib/pc-switcher/root'
const app = '/var/lib/pc-switcher/app'
const unit = 'pc-switcher-syncthing.service'
const { home, etc, images, packages, systemState, snapshots } = stepIds
const random = randomFor('faults')

const both = (faults: (on: Side) => readonly Fault[]): readonly Fault[] =>
  (['from', 'to'] as const).flatMap((on) => faults(on))
const garbageIn = (files: string): string =>
  `for f in ${files}; do [ -f "$f" ] && head -c 5000 /dev/urandom > "$f"; done; true`
const killed = (programs: readonly string[]): string =>
  programs.map((program) => `pkill -KILL -x ${program} || true`).join('; ')
const newestSet = `${own}/snapshots/$(ls ${own}/snapshots | sort | tail -n 1)`

const damages = both((on) => [
  {
    name: 'base of /home',
    on,
    make: garbageIn(`${own}/home-base/bases.json`),
    setAside: /home-base\/bases\.json\.damaged-/,
  },
  {
    name: 'inventories of /home',
    on,
    make: garbageIn(`${own}/home-base/* ${own}/home/scans/*/inventory*`),
    setAside: /(bases\.json|outline\.json)\.damaged-/,
  },
  {
    name: 'memory of /etc',
    on,
    make: garbageIn(`${own}/etc-last-equal.json`),
    setAside: /etc-last-equal\.json\.damaged-/,
  },
  { name: 'memory of images', on, make: garbageIn(`${own}/images.json`), setAside: /images\.json\.damaged-/ },
  {
    name: 'index of Syncthing',
    on,
    make: garbageIn(`${own}/syncthing/index-*/*`),
    mayBeRepaired: true,
    setAside: /index-.*\.damaged-/,
  },
  { name: 'ledger', on, make: `: > ${own}/ledger.json`, setAside: /ledger\.json\.damaged-/ },
])

const faults: readonly Fault[] = [
  ...both((on) => [
    {
      name: 'the index of Syncthing is damaged',
      on,
      at: home,
      make: garbageIn(`${own}/syncthing/index-*/*`),
      setAside: /index-.*\.damaged-/,
    },
    { name: 'Syncthing hangs', on, at: etc, make: `systemctl kill --signal=STOP ${unit} || true` },
    { name: 'Syncthing hangs early', on, at: home, make: `systemctl kill --signal=STOP ${unit} || true` },
    { name: 'the ledger is emptied', on, at: home, make: `: > ${own}/ledger.json`, setAside: /ledger\.json\.damaged-/ },
    { name: '/run/pc-switcher is removed', on, at: home, make: 'rm -rf /run/pc-switcher' },
    { name: '/run/pc-switcher is removed early', on, at: snapshots, make: 'rm -rf /run/pc-switcher' },
    { name: "the agent's helpers are killed", on, at: home, make: killed(['rsync', 'perl', 'find', 'sort', 'btrfs']) },
    { name: "the agent's helpers are killed in images", on, at: images, make: killed(['rsync', 'qemu-img', 'cp']) },
    { name: 'git is killed', on, at: home, make: killed(['git']) },
    { name: 'apt is killed', on, at: packages, make: killed(['apt-get', 'dpkg', 'http']) },
    {
      name: 'every ssh is killed',
      on,
      at: home,
      make: `${killed(['ssh'])}; pkill -KILL -f '^sshd.*pc-switcher' || true`,
    },
    { name: 'sshd is restarted', on, at: home, make: 'systemctl restart ssh.service' },
    { name: 'a snapshot is deleted', on, at: home, make: `btrfs -q subvolume delete ${newestSet}/home` },
    {
      name: 'the disk is full',
      on,
      at: home,
      make: 'fallocate -l $(( $(stat -f -c "%a*%S" /) - 4000000 )) /root/full || true',
      mend: 'rm -f /root/full',
    },
    {
      name: '/home becomes read-only',
      on,
      at: home,
      make: 'mount -o remount,bind,ro /home',
      mend: 'mount -o remount,bind,rw /home',
      says: on === 'to' ? /read-only/ : undefined,
    },
    { name: 'the laptop restarts in order', on, at: home, make: (host) => restart(host, testPair) },
    { name: 'its agent is killed', on, at: etc, make: killAgent },
  ]),
  { name: 'the app is killed while lists are committed', on: 'from', at: systemState, make: killApp },
  { name: 'the app of the other laptop is killed', on: 'to', at: home, make: killApp },
  {
    name: 'both laptops restart in order',
    on: 'to',
    at: home,
    make: async () => {
      await Promise.all(hosts.map((host) => restart(host, testPair)))
    },
  },
  ...[images, packages].map((at) => ({
    name: 'the power is cut',
    on: 'to' as const,
    at,
    make: (host: Host) => crash(host, testPair),
  })),
  {
    name: 'the address of the other laptop is wrong for a while',
    on: 'from',
    at: snapshots,
    make: `cp -p ${app}/pairing.json /root/pairing.json; sed -i -E 's/("address": *")[^"]*"/\\1127.0.0.2"/' ${app}/pairing.json`,
    mend: `cat /root/pairing.json > ${app}/pairing.json`,
  },
  { name: 'the person logs out', on: 'from', at: home, make: 'systemctl restart user@$(id -u alice).service' },
  {
    name: 'the journal is emptied',
    on: 'from',
    at: home,
    make: async (host) => {
      await killApp(host)
      await shellOn(host, 'f=$(ls -d /var/lib/pc-switcher/app/journals/* | sort | tail -n 1); : > "$f"')
    },
    anew: true,
  },
  {
    name: 'the link is cut for half a minute',
    on: 'to',
    at: home,
    make: async (host) => {
      await cutLink(host, testPair)
      await wait(30_000)
      await mendLink(host, testPair)
    },
  },
]

/** The one that holds the lock. */
async function killAgent(host: Host): Promise<void> {
  await shellOn(host, `kill -KILL $(grep -o '"pid":[0-9]*' ${own}/lock.json | cut -d: -f2)`)
}

let holder: Host = 'p17'
let round = 0
const otherThan = (host: Host): Host => (host === 'p17' ? 'xps' : 'p17')

async function act(what: Fault['make'], host: Host): Promise<void> {
  if (typeof what === 'string') await shellOn(host, what)
  else await what(host)
}

/** When the step begins, or when the switch has ended before. */
async function reach(from: Host, stepId: StepId, ended: Promise<unknown>): Promise<void> {
  let isOver = false
  void ended.then(() => (isOver = true))
  await until(
    `${stepId} runs`,
    async () => {
      const state = await switchState(from)
      return isOver || (state.kind === 'running' && state.statuses[stepId]?.kind !== 'waiting')
    },
    120_000,
  )
  await wait(random.below(600))
}

async function goOn(from: Host, to: Host, { anew = false, mend }: Fault, host: Host): Promise<Told> {
  if (mend !== undefined) await act(mend, host)
  if (anew) return switchTo(from, to, await answersToTakeAll(from, to))
  await until(`${from} says that it was interrupted`, async () => (await switchState(from)).kind === 'interrupted')
  return pcSwitcher(from, ['resume', '--yes'])
}

async function switchWith(fault: Fault): Promise<void> {
  const [from, to] = [holder, otherThan(holder)]
  const host = fault.on === 'from' ? from : to
  round += 1
  await workOn(from, round)
  if (fault.at === undefined) await act(fault.make, host)
  const ended = switchTo(from, to, await answersToTakeAll(from, to))
  if (fault.at !== undefined) {
    await reach(from, fault.at, ended)
    await act(fault.make, host)
  }
  let told = await ended
  if (fault.says !== undefined) expect(errorOf(told).message).toMatch(fault.says)
  if (told.exitCode === 0) await act(fault.mend ?? 'true', host)
  else told = await goOn(from, to, fault, host)
  expect(told.stderr).toBe('')
  expect(proofOf(told).verified).toBe(true)
  await expectEqual(round)
  await expectNothingLeft(fault.setAside)
  holder = to
}

beforeAll(async () => {
  round += 1
  await workOn('p17', round)
  const first = await switchTo('p17', 'xps', await answersToTakeAll('p17', 'xps'))
  expect(first.stderr).toBe('')
  holder = 'xps'
})

afterEach(async () => {
  // A case that failed leaves its switch unfinished; the next one begins from two equal laptops.
  for (const host of hosts) {
    await shellOn(
      host,
      `pkill -CONT -f '[p]c-switcher/agent.cjs' || true; rm -f /root/full; mount -o remount,bind,rw /home; find ${own} -name '*.damaged-*' -prune -exec rm -r {} +`,
    )
    if ((await switchState(host)).kind === 'interrupted') await pcSwitcher(host, ['give-up'])
  }
})

describe('what pc-switcher remembers is garbage: set aside, told, and the switch ends proven', () => {
  it.each(pickFor('damages', damages, 1))('$name, on the laptop "$on"', async (damage) => {
    const host = damage.on === 'from' ? holder : otherThan(holder)
    await switchWith(damage)
    if (damage.mayBeRepaired === true) return
    const { messages } = await pcSwitcher(host, ['doctor'])
    expect(JSON.stringify(messages)).toMatch(/could not be read and was set aside as [^"]*\.damaged-/)
  })
})

describe('in the middle of a switch', () => {
  it.each(pickFor('faults', faults, 1))('$name, on the laptop "$on"', async (fault) => {
    await switchWith(fault)
  })
})

const stop = 'pkill -STOP -f [p]c-switcher/agent.cjs'
const standStill: readonly Fault[] = both((on) => [
  { name: 'for a minute', on, at: home, make: `${stop}; sleep 60; pkill -CONT -f '[p]c-switcher/agent.cjs'` },
  { name: 'for ever, until they are given up', on, at: home, make: stop },
])

if (isLong) {
  describe('agents that stand still', () => {
    it.each(standStill)('$name, on the laptop "$on"', { timeout: 900_000 }, async (fault) => {
      await switchWith(fault)
    })
  })
}

it('goes on in the app when the command that began it is left with Ctrl+C', async () => {
  const [from, to] = [holder, otherThan(holder)]
  round += 1
  await workOn(from, round)
  const ended = switchByProcess(from, to, await answersToTakeAll(from, to))
  await reach(from, home, ended)
  await shellOn(from, "pkill -INT -f '[a]pp.cjs switch'")
  expect((await ended).exitCode).toBe(exitCodes.detached)
  await until('the switch is done', async () => (await switchState(from)).kind === 'done', 120_000)
  await expectEqual(round)
  await expectNothingLeft()
  holder = to
})

it('asks who has the work when one ledger was emptied, and takes the answer', async () => {
  await shellOn('p17', `: > ${own}/ledger.json`)
  const [from, to] = [holder, otherThan(holder)]
  round += 1
  await workOn(from, round)
  const { questions } = await plan(from, to)
  expect(questions.map(({ id }) => id)).toContain('checks:holder')
  const takenAnyway = { ...(await answersToTakeAll(from, to)), 'checks:holder': 'take-anyway' }
  expect(proofOf(await switchTo(from, to, takenAnyway)).verified).toBe(true)
  await expectEqual(round)
  holder = to
})
