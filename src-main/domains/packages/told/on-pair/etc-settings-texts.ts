/** What is said of settings of apt and of services, which stand in /etc. */
import { countOf } from '../../../../kernel/units.ts'
import { firstOf } from '../../on-pair/apps/texts.ts'

type Sides = Readonly<Record<'from' | 'to' | 'both', readonly string[]>>
type Labels = Readonly<Record<'from' | 'to', string>>

function listOf({ from, to, both }: Sides, labels: Labels): string {
  const parts = [
    ...(from.length === 0 ? [] : [`Only ${labels.from} has ${firstOf(from)}.`]),
    ...(to.length === 0 ? [] : [`Only ${labels.to} has ${firstOf(to)}.`]),
    ...(both.length === 0 ? [] : [`Different on the two: ${firstOf(both)}.`]),
  ]
  return parts.join(' ')
}

function isOne({ from, to, both }: Sides): boolean {
  return from.length + to.length + both.length === 1
}

export const titles = { apt: 'Apt settings', units: 'Settings of services' } as const

export const differing = {
  apt: (sides: Sides, labels: Labels): string =>
    `${listOf(sides, labels)} ${isOne(sides) ? 'It decides' : 'They decide'} which versions apt picks and how it downloads them.`,
  units: listOf,
} as const

const nothingOfEtc = 'This switch copies nothing of /etc'

export const aboutEtc = (carriesEtc: boolean): string =>
  carriesEtc ? 'You decide about these files under /etc.' : `${nothingOfEtc}.`

/** Of one file. */
export const aboutOne = (carriesEtc: boolean): string =>
  carriesEtc ? 'You decide about this file under /etc' : nothingOfEtc

export const what = {
  apt: (count: number): string => `${countOf(count, 'setting')} of apt`,
  units: (count: number): string => `${countOf(count, 'setting')} of services`,
} as const
export const notCopied = (count: number): string =>
  `${countOf(count, 'file')} ${count === 1 ? 'differs or is' : 'differ or are'} on one laptop only. ${nothingOfEtc}`

export const nothingDone = (label: string): string => `No setting of apt was changed on ${label}`
