/** What is said in the proof of packages and services, and in the full check. */
import { countOf, formatCount } from '../../../../kernel/units.ts'

/** `words`: what its script said last. */
export function notSetUp({ name, words }: { readonly name: string; readonly words: string }, label: string): string {
  const said = words === '' ? '' : ` It said: ${words.split('\n').join(' / ')}.`
  return `${name} is installed on ${label}, but its script failed, so it is not set up.${said} The next switch tries it again, or removes it there if you say so.`
}

export const proofTitles = { packages: 'Packages', services: 'Services', running: 'Running services' } as const
export const sameVersion = (count: number): string =>
  `${countOf(count, 'package')} ${count === 1 ? 'has' : 'have'} the same version`
export const startAs = (count: number, label: string): string => `${formatCount(count)} start as on ${label}`
export const failedServices = (count: number, label: string): string =>
  count === 0 ? `No service has failed on ${label}` : `${countOf(count, 'service')} failed on ${label}`
export const staying = {
  title: 'Other packages',
  what: (count: number): string => countOf(count, 'package'),
  text: (count: number, from: string, to: string): string => {
    const [are, they, them] = count === 1 ? ['is', 'it', 'it'] : ['are', 'they', 'them']
    const why = `${they} came with others, or can't be removed alone`
    return `${countOf(count, 'package')} that nobody was asked about ${are} only on ${to}: ${why}. The next plan of a switch to ${from} lists what it installs of ${them}`
  },
} as const

/** What belongs to each laptop. */
export const left = {
  title: 'Left as they are',
  what: (units: number, hardware: number): string =>
    [
      ...(units > 0 ? [countOf(units, 'service')] : []),
      ...(hardware > 0 ? [countOf(hardware, 'hardware package')] : []),
    ].join(' and '),
  text: (what: string): string => `${what} of each laptop's own`,
  hardware: 'Packages of its hardware',
  bySnap: 'Packages that only install a snap',
  services: 'Services of its own',
} as const

export const otherMarks = (names: readonly string[]): string =>
  `Held, or marked as installed by hand, on one laptop only: ${names.join(', ')}`

/** Why a package is otherwise there, though nobody was asked. */
export const leftThere = {
  rejected: (label: string): string => `not installable on ${label}`,
  newer: (label: string): string => `newer on ${label}`,
  held: (label: string): string => `held at its version on ${label}`,
  notSetUp: (label: string): string => `not set up on ${label}`,
  bySnap: 'only installs a snap, which is copied as a snap',
} as const

interface Apart {
  readonly chosen: number
  readonly left: number
  readonly different: number
}

export function proofText(text: string, { chosen, left, different }: Apart): string {
  const tail = [
    ...(chosen > 0 ? [`${formatCount(chosen)} as you chose`] : []),
    ...(left > 0 ? [`${formatCount(left)} left as ${left === 1 ? 'it is' : 'they are'}`] : []),
    ...(different > 0 ? [`${formatCount(different)} different`] : []),
  ]
  return [text, ...tail].join(', ')
}
