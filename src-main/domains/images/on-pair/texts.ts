/** What the step for virtual machine images says. */
import type { ErrorText } from '../../../kernel/app-error.ts'
import { formatExactTime } from '../../../kernel/format-exact-time.ts'
import { countOf, formatBytes } from '../../../kernel/units.ts'
import type { GuestLack, GuestRefusal } from '../guest-verbs.ts'
import type { ImageUser } from '../verbs.ts'
import { assertNever } from '../../../kernel/assert-never.ts'
import type { NotSame } from '../../../contract/proof/left-alone.ts'

export interface Labels {
  readonly from: { readonly label: string }
  readonly to: { readonly label: string }
}

export const stepTitle = 'Virtual machines'
/** What the questions stand below. */
export const questionGroup = 'Disk images'

/** Of images that each laptop keeps for itself. */
export const keeps = {
  what: 'VM image',
  title: 'VM images that each laptop keeps for itself',
  effect: 'A switch does not copy it, in either direction, and does not ask about it.',
} as const

/** In the settings. */
export const copies = {
  title: 'Virtual machines',
  text: 'qcow2 images. Virtual machines that run are shut down first, or left out.',
} as const
export const waitsFor = 'Starts after the snapshots'
export const askedAgainAfterUndo = 'The next switch asks about VM images that differ.'

interface Coming {
  readonly images: number
  /** Names of virtual machines. */
  readonly guests: readonly string[]
  readonly bytes: number
}

/** `known`: images and virtual machines on both laptops. */
export function summary(known: number, { images, guests, bytes }: Coming): string {
  if (known === 0) return 'No VM images'
  if (images + guests.length === 0) return 'VM images are the same, or stay as they are'
  const parts = [
    ...(guests.length === 0 ? [] : [`the virtual machine${guests.length === 1 ? '' : 's'} ${guests.join(', ')}`]),
    ...(images === 0 ? [] : [countOf(images, 'image')]),
  ]
  return `Updates ${parts.join(' and ')}${images === 0 ? '' : `, at most ${formatBytes(bytes)}`}`
}

export const blockTitle = 'VM images'
export const blockSummary = (guests: number, images: number, label: string): string => {
  const counts = [
    ...(guests === 0 ? [] : [countOf(guests, 'virtual machine')]),
    ...(images === 0 ? [] : [countOf(images, 'image')]),
  ]
  return `${counts.join(', ')} on ${label}`
}

/** What the step does now. */
export const copying = (label: string): string => `Copying to ${label}; nothing there is replaced yet`
export const comparing = 'Comparing what has arrived'

export const notThere = 'Not there'
export const sameOnBoth = 'The same on both'
export const onlyOn = (label: string): string => `Only on ${label}`
/** `size`: of the whole image. */
export const onlyChanges = (detail: string, size: string): string =>
  `${detail}; of ${size}, only what changed is copied`
export const changedOn = (label: string): string => `Changed on ${label}`
export const newerOn = (label: string): string => `Changed only on ${label}, so it stays`
export const keptByRule = 'Each laptop keeps its own, as you chose'
export const toDecide = (isFirst: boolean): string => (isFirst ? 'Differs. You decide' : 'Changed on both. You decide')
export const deletedOn = (label: string): string => `Deleted on ${label}. You decide`
export const cannotCopy = (why: string): string => `Can't be copied: ${why}`

/** Follow `cannotCopy`. */
export const reasons = {
  otherFile: (file: string): string => `its contents are in another file, ${file}`,
  baseNotCopied: (file: string): string => `it is based on ${file}, which is not copied`,
  baseMissing: (file: string): string => `it is based on ${file}, which is missing`,
  variablesAt: (guest: string, file: string): string => `the UEFI variables of ${guest} are in ${file}`,
  guestIsOn: (guest: string): string => `${guest} is not shut down`,
  libvirtSilent: (label: string): string => `libvirt does not answer on ${label}`,
  baseOfOther: (file: string): string => `${file}, which only the other laptop has, is based on it`,
} as const

/** `image`: the only one that is asked about. */
export const heading = (image: string | undefined, label: string) => ({
  title: `Which ${image ?? 'images'} should ${label} have?`,
  lead: 'Nothing is changed before copying starts.',
})

export const question = {
  first: 'The two images differ',
  both: 'Both laptops changed it since they were last the same',
  take: ({ from, to }: Labels) => ({ label: `Use ${from.label}'s`, effect: `${to.label}'s is kept in its snapshot` }),
  keep: ({ to }: Labels) => ({ label: `Keep ${to.label}'s`, effect: "Don't copy it this time" }),
} as const

export const keepAlways = ({ from, to }: Labels): string =>
  `${to.label} and ${from.label} both keep what they have: it is no longer copied, and not asked about again`

