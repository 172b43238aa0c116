/** sshd(8), the server; seen with OpenSSH 10.0. */
import { existsSync, mkdirSync } from 'node:fs'
import { run, unreadableAnswer, type RunOptions } from './run.ts'
import { complaintOf, type InsteadOf } from './systemd/with-folder.ts'
import { titles } from './titles/messages.ts'

const program = '/usr/sbin/sshd'

/** What is wrong with its configuration and keys (`-t`); undefined when nothing is, or it is not installed. */
export async function checkSshd(instead: InsteadOf | undefined, options: RunOptions): Promise<string | undefined> {
  if (!existsSync(program)) return undefined
  return complaintOf({ title: titles.checkSshd({}), argv: [program, '-t'] }, instead, options)
}

/** Where it listens (`-T`); of several ports the first. */
export async function readSshdPort(options: RunOptions): Promise<number> {
  // Where systemd listens for it, its folder is made at the first connection, and without it sshd says nothing.
  mkdirSync('/run/sshd', { recursive: true, mode: 0o755 })
  const { stdout } = await run({ title: titles.readSshd({}), argv: [program, '-T'] }, options)
  return parseSshdPort(stdout)
}

/** What it starts for an account, whatever that asks for (`-T -C`); "none" when it starts what is asked for. */
export async function readForcedCommand(user: string, options: RunOptions): Promise<string> {
  mkdirSync('/run/sshd', { recursive: true, mode: 0o755 })
  const argv = [program, '-T', '-C', `user=${user},host=laptop,addr=192.0.2.1`] as const
  const { stdout } = await run({ title: titles.readSshd({}), argv }, options)
  const command = /^forcecommand (.+)$/m.exec(stdout)?.[1]
  if (command === undefined) throw unreadableAnswer('sshd -T', stdout)
  return command
}

export function parseSshdPort(settings: string): number {
  const port = /^port (\d+)$/m.exec(settings)?.[1]
  if (port === undefined) throw unreadableAnswer('sshd -T', settings)
  return Number(port)
}
