/** What the step for /etc and the calls about its rules say. */
import type { EtcRule } from '../../../contract/etc-calls.ts'
import type { ErrorText } from '../../../kernel/app-error.ts'
import { countOf, formatCount } from '../../../kernel/units.ts'
import type { NotSame } from '../../../contract/proof/left-alone.ts'

export const stepTitle = '/etc files'

/** In one line. */
export const alike = {
  noRule: { one: 'file has no rule', many: 'files have no rule', usual: 'Not copied for now' },
  both: (_label: string) => ({ one: 'file was changed on both laptops', many: 'files were changed on both laptops' }),
  drift: (label: string) => ({
    one: `file was changed on ${label}`,
    many: `files were changed on ${label}`,
    usual: `${label} keeps its own`,
  }),
} as const

/** Files without a rule. */
export const decideIn = {
  ...{ label: 'Decide', page: 'etc', item: 'undecided' },
  atTerminal: 'To decide: pc-switcher etc always PATH, or etc never PATH',
}

/** In the settings. */
export const copies = {
  title: 'Files in /etc',
  text: 'Only files with an "always" rule.',
} as const
export const waitsFor = "Starts after the packages, so that they can't overwrite it"

export function summary(toCopy: number, toDecide: number, isAnyTracked: boolean): string {
  const parts = [
    ...(toCopy === 0 ? [] : [filesToCopy(toCopy)]),
    ...(toDecide === 0 ? [] : [`${countOf(toDecide, 'file')} to decide`]),
  ]
  if (parts.length > 0) return parts.join(', ')
  return isAnyTracked ? 'Tracked files are the same' : 'No files are tracked yet'
}

export const filesToCopy = (count: number): string => `${countOf(count, 'file')} to copy`
export const blockTitle = (label: string): string => `/etc files on ${label}`

export function onlyThere(names: readonly string[], { from, to }: { readonly from: string; readonly to: string }) {
  return {
    title: `${countOf(names.length, 'tracked file')} only on ${to}`,
    text: `Copied to ${from} when you switch back: ${some(names)}.`,
  }
}

function some(names: readonly string[]): string {
  return `${names.slice(0, 5).join(', ')}${names.length > 5 ? ' and others' : ''}`
}

/** `why`: what the other laptop would do with them, without an end. */
export const heldBack = (names: readonly string[], why: string) => ({
  title: `${countOf(names.length, 'file')} in /etc held back`,
  text: `${why}. Never placed like this: ${some(names)}.`,
})

export const unowned = (names: readonly string[], label: string) => ({
  title: `${countOf(names.length, 'tracked file')} of an account that ${label} doesn't have`,
  text: `Left as ${names.length === 1 ? 'it is' : 'they are'}, unless the packages of this switch create the account: ${some(names)}.`,
})

export const guarded = (names: readonly string[], label: string) => ({
  title: `${countOf(names.length, 'file')} that ${label} protects against changes`,
  text: `Not even root can change ${names.length === 1 ? 'it' : 'them'}, so the switch would end with differences: ${some(names)}. Unprotect ${names.length === 1 ? 'it' : 'them'} and the folder first: sudo chattr -i -a FILE.`,
})

export const unreadable = (names: readonly string[], label: string) => ({
  title: `${countOf(names.length, 'file')} that the disk of ${label} can't read`,
  text: `Left as ${names.length === 1 ? 'it is' : 'they are'} on both laptops: ${some(names)}. The kernel's messages tell more: journalctl -k on ${label}.`,
})

export const copiedBack = (from: string, to: string): string =>
  `Stays on ${to}, and is copied to ${from} when you switch back.`
export const copiedAlways = (label: string): string => `Copied to ${label} now, and at every switch.`
export const never = {
  label: 'Never copy',
  word: 'Never',
  effect: 'Stays as it is on both laptops, at every switch.',
} as const
export const later = {
  label: 'Decide later',
  word: 'Later',
  effect: 'Stays as it is on both laptops this time.',
} as const
export const always = { label: 'Always copy', word: 'Always' } as const

export const keepTheirs = (from: string, to: string) => ({ label: `Keep ${to}'s`, effect: copiedBack(from, to) })
export const takeOurs = (from: string, to: string) => ({
  label: `Use ${from}'s`,
  effect: `${to}'s version is kept in its snapshot.`,
})

export const changes = {
  questions: (files: number): string => `${countOf(files, 'file')} in /etc with an open question changed.`,
  tracked: (files: number): string => `${countOf(files, 'tracked file')} in /etc changed.`,
  rules: 'The rules for /etc changed.',
} as const

export const difference = {
  onlyOn: (label: string): string => `Only ${label} has it`,
  newFrom: (label: string): string => `New from ${label}`,
  removedOn: (label: string): string => `Removed on ${label}`,
  otherKind: 'A file on one laptop, a link or folder on the other',
  links: 'The links point to different places',
  ownerOrMode: 'Owner or permissions differ',
  owner: 'The owners differ',
  mode: 'The permissions differ',
  content: 'The contents differ',
  order: 'The order of the lines differs',
  lines: (count: number): string => `${countOf(count, 'line')} ${count === 1 ? 'differs' : 'differ'}`,
  /** Of a file of which each laptop keeps what it says of the two laptops. */
  besidesNames: (words: string): string => `${words}, besides the names of the laptops, which stay`,
} as const

export const versionKinds = { absent: 'Not there', folder: 'A folder', other: 'A device, socket or pipe' } as const
export const linkTo = (target: string): string => `A link to ${target}`