/** Of an image that both had. */
export const deletedHere = {
  reason: (isChanged: boolean, { from, to }: Labels): string =>
    isChanged ? `Deleted on ${from.label}, changed on ${to.label}` : `Deleted on ${from.label}`,
  keep: ({ to }: Labels) => ({
    label: `Keep on ${to.label}`,
    effect: `Stays on ${to.label}, and is asked about again next time`,
  }),
  take: ({ to }: Labels) => ({
    label: `Delete from ${to.label}`,
    effect: `Deleted from ${to.label}, but kept in its snapshot`,
  }),
  takeAll: (going: readonly string[], { to }: Labels) => ({
    label: `Delete from ${to.label}`,
    effect: `Deletes ${going.join(', ')} from ${to.label}, but its snapshot keeps it all`,
  }),
} as const

export const deletedThere = {
  reason: (isChanged: boolean, { from, to }: Labels): string =>
    isChanged ? `Deleted on ${to.label}, changed on ${from.label}` : `Deleted on ${to.label}`,
  keep: ({ from, to }: Labels) => ({
    label: `Keep deleted on ${to.label}`,
    effect: `Stays deleted on ${to.label}, and stays on ${from.label}`,
  }),
  take: ({ from }: Labels) => ({ label: `Restore from ${from.label}`, effect: `Copied from ${from.label} again` }),
} as const

export const othersStay = (names: readonly string[], label: string) => ({
  title: `Other files in the images folder stay on ${label}`,
  text: `${names.join(', ')}. Only qcow2 images are copied.`,
})

export function inUse(image: string, by: ImageUser, laptop: string) {
  return {
    title: `A virtual machine is not shut down on ${laptop}`,
    text: `${userText(by)} ${image}. Shut it down on ${laptop}, then plan again.`,
  }
}

function userText(by: ImageUser): string {
  switch (by.kind) {
    case 'running':
      return `${by.guest} is running and uses`
    case 'saved':
      return `${by.guest} is saved, not shut down, and uses`
    case 'program':
      return 'A running program uses'
    default:
      return assertNever(by)
  }
}

/** Of a guest that comes, in the words of `lacks`. */
export const guestLacks = (guest: string, lacks: readonly GuestLack[], label: string) => ({
  title: `${guest} needs what ${label} does not have`,
  text: `${lacks.map(lackText).join(', ')}. It is copied, but does not start there until ${lacks.length === 1 ? 'this is' : 'these are'} there.`,
})

export function lackText({ kind, name }: GuestLack): string {
  switch (kind) {
    case 'machine':
      return `the machine type ${name}`
    case 'file':
      return `the file ${name}`
    case 'network':
      return `the network ${name}`
    case 'pool':
      return `the storage pool ${name}`
    default:
      return assertNever(kind)
  }
}

export const disksElsewhere = (guest: string, disks: readonly string[], label: string) => ({
  title: `Not every disk of ${guest} is copied`,
  text: `${disks.join(', ')} on ${label}. Only qcow2 images in the images folder are copied.`,
})

export const withoutLibvirt = (guests: readonly string[], label: string) => ({
  title: `libvirt is not installed on ${label}`,
  text: `Images are copied, but the settings of ${guests.join(', ')} are not. Install libvirt-daemon-system on ${label}, then plan again.`,
})

export const silent = (label: string) => ({
  title: `libvirt does not answer on ${label}`,
  text: `It is not known which virtual machines ${label} has, so no image is replaced. Check "systemctl status libvirtd" on ${label}, then plan again.`,
})

export const rivalThere = (by: 'name' | 'uuid', other: string, label: string): string =>
  by === 'name'
    ? `${label} has another virtual machine named ${other}`
    : `${label} has this virtual machine under the name ${other}`

export const toDecideRival = (by: 'name' | 'uuid', other: string, label: string): string =>
  `${rivalThere(by, other, label)}. You decide`

export const rival = {
  keep: ({ to }: Labels) => ({ label: `Keep ${to.label}'s`, effect: "Don't copy it this time" }),
  take: (other: string, { from, to }: Labels) => ({
    label: `Use ${from.label}'s`,
    effect: `Takes the place of ${other} on ${to.label}, which is kept in its snapshot`,
  }),
} as const

/** Of a row of the plan, which opens to the images. */
export const guestKind = 'VM'

export const guestParts = (variables: boolean, tpm: boolean, snapshots: number): readonly string[] => [
  'settings',
  ...(variables ? ['UEFI variables'] : []),
  ...(tpm ? ['TPM'] : []),
  ...(snapshots === 0 ? [] : [countOf(snapshots, 'snapshot')]),
]

export const toolMissing = (laptop: string) => ({
  title: `qemu-img is missing on ${laptop}`,
  text: `It is needed to compare VM images. Run "sudo apt install qemu-utils" on ${laptop}, then plan again.`,
})

