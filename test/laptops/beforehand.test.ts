/** Fetching beforehand, from xps, which has the work, to p17: by the app itself, as a person turns it on. */
import { setTimeout as wait } from 'node:timers/promises'
import { beforeAll, describe, expect, it } from 'vitest'
import { crash } from '../../practice/pair.ts'
import type { Beforehand } from '../../src-main/contract/beforehand-calls.ts'
import { calls } from '../../src-main/contract/calls.ts'
import { stepIds } from '../../src-main/contract/step-ids.ts'
import { shellOn } from '../laptops-agents.ts'
import { homeOf } from '../laptops-home.ts'
import { testPair } from '../laptops-pair.ts'
import { call, errorOf, pcSwitcher, plan, proofOf, sentBy, status, switchTo, until } from '../laptops-product.ts'

/** 24 MB in 1,200 files and one of 16 MB, not written at this moment. */
const bulk = (name: string, last = 'sleep 3') => `mkdir -p /home/alice/${name}; cd /home/alice/${name}
  for i in $(seq 1200); do head -c 20000 /dev/urandom > "file $i"; done; head -c 16000000 /dev/urandom > large
  chown -R alice:alice .; ${last}`
const bulkBytes = 40_000_000
const incoming = '/var/lib/pc-switcher/root/home/incoming'

const beforehand = (): Promise<Beforehand> => call('xps', calls.homeBeforehand, {})

/** Turned on it begins at once. */
async function beginRound(): Promise<void> {
  await pcSwitcher('xps', ['home', 'beforehand', 'off'])
  expect((await pcSwitcher('xps', ['home', 'beforehand', 'on'])).stderr).toBe('')
}

/** Until it has come to its end; begun again where something was in its way. */
async function finishRound(): Promise<NonNullable<Beforehand['fetched']>> {
  const earlier = (await beforehand()).fetched?.at
  await beginRound()
  let last: Beforehand | undefined
  await until(
    'a round has ended',
    async () => {
      last = await beforehand()
      if (last.now.kind === 'waiting') await beginRound()
      return last.now.kind === 'ready' && last.fetched !== undefined && last.fetched.at !== earlier
    },
    300_000,
  ).catch((thrown: unknown) => expect([thrown, last]).toEqual([]))
  const { fetched } = await beforehand()
  if (fetched === undefined) throw new Error('nothing was fetched')
  return fetched
}

/** The lowest priority that a program of ours has there, as nice(1) counts: "rsync 19". */
const idlePrograms = (host: 'p17' | 'xps') =>
  shellOn(host, `ps -eo ni=,comm=,args= | awk '$2 == "rsync" || /agent.cjs/ { print $2, $1 }' | sort -u`)

/** As the source has it, wherever it is asked. */
async function whole(from: 'p17' | 'xps', to: 'p17' | 'xps'): Promise<void> {
  const { questions } = await plan(from, to)
  const answers = questions.flatMap(({ id, choices }) =>
    choices.some((choice) => choice.id === 'take') ? [[id, 'take'] as const] : [],
  )
  expect(proofOf(await switchTo(from, to, Object.fromEntries(answers))).verified).toBe(true)
}

/** All that it sends to p17. */
async function switchBack(): Promise<number> {
  const before = await sentBy('xps')
  await whole('xps', 'p17')
  return (await sentBy('xps')) - before
}

const sameFolder = async (name: string) => {
  const sums = `cd /home/alice/${name}; find . -type f -print0 | LC_ALL=C sort -z | xargs -0 sha256sum; stat -c '%a %U %y' . large`
  expect(await shellOn('p17', sums)).toBe(await shellOn('xps', sums))
}

beforeAll(async () => {
  expect((await beforehandOfP17()).enabled).toBe(false)
  await whole('p17', 'xps')
})
const beforehandOfP17 = () => call('p17', calls.homeBeforehand, {})

