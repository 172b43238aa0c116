/** Who would not get in, and why. */
import { assertNever } from '../../kernel/assert-never.ts'
import { isAlgorithmSetting, usualAlgorithm } from '../../kernel/ssh-algorithms.ts'
import type { DoorProblem } from './verbs.ts'

const longestValue = 80

/** "XPS 13 refuses the account of pc-switcher: AllowUsers alice in /etc/ssh/sshd_config.d/50-mine.conf" */
export const refuses = (label: string, problem: DoorProblem): string =>
  `${label} refuses ${whom(problem)}: ${cause(problem)}`

export const wouldRefuse = (label: string, problem: DoorProblem): string =>
  problem.kind === 'untried'
    ? `${label} cannot try it: ${cause(problem)}`
    : problem.kind === 'program'
      ? `${cause(problem)} on ${label} (${short(problem.what)})`
      : `${label} would refuse ${whom(problem)}: ${cause(problem)}`

function whom(problem: DoorProblem): string {
  if (problem.kind === 'tried' || problem.kind === 'untried') return 'every new connection'
  if (problem.kind === 'pam' || problem.kind === 'program') return 'everybody who signs in there'
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
    case 'pam':
      return pamCause(problem)
    case 'program':
      return programCause(problem)
    case 'untried':
      return problem.besides === undefined
        ? `${problem.unit} is started there at the next start, and does not run now`
        : `${problem.unit} would take away the rules that ${problem.besides} has made`
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

function pamCause({ service, why, what, files }: Extract<DoorProblem, { kind: 'pam' }>): string {
  switch (why) {
    case 'module':
      return `${service} needs ${what}, which is not installed${inFiles(files)}`
    case 'include':
      return `${service} needs /etc/pam.d/${what}, which is not there${inFiles(files)}`
    case 'line':
      return `${service} has a line that PAM does not accept${inFiles(files)} (${short(what)})`
    case 'gone':
      return `/etc/pam.d/${service} would be gone`
    case 'refused':
      return `${service} lets your account no longer in (${short(what)})`
    default:
      return assertNever(why)
  }
}

/** What it is to whoever uses the laptop. */
const programNames: Readonly<Record<string, string>> = { true: 'every program', login: 'every new sign-in' }

/** "every program would print a warning" */
function programCause({ program, why }: Extract<DoorProblem, { kind: 'program' }>): string {
  return `${programNames[program] ?? program} would ${why === 'fails' ? 'fail' : 'print a warning'}`
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
      return isAlgorithmSetting(problem.setting)
        ? `On ${label}: add ${usualAlgorithm[problem.setting]} to that line, then "sudo systemctl reload ssh".`
        : `On ${label}: change that line, then "sudo systemctl reload ssh".`
    case 'tried':
      return 'Change it on the laptop that it comes from, and it is tried again.'
    case 'pam':
    case 'program':
      return `Install on ${label} what it needs, or change it on the laptop that it comes from.`
    case 'untried':
      return problem.besides === undefined
        ? `On ${label}: "sudo systemctl start ${problem.unit}". Then switch again.`
        : `On ${label}: stop ${problem.besides}, then switch again, or copy the file by hand.`
    case 'sudo':
      // sudoers(5): of a Defaults line for one command that comes after ours.
      if (/must have a tty/.test(problem.details ?? ''))
        return `On ${label}: take "requiretty" out of the sudoers with visudo.`
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