/** "Needs 3 GB for new VM images" */
export const roomFor = 'new VM images'

export const nothingToCopy = 'VM images were up to date'

interface Done {
  readonly copied: number
  readonly sentBytes: number
  readonly removed: number
  readonly guests: number
}
export function done({ copied, sentBytes, removed, guests }: Done, label: string): string {
  const parts = [
    ...(guests === 0 ? [] : [`${countOf(guests, 'virtual machine')} set up on ${label}`]),
    ...(copied === 0 ? [] : [`${countOf(copied, 'image')} copied to ${label}, ${formatBytes(sentBytes)} sent`]),
    ...(removed === 0 ? [] : [`${countOf(removed, 'image')} deleted from ${label}`]),
  ]
  return parts.length === 0 ? nothingToCopy : parts.join(', ')
}
/** Follows `done`. */
export const ownedByRoot = (accounts: readonly string[], label: string): string =>
  `. root owns them, because ${label} has no account ${accounts.join(', ')}`

/** Why an image stays as it is, though nobody was asked. */
export const leftThere = {
  changed: ({ to }: Labels): string => `changed on ${to.label} only`,
  only: ({ to }: Labels): string => `only on ${to.label}`,
  cannot: 'not possible to copy',
  refused: ({ kind, details }: GuestRefusal, { to }: Labels): string =>
    kind === 'refused'
      ? `libvirt on ${to.label} does not accept it (${details}), so all of it is as it was there`
      : `libvirt on ${to.label} changes its settings (${details}), so all of it is as it was there`,
  unread: (image: string, { from, to }: Labels): string =>
    `${image} is damaged on ${from.label}: the disk can't read all of it, so ${to.label} keeps what it has`,
  damaged: (image: string, said: string, { from, to }: Labels): string =>
    `${image} is damaged on ${from.label} (qemu-img check: ${said}), so ${to.label} keeps what it has`,
  baseMissing: (image: string, base: string, { to }: Labels): string =>
    `${image} is based on ${base}, which ${to.label} does not have, so all of it is as it was there`,
  meanwhile: ({ to }: Labels): string => `changed on ${to.label} during the switch, and left as it is there`,
} as const

export interface ComparedCounts {
  readonly images: number
  readonly guests: number
}

export function proofText({ images, guests }: ComparedCounts, { chosen, left, different }: NotSame): string {
  const kept = chosen === 0 ? '' : `, ${countOf(chosen, 'image')} kept as chosen`
  const stays = left === 0 ? '' : `, ${countOf(left, 'image')} left as ${left === 1 ? 'it is' : 'they are'}`
  const wrong = different === 0 ? '' : `, ${countOf(different, 'image differs', 'images differ')}`
  const machines =
    guests === 0 ? '' : `, ${countOf(guests, 'virtual machine')} the same settings, UEFI variables, TPM and snapshots`
  return `${countOf(images, 'image has', 'images have')} the same checksum on both laptops${machines}${kept}${stays}${wrong}`
}

export const notArrived = (names: readonly string[], { from, to }: Labels): ErrorText => ({
  message: `${names.join(', ')} did not arrive on ${to.label} as ${names.length === 1 ? 'it was' : 'they were'} sent.`,
  hint: `${to.label} keeps what it has. Close every program on ${from.label} that writes to ${names.length === 1 ? 'this image' : 'these images'}, then resume. If it happens again, check the disks and memory of both laptops.`,
})

/** Notes of the proof. */
export const stillWritten = (name: string, at: string, { from, to }: Labels): string =>
  `Still being written on ${from.label}; ${to.label} has it as of ${formatExactTime(at)}: ${name}.`
export const removed = (names: readonly string[], { from, to }: Labels): string =>
  `Deleted on ${from.label}, and now from ${to.label} too, where the snapshot has ${names.length === 1 ? 'it' : 'them'}: ${names.join(', ')}.`
export const imageChanged = (name: string): string => `The image ${name} has changed since the plan was made.`
export const nowInUse = (image: string, laptop: string): string => `A virtual machine on ${laptop} now uses ${image}.`

export const inUseNote = (names: readonly string[], label: string): string =>
  `Not compared, because ${names.length === 1 ? 'it is' : 'they are'} in use on ${label}: ${names.join(', ')}. Shut the guest down first.`

export const toolMissingNote = (label: string): string =>
  `The images on ${label} were not compared, because qemu-img is missing there.`

export const notImages = 'Files that are not images of guests'

/** `folder`: as it was typed. */
export const notAFolder = (folder: string): ErrorText => ({
  message: `"${folder}" is not the path of a folder.`,
  hint: 'Type the whole path, for example /srv/machines.',
})
