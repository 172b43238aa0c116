/** What hangs or never ends: a mount that answers nothing, an agent that stands still, a file that is always written. */
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { hosts, type Host } from '../../practice/layout.ts'
import { endHungAgent } from '../../src-main/commons/laptop/verbs.ts'
import { lockLedger, unlockLedger } from '../../src-main/commons/ledger/verbs.ts'
import { stepIds } from '../../src-main/contract/step-ids.ts'
import type { Proof } from '../../src-main/contract/switch-state.ts'
import { readClock } from '../../src-main/domains/checks/verbs.ts'
import { pickFor } from '../how-long.ts'
import { shellOn, startAgents } from '../laptops-agents.ts'
import { answersToTakeAll } from '../laptops-equal.ts'
import { noticesOf } from '../laptops-home.ts'
import { plan, proofOf, switchTo } from '../laptops-product.ts'

/** A FUSE file system whose program never says a word: whoever asks anything of it waits until that is killed (fuse(4)). */
const hangMount = (folder: string): string => `
  mkdir -p ${folder}; [ -e /root/fuse ] || mknod /root/fuse c 10 229
  setsid perl -e 'open(my $fuse, "+<", "/root/fuse") or die; $^F = 99; my ($what, $type) = ("cloud", "fuse.hung");
    my ($where, $with) = ($ARGV[0], "fd=" . fileno($fuse) . ",rootmode=40000,user_id=0,group_id=0,allow_other");
    my $mount = \`uname -m\` =~ /x86_64/ ? 165 : 40;
    syscall($mount, $what, $where, $type, 0, $with) == 0 or die "mount: $!"; sleep 100000' ${folder} </dev/null >/root/fuse.log 2>&1 &
  for i in $(seq 50); do grep -q " ${folder} .*fuse.hung" /proc/self/mountinfo && exit 0; sleep 0.1; done; cat /root/fuse.log; exit 1`
const endMounts = `pkill -KILL -f '[f]use.hung' || true
  grep '[f]use.hung' /proc/self/mountinfo | cut -d' ' -f5 | xargs -r umount -l; rm -f /root/fuse /root/fuse.log`

const notesOf = (proof: Proof): string =>
  proof.steps.flatMap(({ id, verification }) => (id === stepIds.home ? verification.notes : [])).join('\n')

async function switchAll(from: Host, to: Host): Promise<Proof> {
  const told = await switchTo(from, to, await answersToTakeAll(from, to))
  expect(told.stderr).toBe('')
  expect(proofOf(told).verified).toBe(true)
  return proofOf(told)
}

describe('a mount that hangs', () => {
  afterAll(async () => {
    for (const host of hosts) await shellOn(host, endMounts)
  })

  it('is not touched by a switch in either direction, and is named before', async () => {
    await shellOn('p17', hangMount('/home/alice/Cloud'))
    await shellOn('xps', hangMount('/home/alice/Documents/Stick'))
    await shellOn('p17', 'cd /home/alice/Documents; mkdir Stick; echo stays > Stick/file; chown -R alice: Stick')
    for (const host of hosts) await shellOn(host, hangMount('/mnt/net'))
    const touch = '(timeout -s KILL 1 stat /home/alice/Cloud) >/dev/null 2>&1 && echo answers || echo hangs'
    expect(await shellOn('p17', touch)).toBe('hangs\n')
    const { plan: made } = await plan('p17', 'xps')
    const home = made.previews[stepIds.home]
    if (home === undefined) throw new Error('there is no preview of /home')
    expect(noticesOf(home)).toContain('P17 has 1: Cloud. XPS 13 has 1: Documents/Stick.')
    for (const host of hosts)
      await shellOn(host, `echo ${host} > /home/alice/Documents/beside; chown alice: /home/alice/Documents/beside`)
    await switchAll('p17', 'xps')
    expect(await shellOn('xps', 'cat /home/alice/Documents/beside')).toBe('p17\n')
    await shellOn('xps', 'echo back > /home/alice/Documents/beside')
    await switchAll('xps', 'p17')
    expect(await shellOn('p17', 'cd /home/alice/Documents; cat beside Stick/file')).toBe('back\nstays\n')
  })
})

describe('a file that is written all the time', () => {
  afterEach(async () => {
    for (const host of hosts) await shellOn(host, `pkill -f '[a]lways-written' || true`)
  })

  const ways = [
    ['p17', 'xps'],
    ['xps', 'p17'],
  ] as const
  it.each(pickFor('written all the time', ways, 1))(
    'on both laptops does not keep the switch from %s to %s from ending, and is named',
    async (from, to) => {
      const writeAlways = (name: string): string =>
        `cd /home/alice/Documents; setsid setpriv --reuid alice --clear-groups bash -c 'while :; do date +%N >> ${name}; sleep 0.1; done' always-written </dev/null >/dev/null 2>&1 &
       while [ ! -s ${name} ]; do sleep 0.1; done`
      await shellOn(from, writeAlways(`log-of-${from}`))
      await shellOn(to, writeAlways(`log-of-${to}`))
      const notes = notesOf(await switchAll(from, to))
      expect(notes).toMatch(new RegExp(`Still being written on .*Documents/log-of-${from}`))
      const there = await shellOn(to, `cat /home/alice/Documents/log-of-${from}`)
      const here = await shellOn(from, `cat /home/alice/Documents/log-of-${from}`)
      expect(there).not.toBe('')
      expect(here.startsWith(there)).toBe(true)
      // What the target writes is its own.
      const lines = async () => Number(await shellOn(to, `wc -l < /home/alice/Documents/log-of-${to}`))
      const before = await lines()
      await expect.poll(lines, { timeout: 5_000 }).toBeGreaterThan(before)
    },
  )
})

describe('an agent that stands still', () => {
  it('is given up, told, and ended by the next one: what it had reserved is free', async () => {
    const [pair, laptops] = [
      await startAgents('p17', { helloMs: 20_000, agentMs: 3_000 }),
      { from: { name: 'p17', label: 'P17' }, to: { name: 'xps', label: 'XPS 13' } },
    ]
    const lock = { id: '20261120T080000000Z-hangs1', of: { kind: 'switch' as const, ...laptops }, startedBy: 'p17' }
    await pair.to.call(lockLedger, lock)
    const { process } = pair.to.hello
    await shellOn('xps', `kill -STOP ${process.pid}`)
    const asked = pair.to.call(readClock, {})
    await expect(asked).rejects.toMatchObject({
      code: 'timed-out',
      message: 'XPS 13 could not read the clock: no progress for 3 s.',
    })
    pair.close()
    const next = await startAgents()
    try {
      const other = { ...lock, id: '20261120T080000000Z-hangs2' }
      await expect(next.to.call(lockLedger, other)).rejects.toMatchObject({ code: 'locked' })
      expect(await next.to.call(endHungAgent, { ...process, startTime: '1' })).toEqual({ ended: false })
      expect(await next.to.call(endHungAgent, process)).toEqual({ ended: true })
      await next.to.call(lockLedger, other)
      await next.to.call(unlockLedger, { id: other.id })
    } finally {
      next.close()
    }
  })
})
