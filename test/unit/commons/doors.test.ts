import { describe, expect, it } from 'vitest'
import { mending, refuses, wouldRefuse } from '../../../src-main/commons/doors/texts.ts'
import {
  doorComingIn,
  doorRefusals,
  listenRefusal,
  listRefusals,
  parseSshdSettings,
} from '../../../src-main/commons/doors/sshd-settings.ts'
import { parseSudoRule } from '../../../src-main/tools/sudo.ts'

/** `sshd -T -C user=pc-switcher,host=laptop,addr=192.0.2.1` of OpenSSH 10.0p2 (Debian 13), the lines that are looked at. */
const recorded = `port 22
listenaddress [::]:22
listenaddress 0.0.0.0:22
pubkeyauthentication yes
disableforwarding no
allowtcpforwarding local
forcecommand exec /usr/bin/sudo -n /usr/lib/pc-switcher/door
pubkeyacceptedalgorithms ssh-ed25519-cert-v01@openssh.com,ssh-ed25519,rsa-sha2-512
authorizedkeysfile /etc/pc-switcher/authorized_keys
authenticationmethods publickey
permitopen 127.0.0.1:22001
`
/** With some lines in the place of those with the same keyword. */
const settings = (...lines: readonly string[]) => {
  const keys = lines.map((line) => line.split(' ')[0])
  const rest = recorded.split('\n').filter((line) => !keys.includes(line.split(' ')[0]))
  const parsed = parseSshdSettings([...rest, ...lines].join('\n'))
  if (parsed === undefined) throw new Error('not read')
  return parsed
}
const named = (found: readonly { readonly setting: string; readonly value: string }[]) =>
  found.map(({ setting, value }) => `${setting} ${value}`)

describe('what sshd would do with the other laptop', () => {
  it.each([
    [['allowusers alice', 'allowusers pc-switcher@10.0.0.*'], ['AllowUsers alice pc-switcher@10.0.0.*']],
    [['allowusers pc-switcher@192.168.7.0/24'], []],
    [['allowusers pc-switcher@192.168.8.0/24'], ['AllowUsers pc-switcher@192.168.8.0/24']],
    [['allowusers pc-switcher@laptop.home'], []],
    [['denyusers pc-switcher@192.168.7.*'], ['DenyUsers pc-switcher@192.168.7.*']],
    [['denyusers bob pc-switcher@203.0.113.7'], []],
    [['denygroups pc-*'], ['DenyGroups pc-*']],
    [['allowgroups sudo'], ['AllowGroups sudo']],
  ])('is told from its lists, by where it comes from: %j', (lines, found) => {
    expect(named(listRefusals(settings(...lines), doorComingIn('192.168.7.20')))).toEqual(found)
  })

  it('is told of a person by the groups that they are in, and of no place', () => {
    const alice = { account: 'alice', groups: ['alice', 'sudo'] }
    expect(listRefusals(settings('allowgroups sudo', 'denyusers alice@10.*'), alice)).toEqual([])
    expect(named(listRefusals(settings('allowgroups ssh', 'denyusers ali?e'), alice))).toEqual([
      'DenyUsers ali?e',
      'AllowGroups ssh',
    ])
  })

  it.each([
    ['pubkeyauthentication no', 'PubkeyAuthentication no'],
    ['pubkeyacceptedalgorithms rsa-sha2-512', 'PubkeyAcceptedAlgorithms rsa-sha2-512'],
    ['authenticationmethods publickey,password', 'AuthenticationMethods publickey,password'],
    ['authorizedkeysfile none', 'AuthorizedKeysFile none'],
    ['forcecommand /bin/true', 'ForceCommand /bin/true'],
    ['disableforwarding yes', 'DisableForwarding yes'],
    ['permitopen none', 'PermitOpen none'],
    [
      'kexalgorithms mlkem768x25519-sha256,sntrup761x25519-sha512',
      'KexAlgorithms mlkem768x25519-sha256,sntrup761x25519-sha512',
    ],
    ['ciphers aes256-cbc', 'Ciphers aes256-cbc'],
    ['hostkeyalgorithms ecdsa-sha2-nistp521', 'HostKeyAlgorithms ecdsa-sha2-nistp521'],
  ])('is told from each setting that its key needs: %s', (line, found) => {
    expect(named(doorRefusals(settings(line)))).toEqual([found])
  })

  it('is told from its MACs where no cipher does without one', () => {
    const macs = 'macs umac-128-etm@openssh.com'
    expect(named(doorRefusals(settings('ciphers aes256-ctr', macs)))).toEqual(['MACs umac-128-etm@openssh.com'])
    expect(doorRefusals(settings('ciphers aes256-gcm@openssh.com,aes256-ctr', macs))).toEqual([])
  })

  it('is nothing where all is as the package brings it, or this sshd does not print a setting', () => {
    expect(doorRefusals(settings())).toEqual([])
    expect(
      doorRefusals(parseSshdSettings('port 22\nforcecommand exec /usr/lib/pc-switcher/door\n') ?? new Map()),
    ).toEqual([])
    expect(parseSshdSettings('Missing privilege separation directory: /run/sshd')).toBeUndefined()
  })

  it.each([
    [['port 2222', 'listenaddress 0.0.0.0:2222'], 'Port 2222'],
    [['listenaddress 127.0.0.1:22'], 'ListenAddress 127.0.0.1:22'],
    [['listenaddress 192.168.7.9:22'], 'ListenAddress 192.168.7.9:22'],
    [['listenaddress 192.168.7.4:22'], undefined],
    [['port 22', 'port 2222', 'listenaddress [::]:22', 'listenaddress [::]:2222'], undefined],
  ])('is told from where it would listen: %j', (lines, found) => {
    const refusal = listenRefusal(settings(...lines), { addresses: ['192.168.7.4', 'fe80::1'], port: 22 })
    expect(refusal === undefined ? undefined : `${refusal.setting} ${refusal.value}`).toBe(found)
  })
})

