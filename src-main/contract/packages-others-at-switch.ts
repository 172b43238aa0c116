/** What a switch does with what stands beside packages. */
import { assertNever } from '../kernel/assert-never.ts'
import { appSettings } from './packages-history-calls.ts'
import type { ComparedOther, SettingTopic } from './packages-others.ts'

const asInEtc =
  'A switch that copies /etc asks about this file. One of packages alone leaves it on both laptops as it is.'
const asOf = (what: string): string =>
  `A switch sets it as on the laptop you leave, where the other one has the ${what}. What only the other one has set stays.`
const [asOfApps, asOfSnaps] = [asOf('app'), asOf('snap')]

const topicsAtSwitch: Readonly<Record<SettingTopic, string>> = {
  'apt-file': asInEtc,
  'unit-file': asInEtc,
  architecture: 'A switch adds it with the first package that needs it. It is never removed.',
  'default-program':
    'A switch sets it as on the laptop you leave, if that program is installed. You are asked where it was set by hand on the other one.',
  diversion: 'Not copied. Run dpkg-divert by hand on the other laptop, if its reason holds there.',
  'flatpak-mask': asOfApps,
  'flatpak-pin': asOfApps,
  'flatpak-permissions': asOfApps,
  'snap-channel': asOfSnaps,
  'snap-hold': asOfSnaps,
  'snap-disabled': asOfSnaps,
  'snap-connection': asOfSnaps,
  'snap-alias': asOfSnaps,
}

/** By a switch of packages, without one of another kind. */
const carriedTopics: ReadonlySet<SettingTopic> = new Set(['default-program', ...appSettings])

/** It differs, and a switch of packages may change it on one of the laptops: neither left alone, nor brought by something else. */
export function isForSwitch(one: ComparedOther): boolean {
  switch (one.kind) {
    case 'unit':
      return one.difference === 'different' && !one.isOfLaptop
    case 'source':
      if (one.followsRelease || one.scope === 'person' || one.difference === 'same') return false
      return one.difference !== 'different' || one.manager === 'apt'
    case 'setting':
      return one.difference !== 'same' && carriedTopics.has(one.topic)
    case 'program':
      return false
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
      if (one.followsRelease) return 'Part of the distribution, of which each laptop has its own release.'
      if (one.difference === 'same') return 'Nothing to do.'
      if (one.difference === 'different')
        return one.manager === 'flatpak'
          ? 'A switch leaves it on both laptops as it is.'
          : 'A switch leaves it on both laptops as it is. If its key can be replaced, you are asked about that.'
      return 'You are asked before it is added. It is never removed.'
    case 'setting':
      return one.difference === 'same' ? 'Nothing to do.' : topicsAtSwitch[one.topic]
    case 'program':
      if (one.difference === 'same') return 'Nothing to do.'
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
