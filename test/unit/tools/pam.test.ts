import { describe, expect, it } from 'vitest'
import { isPamModule, parsePamService } from '../../../src-main/tools/pam.ts'

describe('what a service asks of PAM', () => {
  it('is each module and each other service that it names, in all ways in which a line can be written', () => {
    const text = [
      '# auth required pam_comment.so',
      'auth requisite pam_nologin.so # at the end',
      'auth [success=ok user_unknown=ignore default=die] pam_selinux.so close',
      'AUTH  required  pam_deny.so',
      'account \\',
      '  required pam_access.so nodefgroup',
      '-session optional pam_gnome_keyring.so auto_start',
      '@include common-auth',
      'session include common-session',
      'password substack /etc/pam.d/password-auth',
      'auth perhaps pam_unix.so',
      'auths required pam_unix.so',
    ]
    expect(parsePamService(text.join('\n'))).toEqual([
      { kind: 'module', name: 'pam_nologin.so' },
      { kind: 'module', name: 'pam_selinux.so' },
      { kind: 'module', name: 'pam_deny.so' },
      { kind: 'module', name: 'pam_access.so' },
      { kind: 'include', service: 'common-auth' },
      { kind: 'include', service: 'common-session' },
      { kind: 'include', service: '/etc/pam.d/password-auth' },
      { kind: 'unreadable', text: 'auth perhaps pam_unix.so' },
      { kind: 'unreadable', text: 'auths required pam_unix.so' },
    ])
  })

  it('names modules that are where libpam looks, or are not there', () => {
    expect(isPamModule('pam_unix.so')).toBe(true)
    expect(isPamModule('pam_not_there.so')).toBe(false)
    expect(isPamModule('/lib/security/pam_not_there.so')).toBe(false)
  })
})
