/** What is said of guests that are not shut down on the source. */
import type { GuestOn } from '../image-group.ts'
import type { Labels } from '../texts.ts'

/** "win runs on P17". */
export function guestsOn(on: readonly GuestOn[], label: string): string {
  const [running, saved] = [namesOf(on, 'running'), namesOf(on, 'saved')]
  const runs = `${running.join(', ')} ${running.length === 1 ? 'runs' : 'run'} on ${label}`
  const isSaved = `The memory of ${saved.join(', ')} is saved on ${label}`
  return [...(running.length === 0 ? [] : [runs]), ...(saved.length === 0 ? [] : [isSaved])].join('. ')
}

const namesOf = (on: readonly GuestOn[], state: GuestOn['state']): readonly string[] =>
  on.flatMap((one) => (one.state === state ? [one.name] : []))

export const toDecideOn = (on: readonly GuestOn[], label: string): string => `${guestsOn(on, label)}. You decide`

/** Of guests that are not shut down on the source. */
export const shutDown = {
  leave: ({ to }: Labels) => ({ label: 'Leave it out of this switch', effect: `${to.label} keeps what it has` }),
  take: (on: readonly GuestOn[], pair: Labels) => ({ label: shutDownLabel(on), effect: shutDownEffect(on, pair) }),
  /** `effect`: of the same choice for one that is shut down. */
  first: (effect: string, on: readonly GuestOn[], pair: Labels): string => `${effect}. ${shutDownEffect(on, pair)}`,
} as const

function shutDownLabel(on: readonly GuestOn[]): string {
  if (namesOf(on, 'saved').length === 0) return 'Shut it down when copying starts'
  return namesOf(on, 'running').length === 0 ? 'Discard its saved memory' : 'Shut down, and discard saved memory'
}

function shutDownEffect(on: readonly GuestOn[], { from }: Labels): string {
  const [running, saved] = [namesOf(on, 'running'), namesOf(on, 'saved')]
  const stopped = `Shuts ${running.join(', ')} down on ${from.label} when copying starts. Left out if not off after 3 minutes`
  const discarded = `What ${saved.join(', ')} had open on ${from.label} is lost, as after a power cut`
  return [...(running.length === 0 ? [] : [stopped]), ...(saved.length === 0 ? [] : [discarded])].join('. ')
}

/** What the step does now. */
export const shuttingDown = (guests: readonly string[], label: string): string =>
  `Waiting until ${guests.join(', ')} ${guests.length === 1 ? 'is' : 'are'} shut down on ${label}`

/** Why what was agreed to is not copied. */
export const leftOut = {
  stillOn: (guest: string, label: string): string => `not compared, because ${guest} did not shut down on ${label}`,
  started: (guest: string, label: string): string => `not compared, because ${guest} was started on ${label} meanwhile`,
  saved: (guest: string, label: string): string =>
    `not compared, because the memory of ${guest} was saved on ${label} meanwhile`,
  silent: (label: string): string => `not compared, because libvirt does not answer on ${label}`,
} as const

/** Follows `done`. */
export const andLeftOut = (names: readonly string[]): string =>
  names.length === 0 ? '' : `; left out: ${names.join(', ')}`

/** Above the questions, when all are about these. */
export const headingOn = (guest: string | undefined, label: string) => ({
  title:
    guest === undefined ? `Virtual machines are not shut down on ${label}` : `${guest} is not shut down on ${label}`,
  lead: 'Nothing is changed before copying starts.',
})

/** Since a plan was made. */
export const nowOn = (on: readonly GuestOn[]): string =>
  on
    .map(({ name, state }) => (state === 'running' ? `${name} runs now.` : `The memory of ${name} is saved now.`))
    .join(' ')
export const nowOff = (on: readonly GuestOn[]): string =>
  `${on.map(({ name }) => name).join(', ')} ${on.length === 1 ? 'is' : 'are'} shut down now.`
