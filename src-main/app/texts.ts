/** What the app itself says, beside its capabilities. */
import { behindIn } from '../contract/proof/proof-title.ts'
import type { Proof } from '../contract/switch-state.ts'
import type { ErrorText } from '../kernel/app-error.ts'
import { countOf, formatBytes, formatCount, formatTook } from '../kernel/units.ts'

export const activity = {
  running: 'Running',
  over: 'It was given up, or a later switch has replaced it.',
  /** `way`: "P17 → XPS 13". */
  started: (way: string): string => `Started: ${way}`,
  resumed: 'Resumed',
  stepStarted: (step: string): string => `${step}...`,
  stepFinished: (step: string, outcome: string, ms: number): string => `${step}: ${outcome} (${formatTook(ms)})`,
  stepFailed: (step: string, message: string): string => `${step}: ${message}`,
  stepPaused: (step: string): string => `${step}: paused`,
  comparing: 'Comparing both laptops...',
  verified: ({ scope, from, to, steps }: Pick<Proof, 'scope' | 'from' | 'to' | 'steps'>): string => {
    const behind = behindIn({ steps })
    if (behind !== undefined) return `Verified. ${behind}`
    return scope === undefined
      ? `Verified. Safe to close the lid of ${from.label}`
      : `Verified. ${to.label} has the packages of ${from.label}`
  },
} as const

/** `proof`: what it says in a sentence. */
export const verifiedSummary = (bytes: number, proof: string): string => `${formatBytes(bytes)} copied. ${proof}`

/** Of a switch that the other laptop has the journal of. */
export function rememberedSummary(bytes: number, verified: boolean): string {
  return `${formatBytes(bytes)} copied. ${verified ? 'Verified' : 'Not verified'}`
}

export const givenUp = 'Not finished. It was given up.'

export const notFinishedBy = (driver: string): string => `Not finished. ${driver} has its log`

export const logIsThere = (label: string): ErrorText => ({
  message: `The log of this switch is on ${label}, which does not answer.`,
  hint: `Connect both laptops, or open pc-switcher on ${label}.`,
})

export const noLogAnywhere: ErrorText = {
  message: 'Neither laptop has a log of this switch.',
  hint: 'It may be of another pair of laptops, or its journal was deleted.',
}

export const pauseFirst: ErrorText = {
  message: 'The switch is running.',
  hint: 'To give it up, pause it first.',
}

export const nothingToGiveUp: ErrorText = {
  message: 'No switch is waiting to be resumed.',
  hint: 'Run pc-switcher status to see what the laptops are doing.',
}

export const proofOf = (switchId: string): string => `The proof of ${switchId}`

export const noJournal: ErrorText = {
  message: 'This laptop has no journal of this switch.',
  hint: 'It is on the laptop that drove the switch. Open pc-switcher there.',
}

export const password = {
  needed: {
    message: 'Your password is needed.',
    hint: 'At a terminal you are asked for it. For scripts there is --password-stdin.',
  },
  wrong: { message: 'That password is not yours.', hint: 'Enter the one that sudo asks you for on this laptop.' },
  noSudo: {
    message: 'Your password could not be checked, because sudo refuses you.',
    hint: 'Check that "sudo true" works for your account on this laptop, then try again.',
  },
  sudoIsFree: {
    message: 'sudo asks you for no password on this laptop, so none can be checked.',
    hint: 'Remove NOPASSWD for your account from the rules of sudo, then try again.',
  },
  commit: 'Set whether a switch starts with a password',
} as const satisfies Readonly<Record<string, ErrorText | string>>

export const doctor = {
  here: 'This laptop',
  peer: 'The other laptop',
  agent: 'Agent',
  check: 'Check',
  versions: 'Versions',
  agentRuns: (version: string): string => `Version ${version} is running.`,
  sameBuild: 'Both laptops have the same version of pc-switcher.',
} as const

interface Installed {
  readonly label: string
  readonly hello: { readonly version: string }
}

export function agentMismatch(one: Installed, other: Installed): ErrorText {
  const [mine, theirs] = [one.hello.version, other.hello.version]
  const versions =
    mine === theirs
      ? `both have ${mine}, from different builds`
      : `${one.label} has ${mine}, ${other.label} has ${theirs}`
  return {
    message: `The laptops have different versions of pc-switcher: ${versions}.`,
    hint: 'Install the same version on both laptops.',
  }
}

export const thisLaptop = (here: string, known: string): ErrorText => ({
  message: `${here} is this laptop.`,
  hint: `Switch to the other one (--to ${known}), or bring its work here (--from ${known}).`,
})

export const fromThisLaptop = (here: string, known: string): ErrorText => ({
  message: `${here} is this laptop.`,
  hint: `To bring the work of the other one here: --from ${known}. To switch to it: --to ${known}.`,
})

