/** What the page of machines and containers says. */
import type { ComparedImage, ComparedVolume } from '../../../../contract/containers-calls.ts'
import { shownContainerName } from '../../../../contract/container-rule.ts'
import type { PageContent } from '../../../../contract/page-calls.ts'
import { textFromBytePath } from '../../../../kernel/byte-path.ts'
import { countOf, formatBytes } from '../../../../kernel/units.ts'
import type { Guest, GuestLack, GuestList } from '../../guest-verbs.ts'
import type { Image } from '../../verbs.ts'
import { keptByRule, lackText, notThere, onlyOn, sameOnBoth } from '../texts.ts'

type Row = PageContent['sections'][number]['rows'][number]

export const title = 'Machines and containers'
export const does = 'show virtual machines of both laptops, and what their containers hold'
export const guests = 'Virtual machines'
export const disks = 'Disk images without a virtual machine'
export const volumes = 'Volumes of containers'
export const images = 'Images of containers'
export const notKnown = 'Not known'

type Found = Readonly<Record<'guests' | 'disks' | 'volumes' | 'images', readonly Row[]>>

/** `isAllKnown`: what does not answer may have some. */
export function lead(found: Found, isAllKnown: boolean): string {
  const parts = [
    ...(found.guests.length === 0 ? [] : [countOf(found.guests.length, 'virtual machine')]),
    ...(found.disks.length === 0 ? [] : [countOf(found.disks.length, 'disk image')]),
    ...(found.volumes.length === 0 ? [] : [countOf(found.volumes.length, 'volume')]),
    ...(found.images.length === 0 ? [] : [`${countOf(found.images.length, 'image')} of containers`]),
  ]
  if (parts.length > 0) return `${parts.join(', ')} on both laptops.`
  return isAllKnown
    ? 'Neither laptop has virtual machines, disk images or data of containers.'
    : 'Not everything could be looked at.'
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

interface SeenDisk {
  readonly label: string
  readonly image: Image | undefined
}

export function diskRow(name: string, sides: readonly SeenDisk[], isKept: boolean): Row {
  const on = sides.map(({ label, image }) => {
    const size = image === undefined ? notThere.toLowerCase() : formatBytes(image.allocatedBytes)
    return `${label}: ${size}`
  })
  const having = sides.filter(({ image }) => image !== undefined)
  const [only] = having
  const digests = new Set(having.map(({ image }) => image?.sha256))
  const same = digests.size === 1 && !digests.has(undefined) ? sameOnBoth : 'Compared at the next switch'
  return {
    title: textFromBytePath(name),
    text: [...on, ...(isKept ? [keptByRule] : [])].join('. '),
    value: having.length === 1 && only !== undefined ? onlyOn(only.label) : same,
  }
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
