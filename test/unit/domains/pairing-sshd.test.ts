import { describe, expect, it } from 'vitest'
import { findingsOfSshd } from '../../../src-main/domains/pairing/on-pair/findings.ts'

/** `sshd -T -C user=pc-switcher,host=laptop,addr=192.0.2.1` of OpenSSH 10.0p2 (Debian 13), the lines that are looked at. */
const recorded = `port 22
addressfamily any
listenaddress [::]:22
usepam yes
pubkeyauthentication yes
forcecommand none
authorizedkeysfile .ssh/authorized_keys .ssh/authorized_keys2
`
const withFile = (...lines: readonly string[]) => `${recorded}${lines.map((line) => `${line}\n`).join('')}`
const included = '--\n# as comes with it\nInclude /etc/ssh/sshd_config.d/*.conf\n'
const found = (text: string, isInstalled = false) => findingsOfSshd('xps', text, isInstalled)

describe('the settings of sshd', () => {
  it('let the other laptop in as they come with Debian and Ubuntu', () => {
    expect(found(recorded + included)).toEqual([])
    expect(found(`${recorded}--\ninclude "sshd_config.d/*.conf" # mine\n`)).toEqual([])
  })

  it.each([
    [
      ['allowusers alice', 'allowusers carl@10.0.0.*'],
      'AllowUsers alice carl@10.0.0.*',
      'echo "AllowUsers pc-switcher" |',
    ],
    [['allowgroups sudo'], 'AllowGroups sudo', 'echo "AllowGroups pc-switcher" |'],
    [['denyusers alice', 'denyusers pc-*'], 'DenyUsers pc-*', 'remove pc-* from it'],
    [['denygroups pc-switche?'], 'DenyGroups pc-switche?', 'remove pc-switche? from it'],
  ])('are refused where they keep it out: %j', (lines, text, hint) => {
    const [first, ...more] = found(withFile(...lines) + included)
    expect(first).toMatchObject({ verdict: 'refused' })
    expect(first?.text).toContain(text)
    expect(first?.hint).toContain(hint)
    expect(more).toEqual([])
  })

  it.each([
    ['allowusers alice', 'allowusers pc-switcher'],
    ['allowusers alice pc-switcher@192.168.1.*'],
    ['allowusers *'],
    ['allowgroups sudo', 'allowgroups pc-switcher'],
    ['denyusers pc-switche', 'denyusers mypc-switcher', 'denyusers pc-switcher@10.0.0.7'],
  ])('let it in where it is meant: %s', (...lines) => {
    expect(found(withFile(...lines) + included)).toEqual([])
  })

  it.each(['', '--\n', '--\n#Include /etc/ssh/sshd_config.d/*.conf\n', '--\nInclude /etc/ssh/other/*.conf\n'])(
    'are refused where the folder of pc-switcher is not read: %j',
    (file) => {
      const [first, ...more] = found(recorded + file)
      expect(first?.hint).toContain('1i Include /etc/ssh/sshd_config.d/*.conf')
      expect(more).toEqual([])
    },
  )

  it('are refused where something comes before those of pc-switcher, once they are there', () => {
    expect(found(recorded + included, true)[0]?.text).toContain('Another "Match"')
    const ours = recorded
      .replace('forcecommand none', 'forcecommand exec /usr/bin/sudo -n /usr/lib/pc-switcher/door')
      .replace(/^authorizedkeysfile .*$/m, 'authorizedkeysfile /etc/pc-switcher/authorized_keys')
    expect(found(ours + included, true)).toEqual([])
  })

  it('are an error where they cannot be read, not settings without limits', () => {
    expect(() => found('Missing privilege separation directory: /run/sshd')).toThrow(/did not say what it has/)
  })
})
