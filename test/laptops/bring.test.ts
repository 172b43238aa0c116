/** Switches that are driven by the target: its person brings the work of the source here. */
import { beforeAll, describe, expect, it } from 'vitest'
import { hosts, type Host } from '../../practice/layout.ts'
import { stepIds, type StepId } from '../../src-main/contract/step-ids.ts'
import { pickFor } from '../how-long.ts'
import { shellOn } from '../laptops-agents.ts'
import { answersToTakeAll, expectEqual, expectNothingLeft, workOn } from '../laptops-equal.ts'
import {
  errorOf,
  killApp,
  pcSwitcher,
  plan,
  proofOf,
  status,
  switchState,
  switchTo,
  until,
} from '../laptops-product.ts'

const otherHost = (host: Host): Host => (host === 'p17' ? 'xps' : 'p17')
let round = 0

/** A day of work on the other laptop. */
async function workFor(host: Host): Promise<void> {
  round += 1
  await workOn(otherHost(host), round)
}

const journals = (host: Host) => shellOn(host, 'ls /var/lib/pc-switcher/app/journals')
const record = (host: Host) =>
  shellOn(host, `setpriv --reuid alice --clear-groups git -C /home/alice/system-state log -1 --format='%s %ce'`)

/** Begins to bring the work of p17 to xps, more than is there in a moment, and waits until the step runs. */
async function bringAndReach(stepId: StepId) {
  await workFor('xps')
  await shellOn('p17', 'cd /home/alice && head -c 120000000 /dev/urandom > bulk.bin && chown alice: bulk.bin')
  const ended = switchTo('xps', 'xps', await answersToTakeAll('xps', 'xps'))
  const tooEarly = ended.then((told) => {
    throw new Error(`the switch ended before ${stepId} ran: ${JSON.stringify(told.messages.at(-1))} ${told.stderr}`)
  })
  const reached = until(`${stepId} runs`, async () => {
    const state = await switchState('xps')
    return state.kind === 'running' && state.statuses[stepId]?.kind !== 'waiting'
  })
  for (const one of [tooEarly, reached]) one.catch(() => undefined)
  await Promise.race([reached, tooEarly])
  return { ended }
}

/** sudo makes it in the home of whoever drives, where it is missing. */
beforeAll(async () => {
  for (const host of hosts)
    await shellOn(
      host,
      'cd /home/alice && touch -d @0 .sudo_as_admin_successful && chown alice: .sudo_as_admin_successful',
    )
})

describe('the work of the other laptop', () => {
  it.each(pickFor('brought', hosts, 1))('is brought to %s, proven, and both are equal', async (host) => {
    await workFor(host)
    const other = otherHost(host)
    const { plan: made } = await plan(host, host)
    expect(made).toMatchObject({ from: { name: other }, to: { name: host }, startedBy: host })
    const told = await switchTo(host, host, await answersToTakeAll(host, host))
    expect(told.stderr).toBe('')
    const proof = proofOf(told)
    expect(proof).toMatchObject({ verified: true, from: { name: other }, to: { name: host } })
    await expectEqual(round)
    await expectNothingLeft()
    for (const laptop of [host, other]) {
      const { overview } = await status(laptop)
      expect(overview.holder).toMatchObject({ kind: 'held', by: host, switchId: proof.switchId })
      expect(overview.openSwitch).toBeUndefined()
      // Made where the work was left, and come along with it.
      expect(await record(laptop)).toBe(`Switch ${other} → ${host} ${proof.switchId} pc-switcher@${other}\n`)
    }
    expect(await journals(host)).toContain(proof.switchId)
    expect(await journals(other)).not.toContain(proof.switchId)
    const log = await pcSwitcher(other, ['log'])
    expect(log.messages.at(-1)).toMatchObject({ type: 'log', switch: { switchId: proof.switchId, result: 'verified' } })
    expect((await pcSwitcher(host, ['call', 'switch.dismiss'])).stderr).toBe('')
  })

  it('is not brought by a host name that is mistaken', async () => {
    for (const command of ['plan', 'switch']) {
      const told = await pcSwitcher('xps', [command, '--to', 'xps'])
      expect(told.exitCode).toBe(2)
      expect(errorOf(told)).toMatchObject({ code: 'unknown-host', message: 'XPS 13 is this laptop.' })
      expect(errorOf(told).hint).toContain('--from p17')
    }
    expect((await switchState('xps')).kind).toBe('idle')
  })
})

