/**
 * The power cut while a switch runs, on either laptop: what was not on the disk is gone. Afterwards every path is the old
 * one or the new one, and the switch ends proven; after "safe to close the lid" nothing is missing.
 */
import { existsSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { beforeAll, describe, expect, it } from 'vitest'
import { crash } from '../../practice/pair.ts'
import { findPair } from '../../practice/pair-state.ts'
import { hosts, type Host } from '../../practice/layout.ts'
import { isLong, randomFor } from '../how-long.ts'
import { shellOn } from '../laptops-agents.ts'
import { homeOf } from '../laptops-home.ts'
import { testPair } from '../laptops-pair.ts'
import { plan, pcSwitcher, proofOf, status, switchState, switchTo, until, type Told } from '../laptops-product.ts'
import { isOwn, neitherOldNorNew, pathsOf, type Paths } from '../laptops-state.ts'

const phases = ['fetch', 'place', 'safe'] as const

interface Cut {
  readonly phase: (typeof phases)[number]
  readonly who: 'from' | 'to'
  /** After the phase began. */
  readonly ms: number
  /** How it goes on: on the laptop that was left, on the one that is taken, or with a new switch. */
  readonly how: 'resume' | 'resume-there' | 'anew'
}

/** About how long each lasts. */
const longestMs = { fetch: 1_200, place: 500, safe: 1 } as const
const random = randomFor('power cuts')
const cuts: readonly Cut[] = Array.from({ length: isLong ? 40 : phases.length }, (_, index) => {
  const phase = phases[index % phases.length] ?? 'safe'
  return {
    phase,
    who: random.pick(['from', 'to'] as const) ?? 'to',
    ms: random.below(longestMs[phase]),
    how: random.pick(['resume', 'resume-there', 'anew'] as const) ?? 'resume',
  }
})

/** Has the work: the next switch leaves it. */
let holder: Host = 'p17'
let round = 0

const otherThan = (host: Host): Host => (host === 'p17' ? 'xps' : 'p17')
const everyImage = '/var/lib/libvirt/images/*.qcow2'

/** What a day leaves: new, changed and removed files, a large one, a file of /etc, an image. Nothing of it is flushed. */
async function work(host: Host): Promise<void> {
  round += 1
  await shellOn(
    host,
    `cd /home/alice/Documents
     rm -f round-${round - 2}-*
     for i in $(seq 1 200); do head -c 20000 /dev/urandom > round-${round}-$i.bin; done
     find /home/alice/projects -type f -not -path '*/.git/*' | sort | head -n 60 | while read -r f; do echo 'round ${round}' >> "$f"; done
     head -c 30000000 /dev/urandom > round-${round}-large.bin
     chown alice:alice round-${round}-*
     printf 'round ${round}\\n' > /etc/practice-round.conf
     qemu-io -c 'write -P ${round + 16} 0 8M' -- /var/lib/libvirt/images/work.qcow2 >/dev/null`,
  )
}

/** /var/lib/pc-switcher/root of a laptop, seen from this machine. */
async function stateOf(host: Host): Promise<string> {
  const pair = await findPair(testPair)
  if (pair === undefined) throw new Error(`there is no pair ${testPair}`)
  return path.join(pair.laptops[host].root, 'var/lib/pc-switcher/root')
}

/** Whether there is something to fetch into, or lines are being placed, for a switch that is not among those before. */
function hasBegun(state: string, phase: 'fetch' | 'place', before: readonly string[]): boolean {
  const switches = path.join(state, 'home/switches')
  const fresh = readdirSync(switches).filter((name) => !before.includes(name))
  if (phase === 'place') return fresh.some((name) => existsSync(path.join(switches, name, 'placing.json')))
  return fresh.length > 0 && existsSync(path.join(state, 'home/incoming'))
}

/** Waits for the instant; false when the switch has ended before it. */
async function reach(to: Host, { phase, ms }: Cut, { before, ended }: Started): Promise<boolean> {
  const over = ended.then(() => false)
  if (phase === 'safe') return over
  const state = await stateOf(to)
  while (!hasBegun(state, phase, before)) {
    const isOver = await Promise.race([wait(3, false), over.then(() => true)])
    if (isOver) return false
  }
  return Promise.race([wait(ms, true), over])
}

interface Started {
  /** Undefined when the command was cut off with its laptop. */
  readonly ended: Promise<Told | undefined>
  /** Switches that the laptop that is taken remembers from before. */
  readonly before: readonly string[]
}

/** Everything as on the laptop that is left, also what was given up before. */
async function answersFor(from: Host, to: Host): Promise<Readonly<Record<string, string>>> {
  if ((await switchState(from)).kind === 'interrupted') expect((await pcSwitcher(from, ['give-up'])).stderr).toBe('')
  const { questions } = await plan(from, to)
  const wanted = ['take-anyway', 'begin-anew', 'take', 'remove']
  return Object.fromEntries(
    questions.flatMap(({ id, choices }) => {
      const all = id === 'etc:/practice-round.conf' ? ['always'] : id.startsWith('etc:') ? [] : wanted
      const choice = all.find((one) => choices.some((possible) => possible.id === one))
      return choice === undefined ? [] : [[id, choice] as const]
    }),
  )
}

async function start(from: Host, to: Host): Promise<Started> {
  const before = readdirSync(path.join(await stateOf(to), 'home/switches'))
  const ended = switchTo(from, to, await answersFor(from, to))
  return { before, ended: ended.catch(() => undefined) }
}

/** Until it is verified; says what each laptop said when it is not. */
async function finish(from: Host, to: Host, how: Cut['how']): Promise<void> {
  const at = how === 'resume-there' ? to : from
  await until(`${from} says that it was interrupted`, async () => (await switchState(from)).kind === 'interrupted')
  if (how === 'resume-there')
    await until(`${to} knows of it`, async () => (await status(to)).overview.openSwitch?.running === false)
  const told =
    how === 'anew' ? await switchTo(from, to, await answersFor(from, to)) : await pcSwitcher(at, ['resume', '--yes'])
  expect(told.stderr).toBe('')
  expect(proofOf(told).verified).toBe(true)
}

/** Lines that only one of them has, the first of them. */
function apart(one: string, other: string): readonly string[] {
  const [lines, others] = [new Set(one.split('\n')), new Set(other.split('\n'))]
  return [...lines, ...others].filter((line) => lines.has(line) !== others.has(line)).slice(0, 30)
}

async function expectEqual(): Promise<void> {
  expect(apart(await homeOf('xps'), await homeOf('p17'))).toEqual([])
  const others = (host: Host) =>
    shellOn(
      host,
      `sha256sum /etc/practice-round.conf ${everyImage}; dpkg --audit; ls /home/alice/system-state/packages`,
    )
  expect(await others('xps')).toBe(await others('p17'))
  for (const host of hosts) {
    expect(await shellOn(host, 'cat /etc/practice-round.conf')).toBe(`round ${round}\n`)
    expect(await shellOn(host, `setpriv --reuid alice --clear-groups git -C /home/alice/system-state fsck 2>&1`)).toBe(
      '',
    )
  }
}

const leftovers = `find /home /var/lib/libvirt/images /etc /tmp /run/pc-switcher /var/lib/pc-switcher/root -xdev \\( \\
   -path '*/snapshots/*' -o -path '*/home/scans/*' -o -path '*/home/incoming/*' \\) -prune -o \\( \\
   -name '.pc-switcher-*' -o -name 'pc-switcher-*index*' -o -name '*.pc-switcher-new' -o -name '*.lock' -path '*/.git/*' \\
   -o -name 'tmp_obj_*' -o -name '.lock.json.*' -o -name '.*.new' -o -name '?*.ssh' -o -name '*.damaged-*' \\) -print`

/** Once each laptop has been asked again, nothing of our own lies about. */
async function expectNothingLeft(): Promise<void> {
  for (const host of hosts) {
    await status(host)
    let left = ''
    const look = async () => (left = await shellOn(host, leftovers)) === ''
    await until(`${host} has cleared up`, look, 10_000).catch(() => expect(left).toBe(''))
  }
}

async function cutPower(cut: Cut): Promise<void> {
  const [from, to] = [holder, otherThan(holder)]
  const cutHost = cut.who === 'from' ? from : to
  await work(from)
  const [old, fresh] = [await pathsOf(to), await pathsOf(from)]
  const started = await start(from, to)
  const isInside = await reach(to, cut, started)
  await crash(cutHost, testPair)
  const told = await started.ended
  if (told?.exitCode === 0) {
    expect(proofOf(told).verified).toBe(true)
  } else {
    expect(isInside).toBe(true)
    expectOldOrNew(await pathsOf(to), old, fresh)
    await finish(from, to, cut.how)
  }
  await expectEqual()
  await expectNothingLeft()
  holder = to
}

/** ~/system-state gets a commit on the laptop that is left before it is copied: what that has is new too. */
function expectOldOrNew(now: Paths, old: Paths, fresh: Paths): void {
  const torn = neitherOldNorNew(now, old, fresh).filter((name) => !name.startsWith('system-state'))
  expect(torn.filter((name) => !isOwn(name))).toEqual([])
}

beforeAll(async () => {
  await work('p17')
  const first = await switchTo('p17', 'xps', await answersFor('p17', 'xps'))
  expect(first.stderr).toBe('')
  await expectEqual()
  holder = 'xps'
})

describe('a practice laptop whose power is cut', () => {
  it('has what was flushed, and has lost what was not', async () => {
    await shellOn(
      'xps',
      'mkdir /root/cut; cd /root/cut; dd if=/dev/zero of=before bs=4k count=9 conv=fsync 2>/dev/null; sync --file-system .; echo lost > after; dd if=/dev/urandom of=flushed bs=4k count=9 conv=fsync 2>/dev/null; echo lost >> before',
    )
    await crash('xps', testPair)
    expect(await shellOn('xps', 'cd /root/cut; stat -c "%n %s" *; rm -r /root/cut')).toBe(
      'before 36864\nflushed 36864\n',
    )
  })
})

describe('the power cut', () => {
  it.each(cuts)('in $phase after $ms ms, "$who": nothing torn, nothing lost, ended by $how', cutPower)
})
