/** visudo(8); seen with sudo 1.9.16. */
import { existsSync } from 'node:fs'
import type { RunOptions } from './run.ts'
import { complaintOf, type InsteadOf } from './systemd/with-folder.ts'
import { titles } from './titles/messages.ts'

const program = '/usr/sbin/visudo'

/** What is wrong with /etc/sudoers and all that it includes (`-c`); undefined when nothing is, or sudo is not installed. */
export async function checkSudo(instead: readonly InsteadOf[], options: RunOptions): Promise<string | undefined> {
  if (!existsSync(program)) return undefined
  return complaintOf({ title: titles.checkSudo({}), argv: [program, '-c'] }, instead, options)
}

/** What is wrong with one file of rules (`-c -f`), before it is where sudo reads it. */
export async function checkSudoRule(file: string, options: RunOptions): Promise<string | undefined> {
  if (!existsSync(program)) return undefined
  return complaintOf({ title: titles.checkSudo({}), argv: [program, '-c', '-f', file] }, [], options)
}
