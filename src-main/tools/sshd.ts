/** sshd(8), the server; seen with OpenSSH 10.0. */
import { existsSync, mkdirSync } from 'node:fs'
import { run, unreadableAnswer, type RunOptions } from './run.ts'
import { complaintOf, runWithFolder, type InsteadOf } from './systemd/with-folder.ts'
import { titles } from './titles/messages.ts'

const program = '/usr/sbin/sshd'

export const isSshdInstalled = (): boolean => existsSync(program)

/** Where systemd listens for it, its folder is made at the first connection, and without it sshd says nothing. */
function makeRunFolder(): void {
  mkdirSync('/run/sshd', { recursive: true, mode: 0o755 })
}

/** What is wrong with its configuration and keys (`-t`); undefined when nothing is. */
export async function checkSshd(instead: readonly InsteadOf[], options: RunOptions): Promise<string | undefined> {
  makeRunFolder()
  return complaintOf({ title: titles.checkSshd({}), argv: [program, '-t'] }, instead, options)
}

/** Where it listens (`-T`); of several ports the first. */
export async function readSshdPort(options: RunOptions): Promise<number> {
  makeRunFolder()
  const { stdout } = await run({ title: titles.readSshd({}), argv: [program, '-T'] }, options)
  return parseSshdPort(stdout)
}

/** Who comes in, and from where. */
export interface SshdClient {
  readonly user: string
  readonly address: string
}

/** From the network that no laptop is in (RFC 5737). */
export const anywhere = '192.0.2.1'

/** All that its configuration says for a client (`-T -C`), Match blocks applied: a keyword in small letters and its value a line. */
export async function readSshdSettings(
  { user, address }: SshdClient,
  instead: readonly InsteadOf[],
  options: RunOptions,
): Promise<string> {
  makeRunFolder()
  const argv = [program, '-T', '-C', `user=${user},host=laptop,addr=${address}`] as const
  const { stdout, stderr, exitCode } = await runWithFolder({ title: titles.readSshd({}), argv }, instead, options)
  if (exitCode !== 0) throw unreadableAnswer('sshd -T', stderr)
  return stdout
}

/** What it starts for an account, whatever that asks for; "none" when it starts what is asked for. */
export async function readForcedCommand(user: string, options: RunOptions): Promise<string> {
  const stdout = await readSshdSettings({ user, address: anywhere }, [], options)
  const command = /^forcecommand (.+)$/m.exec(stdout)?.[1]
  if (command === undefined) throw unreadableAnswer('sshd -T', stdout)
  return command
}

export function parseSshdPort(settings: string): number {
  const port = /^port (\d+)$/m.exec(settings)?.[1]
  if (port === undefined) throw unreadableAnswer('sshd -T', settings)
  return Number(port)
}
