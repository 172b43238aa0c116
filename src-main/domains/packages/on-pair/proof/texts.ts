/** What is said in the proof of packages and services, and in the full check. */
import { countOf, formatCount } from '../../../../kernel/units.ts'
import { firstOf } from '../apps/texts.ts'
import { shortList } from '../sources/texts.ts'

/** `words`: what its script said last. */
interface Failed {
  readonly name: string
  readonly words: string
}

function failed({ name, words }: Failed, label: string): string {
  const said = words === '' ? '' : ` It said: ${words.split('\n').join(' / ')}.`
  return `${name} is installed on ${label}, but its script failed, so it is not set up.${said}`
}

export const notSetUp = (one: Failed, label: string): string =>
  `${failed(one, label)} The next switch tries it again, or removes it there if you say so.`
export const leftNotSetUp = (one: Failed, label: string): string =>
  `${failed(one, label)} It is left so, as you chose. To be asked again, remove the rule.`

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
  /** "linux-image-6.12-amd64 (kernel)". */
  forHardware: (name: string, purpose: string): string => `${name} (${purpose.toLowerCase()})`,
  hardware: 'Packages of its hardware',
  bySnap: 'Packages that only install a snap',
  services: 'Services of its own',
} as const

export const architectures = {
  title: 'Package architectures',
  what: (count: number): string => countOf(count, 'package architecture'),
  text: (sides: readonly { readonly names: readonly string[]; readonly label: string }[]): string => {
    const only = sides.flatMap(({ names, label }) =>
      names.length === 0 ? [] : [`${shortList(names)} only on ${label}`],
    )
    return `${only.join(', ')}. An architecture is added with the first package that needs it`
  },
} as const

export const otherMarks = (names: readonly string[]): string =>
  `Held, or marked as installed by hand, on one laptop only: ${firstOf(names)}`

/** Why a package is otherwise there, though nobody was asked. */
export const leftThere = {
  rejected: (label: string): string => `not installable on ${label}`,
  notRepaired: (label: string): string => `refused by apt on ${label} until its broken dependencies are repaired`,
  newer: (label: string): string => `newer on ${label}`,
  held: (label: string): string => `held at its version on ${label}`,
  leftNotSetUp: (label: string): string => `not set up on ${label}, and left so as you chose`,
  notSetUp: (label: string): string => `not set up on ${label}`,
  hold: (label: string): string => `held on ${label} alone`,
  manual: (label: string): string => `marked as installed by hand on ${label} alone`,
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