describe('a switch that xps drives', () => {
  it('is shown on p17 as far as it is, whose person is told, and finished from there when the app of xps was killed', async () => {
    const { ended } = await bringAndReach(stepIds.home)
    await until('p17 shows how far it is', async () => {
      const { openSwitch } = (await status('p17')).overview
      return openSwitch?.running === true && openSwitch.startedBy === 'xps' && openSwitch.progress !== undefined
    })
    expect(await shellOn('p17', 'cat /run/motd.d/*')).toContain('pc-switcher is copying this laptop to XPS 13.')
    const paused = await pcSwitcher('p17', ['pause'])
    expect(errorOf(paused).hint).toBe('It runs on XPS 13: run pc-switcher pause there.')
    await killApp('xps')
    expect((await ended).exitCode).not.toBe(0)
    await until('xps says that it was interrupted', async () => (await switchState('xps')).kind === 'interrupted')
    const log = await pcSwitcher('p17', ['log'])
    expect(log.stderr).toBe('')
    expect(JSON.stringify(log.messages.at(-1))).toContain('pc-switcher was killed on XPS 13.')
    const resumed = await pcSwitcher('p17', ['resume', '--yes'])
    expect(resumed.stderr).toBe('')
    expect(proofOf(resumed)).toMatchObject({ verified: true, to: { name: 'xps' } })
    await expectEqual(round)
    expect(await shellOn('p17', 'cat /run/motd.d/* 2>/dev/null || true')).not.toContain('pc-switcher')
  })

  it('is paused and resumed on xps', async () => {
    const { ended } = await bringAndReach(stepIds.home)
    expect((await pcSwitcher('xps', ['pause'])).stderr).toBe('')
    expect((await ended).exitCode).not.toBe(0)
    expect(await switchState('xps')).toMatchObject({ kind: 'interrupted', by: 'person' })
    const resumed = await pcSwitcher('xps', ['resume', '--yes'])
    expect(resumed.stderr).toBe('')
    expect(proofOf(resumed).verified).toBe(true)
    await expectEqual(round)
    await expectNothingLeft()
  })

  it.each(pickFor('given up', hosts, 1))('is given up on %s, for both', async (host) => {
    const { ended } = await bringAndReach(stepIds.home)
    await killApp('xps')
    await ended
    await until('xps says that it was interrupted', async () => (await switchState('xps')).kind === 'interrupted')
    // Both are asked first: a connection that has to be made anew may take longer than a person waits for it.
    for (const laptop of hosts) await status(laptop)
    const givenUp = await pcSwitcher(host, ['give-up'])
    expect(givenUp.stderr).toBe('')
    expect(givenUp.messages.at(-1)).toMatchObject({ result: 'given-up', told: true })
    for (const laptop of hosts) {
      expect((await status(laptop)).overview.openSwitch).toBeUndefined()
      expect((await switchState(laptop)).kind).toBe('idle')
    }
  })
})

/** As hostnamectl(1) does it, which waits for a service of its own. */
const rename = (host: Host, name: string) => shellOn(host, `hostname ${name}; echo ${name} > /etc/hostname`)

/** Who both say has the work, and the way of the last switch. */
async function expectHolder(by: Host, switchId: string) {
  for (const laptop of hosts) {
    const { overview } = await status(laptop)
    expect(overview.holder).toMatchObject({ kind: 'held', by, switchId })
    expect(overview.history[0]).toMatchObject({ switchId, from: { name: otherHost(by) }, to: { name: by } })
    expect([overview.here.laptop.name, overview.peer?.laptop.name]).toEqual([laptop, otherHost(laptop)])
  }
}

describe('a laptop that is renamed', () => {
  it('to the name of the other one, then to a free one, is never taken for the other one', async () => {
    await workFor('xps')
    const answers = await answersToTakeAll('p17', 'xps')
    await rename('xps', 'p17')
    try {
      for (const [host, way] of [['xps', '--to'] as const, ['xps', '--from'] as const, ['p17', '--to'] as const]) {
        const refused = await pcSwitcher(host, ['switch', way, 'p17', '--yes'])
        expect(errorOf(refused)).toMatchObject({ code: 'invalid-input', message: 'Both laptops are called p17.' })
      }
      const told = await switchTo('p17', 'xps', answers, ['--to', 'other'])
      expect(told.stderr).toBe('')
      const proof = proofOf(told)
      expect(proof).toMatchObject({ verified: true, from: { name: 'p17' }, to: { name: 'xps' } })
      await expectEqual(round)
      await expectHolder('xps', proof.switchId)
      const back = await plan('xps', 'p17', ['--to', 'other'])
      expect(back.plan).toMatchObject({ from: { name: 'xps' }, to: { name: 'p17' }, startedBy: 'xps' })
      expect(back.questions.map(({ id }) => id)).not.toContain('checks:holder')
      expect(JSON.stringify(back.plan.previews[stepIds.checks]?.blocks)).toContain('hostnamectl')

      await rename('xps', 'desk')
      await expectHolder('xps', proof.switchId)
      const again = await plan('p17', 'xps', ['--to', 'desk'])
      expect(again.plan).toMatchObject({ from: { name: 'p17' }, to: { name: 'xps' }, startedBy: 'p17' })
      expect(again.questions.map(({ id }) => id)).toContain('checks:holder')
      const brought = proofOf(await switchTo('xps', 'p17', {}, ['--to', 'p17']))
      expect(brought).toMatchObject({ verified: true, from: { name: 'xps' }, to: { name: 'p17' } })
      await expectHolder('p17', brought.switchId)
      await expectEqual(round)
    } finally {
      await rename('xps', 'xps')
    }
  })
})

describe('the app of the laptop that is left', () => {
  it('cannot be started: nothing is begun, and the plan says what to do', async () => {
    const unit = '/home/alice/.config/systemd/user/pc-switcher.service'
    const manager = 'systemctl --user --machine=alice@.host'
    await shellOn(
      'p17',
      `install -d -o alice -g alice /home/alice/.config/systemd/user; ln -s /dev/null ${unit}; ${manager} daemon-reload; ${manager} stop pc-switcher.service`,
    )
    try {
      const told = await pcSwitcher('xps', ['plan', '--from', 'p17'])
      expect(told.exitCode).toBe(1)
      expect(errorOf(told)).toMatchObject({
        message: 'pc-switcher does not run on P17.',
        hint: expect.stringContaining('P17') as string,
      })
      expect((await status('xps')).overview.openSwitch).toBeUndefined()
    } finally {
      await shellOn('p17', `rm ${unit}; ${manager} daemon-reload; ${manager} start pc-switcher.service`)
    }
  })
})
