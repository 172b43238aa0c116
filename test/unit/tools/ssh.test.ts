import { describe, expect, it } from 'vitest'
import { parseHostKeys } from '../../../src-main/tools/ssh/ssh-keyscan.ts'
import { sshConfig } from '../../../src-main/tools/ssh/ssh.ts'

const way = {
  address: '10.0.0.2',
  port: 22,
  account: 'pc-switcher',
  keyFile: '/key',
  knownHostsFile: '/known',
  hostKeyAlias: 'alias',
  command: 'ticket 00',
}

describe('the way of bulk data', () => {
  it('trusts known hosts only, and asks for exactly one thing', () => {
    const config = sshConfig(way)
    expect(config).toMatch(/^Host other$/m)
    expect(config).toMatch(/^ {2}StrictHostKeyChecking yes$/m)
    expect(config).toMatch(/^ {2}RemoteCommand ticket 00$/m)
  })

  it('takes no line break into its configuration', () => {
    expect(() => sshConfig({ ...way, address: 'x\n  ProxyCommand evil' })).toThrow(/line break/)
  })
})

it('reads the keys that are shown at an address, and none from remarks', () => {
  const text = '# 10.0.0.2:22 SSH-2.0-OpenSSH_9.2\n[10.0.0.2]:2222 ssh-ed25519 AAAAone\n10.0.0.2 ssh-rsa AAAAtwo\n\n'
  expect(parseHostKeys(text)).toEqual(['AAAAone', 'AAAAtwo'])
  expect(parseHostKeys('')).toEqual([])
})
