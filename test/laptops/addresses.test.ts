/** Laptops that are somewhere else today: the pair is its keys, not its addresses. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hosts, type Host } from '../../practice/layout.ts'
import { calls } from '../../src-main/contract/calls.ts'
import { pairingSchema } from '../../src-main/commons/transfers/pairing-file.ts'
import { shellOn } from '../laptops-agents.ts'
import { answersToTakeAll, expectEqual, workOn } from '../laptops-equal.ts'
import { call, errorOf, killApp, pcSwitcher, proofOf, status, switchTo } from '../laptops-product.ts'

const card = 'host0'
const pairing = '/var/lib/pc-switcher/app/pairing.json'
const knownOn = async (host: Host) => pairingSchema.parse(JSON.parse(await shellOn(host, `cat ${pairing}`))).peer

const at = { p17: '', xps: '' }
const before = { p17: '', xps: '' }
/** In the network of the pair, where nothing else is. */
const elsewhere = (last: number) => before.p17.replace(/\d+$/, String(last))

/** As another router gives out another address. */
async function move(host: Host, address: string): Promise<void> {
  await shellOn(host, `ip -4 addr flush dev ${card}; ip addr add ${address}/24 dev ${card}`)
  at[host] = address
}

/** Connections that were open end with the app that had them; the next one looks anew. */
const connectAnew = async () => Promise.all(hosts.map((host) => killApp(host)))
const connectionOf = async (host: Host) => (await status(host)).overview.peer?.connection.kind

beforeAll(async () => {
  for (const host of hosts) at[host] = before[host] = (await shellOn(host, `hostname -I | cut -d' ' -f1`)).trim()
})
afterAll(async () => {
  for (const host of hosts) if (at[host] !== before[host]) await move(host, before[host])
})

describe('the other laptop', () => {
  it('is found where it said that it is too, by itself, and the work crosses there and back', async () => {
    await shellOn('xps', `ip addr add ${elsewhere(99)}/24 dev ${card}`)
    await connectAnew()
    expect(await connectionOf('p17')).not.toBe('unreachable')
    expect((await knownOn('p17')).others).toEqual([elsewhere(99)])
    await move('xps', elsewhere(99))
    await connectAnew()
    await workOn('p17', 1)
    const there = await switchTo('p17', 'xps', await answersToTakeAll('p17', 'xps'))
    expect(proofOf(there).verified).toBe(true)
    expect(await knownOn('p17')).toMatchObject({ address: elsewhere(99), others: [before.xps] })
    await expectEqual(1)
  })

  it('is told where this one is, when its own memory of that is old', async () => {
    await move('p17', elsewhere(98))
    await connectAnew()
    expect((await knownOn('xps')).address).toBe(before.p17)
    await workOn('xps', 2)
    const back = await switchTo('p17', 'p17', await answersToTakeAll('p17', 'p17'))
    expect(back.stderr).toBe('')
    expect(proofOf(back).verified).toBe(true)
    await expectEqual(2)
  })

  it('is found by its name', async () => {
    await move('xps', elsewhere(97))
    await shellOn('p17', `cp /etc/hosts /root/hosts; echo '${elsewhere(97)} xps.local' >> /etc/hosts`)
    await connectAnew()
    expect(await connectionOf('p17')).not.toBe('unreachable')
    expect((await knownOn('p17')).address).toBe(elsewhere(97))
    await shellOn('p17', 'cat /root/hosts > /etc/hosts; rm /root/hosts')
  })

  it('is nowhere that is known: that is said with what to do, and the address that is given is tried', async () => {
    await move('xps', elsewhere(96))
    await connectAnew()
    expect(await connectionOf('p17')).toBe('unreachable')
    const planned = errorOf(await pcSwitcher('p17', ['plan', '--to', 'xps']))
    expect(planned).toMatchObject({
      code: 'unreachable',
      hint: expect.stringContaining('pc-switcher address') as string,
    })
    const given = await pcSwitcher('p17', ['address', elsewhere(96)])
    expect([given.stderr, given.messages.at(-1)]).toMatchObject(['', { type: 'address', address: elsewhere(96) }])
    expect(await connectionOf('p17')).not.toBe('unreachable')
  })

  it('is not whoever else is at an address, and no address is no option of ssh', async () => {
    const nobody = errorOf(await pcSwitcher('p17', ['address', elsewhere(95)]))
    expect(nobody).toMatchObject({ code: 'unreachable', message: `Nothing answers at ${elsewhere(95)}.` })
    expect(errorOf(await pcSwitcher('p17', ['address', at.p17]))).toMatchObject({ code: 'host-key-changed' })
    expect(errorOf(await pcSwitcher('p17', ['address', '--', '-oProxyCommand=touch /tmp/ran']))).toMatchObject({
      code: 'invalid-input',
    })
    expect((await call('p17', calls.settingsList, {})).settings.map(({ value }) => value)).toContain(elsewhere(96))
  })

  it('may be reached by this one, and not reach it: that is told before a switch needs it', async () => {
    const wayOf = async () => {
      const { items } = await call('p17', calls.doctor, {})
      return items.filter(({ title }) => title === 'Connection to the other laptop')
    }
    expect(await wayOf()).toMatchObject([
      { laptop: 'P17', verdict: 'passed', text: `It answers at ${at.xps}.` },
      { laptop: 'XPS 13', verdict: 'passed', text: `It answers at ${at.p17}.` },
    ])
    // As a firewall would.
    await shellOn('p17', 'systemctl stop ssh.socket ssh.service')
    const told = await wayOf()
    await shellOn('p17', 'systemctl start ssh.service')
    expect(told).toMatchObject([
      { laptop: 'P17', verdict: 'passed' },
      { laptop: 'XPS 13', verdict: 'failed', hint: expect.stringContaining('ufw allow ssh') as string },
    ])
    expect(told[1]?.text).toBe(`XPS 13 gets no answer at ${at.p17}, port 22.`)
  })
})
