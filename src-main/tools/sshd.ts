/** sshd(8), the server; seen with OpenSSH 10.0. */
import { existsSync } from 'node:fs'
import type { RunOptions } from './run.ts'
import { complaintOf, type InsteadOf } from './systemd/with-folder.ts'
import { titles } from './titles/messages.ts'

const program = '/usr/sbin/sshd'

/** What is wrong with its configuration and keys (`-t`); undefined when nothing is, or it is not installed. */
export async function checkSshd(instead: InsteadOf | undefined, options: RunOptions): Promise<string | undefined> {
  if (!existsSync(program)) return undefined
  return complaintOf({ title: titles.checkSshd({}), argv: [program, '-t'] }, instead, options)
}
