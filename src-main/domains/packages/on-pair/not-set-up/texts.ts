/** What is said of packages with which the last run was not done on the target. */
import { assertNever } from '../../../../kernel/assert-never.ts'
import type { FailedState } from './not-set-up.ts'

/** `words`: the last of its script, or dpkg's. */
function withWords(what: string, words: string): string {
  return [what, ...(words === '' ? [] : [words.split('\n').join(' / ')])].join(': ')
}

export const notSetUp = {
  reason: (state: FailedState, label: string, { version, words }: { version: string; words: string }): string =>
    withWords(`${version} ${whatOf(state, label)}`, words),
  again: (state: FailedState, label: string) => ({
    label: 'Try again',
    word: 'Try again',
    effect:
      state === 'not-set-up'
        ? `It is set up on ${label} if its script ends well this time. Everything else goes on if it does not.`
        : `It is installed on ${label} if its scripts end well this time. Everything else goes on if they do not.`,
  }),
  leaveWords: { label: 'Leave it', word: 'Leave' },
  leave: (state: FailedState, label: string): string => `${stays(state, label)} Not asked about again.`,
  remove: (from: string, to: string) => ({
    label: `Remove from ${to}`,
    word: 'Remove',
    effect: `Removed from ${to}, and not installed again. ${from} keeps it.`,
  }),
} as const

function whatOf(state: FailedState, label: string): string {
  switch (state) {
    case 'not-set-up':
      return `could not be set up on ${label}`
    case 'not-installed':
      return `could not be installed on ${label}`
    case 'not-updated':
      return `stayed on ${label}, because it could not be updated`
    case 'half-installed':
      return `is half installed on ${label}`
    case 'not-removed':
      return `could not be removed from ${label}`
    case 'half-removed':
      return `is half removed from ${label}, where its files are gone`
    default:
      return assertNever(state)
  }
}

function stays(state: FailedState, label: string): string {
  if (state === 'not-set-up') return `Stays on ${label} as it is: unpacked, not set up.`
  if (state === 'not-installed') return `Not installed on ${label}, nor what needs it.`
  return `Stays on ${label} in the version that it has.`
}

/** Of what only the target has, and was to be removed from. */
export const notRemoved = {
  keepHalf: (label: string) => ({
    label: 'Leave it',
    word: 'Leave',
    effect: `Stays half removed on ${label}. apt tries again to remove it whenever it changes packages there.`,
  }),
  again: (label: string) => ({
    label: 'Remove again',
    word: 'Remove',
    effect: `Removed from ${label} if its scripts end well this time. Everything else goes on if they do not.`,
  }),
} as const
