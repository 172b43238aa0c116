/** A server with which our SSH client has nothing in common: that is said, with the setting and what to add. */
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import ssh2 from 'ssh2'
import { wording } from '../../../src-main/app/wording.ts'
import {
  provenCiphers,
  sshAlgorithms,
  usualAlgorithm,
  type SshAlgorithmSetting,
} from '../../../src-main/kernel/ssh-algorithms.ts'
import { readHostKey } from '../../../src-main/machine/person-shell/ssh-shell.ts'
import { connectOverSsh } from '../../../src-main/machine/ssh-link.ts'
import { makeSshKeys } from '../../ssh-keys.ts'

const keys = makeSshKeys()
let server: ssh2.Server | undefined

afterEach(() => new Promise<void>((resolve) => (server === undefined ? resolve() : void server.close(() => resolve()))))

async function listen(algorithms: ssh2.Algorithms): Promise<number> {
  const made = new ssh2.Server({ hostKeys: [keys.private], algorithms }, (client) => {
    client.on('error', () => undefined)
  })
  server = made
  await new Promise<void>((resolve) => made.listen(0, '127.0.0.1', resolve))
  return (made.address() as AddressInfo).port
}

describe('an SSH server that offers nothing that we have', () => {
  it.each<[SshAlgorithmSetting, ssh2.Algorithms]>([
    ['KexAlgorithms', { kex: ['diffie-hellman-group14-sha1'] }],
    ['Ciphers', { cipher: ['aes256-cbc'] }],
    ['MACs', { cipher: ['aes256-ctr'], hmac: ['hmac-md5'] }],
  ])('is told from one that does not answer: %s', async (setting, algorithms) => {
    const port = await listen(algorithms)
    const address = { name: 'xps', label: 'XPS 13', address: '127.0.0.1', port, hostKeys: [] }
    const error = {
      code: 'ssh-mismatch',
      message: `The SSH server of XPS 13 offers nothing that pc-switcher has: ${setting}.`,
      hint: expect.stringContaining(`add ${usualAlgorithm[setting]} to it`) as unknown,
    }
    await expect(
      connectOverSsh({ ...address, privateKey: Buffer.from(keys.private) }, { wording }),
    ).rejects.toMatchObject(error)
  })

  it('is told while pairing, by its address', async () => {
    const port = await listen({ kex: ['diffie-hellman-group14-sha1'] })
    await expect(readHostKey({ address: '127.0.0.1', port })).rejects.toMatchObject({
      code: 'ssh-mismatch',
      message: 'The SSH server of 127.0.0.1 offers nothing that pc-switcher has: KexAlgorithms.',
    })
  })
})

it('names what ssh2 has, no more and no less', () => {
  const require = createRequire(import.meta.url)
  const file = path.join(path.dirname(require.resolve('ssh2')), 'protocol', 'constants.js')
  const has = require(file) as Readonly<Record<'DEFAULT_KEX' | 'DEFAULT_CIPHER' | 'DEFAULT_MAC', readonly string[]>>
  expect([...sshAlgorithms.KexAlgorithms].toSorted()).toEqual([...has.DEFAULT_KEX].toSorted())
  expect([...sshAlgorithms.Ciphers].toSorted()).toEqual([...has.DEFAULT_CIPHER].toSorted())
  expect([...sshAlgorithms.MACs].toSorted()).toEqual([...has.DEFAULT_MAC].toSorted())
  expect(sshAlgorithms.Ciphers).toEqual(expect.arrayContaining([...provenCiphers]))
})