export const changedThere = (label: string, isRemoved: boolean): string =>
  `${isRemoved ? 'Removed' : 'Changed'} on ${label} since the last switch`
export const changedOnBoth = 'Changed on both laptops since the last switch'
export const changedUnclear = "Different, and it isn't known which laptop changed it"
export const removedAndChanged = (from: string, to: string): string =>
  `Removed on ${from}, changed on ${to} since the last switch`

/** `why`: what the agent found in the file, a sentence. */
export const looksBound = (why: string): string => `${why} It probably belongs to one laptop only.`
export const looksLikeSetting = 'It looks like a setting of yours, and nothing in it belongs to one laptop only.'

export function notArrived(files: number, label: string): ErrorText {
  return {
    message: `${countOf(files, 'file')} of /etc did not arrive on ${label} as sent. Nothing in /etc was changed.`,
    hint: 'Resume. If it happens again, report it with the details.',
  }
}

export const onTrial = (label: string): string => `Trying whether ${label} still lets you in`

export const nothingCopied = 'Tracked files were the same'
export const copied = (files: number, label: string): string => `${countOf(files, 'file')} copied to ${label}`

/** Why a file stays as it is, though nobody was asked. */
export const leftThere = {
  meanwhile: (label: string): string => `changed on ${label} during the switch`,
  only: (label: string): string => `only on ${label}`,
  unowned: (label: string): string => `of an account that ${label} doesn't have`,
  /** `why` as above. */
  held: (why: string): string => `held back, because ${why}`,
  unreadable: (label: string): string => `damaged on ${label}, whose disk can't read it`,
} as const

/** Undefined without names. */
export function stillGuarded(names: readonly string[], label: string): string | undefined {
  if (names.length === 0) return undefined
  return `${label} protects against changes: ${some(names)}. Unprotect with sudo chattr -i -a FILE, then resume.`
}

/** Undefined without names. */
export function changedSince(names: readonly string[], from: string, to: string): string | undefined {
  if (names.length === 0) return undefined
  const them = names.length === 1 ? 'it' : 'them'
  return `Changed on ${from} since ${to} got ${them}. The next switch copies ${them} again: ${some(names)}.`
}

export function proofText(compared: number, { chosen, left, different }: NotSame): string {
  const same = `${formatCount(compared - different)} of ${formatCount(compared)} files and folders match in content, owner and permissions`
  const parts = [
    ...(compared === 0 ? [] : [same]),
    ...(chosen === 0 ? [] : [`${countOf(chosen, 'file')} ${chosen === 1 ? 'differs' : 'differ'} as chosen`]),
    ...(left === 0 ? [] : [`${countOf(left, 'file')} left as ${left === 1 ? 'it is' : 'they are'}`]),
  ]
  return parts.join(', ')
}

export const undecided = {
  title: '/etc without rules',
  what: (count: number): string => `${countOf(count, 'file')} in /etc`,
  text: (count: number): string =>
    count === 0
      ? 'No file in /etc has an "always" rule, and none without a rule differs'
      : `${countOf(count, 'file')} without a rule ${count === 1 ? 'differs and was left as it is' : 'differ and were left as they are'}`,
} as const

export const readAtRestart = (label: string): string => `Programs on ${label} use copied settings after they restart.`

export const takingEffect = (label: string): string => `${label} reads copied settings anew`

export const notRecorded = (label: string): string =>
  `etckeeper could not record this on ${label}: run sudo etckeeper commit there`

export const recording = (labels: readonly string[]): string =>
  `etckeeper records /etc on ${labels.join(' and ')}, for at most 20 s`

export const cutShort = (label: string): string =>
  `etckeeper recorded this on ${label}, and was ended after 20 s: its push, or another hook of yours, goes on with sudo etckeeper vcs push there`

/** In the history that etckeeper keeps. */
export const commitMessage = (from: string, to: string, switchId: string): string =>
  `pc-switcher: ${from} to ${to}, switch ${switchId}`

/** In the history of ~/system-state. `paths` are below /etc, at least one. */
export const ruleCommit = ([first = '', ...others]: readonly string[], decision: string): string =>
  `/etc${first}${others.length === 0 ? '' : ` and ${formatCount(others.length)} more`}: ${decision}`

export const personRule = {
  always: 'You chose to copy it at every switch.',
  never: 'You chose to leave it as it is on both laptops.',
} as const

/** `why`: a sentence that says why no rule can mean it. */
export function refusedRule(pattern: string, why: string): ErrorText {
  return { message: `A rule for ${pattern} is not possible.`, hint: why }
}

export const withoutRule = (count: number): string =>
  `${countOf(count, 'file')} without a rule ${count === 1 ? 'differs' : 'differ'}.`

/** Why something is, or is not, on the other laptop. */
export const why = {
  searched: '/etc',
  noRule: (isSource: boolean): readonly string[] =>
    isSource
      ? ['No rule names it. Package sources are brought with the programs.']
      : ['No rule names it. It stays as it is on both laptops until you decide.'],
  byRule: ({ decision, reason }: Pick<EtcRule, 'decision' | 'reason'>): readonly string[] => [
    decision === 'always' ? 'It is copied at every switch.' : 'It is never copied.',
    ...(reason === '' ? [] : [reason]),
  ],
  options: [
    { id: 'always', label: 'Always copy' },
    { id: 'never', label: 'Never copy' },
  ],
  /** Undefined: nobody can change it. */
  place: (path: string | undefined) => ({
    label: 'Show in /etc',
    page: 'etc',
    ...(path === undefined ? {} : { atTerminal: `To change it: pc-switcher etc always ${path}, or etc never ${path}` }),
  }),
} as const
