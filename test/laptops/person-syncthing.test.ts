/** A pair whose person has a Syncthing between both: one writer for each path, and everything proven. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { execOn, restart } from '../../practice/pair.ts'
import { behindIn } from '../../src-main/contract/proof/proof-title.ts'
import { shellOn } from '../laptops-agents.ts'
import { asAlice, laptops } from '../laptops-alice.ts'
import { fullVerificationSchema } from '../../src-main/contract/verify-calls.ts'
import { joinSyncthings, rest, startSyncthing, stopSyncthing, untilSame } from '../laptops-person-syncthing.ts'
import { testPair } from '../laptops-pair.ts'
import {
  killApp,
  pcSwitcher,
  plan,
  proofOf,
  signalApp,
  switchState,
  switchTo,
  until,
  type Told,
} from '../laptops-product.ts'
import { behindQuestionId } from '../../src-main/domains/home-sync/on-pair/syncthing/plan-syncthing.ts'
import { stepIds } from '../../src-main/contract/step-ids.ts'
import type { Host } from '../../practice/layout.ts'

const other = (host: Host): Host => (host === 'p17' ? 'xps' : 'p17')
const alice = (host: Host, script: string) => shellOn(host, asAlice(script))

/**
 * Both write all the time, each its own log, and now and then a file that came from the other. Never both the same one:
 * within a second that is a conflict, and Syncthing gives a file its time after its name, so that what somebody else
 * wrote between both, in as many bytes, is never seen.
 */
const startWriting = (host: Host) =>
  shellOn(
    host,
    `systemd-run --quiet --unit=writes --uid=1000 --gid=1000 --working-directory=/home/alice bash -c '
      n=0; while sleep 0.3; do n=$((n + 1)); echo "$n" >> Documents/log-of-${host}; [ $((n % 10)) -ne 0 ] || echo "${host} $n" > Documents/shared/$((RANDOM % 100 * 2 + ${host === 'p17' ? '0' : '1'})); done'`,
  )
const stopWriting = (host: Host) => shellOn(host, 'systemctl stop writes.service 2>/dev/null || true')

const conflicts = (host: Host) => alice(host, "find . -name '*.sync-conflict-*' | wc -l")

async function statusText(host: Host): Promise<string> {
  return (await execOn(host, ['pc-switcher', 'status'], { name: testPair, user: 'alice' })).stdout
}

const bothAtRest = () => untilSame('Documents')

/** A switch that has something to copy besides, once its step of home runs. */
async function startAndReachHome(from: Host): Promise<readonly [Promise<Told>]> {
  await alice(from, 'mkdir -p Pictures; head -c 60000000 /dev/urandom > Pictures/large; seq 2000 > Pictures/names')
  await alice(from, 'cd Pictures; split -l 1 -a 4 names "of-$(date +%s)-"')
  const ended = pcSwitcher(from, ['switch', '--to', other(from), '--yes'])
  ended.catch(() => undefined)
  await until('home is copied', async () => {
    const state = await switchState(from)
    return state.kind === 'running' && state.statuses[stepIds.home]?.kind !== 'waiting'
  })
  return [ended]
}

/** Of a switch that nothing stops any more. Syncthing's files are no exception of it. */
async function resume(from: Host): Promise<string | undefined> {
  await until('it is interrupted', async () => (await switchState(from)).kind === 'interrupted')
  const proof = proofOf(await pcSwitcher(from, ['resume']))
  expect(proof.verified).toBe(true)
  const left = proof.steps.flatMap(({ verification }) => verification.items.flatMap((item) => item.left ?? []))
  const names = left.filter(({ why }) => why !== 'still carried by Syncthing').flatMap((one) => one.names)
  expect(names.filter((name) => name.startsWith('Documents'))).toEqual([])
  return behindIn(proof)
}