describe('fetching beforehand', () => {
  it('is turned on from either laptop, and kept where the work is', async () => {
    await pcSwitcher('p17', ['home', 'beforehand', 'on'])
    expect(await shellOn('xps', 'cat /home/alice/system-state/settings.json')).toContain('"fetchBeforehand": true')
    expect(await beforehandOfP17()).toMatchObject({ enabled: true, now: { kind: 'waiting', why: 'elsewhere' } })
    expect(errorOf(await pcSwitcher('xps', ['home', 'beforehand', 'maybe'])).code).toBe('invalid-input')
    expect(await beforehand()).toMatchObject({ enabled: true })
    await pcSwitcher('xps', ['home', 'beforehand', 'off'])
    expect(await beforehandOfP17()).toMatchObject({ enabled: false })
  })

  it('brings what xps alone changed to p17, at the lowest priority, and changes nothing there that anybody sees', async () => {
    await shellOn('xps', `echo xps >> /home/alice/Documents/plan.md; ${bulk('day')}`)
    await shellOn('p17', 'echo p17 >> /home/alice/Documents/plan.md')
    const home = await homeOf('p17')
    const sent = await sentBy('xps')
    const round = finishRound()
    let seen = ''
    while (!seen.includes('rsync') && !(await Promise.race([round.then(() => true), wait(50, false)])))
      seen = await idlePrograms('p17')
    expect((await round).files).toBeGreaterThanOrEqual(1201)
    expect((await round).bytes).toBeGreaterThan(bulkBytes - 1_000_000)
    expect((await sentBy('xps')) - sent).toBeGreaterThan(bulkBytes)
    if (seen !== '') expect(seen).toMatch(/rsync 19/)
    expect(await homeOf('p17')).toBe(home)
    expect(
      await shellOn('p17', `ls ${incoming}/alice/day | wc -l; ls ${incoming}/alice/Documents 2>/dev/null || true`),
    ).not.toContain('plan.md')
    expect((await status('xps')).overview.openSwitch).toBeUndefined()
  })

  it('leaves almost nothing to be sent to the switch, but for what changed again, and asks what both changed', async () => {
    await shellOn(
      'xps',
      `cd /home/alice/day; echo again >> 'file 5'; rm 'file 7'; echo new > new; chown alice:alice new; sleep 3`,
    )
    await finishRound()
    await shellOn(
      'xps',
      `cd /home/alice/day; echo once more >> 'file 5'; rm 'file 8'; echo newer > newer; chown alice:alice newer`,
    )
    const { questions, plan: made } = await plan('xps', 'p17')
    expect(questions.map(({ id }) => id)).toContain('home:Documents/plan.md')
    // What is there already is no part of what is said to come.
    expect(made.previews[stepIds.home]?.estimate.bytes).toBeLessThan(bulkBytes / 5)
    expect(await switchBack()).toBeLessThan(bulkBytes / 5)
    await sameFolder('day')
    expect(await shellOn('p17', 'tail -n 1 /home/alice/Documents/plan.md')).toBe('xps\n')
    expect(await shellOn('p17', `ls ${incoming} 2>&1 || true`)).toContain('No such file')
  })

  it('goes along with the work, and ends when a plan is made', async () => {
    await whole('p17', 'xps')
    expect((await beforehand()).enabled).toBe(true)
    await shellOn('xps', bulk('stopped', ':'))
    await beginRound()
    await until('it fetches', async () => (await beforehand()).now.kind !== 'ready')
    await plan('xps', 'p17')
    for (const host of ['p17', 'xps'] as const)
      await expect.poll(() => idlePrograms(host), { timeout: 20_000 }).not.toMatch(/ 19/)
    await call('xps', calls.switchDismiss, {})
  })

  it('goes on where it was when agents are killed, or the power is cut, and a switch ends right', async () => {
    await shellOn('xps', 'sleep 3')
    await beginRound()
    await until(
      'something has arrived',
      async () => Number(await shellOn('p17', `ls ${incoming}/alice/stopped | wc -l`)) > 10,
    )
    await shellOn('p17', `kill -KILL $(ps -eo pid=,ni=,args= | awk '$2 == 19 && /agent.cjs/ { print $1 }') || true`)
    await finishRound()
    await shellOn('xps', bulk('cut'))
    await beginRound()
    await until(
      'something has arrived',
      async () => Number(await shellOn('p17', `ls ${incoming}/alice/cut | wc -l`)) > 10,
    )
    await crash('p17', testPair)
    await until('p17 answers', async () => (await status('xps')).overview.peer?.connection.kind === 'reachable')
    await finishRound()
    expect(await switchBack()).toBeLessThan(bulkBytes / 5)
    await sameFolder('stopped')
    await sameFolder('cut')
  })
})
