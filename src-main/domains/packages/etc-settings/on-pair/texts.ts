/** What is said of settings of apt and of services, which stand in /etc. */
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

export const differing = {
  apt: (sides: Sides, labels: Labels) => ({
    title: 'Settings of apt',
    text: `${listOf(sides, labels)} They decide which versions apt picks and how it downloads them. You decide about these files under /etc.`,
  }),
  units: (sides: Sides, labels: Labels) => ({
    title: 'Settings of services',
    text: `${listOf(sides, labels)} You decide about these files under /etc.`,
  }),
} as const

export const nothingDone = (label: string): string => `No setting of apt was changed on ${label}`
