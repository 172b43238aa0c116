import { readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { readPairing } from '../../../src-main/app/pairing.ts'
import { knownHostsOf } from '../../../src-main/commons/transfers/known-hosts.ts'
import { rememberAddress } from '../../../src-main/commons/transfers/pairing-file.ts'
import { ownFolder } from '../../own-folder.ts'

let folder: string
beforeEach(() => (folder = ownFolder('pairing')))

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

describe('the other laptop', () => {
  const write = (peer: object) =>
    writeFile(join(folder, 'pairing.json'), JSON.stringify({ version: 1, peer: { name: 'xps', port: 22, ...peer } }))
  const written = () => readFile(join(folder, 'pairing.json'), 'utf8')

  beforeEach(async () => {
    await write({ address: '192.0.2.1', others: ['192.0.2.2'] })
    await writeFile(join(folder, 'id_ed25519'), 'key')
    await writeFile(
      join(folder, 'known_hosts'),
      `${knownHostsOf(['ssh-ed25519 AAAAours'])}10.0.0.2 ssh-ed25519 AAAAother\n`,
    )
  })

  it('is where it was, and known by its own keys alone', async () => {
    expect(await readPairing(folder)).toMatchObject({
      name: 'xps',
      address: '192.0.2.1',
      others: ['192.0.2.2'],
      port: 22,
      hostKeys: ['AAAAours'],
    })
  })

  it('is remembered where it was found, with where it was before and what it says, and what ssh could take for an option not', async () => {
    rememberAddress(folder, '192.0.2.2', ['198.51.100.9', '192.0.2.2', '-oProxyCommand=x'])
    expect(await readPairing(folder)).toMatchObject({
      address: '192.0.2.2',
      others: ['198.51.100.9', '192.0.2.1'],
    })
    const before = await stat(join(folder, 'pairing.json'))
    rememberAddress(folder, '192.0.2.2', ['198.51.100.9'])
    expect((await stat(join(folder, 'pairing.json'))).ino).toBe(before.ino)
    expect(before.mode & 0o777).toBe(0o600)
  })

  it('is forgotten where it was long ago', async () => {
    for (let last = 1; last < 30; last += 1) rememberAddress(folder, `198.51.100.${last}`, [])
    const { others = [] } = await readPairing(folder)
    expect(others).toHaveLength(8)
    expect(others[0]).toBe('198.51.100.28')
    expect(await written()).not.toContain('192.0.2.1')
  })
})
