/** What is said of what stands beside packages, alike on the page and in a terminal. */
import { assertNever } from '../kernel/assert-never.ts'
import { formatUnit } from '../kernel/format-unit.ts'
import type { ComparedOther, OtherDifference, OtherKind, ProgramKind, UnitState } from './packages-others.ts'

interface Labels {
  readonly here: string
  readonly there: string
}

/** Of what the person has for themselves alone. */
export const inHome = 'in the home folder'

export const otherTitles: Readonly<Record<OtherKind, string>> = {
  unit: 'Services',
  source: 'Sources',
  program: 'Installed by hand',
}

export const otherDifferenceWords: Readonly<Record<OtherDifference, (labels: Labels) => string>> = {
  'only-here': ({ here }) => `Only on ${here}`,
  'only-there': ({ there }) => `Only on ${there}`,
  different: () => 'Different',
  'not-compared': () => 'On both, not compared',
  same: () => 'The same on both',
}

const unitStates: Readonly<Record<UnitState, string>> = {
  enabled: 'starts by itself',
  disabled: 'does not start by itself',
  masked: 'blocked',
}

/** Of a service on one laptop. */
export function unitStateWords(state: UnitState | undefined): string {
  return state === undefined ? 'not installed' : unitStates[state]
}

/** Of one that was set up past packages and systemctl. */
export const unitOriginWords = { link: 'a link made by hand', file: 'a file in /usr/local' } as const

export const programWords: Readonly<Record<ProgramKind, string>> = {
  file: 'By hand',
  npm: 'npm',
  pip: 'pip',
  pipx: 'pipx',
  cargo: 'cargo',
  brew: 'Homebrew',
  appimage: 'AppImage',
}

/** "pipewire.socket (of every user)". */
export function otherName(one: ComparedOther): string {
  return one.kind === 'unit' ? formatUnit({ ...one, unit: one.name }) : one.name
}

/** How one stands on both, in a line. */
export function otherLine(one: ComparedOther, { here, there }: Labels): string {
  switch (one.kind) {
    case 'unit': {
      if (one.origin === 'link' || one.origin === 'file') return unitOriginWords[one.origin]
      const [ofHere, ofThere] = [unitStateWords(one.here), unitStateWords(one.there)]
      return ofHere === ofThere ? ofHere : `${here}: ${ofHere}, ${there}: ${ofThere}`
    }
    case 'source':
      if (one.scope === 'person') return `Flatpak, ${inHome}`
      return one.manager === 'flatpak' ? 'Flatpak' : 'apt'
    case 'program':
      return programWords[one.by]
    default:
      return assertNever(one)
  }
}

export const copiedWithHome = 'Copied with its home folder, unless a rule leaves it out.'

/** What a switch does with one. */
export function otherAtSwitch(one: ComparedOther): string {
  switch (one.kind) {
    case 'unit':
      return unitAtSwitch(one)
    case 'source':
      if (one.scope === 'person') return copiedWithHome
      if (one.isDistribution) return 'Part of the distribution. A switch leaves it on both laptops as it is.'
      if (one.difference === 'same') return 'Nothing to do.'
      if (one.difference === 'different')
        return one.manager === 'flatpak'
          ? 'A switch leaves it on both laptops as it is.'
          : 'A switch leaves it on both laptops as it is. If its key can be replaced, you are asked about that.'
      return 'You are asked before it is added. It is never removed.'
    case 'program':
      return one.inHome ? copiedWithHome : 'Not copied. Install it by hand on both laptops.'
    default:
      return assertNever(one)
  }
}

function unitAtSwitch({ isOfLaptop, origin, difference }: Extract<ComparedOther, { kind: 'unit' }>): string {
  if (isOfLaptop) return 'It belongs to each laptop. A switch never changes it.'
  if (difference === 'same') return 'Nothing to do.'
  if (origin === 'link') return 'Not copied. Make it by hand on both laptops.'
  if (origin === 'file') return 'Not copied. Copy it by hand to the other laptop.'
  if (difference === 'not-compared') return 'A link made by hand starts it on one laptop. Such links are not copied.'
  if (difference === 'different')
    return 'It is set as on the laptop you leave, unless a rule says otherwise. You are asked before it is started, stopped or unblocked.'
  return origin === 'package'
    ? 'It comes and goes with the package that brings it.'
    : 'You decide about its file under /etc. Once both have it, it is set as on the laptop you leave.'
}
