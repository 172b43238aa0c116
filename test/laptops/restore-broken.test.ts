/** Files on their way to the other laptop, and something breaks: nothing half-way there, and the same again works. */
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { cutLink, mendLink } from '../../practice/pair.ts'
import { calls } from '../../src-main/contract/calls.ts'
import { shellOn } from '../laptops-agents.ts'
import { testPair } from '../laptops-pair.ts'
import { call, errorOf, killApp, pcSwitcher, status, until } from '../laptops-product.ts'

const small = 2_000
const lost = 'The connection between P17 and XPS 13 was lost'

const makeLarge = (word: string, megabytes: number) => `mkdir -p /home/alice/large; cd /home/alice/large
head -c ${megabytes}M /dev/urandom > file; for i in {1..50}; do echo ${word} > $i; done; chown -R alice:alice .`
const makeMany = (word: string) => `mkdir -p /home/alice/many; cd /home/alice/many
for i in {1..${small}}; do echo ${word} > $i; done; chown -R alice:alice .`
const sumOf = (folder: string) =>
  `cd /home/alice/${folder}; find . -type f -print0 | LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum`
/** What no restoring may leave behind. */
const leftovers = `ls -A /home; cd /var/lib/pc-switcher/root; ls -A restores snapshot-holds 2>/dev/null | grep restore- || true
find /run/pc-switcher/tickets -type f; find /run/pc-switcher/transfers -name '*.rsyncd.conf'`
/** Whoever has reserved the laptop: the agent that works on the restoring. */
const agent = `$(grep -o '"pid":[0-9]*' /var/lib/pc-switcher/root/lock.json | cut -d: -f2)`
const waitFor = (sign: string) =>
  `for i in {1..3000}; do [ -n "$(${sign})" ] && break; sleep 0.02; done; [ -n "$(${sign})" ]`
const isArriving = waitFor('find /home/.pc-switcher-restore-* -type f -size +1M 2>/dev/null || true')

let setId: string
let before: string
beforeAll(async () => {
  await shellOn('p17', `${makeLarge('then', 60)}; ${makeMany('then')}`)
  const { taken } = await call('p17', calls.snapshotsCreate, { on: ['p17'], note: 'to be sent' })
  setId = taken[0]?.id ?? ''
})

const restore = (folder: string) =>
  pcSwitcher('p17', ['snapshots', 'restore', setId, `alice/${folder}`, '--onto', 'xps', '--yes'])

async function expectUntouched(): Promise<void> {
  expect(await shellOn('xps', sumOf('large'))).toBe(before)
}

async function expectNothingLeft(): Promise<void> {
  await until('xps has cleared up', async () => (await shellOn('xps', leftovers)) === 'alice\n')
}

async function expectTheSameAgainWorks(folder: string): Promise<void> {
  const again = await restore(folder)
  expect(again.stderr).toBe('')
  expect(again.exitCode).toBe(0)
  expect(await shellOn('xps', sumOf(folder))).toBe(await shellOn('p17', sumOf(folder)))
  await expectNothingLeft()
}

describe('while files are sent', () => {
  beforeEach(async () => {
    await shellOn('xps', makeLarge('now', 1))
    before = await shellOn('xps', sumOf('large'))
  })

  it('the link cut: said, nothing put into place, and the same again works', async () => {
    const ended = restore('large')
    // What receives is held up, so that it cannot have come to its end before the cable is out.
    await shellOn('xps', `${isArriving}; kill -STOP $(pgrep -x rsync)`)
    try {
      await cutLink('xps', testPair)
      await shellOn('xps', `kill -CONT $(pgrep -x rsync)`)
      const told = await ended
      expect(errorOf(told)).toMatchObject({
        code: 'unreachable',
        message: `${lost}. Nothing was restored.`,
        hint: 'Check that both are on, awake and in the same network, then restore again.',
      })
      await expectUntouched()
    } finally {
      await mendLink('xps', testPair)
    }
    await expectTheSameAgainWorks('large')
  })

  it('the receiving agent killed: said at once, cleared up by the next one, and the same again works', async () => {
    const ended = restore('large')
    await shellOn('xps', `${isArriving}; kill -KILL ${agent}`)
    expect(errorOf(await ended)).toMatchObject({
      code: 'unreachable',
      message: `${lost}. Nothing was restored.`,
    })
    await expectUntouched()
    await status('p17')
    await expectNothingLeft()
    await expectTheSameAgainWorks('large')
  })

  it('the sending agent killed: said, and the same again works', async () => {
    const ended = restore('large')
    await shellOn('xps', isArriving)
    await shellOn('p17', `kill -KILL ${agent}`)
    expect(errorOf(await ended)).toMatchObject({
      code: 'agent-died',
      message: 'The agent on this laptop has stopped. Nothing was restored.',
    })
    await expectUntouched()
    await expectTheSameAgainWorks('large')
  })

  it('the app killed: said, and the same again works', async () => {
    const ended = restore('large')
    await shellOn('xps', isArriving)
    await killApp('p17')
    expect(errorOf(await ended)).toMatchObject({ code: 'interrupted' })
    await expectUntouched()
    await expectTheSameAgainWorks('large')
  })
})

describe('while files are put into their places', () => {
  it('the receiving agent killed: each is the old or the new one, what was there is kept, the same again works', async () => {
    await shellOn('xps', makeMany('now'))
    const ended = restore('many')
    const isPlaced = waitFor(`find /home/alice/many -type f -cnewer /tmp/mark -print -quit`).replace('sleep 0.02', ':')
    await shellOn('xps', `touch /tmp/mark; for i in {1..2}; do ${isPlaced} && break; done; kill -KILL ${agent} || true`)
    const told = await ended
    // It may have been quicker.
    if (told.exitCode !== 0) expect(errorOf(told).message).toContain(`${lost} while files were restored on`)
    const words = await shellOn('xps', `cd /home/alice/many; cat * | sort -u | tr '\\n' ' '; cat * | wc -l; ls | wc -l`)
    expect(words.replace(/^(now |then )+/, '')).toBe(`${small}\n${small}\n`)
    const { snapshots } = await call('p17', calls.snapshotsList, {})
    const [kept] = snapshots.filter(({ laptop, reason }) => laptop === 'xps' && reason === 'before-restore')
    const inKept = `/var/lib/pc-switcher/root/snapshots/${kept?.id ?? ''}/home/alice/many`
    expect(await shellOn('xps', `cat ${inKept}/* | sort | uniq -c`)).toMatch(new RegExp(`^ *${small} now\n$`))
    await expectTheSameAgainWorks('many')
  })
})
