import { describe, expect, it } from 'vitest'
import { canHaveRule, decide } from '../../../src-main/domains/etc-tracking/decide.ts'
import { agentCapabilities } from '../../../src-main/agent/capabilities.ts'
import { joinAgent } from '../../../src-main/agent/join-capabilities.ts'
import { createNeverList } from '../../../src-main/domains/etc-tracking/never-list.ts'
import { neverEntries } from '../../../src-main/domains/etc-tracking/on-machine/never-entries.ts'
import { changeRules, parseRules as parse } from '../../../src-main/domains/etc-tracking/rules.ts'
import { bytePathFromText } from '../../../src-main/kernel/byte-path.ts'

const never = createNeverList(neverEntries(joinAgent(agentCapabilities).all.ownPaths))
const parseRules = (text: string) => parse(text, never)
const decisions = (text: string) => new Map(parseRules(text).map(({ path, decision }) => [path, decision]))

it('never carries by what name and secret a node of k3s is known to its cluster', () => {
  expect(never.whyNever(bytePathFromText('/rancher/node/password'))).toBe('identity')
  expect(never.whyNever(bytePathFromText('/rancher/k3s/config.yaml'))).toBeUndefined()
})

describe('the rules of the person for /etc', () => {
  it('reads one path a line, always with "!", never without, and nothing of comments and empty lines', () => {
    expect(parseRules('// mine\n\n!/ssh/sshd_config\n/ssh\r\n')).toEqual([
      { path: '/ssh/sshd_config', decision: 'always', line: 3 },
      { path: '/ssh', decision: 'never', line: 4 },
    ])
  })

  it.each([
    ['!/ssh/', 'which tracks nothing in 1.29.5 and everything in 1.19.2'],
    ['!/ssh/**', 'which tracks nothing'],
    ['!/s*/x', 'wildcards'],
    ['!/a?', 'wildcards'],
    ['!/[a-z]onf', 'classes'],
    ['!/a{b,c}', 'alternatives'],
    ['!/a{}', 'which makes Syncthing crash'],
    ['!hosts', 'a name anywhere'],
    ['hosts', 'a name anywhere'],
    ['*', 'everything'],
    ['!/', 'the whole of /etc'],
    ['#include other', 'another file'],
    ['# note', 'a pattern, not a comment'],
    ['(?i)/foo', 'prefixes'],
    ['(?d)/foo', 'prefixes'],
    ['!!/foo', 'two prefixes'],
    [' /foo', 'spaces that Syncthing trims'],
    ['/foo ', 'spaces that Syncthing trims'],
    ['/foo // why', 'a comment after a path'],
    ['/a//b', 'empty names'],
    ['/a/../shadow', 'the way up'],
    ['!/a/./b', 'the way to itself'],
    ['/a\\b', 'a backslash that escapes nothing'],
    ['/bell\u0007', 'control characters'],
    ['\uFEFF!/a', 'a byte order mark, which kills the first rule'],
  ])('refuses %j, naming its line', (line) => {
    const read = () => parseRules(`// first\n${line}\n`)
    expect(read).toThrow(
      expect.objectContaining({ code: 'invalid-rules', message: expect.stringContaining('Line 2') as unknown }),
    )
  })

  it('refuses two lines that contradict each other, naming both', () => {
    const read = () => parseRules('!/a\n/b\n/a\n')
    expect(read).toThrow(
      expect.objectContaining({
        message: expect.stringContaining('Line 3') as unknown,
        hint: expect.stringContaining('Line 1') as unknown,
      }),
    )
  })

  it('refuses to track what belongs to one laptop, with the reason', () => {
    for (const path of [
      '/shadow',
      '/ssh/ssh_host_rsa_key',
      '/machine-id',
      '/.git',
      '/NetworkManager/system-connections/home',
      '/sudoers.d/zz-pc-switcher-person',
      '/nologin',
      '/hosts.deny',
      '/hosts.allow',
      '/systemd/network/20-wired.network',
      '/network/interfaces',
      '/network/interfaces.d/eth0',
      '/dhcpcd.conf',
      '/udev/rules.d/70-persistent-net.rules',
    ])
      expect(() => parseRules(`!${path}`)).toThrow(expect.objectContaining({ code: 'invalid-rules' }))
  })
})

describe('what becomes of a path', () => {
  it('is decided by the never-list, then the longest rule, then undecided', () => {
    const rules = decisions('!/ssh\n/ssh/moduli\n!/p/one\n/p\n')
    expect(decide('/ssh/ssh_host_ed25519_key', rules, never)).toBe('built-in')
    expect(decide('/ssh/sshd_config', rules, never)).toBe('always')
    expect(decide('/ssh/moduli', rules, never)).toBe('never')
    expect(decide('/p/one', rules, never)).toBe('always')
    expect(decide('/p/two/deep', rules, never)).toBe('never')
    expect(decide('/sshx', rules, never)).toBe('undecided')
  })

  it('knows which names no line can be written for', () => {
    expect(canHaveRule(bytePathFromText('/räume & co/a*'))).toBe(true)
    for (const path of ['/latin1-\xe9', '/ends ', '/new\nline']) expect(canHaveRule(path)).toBe(false)
  })
})

describe('what is never copied', () => {
  it('means what lies below a listed folder too, and nothing that only begins alike', () => {
    expect(never.whyNever('/ssl/private/key.pem')).toBe('keys')
    expect(never.whyNever('/ssl/private2')).toBeUndefined()
    expect(never.whyNever('/passwd-')).toBeDefined()
    expect(never.whyNever('/passwdqc.conf')).toBeUndefined()
    expect(never.whyNever('/systemd/system/multi-user.target.wants/a.service')).toBeDefined()
    expect(never.whyNever('/systemd/user/b.service.upholds/a.service')).toBeDefined()
    expect(never.whyNever('/systemd/system/a.service')).toBeUndefined()
    expect(never.whyNever('/group')).toBeDefined()
    expect(never.whyNever('/groups.d')).toBeUndefined()
  })
})

it('has all that belongs to pc-switcher among what is never copied', () => {
  const own = never.entries.filter(({ why }) => why === 'own').map(({ pattern }) => pattern)
  expect(own.sort()).toEqual([
    '/pc-switcher',
    '/ssh/sshd_config.d/10-pc-switcher.conf',
    '/sudoers.d/pc-switcher*',
    '/sudoers.d/zz-pc-switcher*',
    '/systemd/system/pc-switcher*',
    '/systemd/user/pc-switcher*',
  ])
})

describe('changing the rules file', () => {
  it('begins a new file with what a line means', () => {
    const text = changeRules(undefined, new Map([['/a', 'always']]), never)
    expect(text).toMatch(/^\/\/ .*\n[\s\S]*\n!\/a\n$/)
    expect(parseRules(text)).toHaveLength(1)
  })

  it('leaves comments and order alone, changes a decision, forgets one, and is the same the second time', () => {
    const text = '// mine\n!/a\n\n// about b\n/b\n!/c\n'
    const changes = new Map([
      ['/a', 'never'],
      ['/c', 'forget'],
      ['/b', 'never'],
      [bytePathFromText('/ö*'), 'always'],
    ] as const)
    const changed = changeRules(text, changes, never)
    expect(changed).toBe('// mine\n\n// about b\n/b\n/a\n!/ö\\*\n')
    expect(changeRules(changed, changes, never)).toBe(changed)
  })
})
