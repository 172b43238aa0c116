/**
 * OpenSSH as the way of bulk data. All settings stand in one configuration file, so that nothing of the person's or
 * the system's applies (ssh(1), -F) and no secret is in an argument list that every local user can read.
 */
import type { AppError } from '../../kernel/app-error.ts'
import { toolsMessages } from '../messages.ts'

export interface SshWay {
  readonly address: string
  readonly port: number
  readonly account: string
  readonly keyFile: string
  readonly knownHostsFile: string
  /** Under which it has the keys, whatever the address. */
  readonly hostKeyAlias: string
  /** What is asked of the door on the other side; undefined where the caller says what. */
  readonly command: string | undefined
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
    ['HostKeyAlias', way.hostKeyAlias],
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
    ...(way.command === undefined ? [] : [['RemoteCommand', way.command] as const]),
  ]
  const lines = settings.map(([name, value]) => `  ${name} ${singleLine(String(value))}`)
  return [`Host ${sshAlias}`, ...lines, ''].join('\n')
}

function singleLine(value: string): string {
  if (!/[\0\r\n]/.test(value)) return value
  throw toolsMessages.addressBroken({})
}

/** What OpenSSH's last words mean; undefined when they are not about the connection. The wording is that of 9.2 to 10.0. */
export function explainSshEnd(said: string): AppError | undefined {
  const details = said.trim().slice(-2_000)
  if (/Host key verification failed|REMOTE HOST IDENTIFICATION HAS CHANGED/.test(said)) {
    return toolsMessages.hostKeyChanged({}, { details })
  }
  if (/Permission denied \([a-z]/.test(said)) {
    return toolsMessages.notPaired({}, { details })
  }
  if (
    /not responding|timed out|Connection (refused|closed|reset)|No route to host|Could not resolve|Network is (unreachable|down)|Broken pipe/i.test(
      said,
    )
  ) {
    return toolsMessages.connectionLost({}, { details })
  }
  return undefined
}
