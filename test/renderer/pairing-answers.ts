/** Two laptops that are paired with each other: the other one wants a password to sign in, and another for sudo here. */
import { calls } from '../../src-main/contract/calls.ts'
import type {
  InspectedLaptops,
  NeedsPassword,
  Passwords,
  PossibleTarget,
} from '../../src-main/contract/pairing-calls.ts'
import { AppError } from '../../src-main/kernel/app-error.ts'
import type { World } from './memory-binding.ts'

/** As `sudo` and sshd of the practice laptops want it. */
export const rightPasswords = { signIn: 'practice', sudoThere: 'practice', sudoHere: 'other' } as const

const inspected: InspectedLaptops = {
  kind: 'inspected',
  here: {
    name: 'p17',
    system: 'Debian GNU/Linux 13 (trixie)',
    plan: [
      'A key for the other laptop is made in /var/lib/pc-switcher/app.',
      'xps may start the agent of pc-switcher as root: its key is added to /etc/pc-switcher.',
      'alice may start the agent without a password (/etc/sudoers.d/zz-pc-switcher-person).',
      'pc-switcher starts when you log in (the user service pc-switcher).',
    ],
  },
  there: {
    name: 'xps',
    system: 'Debian GNU/Linux 13 (trixie)',
    plan: [
      'The package pc-switcher-headless 0.1.0 is installed, with what it needs: syncthing, etckeeper, attr.',
      'The package makes an account pc-switcher, to which only the key of p17 can sign in (/etc/ssh/sshd_config.d/10-pc-switcher.conf).',
      'A key for the other laptop is made in /var/lib/pc-switcher/app.',
      'p17 may start the agent of pc-switcher as root: its key is added to /etc/pc-switcher.',
      'alice may start the agent without a password (/etc/sudoers.d/zz-pc-switcher-person).',
      'pc-switcher starts when you log in (the user service pc-switcher).',
    ],
  },
  findings: [
    {
      verdict: 'told',
      text: 'The clock of xps is 2 min behind.',
      hint: 'Turn on automatic time on both: sudo timedatectl set-ntp true',
    },
  ],
}

const found: readonly PossibleTarget[] = [
  { target: 'xps.local', from: 'network' },
  { target: 'xps', from: 'settings' },
  { target: 'build.example.org', from: 'settings' },
]

const refused: InspectedLaptops = {
  ...inspected,
  findings: [
    {
      verdict: 'refused',
      text: 'The system of xps is not on btrfs.',
      hint: 'pc-switcher takes a snapshot of both laptops before each switch. It works only where / and /home are on btrfs.',
    },
  ],
}

const missing = (given: Passwords) => missingOf(given, ['signIn', 'sudoThere', 'sudoHere'])
const missingHere = (given: Passwords) => missingOf(given, ['sudoHere'])

function missingOf(given: Passwords, wanted: readonly NeedsPassword['for'][]): NeedsPassword | undefined {
  const name = wanted.find((one) => given[one] !== rightPasswords[one])
  return name === undefined ? undefined : { kind: 'needs-password', for: name, wrong: given[name] !== undefined }
}

interface PairingWorld {
  readonly isRefused?: boolean
  /** Once, in the middle. */
  readonly breaks?: boolean
}

export function pairingAnswers({ isRefused = false, breaks = false }: PairingWorld = {}): World['answers'] {
  let isBroken = breaks
  return {
    'pairing.find': () => (isRefused ? [] : found),
    'pairing.look': (input) => {
      const { target } = calls.pairingLook.input.parse(input)
      if (target === 'nowhere')
        throw new AppError({
          code: 'unreachable',
          message: 'No network here knows the name nowhere.',
          hint: 'Give its IP address: "hostname -I", run on the other laptop, prints it.',
        })
      return {
        user: 'alice',
        address: target,
        port: 22,
        identity: {
          fingerprint: 'SHA256:9fQ2vXk0sLr8mT4yWbE1cZpJ6hNdA3uGoVqR5iSu7Kc',
          words: ['harbour', 'violet', 'canyon', 'seven', 'lantern', 'orbit'],
        },
      }
    },
    'pairing.inspect': (input) => {
      const { passwords } = calls.pairingInspect.input.parse(input)
      return missing(passwords) ?? (isRefused ? refused : inspected)
    },
    'pairing.inspectAlone': (input) => {
      const { passwords } = calls.pairingInspectAlone.input.parse(input)
      const { here } = inspected
      return missingHere(passwords) ?? { kind: 'inspected', here: { ...here, plan: here.plan.slice(2) }, findings: [] }
    },
    'pairing.alone': (input) => {
      const { passwords } = calls.pairingAlone.input.parse(input)
      return missingHere(passwords) ?? { kind: 'set-up', here: 'p17' }
    },
    'pairing.leave': (input) => {
      const { passwords } = calls.pairingLeave.input.parse(input)
      return missing(passwords) ?? { kind: 'unpaired', laptops: ['xps', 'p17'] }
    },
    'pairing.begin': async (input, push, callId) => {
      calls.pairingBegin.input.parse(input)
      const task = { callId, title: 'Pair p17 and xps', startedAt: '2026-11-20T08:00:00.000Z' }
      const progress = { done: 2, total: 8, unit: 'steps' as const, current: 'Installing the package on xps' }
      push({ type: 'task', task: { ...task, progress, state: 'running' } })
      await new Promise((resolve) => setTimeout(resolve, isBroken ? 500 : 6_000))
      push({ type: 'task', task: { ...task, progress, state: isBroken ? 'failed' : 'done' } })
      if (!isBroken) return { kind: 'paired', here: 'p17', there: 'xps' }
      isBroken = false
      throw new AppError({
        code: 'unreachable',
        message: 'xps does not answer.',
        hint: 'Check that xps is on and awake.',
      })
    },
    doctor: () => ({
      items: [
        { title: 'Agent', laptop: 'P17', verdict: 'passed', text: 'Version 0.1.0 is running.' },
        { title: 'Agent', laptop: 'XPS 13', verdict: 'passed', text: 'Version 0.1.0 is running.' },
        { title: 'Versions', verdict: 'passed', text: 'Both laptops have the same version of pc-switcher.' },
      ],
    }),
  }
}
