/**
 * OpenSSH as the way of bulk data. All settings stand in one configuration file, so that nothing of the person's or
 * the system's applies (ssh(1), -F) and no secret is in an argument list that every local user can read.
 */
import { AppError } from '../../kernel/app-error.ts'

export interface SshWay {
  readonly address: string
  readonly port: number
  readonly account: string
  readonly keyFile: string
  readonly knownHostsFile: string
  /** What is asked of the door on the other side. */
  readonly command: string
}

/** The one host that the configuration knows: `ssh -F FILE other`. */
export const sshAlias = 'other'

/** A dead link is noticed after three missed answers: 6 seconds. */
export function sshConfig(way: SshWay): string {
  const settings: readonly (readonly [string, string | number])[] = [
    ['HostName', way.address],
    ['Port', way.port],
    ['User', way.account],
    ['IdentityFile', way.keyFile],
    ['IdentitiesOnly', 'yes'],
    ['IdentityAgent', 'none'],
    ['UserKnownHostsFile', way.knownHostsFile],
    ['GlobalKnownHostsFile', 'none'],
    ['StrictHostKeyChecking', 'yes'],
    ['UpdateHostKeys', 'no'],
    ['BatchMode', 'yes'],
    ['ConnectTimeout', 8],
    ['ServerAliveInterval', 2],
    ['ServerAliveCountMax', 3],
    ['ControlPath', 'none'],
    ['RequestTTY', 'no'],
    ['EscapeChar', 'none'],
    ['Compression', 'no'],
    // A fifth faster than the default where the processor has AES, the same elsewhere.
    ['Ciphers', '^aes128-gcm@openssh.com'],
    ['LogLevel', 'ERROR'],
    ['RemoteCommand', way.command],
  ]
  const lines = settings.map(([name, value]) => `  ${name} ${singleLine(String(value))}`)
  return [`Host ${sshAlias}`, ...lines, ''].join('\n')
}

function singleLine(value: string): string {
  if (!/[\0\r\n]/.test(value)) return value
  throw new AppError({
    code: 'invalid-configuration',
    message: 'The address of the other laptop has a line break in it.',
    hint: 'Pair the two laptops again.',
  })
}

/** What OpenSSH's last words mean; undefined when they are not about the connection. The wording is that of 9.2 to 10.0. */
export function explainSshEnd(said: string): AppError | undefined {
  const details = said.trim().slice(-2_000)
  if (/Host key verification failed|REMOTE HOST IDENTIFICATION HAS CHANGED/.test(said)) {
    return new AppError({
      code: 'host-key-changed',
      message: 'The other laptop is not the one that was paired.',
      hint: 'Do not go on before you know why. If it was installed anew, pair the laptops again.',
      details,
    })
  }
  if (/Permission denied \([a-z]/.test(said)) {
    return new AppError({
      code: 'not-paired',
      message: 'The other laptop does not know this one.',
      hint: 'Pair the two laptops again.',
      details,
    })
  }
  if (
    /not responding|timed out|Connection (refused|closed|reset)|No route to host|Could not resolve|Network is (unreachable|down)|Broken pipe/i.test(
      said,
    )
  ) {
    return new AppError({
      code: 'unreachable',
      message: 'The connection to the other laptop was lost.',
      hint: 'Check that it is on, awake and in the same network, then resume.',
      details,
    })
  }
  return undefined
}
