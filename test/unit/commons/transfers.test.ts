import { existsSync } from 'node:fs'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { readPeerAddress } from '../../../src-main/commons/transfers/on-machine/peer-address.ts'
import { giveTicket, sweepTransferFiles } from '../../../src-main/commons/transfers/on-machine/ticketed.ts'
import { claimTicket, issueTicket, sweepTickets } from '../../../src-main/commons/transfers/on-machine/tickets.ts'
import { relativeBytePathSchema } from '../../../src-main/contract/path-schemas.ts'
import { identifyThisProcess, nameOfProcess } from '../../../src-main/tools/proc/process-identity.ts'
import { isLong, randomFor } from '../../how-long.ts'
import type { Random } from '../../random.ts'
import { ownFolder } from '../../own-folder.ts'

let folder = ''
beforeEach(() => (folder = ownFolder('pc-switcher-test')))

const request = { argv: ['true'] as const, leftovers: [], lifeSeconds: 30, bootId: 'this boot' }

/** Cut off, of another kind, or with what it permits left out. */
function damaged(ticket: string, random: Random): string {
  const parts = JSON.parse(ticket) as Record<string, unknown>
  const part = random.pick(Object.keys(parts)) ?? ''
  const wrong = random.pick([null, [], {}, [1], { '0': 'true' }])
  return (
    random.pick([
      ticket.slice(0, random.below(ticket.length)),
      `${ticket}${ticket}`,
      JSON.stringify({ ...parts, [part]: undefined }),
      JSON.stringify({ ...parts, [part]: part === 'leftovers' ? null : wrong }),
      `{"__proto__":${ticket}}`,
      `[${ticket}]`,
    ]) ?? ''
  )
}