/** `sudo -ll -U ACCOUNT COMMAND` of sudo 1.9.16. */
const entry = (file: string, options: string, command: string) =>
  `Sudoers entry:${file}\n    RunAsUsers: root\n    RunAsGroups: root\n${options}    Commands:\n\t${command}\n`
const door = '/usr/lib/pc-switcher/door'

describe('the rule of sudo that counts', () => {
  const ask = (stdout: string, { exitCode = 0, stderr = '', all = '' } = {}) =>
    parseSudoRule({ exitCode, stdout, stderr }, door, () => Promise.resolve(all))

  it('is ours, or another one that wants a password, and where it stands', async () => {
    const free = '    Options: !setenv, !authenticate\n'
    expect(await ask(entry(' /etc/sudoers.d/pc-switcher', free, `${door} ""`))).toEqual({ kind: 'free' })
    const standard = entry(' /etc/sudoers.d/standard', '', 'ALL')
    expect(await ask(standard)).toEqual({ kind: 'asks', file: '/etc/sudoers.d/standard' })
    expect(await ask(entry('', '', 'ALL'))).toEqual({ kind: 'asks' })
  })

  it('is named where it takes ours back', async () => {
    const all = `${entry(' /etc/sudoers.d/pc-switcher', '', `${door} ""`)}\n${entry(' /etc/sudoers.d/zz-mine', '', `!${door}`)}`
    expect(await ask('', { exitCode: 1, all })).toEqual({ kind: 'none', file: '/etc/sudoers.d/zz-mine' })
    expect(await ask('', { exitCode: 1 })).toEqual({ kind: 'none' })
  })

  it('is told by the answer of sudo, whatever it complains of beside it', async () => {
    const free = entry(' /etc/sudoers.d/pc-switcher', '    Options: !setenv, !authenticate\n', `${door} ""`)
    const stderr = '/etc/sudoers:9:14: unknown defaults entry "usage", unexpected value\n'
    expect(await ask(free, { stderr })).toEqual({ kind: 'free' })
  })

  it('is not known where this sudo does not say it', async () => {
    expect(await ask('', { exitCode: 1, stderr: 'usage: sudo [-h]' })).toEqual({ kind: 'unknown' })
    const stderr = 'sudo: sorry, you must have a tty to run sudo\n'
    expect(await ask('', { exitCode: 1, stderr })).toEqual({ kind: 'unknown' })
    expect(await ask(`${door}\n`)).toEqual({ kind: 'unknown' })
  })
})

it('says who is refused, by what, in which file, and what mends it', () => {
  const only = {
    kind: 'sshd',
    account: 'door',
    setting: 'AllowUsers',
    value: 'alice',
    files: ['ssh/sshd_config.d/50-only-me.conf'],
  } as const
  expect(refuses('XPS 13', only)).toBe(
    'XPS 13 refuses the account of pc-switcher: AllowUsers alice in /etc/ssh/sshd_config.d/50-only-me.conf',
  )
  const standard = { kind: 'sudo', account: 'person', why: 'asks', files: ['sudoers.d/standard'] } as const
  expect(refuses('P17', standard)).toBe(
    'P17 refuses your account: sudo asks for a password, by the rule that counts in /etc/sudoers.d/standard',
  )
  expect(mending('P17', standard)).toBe('On P17: change that rule with "sudo visudo -f /etc/sudoers.d/standard".')
  const tooNew = { ...only, setting: 'KexAlgorithms', value: 'mlkem768x25519-sha256' }
  expect(mending('XPS 13', tooNew)).toBe(
    'On XPS 13: add curve25519-sha256 to that line, then "sudo systemctl reload ssh".',
  )
  const program = { kind: 'program', program: 'true', why: 'warns', what: 'ERROR: ld.so: …' } as const
  expect(wouldRefuse('XPS 13', program)).toBe('every program would print a warning on XPS 13 (ERROR: ld.so: …)')
  expect(refuses('P17', { kind: 'broken', program: 'sshd', details: 'line 3: Bad option\nmore' })).toBe(
    'P17 refuses every connection: sshd does not accept its configuration (line 3: Bad option)',
  )
})
