/** What the page "Machines" says. */
import type { ComparedImage, ComparedVolume } from '../../../../contract/containers-calls.ts'
import { shownContainerName } from '../../../../contract/container-rule.ts'
import type { PageContent } from '../../../../contract/page-calls.ts'
import { countOf, formatBytes } from '../../../../kernel/units.ts'
import type { Guest, GuestLack, GuestList } from '../../guest-verbs.ts'
import type { Image } from '../../verbs.ts'
import { keptByRule, lackText, notThere, onlyOn, sameOnBoth } from '../texts.ts'

type Row = PageContent['sections'][number]['rows'][number]

export const title = 'Machines'
export const does = 'show virtual machines of both laptops, and what their containers hold'
export const guests = 'Virtual machines'
export const volumes = 'Volumes of containers'
export const images = 'Images of containers'
export const notKnown = 'Not known'

interface Counts {
  readonly guests: number
  readonly volumes: number
  readonly images: number
}

export function lead(counts: Counts): string {
  const parts = [
    ...(counts.guests === 0 ? [] : [countOf(counts.guests, 'virtual machine')]),
    ...(counts.volumes === 0 ? [] : [countOf(counts.volumes, 'volume')]),
    ...(counts.images === 0 ? [] : [`${countOf(counts.images, 'image')} of containers`]),
  ]
  return parts.length === 0
    ? 'Neither laptop has a virtual machine or container.'
    : `${parts.join(', ')} on both laptops.`
}

/** What libvirt on a laptop could not say. */
export function guestTrouble(list: GuestList, label: string): string | undefined {
  return list.kind === 'silent' ? `libvirt does not answer on ${label}` : undefined
}

export const troubleRow = (text: string): Row => ({ title: text, text: 'It is not known what is there.', value: '' })

const states: Readonly<Record<Guest['state'], string>> = { off: 'off', running: 'running', saved: 'saved' }

interface SeenGuest {
  readonly label: string
  readonly isKnown: boolean
  readonly guest: Guest | undefined
  readonly disks: readonly Image[]
}

interface GuestOnBoth {
  readonly name: string
  readonly sides: readonly SeenGuest[]
  readonly lacking: readonly { readonly label: string; readonly lacks: readonly GuestLack[] }[]
  readonly isKept: boolean
}

export function guestRow({ name, sides, lacking, isKept }: GuestOnBoth): Row {
  const text = [
    ...sides.map(guestOn),
    ...lacking.map(({ label, lacks }) => `${label} lacks ${lacks.map(lackText).join(', ')}`),
    ...(isKept ? [keptByRule] : []),
  ]
  const [one, other] = sides.map(({ guest }) => guest)
  const isSame = one !== undefined && one.digest === other?.digest && sides.every(({ disks }) => isKnown(disks))
  const digests = sides.map(({ disks }) =>
    disks
      .map((disk) => disk.sha256)
      .sort()
      .join(),
  )
  return { title: name, text: text.join('. '), value: valueOf(sides, isSame && new Set(digests).size === 1) }
}

function isKnown(disks: readonly Image[]): boolean {
  return disks.every(({ sha256 }) => sha256 !== undefined)
}

function guestOn({ label, isKnown: isAsked, guest, disks }: SeenGuest): string {
  if (guest === undefined) return `${label}: ${isAsked ? notThere.toLowerCase() : 'not known'}`
  const bytes = disks.reduce((sum, { allocatedBytes }) => sum + allocatedBytes, 0)
  const size = disks.length === 0 ? '' : `, ${formatBytes(bytes)}`
  return `${label}: ${states[guest.state]}${size}`
}

function valueOf(sides: readonly SeenGuest[], isSame: boolean): string {
  const having = sides.filter(({ guest }) => guest !== undefined)
  const [only] = having
  if (having.length === 1 && only !== undefined && sides.every(({ isKnown: isAsked }) => isAsked))
    return onlyOn(only.label)
  return isSame ? sameOnBoth : 'Compared at the next switch'
}

interface Labels {
  readonly here: string
  readonly there: string
}

const decided: Readonly<Record<NonNullable<ComparedVolume['decision']>, string>> = {
  apart: 'Stays on one laptop, by a rule',
  both: 'On both, by a rule',
  never: 'Left alone, by a rule',
}

export function volumeRow({ engine, name, here, there, decision }: ComparedVolume, labels: Labels): Row {
  const sideText = (side: ComparedVolume['here'], label: string): string => {
    if (side === undefined) return `${label}: ${notThere.toLowerCase()}`
    const users = side.usedBy.length === 0 ? '' : `, in use by ${side.usedBy.join(', ')}`
    return `${label}: ${formatBytes(side.bytes)}${users}`
  }
  return {
    title: shownContainerName({ engine, name }),
    text: `${sideText(here, labels.here)}. ${sideText(there, labels.there)}`,
    value: decision === undefined ? onOneOf({ here, there }, labels) : decided[decision],
  }
}

export function imageRow({ engine, name, here, there, decision }: ComparedImage, labels: Labels): Row {
  const sideText = (side: ComparedImage['here'], label: string): string =>
    `${label}: ${side === undefined ? notThere.toLowerCase() : formatBytes(side.bytes)}`
  const pulled = (here ?? there)?.isPulled === true ? '. Can be pulled again' : ''
  const same = here !== undefined && here.id === there?.id ? sameOnBoth : onOneOf({ here, there }, labels)
  return {
    title: shownContainerName({ engine, name }),
    text: `${sideText(here, labels.here)}. ${sideText(there, labels.there)}${pulled}`,
    value: decision === undefined ? same : decided[decision],
  }
}

function onOneOf({ here, there }: { readonly here: unknown; readonly there: unknown }, labels: Labels): string {
  if (here === undefined) return onlyOn(labels.there)
  return there === undefined ? onlyOn(labels.here) : 'On both'
}