describe('a person who has a Syncthing between both laptops', () => {
  beforeAll(async () => {
    await alice('p17', 'mkdir -p Documents/shared; for n in $(seq 0 1999); do echo "$n" > Documents/shared/$n; done')
    expect(proofOf(await switchTo('p17', 'xps')).verified).toBe(true)
    await joinSyncthings(['Documents'])
    await bothAtRest()
  })
  afterAll(async () => {
    for (const host of laptops) {
      await stopWriting(host)
      await stopSyncthing(host)
    }
  })

  it('is asked nothing about what Syncthing carries, while both write, and gets all of it proven', async () => {
    await Promise.all(laptops.map(startWriting))
    for (const to of ['p17', 'xps'] as const) {
      const from = other(to)
      const { plan: made, questions } = await plan(from, to)
      expect(questions.filter(({ id }) => id.includes('Documents'))).toEqual([])
      const notices = (made.previews[stepIds.home]?.blocks ?? []).filter(({ kind }) => kind === 'notice')
      expect(JSON.stringify(notices)).toContain('Syncthing carries Documents')
      const told = await pcSwitcher(from, ['switch', '--to', to, '--yes'])
      expect(told.stderr).toBe('')
      expect(told.exitCode).toBe(0)
      const proof = proofOf(told)
      const items = proof.steps.flatMap(({ verification }) => verification.items)
      expect(items.flatMap(({ differences }) => differences)).toEqual([])
      // Each laptop wrote its own log while all was compared: what the other one has still to get is no exception.
      expect(JSON.stringify(items.flatMap(({ left = [] }) => left))).not.toContain('Documents')
    }
    // What is on its way while all is read is no difference either.
    const verified = await pcSwitcher('p17', ['verify', '--full'])
    const { areas } = fullVerificationSchema.parse(verified.messages.at(-1)?.['verification'])
    expect(areas.find(({ title }) => title === 'Home files')?.differs.items).toEqual([])
    await Promise.all(laptops.map(stopWriting))
    await bothAtRest()
    expect(await Promise.all(laptops.map(conflicts))).toEqual(['0\n', '0\n'])
    // Both wrote there since, and both have all of it.
    expect(await statusText('xps')).not.toContain('Documents/')
  })

  it('loses nothing of it where the app is killed, and where the other laptop restarts', async () => {
    await Promise.all(laptops.map(startWriting))
    const [killed] = await startAndReachHome('xps')
    await killApp('xps')
    expect((await killed).exitCode).not.toBe(0)
    expect(await resume('xps')).toBeUndefined()

    const [cut] = await startAndReachHome('p17')
    await signalApp('p17', 'STOP')
    await restart('xps', testPair)
    await signalApp('p17', 'CONT')
    expect((await cut).exitCode).not.toBe(0)
    // Written there alone, until Syncthing runs on XPS 13 again: nobody has started it.
    await alice('p17', 'echo "while it is away" > Documents/away')
    expect(await resume('p17')).toMatch(
      /^Syncthing still has to bring .* to XPS 13\. Syncthing does not run on XPS 13\. Keep both laptops on/,
    )
    await startSyncthing('xps')
    await stopWriting('p17')
    await bothAtRest()
    expect(await alice('xps', 'cat Documents/away')).toBe('while it is away\n')
    expect(await Promise.all(laptops.map(conflicts))).toEqual(['0\n', '0\n'])
  })

  it('is told what has not arrived instead that it is safe, where Syncthing cannot bring it', async () => {
    // Nobody may write there, until that is taken back.
    await shellOn('xps', 'install -d -o alice -g alice /home/alice/Documents/stuck')
    await bothAtRest()
    await shellOn(
      'p17',
      'until test -d /home/alice/Documents/stuck; do sleep 0.2; done; chattr +i /home/alice/Documents/stuck',
    )
    await alice('xps', 'echo mine > Documents/stuck/letter')
    const { questions } = await plan('xps', 'p17')
    expect(questions.filter(({ id }) => id === behindQuestionId)).toMatchObject([
      { title: 'Syncthing is not done with Documents', safeDefault: 'leave' },
    ])
    const told = await pcSwitcher('xps', ['switch', '--to', 'p17', '--yes'])
    const proof = proofOf(told)
    expect(proof.verified).toBe(true)
    expect(behindIn(proof)).toMatch(/^Syncthing still carries 1 file to P17\. Keep both laptops on/)
    const left = proof.steps.flatMap(({ verification }) => verification.items.flatMap((item) => item.left ?? []))
    expect(left).toContainEqual(
      expect.objectContaining({ why: 'still carried by Syncthing', names: ['Documents/stuck/letter'] }),
    )
    expect(await statusText('xps')).not.toMatch(/safe/i)
    await shellOn('p17', 'chattr -i /home/alice/Documents/stuck')
    // By itself it tries again after a minute or more.
    for (const paused of [true, false]) await rest('p17', 'PATCH', '/rest/config/folders/Documents', { paused })
    await bothAtRest()
  })

  it('has what Syncthing cannot bring copied, where the person wants that', async () => {
    await shellOn('xps', 'chown root: /home/alice/Documents/stuck')
    await alice('p17', 'echo more > Documents/stuck/second')
    const proof = proofOf(await switchTo('p17', 'xps', { [behindQuestionId]: 'copy' }))
    expect(proof.verified).toBe(true)
    expect(behindIn(proof)).toBeUndefined()
    expect(await shellOn('xps', 'cat /home/alice/Documents/stuck/second')).toBe('more\n')
    await shellOn('xps', 'chown alice: /home/alice/Documents/stuck')
    await bothAtRest()
  })

  it('has a folder copied that is paused on one laptop, which the plan says', async () => {
    await rest('xps', 'PATCH', '/rest/config/folders/Documents', { paused: true })
    await alice('xps', 'echo by hand > Documents/while-paused')
    const { plan: made } = await plan('xps', 'p17')
    expect(JSON.stringify(made.previews[stepIds.home])).toContain('Syncthing is paused on XPS 13')
    expect(proofOf(await switchTo('xps', 'p17')).verified).toBe(true)
    expect(await alice('p17', 'cat Documents/while-paused')).toBe('by hand\n')
    await rest('xps', 'PATCH', '/rest/config/folders/Documents', { paused: false })
    await bothAtRest()
    expect(await Promise.all(laptops.map(conflicts))).toEqual(['0\n', '0\n'])
  })

  it('waits for no Syncthing that hangs', async () => {
    await shellOn('xps', 'pkill -STOP -u alice -x syncthing')
    try {
      const { plan: made } = await plan('p17', 'xps')
      expect(JSON.stringify(made.previews[stepIds.home])).toContain('Syncthing does not answer on XPS 13')
    } finally {
      await shellOn('xps', 'pkill -CONT -u alice -x syncthing')
    }
  })

  it('finds the key of Syncthing in nothing that is kept of a switch', async () => {
    for (const host of laptops) {
      const found = await shellOn(
        host,
        `key=$(sed -n 's:.*<apikey>\\(.*\\)</apikey>.*:\\1:p' /home/alice/.config/syncthing/config.xml); [ -n "$key" ]
         journalctl --no-pager -o cat | grep -cF "$key" || true
         grep -rlF "$key" /var/lib/pc-switcher /home/alice/system-state /home/alice/.local /home/alice/.config /var/log 2>/dev/null | grep -v 'syncthing/' || true`,
      )
      expect(found).toBe('0\n')
    }
  })
})
