/** What is said in the proof of packages and services, and in the full check. */
import { assertNever } from '../../../../kernel/assert-never.ts'
import { countOf, formatCount } from '../../../../kernel/units.ts'
import { firstOf } from '../apps/texts.ts'
import type { FailedPackage } from '../not-set-up/not-set-up.ts'
import type { OwnDifference } from '../own-packages.ts'
import { shortList } from '../sources/texts.ts'
import type { NotSame } from '../../../../contract/proof/left-alone.ts'

type Failed = Pick<FailedPackage, 'name' | 'words'>

function said(words: string): string {
  return words === '' ? '' : ` It said: ${words.split('\n').join(' / ').replace(/\.$/, '')}.`
}

function failed({ name, words }: Failed, label: string): string {
  return `${name} is installed on ${label}, but its script failed, so it is not set up.${said(words)}`
}

const notSetUp = (one: Failed, label: string): string =>
  `${failed(one, label)} The next switch tries it again, or removes it there if you say so.`
export const leftNotSetUp = (one: Failed, label: string): string =>
  `${failed(one, label)} It is left so, as you chose. To be asked again, remove the rule.`

/** `words`: what its script, or dpkg, said last. */
export function unfinished({ name, state, words }: FailedPackage, label: string): string {
  switch (state) {
    case 'not-installed':
      return `${name} could not be installed on ${label}, and is not there.${said(words)} The next switch tries it again, or leaves it out if you say so.`
    case 'not-updated':
      return `${name} could not be updated on ${label}, and is as it was before.${said(words)} The next switch tries it again, or leaves or removes it there if you say so.`
    case 'not-removed':
      return `${name} could not be removed from ${label}, and is still there.${said(words)} The next plan asks about it again.`
    case 'half-installed':
      return `${name} is half installed on ${label}: it can't be used until it is installed again.${said(words)} The next switch tries that, or removes it there if you say so.`
    case 'half-removed':
      return `${name} is half removed from ${label}: its files are gone, but its script failed.${said(words)} apt tries to remove it again whenever it changes packages there.`
    case 'not-set-up':
      return notSetUp({ name, words }, label)
    default:
      return assertNever(state)
  }
}

export const unitRefused = (unit: string, words: string, label: string): string =>
  `${unit} could not be set on ${label} as it is on the other laptop.${said(words)} The next switch tries it again.`

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

/** What pc-switcher needs. */
export const own = {
  title: 'Needed by pc-switcher',
  packages: 'Packages that pc-switcher needs',
  what: (count: number): string => `${countOf(count, 'package')} that pc-switcher needs`,
  text: (count: number): string => {
    const [differ, them] = count === 1 ? ['differs', 'it'] : ['differ', 'them']
    return `${countOf(count, 'package')} ${differ}. pc-switcher itself needs ${them}, so each laptop keeps its own`
  },
  shown: ({ name, how }: OwnDifference, labels: Readonly<Record<'from' | 'to', string>>): string =>
    `${name} (${howOwn[how](labels)})`,
} as const

const howOwn: Readonly<Record<OwnDifference['how'], (labels: Readonly<Record<'from' | 'to', string>>) => string>> = {
  version: () => 'another version',
  hold: () => 'on hold on one of the two',
  'only-here': ({ from }) => `only on ${from}`,
  'only-there': ({ to }) => `only on ${to}`,
}

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
  notInstalled: (label: string): string => `could not be installed on ${label}`,
  notUpdated: (label: string): string => `could not be updated on ${label}`,
  notRemoved: (label: string): string => `could not be removed from ${label}`,
  halfInstalled: (label: string): string => `half installed on ${label}`,
  halfRemoved: (label: string): string => `half removed from ${label}`,
  needsFailed: (label: string): string => `needs a package that could not be installed on ${label}`,
  notRemovedEither: (label: string): string => `not removed from ${label}, because removing another one failed`,
  hold: (label: string): string => `held on ${label} alone`,
  notKeptOut: (from: string, to: string): string =>
    `not installed and on hold on ${from}, and not known to apt on ${to}`,
  manual: (label: string): string => `marked as installed by hand on ${label} alone`,
  unitRefused: (label: string): string => `could not be set on ${label}`,
  bySnap: 'only installs a snap, which is copied as a snap',
} as const

export function proofText(text: string, { chosen, left, different }: NotSame): string {
  const tail = [
    ...(chosen > 0 ? [`${formatCount(chosen)} as you chose`] : []),
    ...(left > 0 ? [`${formatCount(left)} left as ${left === 1 ? 'it is' : 'they are'}`] : []),
    ...(different > 0 ? [`${formatCount(different)} different`] : []),
  ]
  return [text, ...tail].join(', ')
}
