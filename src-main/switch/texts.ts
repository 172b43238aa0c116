/** What the engine says, of no step in particular. */
import { quotaMarginBytes } from '../contract/preview.ts'
import type { ErrorText } from '../kernel/app-error.ts'
import { countOf, formatBytes } from '../kernel/units.ts'

const planAgain = 'Make a new plan.'

export const notVerified = (laptop: string, differences: number): ErrorText => ({
  message: `${laptop} does not match yet: ${countOf(differences, 'difference')}.`,
  hint: 'Resume to copy and compare these again.',
})

export const alreadyRunning: ErrorText = {
  message: 'pc-switcher is already working on this laptop.',
  hint: 'Wait until it has finished, or pause it in the window.',
}

export const planExpired: ErrorText = { message: 'This plan has expired.', hint: planAgain }

export const overtaken = (laptop: string): ErrorText => ({
  message: `A newer switch with ${laptop} has replaced this one. Nothing was changed.`,
  hint: 'Check which laptop has the latest work, and plan a new switch from there.',
})

export const nothingToResume: ErrorText = {
  message: 'There is no interrupted switch on this laptop.',
  hint: 'Plan a new switch.',
}

export const unfinished = (from: string, to: string): ErrorText => ({
  message: `The switch from ${from} to ${to} is not finished yet.`,
  hint: 'Resume it, or give it up (pc-switcher give-up). Then plan a new one.',
})

export const planChanged: ErrorText = {
  message: 'Something has changed since the plan was made. Nothing was copied.',
  hint: 'Review the new plan, then start it.',
}

/** What a step did before the switch was stopped, and after it was resumed. */
export const bothRuns = (earlier: string, now: string): string => `${earlier}. ${now}`

export const notAsked: ErrorText = { message: 'The plan has no question about this file.', hint: planAgain }

export const unreadablePlan = (step: string): ErrorText => ({
  message: `The plan of "${step}" can't be read.`,
  hint: 'Another version of pc-switcher may have written it. Install that version, or start a new switch.',
})

export const stepChanged = (step: string): string => `${step}: changed since the plan was made.`

interface BlockerText {
  readonly title: string
  readonly text: string
}

export const blocked = (blockers: readonly BlockerText[]): ErrorText => ({
  message: `Fix ${blockers.length} problems before the switch can start.`,
  hint: blockers.map(({ title, text }) => `${title}. ${text}`).join(' '),
})

interface Needed {
  readonly what: string
  readonly bytes: number
}

interface TooLittle {
  readonly needed: readonly Needed[]
  readonly free: number
  /** Of what is needed. */
  readonly largest: readonly { readonly name: string; readonly bytes: number }[]
}

function listOf(needed: readonly Needed[]): string {
  const amounts = needed.map(({ what, bytes }) => `${formatBytes(bytes)} for ${what}`)
  return [amounts.slice(0, -1).join(', '), ...amounts.slice(-1)].filter((part) => part !== '').join(' and ')
}

/** " The largest: VMs/disk.raw (30 GB)." */
function largestOf({ largest }: TooLittle): string {
  const named = largest.map(({ name, bytes }) => `${name} (${formatBytes(bytes)})`)
  return named.length === 0 ? '' : ` The largest: ${named.join(', ')}.`
}

export const tooLittleRoom = (room: TooLittle, label: string) => ({
  title: `${label} has too little free space`,
  text: `Needs ${listOf(room.needed)}, but only ${formatBytes(room.free)} are free.${largestOf(room)} Free some space there, then plan again.`,
})

export const quotaTooSmall = (room: TooLittle, group: string, label: string) => ({
  title: `A quota of ${label} leaves too little space`,
  text: `Needs ${listOf(room.needed)} and ${formatBytes(quotaMarginBytes)} to spare, but the quota group ${group} leaves ${formatBytes(room.free)}.${largestOf(room)} Raise its limit with "btrfs qgroup limit", or delete files there, then plan again.`,
})

export const notOffered = (answer: string, question: string, choices: readonly string[]): ErrorText => ({
  message: `"${answer}" is not a choice for ${question}.`,
  hint: `Choose one of: ${choices.join(', ')}.`,
})

export const needsAnswers = (open: number): ErrorText => ({
  message: `${countOf(open, 'question')} ${open === 1 ? 'needs' : 'need'} an answer first.`,
  hint: 'Answer in the window, or with --answers FILE.',
})

export const stopped: ErrorText = {
  message: 'You chose to stop. Nothing was changed.',
  hint: 'Discard this plan. To choose differently, answer again.',
}

export const tooLate = (label: string): ErrorText => ({
  message: `${label} does not answer.`,
  hint: `Check that ${label} is on, awake and on the same network.`,
})