describe('tickets', () => {
  it('are claimed once, by whoever brings the secret', async () => {
    const { id, secret } = await issueTicket(folder, request)
    expect(await claimTicket(folder, secret, 'this boot')).toMatchObject({ id, argv: ['true'] })
    await expect(claimTicket(folder, secret, 'this boot')).rejects.toMatchObject({ code: 'ticket-refused' })
  })

  it('do not show their secret in the name or the contents of their file', async () => {
    const { secret } = await issueTicket(folder, request)
    expect((await readdir(path.join(folder, 'tickets'))).join()).not.toContain(secret)
  })

  it('are claimed by one of many who come at once', async () => {
    const { secret } = await issueTicket(folder, request)
    const claims = await Promise.allSettled(Array.from({ length: 20 }, () => claimTicket(folder, secret, 'this boot')))
    expect(claims.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  })

  it('are refused after their time or after a restart, and gone then', async () => {
    const late = await issueTicket(folder, { ...request, lifeSeconds: -1 })
    await expect(claimTicket(folder, late.secret, 'this boot')).rejects.toThrow(/expired/)
    const old = await issueTicket(folder, request)
    await expect(claimTicket(folder, old.secret, 'next boot')).rejects.toThrow(/was restarted/)
    expect(await readdir(path.join(folder, 'tickets'))).toEqual([])
  })

  it('are refused and gone, not believed, when their file is damaged', async () => {
    const random = randomFor('damaged tickets')
    for (let round = 0; round < (isLong ? 5_000 : 100); round += 1) {
      const { secret } = await issueTicket(folder, request)
      const [name = ''] = await readdir(path.join(folder, 'tickets'))
      const file = path.join(folder, 'tickets', name)
      await writeFile(file, damaged(await readFile(file, 'utf8'), random))
      await expect(claimTicket(folder, secret, 'this boot')).rejects.toMatchObject({ code: 'ticket-refused' })
      expect(await readdir(path.join(folder, 'tickets'))).toEqual([])
    }
  })

  it('are found by their secret alone, and by no path', async () => {
    await issueTicket(folder, request)
    const [name = ''] = await readdir(path.join(folder, 'tickets'))
    for (const secret of [name, `../tickets/${name}`, '', '.', '/', '__proto__', '\0'])
      await expect(claimTicket(folder, secret, 'this boot')).rejects.toMatchObject({ code: 'ticket-refused' })
    expect(await readdir(path.join(folder, 'tickets'))).toEqual([name])
  })

  it('that nobody used are taken away with what belongs to them when the next is given out', async () => {
    const leftover = path.join(folder, 'leftover')
    await writeFile(leftover, '')
    await issueTicket(folder, { ...request, lifeSeconds: -1, leftovers: [leftover] })
    await issueTicket(folder, request)
    expect(existsSync(leftover)).toBe(false)
    expect(await readdir(path.join(folder, 'tickets'))).toHaveLength(1)
  })
})

it('a ticket of an agent that is gone is removed by the next one, and that of one that works is not', async () => {
  await sweepTickets(folder)
  const { secret } = await issueTicket(folder, request)
  await sweepTickets(folder)
  const [name = ''] = await readdir(path.join(folder, 'tickets'))
  const file = path.join(folder, 'tickets', name)
  const text = await readFile(file, 'utf8')
  await writeFile(file, text.replace(/"startTime":"\d+"/, '"startTime":"1"'))
  await sweepTickets(folder)
  await expect(claimTicket(folder, secret, 'this boot')).rejects.toMatchObject({ code: 'ticket-refused' })
  expect(await readdir(path.join(folder, 'tickets'))).toEqual([])
})

it('a ticket that nobody brings back is gone after its time', async () => {
  await issueTicket(folder, { ...request, lifeSeconds: 0 })
  await expect.poll(() => readdir(path.join(folder, 'tickets')), { timeout: 4_000 }).toEqual([])
})

describe('the files of a transfer', () => {
  it('that a killed agent left are removed by the next one, and those of one that works are not', async () => {
    const host = { runFolder: folder, bootId: 'this boot' }
    await sweepTransferFiles(folder)
    await giveTicket(host, '/nonexistent', { options: [], allowed: [] })
    const [own] = await readdir(path.join(folder, 'transfers'))
    const dead = nameOfProcess({ ...identifyThisProcess(), startTime: '1' })
    for (const name of [`${dead}.0.ssh`, `${dead}.1.rsyncd.conf`, 'of-an-earlier-version.ssh'])
      await writeFile(path.join(folder, 'transfers', name), '')
    await sweepTransferFiles(folder)
    expect(await readdir(path.join(folder, 'transfers'))).toEqual([own])
    expect(own).toMatch(/\.rsyncd\.conf$/)
  })
})

describe('paths of a transfer', () => {
  it.each(['alice', 'alice/a b', 'alice/..x', 'alice/-rf', 'alice/\xff\n', '#alice'])('%j is one', (one) => {
    expect(relativeBytePathSchema.safeParse(one).success).toBe(true)
  })
  it.each(['', '/alice', 'alice/', 'alice//x', '.', 'alice/../bob', 'alice/./x', 'a\0b', 'a\u012fb'])(
    '%j is none',
    (one) => {
      expect(relativeBytePathSchema.safeParse(one).success).toBe(false)
    },
  )
})

describe('the address of the other laptop', () => {
  const write = (peer: unknown) => writeFile(path.join(folder, 'pairing.json'), JSON.stringify({ version: 1, peer }))

  it('is read from what pairing wrote', async () => {
    await write({ name: 'xps', address: 'fe80::1%eth0', port: 22 })
    expect(readPeerAddress({ appFolder: folder })).toEqual({ name: 'xps', address: 'fe80::1%eth0', port: 22 })
  })

  it('is where the other laptop says that it is, when it is the one that asks', async () => {
    await write({ name: 'xps', address: '192.0.2.1', port: 22 })
    const host = { appFolder: folder, callerAddress: () => '192.0.2.7' }
    expect(readPeerAddress(host)).toMatchObject({ address: '192.0.2.7', port: 22 })
  })

  it.each(['-oProxyCommand=x', 'a b', 'a\nb', ''])('is never %j', async (address) => {
    await write({ name: 'xps', address, port: 22 })
    expect(() => readPeerAddress({ appFolder: folder })).toThrow(expect.objectContaining({ code: 'not-paired' }))
  })
})
