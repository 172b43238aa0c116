/**
 * The power cut while a switch runs, on either laptop: what was not on the disk is gone. Afterwards every path is the old
 * one or the new one, and the switch ends proven; after "safe to close the lid" nothing is missing.
 */
import { existsSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { beforeAll, describe, expect, it } from 'vitest'
import { crash } from '../../practice/pair.ts'
import type { Host } from '../../practice/layout.ts'
import { isLong, randomFor } from '../how-long.ts'
import { shellOn } from '../laptops-agents.ts'
import { answersToTakeAll, expectEqual, expectNothingLeft, workOn } from '../laptops-equal.ts'
import { testPair } from '../laptops-pair.ts'
import { pcSwitcher, proofOf, stateOf, status, switchState, switchTo, until, type Told } from '../laptops-product.ts'
import { isOwn, neitherOldNorNew, pathsOf, type Paths } from '../laptops-state.ts'

const phases = ['fetch', 'place', 'prove', 'safe'] as const

interface Cut {
  readonly phase: (typeof phases)[number]
  readonly who: 'from' | 'to'
  /** After the phase began. */
  readonly ms: number
  /** How it goes on: on the source, on the target, or with a new switch. */
  readonly how: 'resume' | 'resume-there' | 'anew'
}

/** About how long each lasts; of the proof, and what is written down after it, the part that surely comes. */
const longestMs = { fetch: 1_200, place: 500, prove: 700, safe: 1 } as const
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

/** Whether there is something to fetch into, or lines are being placed, or were, for a switch that is not among those before. */
function hasBegun(state: string, phase: Exclude<Cut['phase'], 'safe'>, before: readonly string[]): boolean {
  const switches = path.join(state, 'home/switches')
  const fresh = readdirSync(switches).filter((name) => !before.includes(name))
  const has = (name: string, file: string): boolean => existsSync(path.join(switches, name, file))
  if (phase === 'place') return fresh.some((name) => has(name, 'placing.json'))
  if (phase === 'prove') return fresh.some((name) => has(name, 'placed') && !has(name, 'placing.json'))
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
  /** Switches that the target remembers from before. */
  readonly before: readonly string[]
}

async function start(from: Host, to: Host): Promise<Started> {
  const before = readdirSync(path.join(await stateOf(to), 'home/switches'))
  const ended = switchTo(from, to, await answersToTakeAll(from, to))
  return { before, ended: ended.catch(() => undefined) }
}

/** Until it is verified; says what each laptop said when it is not. */
async function finish(from: Host, to: Host, how: Cut['how']): Promise<void> {
  const at = how === 'resume-there' ? to : from
  await until(`${from} says that it was interrupted`, async () => (await switchState(from)).kind === 'interrupted')
  if (how === 'resume-there')
    await until(`${to} knows of it`, async () => (await status(to)).overview.openSwitch?.running === false)
  const told =
    how === 'anew'
      ? await switchTo(from, to, await answersToTakeAll(from, to))
      : await pcSwitcher(at, ['resume', '--yes'])
  expect(told.stderr).toBe('')
  expect(proofOf(told).verified).toBe(true)
}

async function cutPower(cut: Cut): Promise<void> {
  const [from, to] = [holder, otherThan(holder)]
  const cutHost = cut.who === 'from' ? from : to
  round += 1
  await workOn(from, round)
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
  await expectEqual(round)
  await expectNothingLeft()
  holder = to
}

/** ~/system-state gets a commit on the source before it is copied: what that has is new too. */
function expectOldOrNew(now: Paths, old: Paths, fresh: Paths): void {
  const torn = neitherOldNorNew(now, old, fresh).filter((name) => !name.startsWith('system-state'))
  expect(torn.filter((name) => !isOwn(name))).toEqual([])
}

beforeAll(async () => {
  round += 1
  await workOn('p17', round)
  const first = await switchTo('p17', 'xps', await answersToTakeAll('p17', 'xps'))
  expect(first.stderr).toBe('')
  await expectEqual(round)
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
