import { describe, expect, it } from 'vitest'
import { calls } from '../../../src-main/contract/calls.ts'
import { setUpRequestSchema } from '../../../src-main/domains/pairing/requests.ts'

const key = `ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI${'b'.repeat(43)}`
const peer = { name: 'xps', address: '192.0.2.2', port: 22, appKey: key, hostKeys: [key] }
const join = { kind: 'join', person: 'alice', peer }

describe('what another laptop says of itself', () => {
  it('is taken where it is a name, an address and keys', () => {
    expect(setUpRequestSchema.parse(join)).toEqual(join)
    for (const address of ['xps.local', 'fe80::1%eth0', '2001:db8::2'])
      expect(setUpRequestSchema.safeParse({ ...join, peer: { ...peer, address } }).success).toBe(true)
  })

  it.each([
    ['a name with a line break', { name: 'xps\nalice ALL=(ALL) NOPASSWD: ALL' }],
    ['a name that is an option', { name: '-oProxyCommand=touch' }],
    ['a name with a folder', { name: '../../etc' }],
    ['a name of nothing', { name: '' }],
    ['an address that is an option', { address: '-oProxyCommand=touch' }],
    ['an address with a second host', { address: '192.0.2.2,*' }],
    ['an address with a blank', { address: '192.0.2.2 ssh-ed25519' }],
    ['a port that is none', { port: 70_000 }],
    ['a key with limits before it', { appKey: `command="sh" ${key}` }],
    ['a key with a second line', { appKey: `${key}\nssh-ed25519 AAAA` }],
    ['a key with a comment', { appKey: `${key} alice@p17` }],
    ['a key that is too short', { appKey: key.slice(0, -1) }],
    ['a key of another kind than it says', { hostKeys: [`ssh-rsa ${key.split(' ')[1] ?? ''}`] }],
    ['a host key with a second line', { hostKeys: [`${key}\n* ${key}`] }],
    ['no host key', { hostKeys: [] }],
    ['more than is asked for', { options: 'no-pty' }],
  ])('is refused with %s', (_what, wrong) => {
    expect(setUpRequestSchema.safeParse({ ...join, peer: { ...peer, ...wrong } }).success).toBe(false)
  })

  it.each(['root\nalice', 'Alice', '-alice', 'a b', '', 'alice,%sudo'])('is for no account "%s"', (person) => {
    expect(setUpRequestSchema.safeParse({ ...join, person }).success).toBe(false)
  })
})

describe('what a person types for the other laptop', () => {
  const target = calls.pairingLook.input
  it.each(['xps', 'alice@xps.local', '192.0.2.2', 'alice@fe80::1%eth0'])('may be %s', (typed) => {
    expect(target.safeParse({ target: typed }).success).toBe(true)
  })
  it.each(['-oProxyCommand=touch', 'alice@-G', 'a b', '', 'alice@', '$(touch ran)', 'xps;ls', '@xps'])(
    'is not %s',
    (typed) => {
      expect(target.safeParse({ target: typed }).success).toBe(false)
    },
  )
})
