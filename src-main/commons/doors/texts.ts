/** Who would not get in, and why. */
import { assertNever } from '../../kernel/assert-never.ts'
import type { DoorProblem } from './verbs.ts'

const longestValue = 80

/** "XPS 13 refuses the account of pc-switcher: AllowUsers alice in /etc/ssh/sshd_config.d/50-mine.conf" */
export const refuses = (label: string, problem: DoorProblem): string =>
  `${label} refuses ${whom(problem)}: ${cause(problem)}`

export const wouldRefuse = (label: string, problem: DoorProblem): string =>
  `${label} would refuse ${whom(problem)}: ${cause(problem)}`

function whom(problem: DoorProblem): string {
  if (problem.kind === 'tried') return 'every new connection'
  if (problem.kind === 'broken') return problem.program === 'sshd' ? 'every connection' : 'every use of sudo'
  return problem.account === 'door' ? 'the account of pc-switcher' : 'your account'
}

function cause(problem: DoorProblem): string {
  switch (problem.kind) {
    case 'broken':
      return `${problem.program} does not accept its configuration (${short(problem.details)})`
    case 'sshd':
      return `${problem.setting} ${short(problem.value)}${inFiles(problem.files)}`
    case 'tried':
      return 'it was tried, nobody was let in, and it was taken back'
    case 'sudo':
      return sudoCause(problem)
    default:
      return assertNever(problem)
  }
}

function sudoCause({ why, files, details = '' }: Extract<DoorProblem, { kind: 'sudo' }>): string {
  switch (why) {
    case 'asks':
      return `sudo asks for a password, by the rule that counts${inFiles(files)}`
    case 'none':
      return files.length === 0 ? 'sudo has no rule for it' : `the rule of sudo is taken back${inFiles(files)}`
    case 'fails':
      return short(details)
    default:
      return assertNever(why)
  }
}

function inFiles(files: readonly string[]): string {
  return files.length === 0 ? '' : ` in ${files.map((file) => `/etc/${file}`).join(', ')}`
}

function short(text: string): string {
  const line = text.split('\n')[0]?.trim() ?? ''
  return line.length > longestValue ? `${line.slice(0, longestValue)}…` : line
}

/** What mends it, on the laptop itself. */
export function mending(label: string, problem: DoorProblem): string {
  switch (problem.kind) {
    case 'broken':
      return problem.program === 'sshd'
        ? `On ${label}: run "sudo sshd -t", and correct what it names.`
        : `On ${label}: run "pkexec visudo -c", and correct what it names.`
    case 'sshd':
      return `On ${label}: change that line, then "sudo systemctl reload ssh".`
    case 'tried':
      return 'Change it on the laptop that it comes from, and it is tried again.'
    case 'sudo':
      return problem.files.length === 0
        ? `On ${label}: reinstall pc-switcher, and pair the laptops again.`
        : `On ${label}: change that rule with "sudo visudo -f /etc/${problem.files.join(' ')}".`
    default:
      return assertNever(problem)
  }
}

export const doctor = {
  title: 'Who may come in',
  passed: 'sshd and sudo let the other laptop and you in.',
} as const