export const bothAreCalled = (word: string): ErrorText => ({
  message: `Both laptops are called ${word}.`,
  hint: 'Say "this" or "other" instead. To tell them apart by name, rename one: sudo hostnamectl set-hostname NAME',
})

export const sameIdentity = (label: string): ErrorText => ({
  message: `${label} counts as this laptop, as the copy of its system does.`,
  hint: 'On the one whose copies on other disks matter less: sudo rm /var/lib/pc-switcher/root/identity.json, then restart it.',
})

export const unknownHost = (wanted: string, known: string): ErrorText => ({
  message: `No laptop named "${wanted}" is paired with this one.`,
  hint: `This laptop is paired with ${known}.`,
})

export const neitherAnswered = 'Neither laptop answered.'

export const pairedByOther: ErrorText = {
  message: 'The pairing of this laptop belongs to another account.',
  hint: 'Start pc-switcher as the user who paired the laptops.',
}

export const notPaired: ErrorText = {
  message: 'This laptop is not paired yet.',
  hint: 'In a terminal here, run "pc-switcher pair HOST" with the name or address of your other laptop. It needs nothing but an SSH server. Without another one: pc-switcher pair --alone',
}

export const noPeer: ErrorText = {
  message: 'This laptop is set up without another one.',
  hint: 'Snapshots, copies, bundles and disks work. To switch, pair it with: pc-switcher pair HOST',
}

export const settings = {
  pairedWith: { title: 'Paired with', explanation: 'Set when the laptops are paired.' },
  notPaired: 'Not paired',
  address: {
    title: 'Address',
    explanation: 'Last known address. The current one is found automatically and checked by its key.',
  },
  byCable: (address: string, megabits: number): string =>
    `${address}, by this laptop's cable at ${megabits < 1_000 ? `${megabits} Mbit/s` : `${megabits / 1_000} Gbit/s`}`,
} as const

export const noAddress: ErrorText = {
  message: 'This is not the address of a laptop.',
  hint: 'Give an IP address, such as 192.168.1.17, or a host name, such as xps.local.',
}

export const nobodyAt = (address: string): ErrorText => ({
  message: `Nothing answers at ${address}.`,
  hint: 'Check that the other laptop is on and awake. "hostname -I", run there, prints its addresses.',
})

export const taskEnded: ErrorText = { message: 'This task has ended.', hint: 'Reload the page.' }

export const taskThere: ErrorText = { message: 'This request is being worked on already.', hint: 'Reload the page.' }

export const runningWork = 'Running'

export const interruptedWork = 'pc-switcher stopped before the result was known'

/** Of everything on both laptops, compared outside a switch. */
export const verifying = {
  title: (here: string, peer: string): string => `Compare everything on ${here} and ${peer}`,
  same: (compared: number, bytes: number, apart: { readonly chosen: number; readonly notCompared: number }): string => {
    const { chosen, notCompared } = apart
    const but = chosen === 0 ? '' : `, apart from ${countOf(chosen, 'difference')} as chosen`
    const open = notCompared === 0 ? '' : ` ${countOf(notCompared, 'item was', 'items were')} not compared.`
    return `${countOf(compared, 'item is', 'items are')} the same on both${but}.${open} ${formatBytes(bytes)} read`
  },
  differ: (count: number, compared: number, names: readonly string[]): string => {
    const some = names.slice(0, 5).join(', ')
    return `${countOf(count, 'item')} of ${formatCount(compared)} ${count === 1 ? 'differs' : 'differ'}: ${some}${count > 5 ? ' and others' : ''}`
  },
} as const

export const mustStayAwake = (label: string): ErrorText => ({
  message: `${label} has to stay awake.`,
  hint: 'Something was begun since that switch, or was not finished. The overview says how both laptops stand now.',
})

const waits = (why: string): string => `Downloading beforehand waits: ${why}`

/** How far it is with what is fetched while a plan is answered. */
export const forPlan = {
  complete: (label: string): string => `What no answer changes is already on ${label}.`,
  incomplete: (label: string): string =>
    waits(`${label} could not download everything. It is tried again in a few minutes.`),
  battery: (label: string): string => waits(`${label} runs on battery.`),
  'slow-link': (label: string): string => waits(`the link to ${label} is slow.`),
  metered: (label: string): string => waits(`${label} is on a metered connection.`),
  'little-room': (label: string): string => waits(`${label} has little free space.`),
} as const

export const noSuchPage = (id: string): ErrorText => ({
  message: `No part of pc-switcher has a page "${id}".`,
  hint: 'The sidebar leads to all pages.',
})

/** Of a machine or container: its name, and where it is. */
export const rowTitle = (name: string, value: string): string =>
  `${name}: ${value.charAt(0).toLowerCase()}${value.slice(1)}`

export const noSuchAnswer = (name: string): ErrorText => ({
  message: `Nothing can be decided about ${name} here.`,
  hint: 'Search for it again.',
})
