import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { readPairing } from '../../../src-main/app/pairing.ts'
import { hostKeysOf } from '../../../src-main/commons/transfers/known-hosts.ts'

let folder: string
beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'pairing-'))))
afterEach(() => rm(folder, { recursive: true }))

it('says that the laptop is not paired when there is no pairing', async () => {
  await expect(readPairing(folder)).rejects.toMatchObject({ code: 'not-paired' })
})

it('names what is wrong in a pairing that cannot be read', async () => {
  await writeFile(join(folder, 'pairing.json'), '{"version":1,"peer":{"name":"xps"')
  await expect(readPairing(folder)).rejects.toMatchObject({
    code: 'invalid-configuration',
    hint: 'Check the file, then move it away. Then pair the laptops again.',
  })
  await writeFile(join(folder, 'pairing.json'), '{"version":1,"peer":{"name":"xps","address":"10.0.0.1","port":"22"}}')
  await expect(readPairing(folder)).rejects.toMatchObject({
    code: 'invalid-configuration',
    details: expect.stringContaining('peer.port') as string,
  })
})

it('refuses what the agent would refuse: an address that ssh could take for an option', async () => {
  await writeFile(
    join(folder, 'pairing.json'),
    '{"version":1,"peer":{"name":"xps","address":"-oProxyCommand=x","port":22}}',
  )
  await expect(readPairing(folder)).rejects.toMatchObject({
    code: 'invalid-configuration',
    details: expect.stringContaining('peer.address') as string,
  })
})

it('gives the address, the key and only the host keys of that address', async () => {
  await writeFile(join(folder, 'pairing.json'), '{"version":1,"peer":{"name":"xps","address":"10.0.0.1","port":22}}')
  await writeFile(join(folder, 'id_ed25519'), 'key')
  await writeFile(join(folder, 'known_hosts'), '10.0.0.1 ssh-ed25519 AAAAours\n10.0.0.2 ssh-ed25519 AAAAother\n')
  expect(await readPairing(folder)).toMatchObject({
    name: 'xps',
    address: '10.0.0.1',
    port: 22,
    hostKeys: ['AAAAours'],
  })
})

it('finds host keys of another port under their bracketed name', () => {
  expect(hostKeysOf('[10.0.0.1]:2222 ssh-ed25519 AAAA\n10.0.0.1 ssh-ed25519 BBBB', '10.0.0.1', 2222)).toEqual(['AAAA'])
})
