/**
 * Programs that read /etc as they start, asked for next to nothing: what they complain of with another /etc in the place of this
 * one. Nothing is written, and no terminal, input or home folder is there. Seen with Debian 12 and 13.
 */
import { existsSync } from 'node:fs'
import { runWithFolder, type InsteadOf } from './systemd/with-folder.ts'
import type { RunOptions } from './run.ts'
import { titles } from './titles/messages.ts'

export interface Complaint {
  /** As its name is typed; "login" is a new sign-in of the person. */
  readonly program: string
  /** It did not end with 0. */
  readonly hasFailed: boolean
  /** Of one that failed all that it said, else one line of it. */
  readonly words: string
}

interface Probe {
  readonly program: string
  readonly argv: readonly [string, ...string[]]
  /** Root unless told otherwise. */
  readonly account?: string
}

/** What a switch starts on either laptop, in the order in which it is blamed: the first of them reads nothing that others do not. */
const programs: readonly Probe[] = [
  { program: 'true', argv: ['/bin/true'] },
  { program: 'git', argv: ['git', 'config', '--list'] },
  { program: 'dpkg', argv: ['dpkg', '--print-architecture'] },
  { program: 'apt-get', argv: ['apt-get', '-qq', '-o', 'Debug::NoLocking=1', 'check'] },
  { program: 'ssh', argv: ['ssh', '-T', '-G', 'localhost'] },
  { program: 'getent', argv: ['getent', 'hosts', 'localhost'] },
  // What every terminal begins with.
  { program: 'bash', argv: ['bash', '-c', 'PS1=x; . /etc/bash.bashrc'] },
]

/** pam_env(8) reads what every session begins with, and pam_limits(8) what it may use: pam.d/su as it has to be for `tryPrograms`. */
export const sessionOfSu = `auth sufficient pam_rootok.so
account sufficient pam_permit.so
session required pam_env.so readenv=1
session required pam_env.so readenv=1 envfile=/etc/default/locale
session optional pam_limits.so
`

/** A start that needs longer hangs. */
const seconds = '20'
const noHome = 'HOME=/nonexistent'

export interface TryPrograms {
  /** Whose new sign-in is tried, with their shell. */
  readonly person: { readonly name: string; readonly shell: string }
  /** What their sudo starts; it ends with its input. */
  readonly agent: string
  /** Languages are made after files were placed: what is said of one that is not there yet counts for nothing. */
  readonly areLanguagesComing: boolean
}

/** What all of them complain of, twice in a row: what is said once is of the moment. */
export async function tryPrograms(
  { person, agent, areLanguagesComing }: TryPrograms,
  instead: readonly InsteadOf[],
  options: RunOptions,
): Promise<readonly Complaint[]> {
  const shells = [...new Set([person.shell, '/bin/bash'])].filter((shell) => existsSync(shell))
  const signIn = (shell: string): Probe => {
    const argv = ['env', noHome, 'su', '--preserve-environment', '--shell', shell, '--', person.name] as const
    return { program: 'login', argv: [...argv, '-l', '-c', areLanguagesComing ? 'true' : 'perl -e 1'] }
  }
  const all: readonly Probe[] = [
    ...programs,
    { program: 'getent', argv: ['getent', 'passwd', person.name] },
    { program: 'sudo', argv: ['sudo', '-n', agent], account: person.name },
    ...shells.map(signIn),
  ]
  const found = await Promise.all(
    all.map(async (probe) => {
      const first = await complaintsOf(probe, instead, options)
      if (first.length === 0) return []
      const again = new Set((await complaintsOf(probe, instead, options)).map(sameness))
      return first.filter((one) => again.has(sameness(one)))
    }),
  )
  return found.flat()
}

/** Numbers of processes and times differ from run to run. */
export function sameness({ program, hasFailed, words }: Complaint): string {
  return hasFailed ? `${program} failed` : words.replace(/\d+/g, '#')
}

async function complaintsOf(
  { program, argv, ...as }: Probe,
  instead: readonly InsteadOf[],
  options: RunOptions,
): Promise<readonly Complaint[]> {
  const check = { title: titles.tryProgram({ name: program }), argv: ['timeout', seconds, ...argv] as const, ...as }
  const { exitCode, stderr } = await runWithFolder(check, instead, options)
  const words = stderr.trim()
  if (exitCode !== 0) return [{ program, hasFailed: true, words: words === '' ? `ended with ${exitCode}` : words }]
  const lines = words.split('\n').filter((line) => line.trim() !== '')
  return lines.map((line) => ({ program, hasFailed: false, words: line.trim() }))
}
