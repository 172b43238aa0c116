/** Places and copies, in lines of text. */
import type { calls } from '../../../contract/calls.ts'
import {
  placeNameFrom,
  type AttachedDisk,
  type CopyView,
  type FoundPlace,
  type PlaceView,
} from '../../../contract/copies-calls.ts'
import {
  attachedText,
  bundlesAlone,
  cameFromText,
  copiesByLaptop,
  copyCount,
  failedAt,
  nextCopyText,
  notEncrypted,
  nobodysText,
  othersText,
  placeState,
  presenceText,
  roomText,
  sheetMissing,
  verifiedText,
} from '../../../contract/copies-words.ts'
import type { Output } from '../../../contract/define.ts'
import type { JobSchedule } from '../../../contract/jobs-calls.ts'
import { errorText } from '../../../contract/wire-error.ts'
import { systemClock } from '../../../kernel/clock.ts'
import { formatBytes } from '../../../kernel/units.ts'
import { toned, type Line } from '../colours.ts'
import { localTime } from '../local-time.ts'

export const noPlaces: readonly string[] = [
  'There is no place for copies yet. Snapshots and a second laptop do not help when both are in one bag.',
  'Add a disk, a NAS or a bucket with: pc-switcher copies place add NAME WHERE',
]

/** `schedule`: of the job of its laptop. */
export function placeLines(place: PlaceView, schedule: JobSchedule | undefined): readonly Line[] {
  if (place.kind === 'registry')
    return [`${place.laptop}  ${place.name}  ${place.where}`, `  ${presenceText.far}. ${bundlesAlone}`]
  const nowMs = systemClock.nowMs()
  const { tone, text } = placeState(place, (host) => host, nowMs)
  const facts = [
    presenceText[place.presence],
    ...labelled('Last verified', verifiedText(place, nowMs)),
    ...(place.room === undefined ? [] : [roomText(place)]),
  ]
  const when = [
    `Copies: ${copiesByLaptop(place, (host) => host, nowMs).join('; ')}`,
    ...labelled('Next', nextCopyText(place, schedule, nowMs)),
    ...labelled('Kept', place.kept),
  ]
  const { work } = place
  return [
    `${place.laptop}  ${place.name}  ${place.where}`,
    toned(tone, `  ${text}`),
    ...(work?.kind === 'failed' ? [toned('warn', `  ${failedAt(work, nowMs)}: ${errorText(work.error)}`)] : []),
    `  ${facts.join('. ')}`,
    `  ${when.join('. ')}`,
    ...(place.sheet === 'to-do' ? [toned('warn', `  ${sheetMissing}`)] : []),
    ...nobodysText(place).map((line) => toned('warn', `  ${line}`)),
    ...(place.others === undefined ? [] : [toned('warn', `  ${othersText(place.others)}`)]),
  ]
}

const labelled = (label: string, text: string): readonly string[] => (text === '' ? [] : [`${label}: ${lowered(text)}`])

const lowered = (text: string): string => `${text.charAt(0).toLowerCase()}${text.slice(1)}`

export function copyLine(copy: CopyView): string {
  const { id, laptop, at, description, subvolumes, isWhole, isDamaged } = copy
  const partly = isDamaged ? '  (damaged)' : isWhole ? '' : '  (some files could not be read)'
  const names = subvolumes.map(({ subvolume }) => subvolume).join(', ')
  const nobodys = copy.whose === 'nobody' ? '  (of no known laptop)' : ''
  return `  ${id}  ${laptop}  ${localTime(at)}  ${description}  ${names}${partly}${nobodys}`
}

export const noneAttached = 'No disk is attached that could be a place and is none yet.'

export function attachedLines(disk: AttachedDisk & { readonly laptop: string }): readonly string[] {
  const { laptop, name, device, use } = disk
  const head = `${laptop}  ${name}  ${device}  ${attachedText(disk)}`
  const placeName = placeNameFrom(name) ?? 'NAME'
  return use.kind === 'cannot' ? [head] : [head, `  pc-switcher copies place add "${placeName}" "${use.where}"`]
}

export function foundLines({ kind, state, laptops, room, server, notes }: FoundPlace): readonly string[] {
  const what = {
    disk: 'A btrfs disk: snapshots are kept as they are.',
    store: 'A place for an encrypted store.',
    registry: `A registry. ${bundlesAlone}`,
  }[kind]
  const there = {
    new: 'Nothing of pc-switcher is there yet.',
    'taken-up':
      kind === 'registry'
        ? 'There is something in it already.'
        : laptops.length === 0
          ? { disk: 'Bundles are there, and no copies.', store: 'A store without copies is there.' }[kind]
          : `Copies of ${laptops.join(' and ')} are there.`,
    'needs-password': 'A store is there already. Its password is needed.',
    'needs-key': 'It does not let this laptop in yet.',
  }[state]
  const met = server === undefined ? [] : serverLines(server, state === 'needs-key')
  return [what, there, ...met, ...(room === undefined ? [] : [`${formatBytes(room.freeBytes)} free.`]), ...notes]
}

function serverLines({ hostKey, line }: NonNullable<FoundPlace['server']>, isNew: boolean): readonly string[] {
  const key = `Host key of the server: ${hostKey}`
  return isNew ? [key, 'Add this line to ~/.ssh/authorized_keys of the account there:', line] : [key]
}

export function added({ name, kind, sheet, copies }: PlaceView): readonly string[] {
  if (kind === 'registry')
    return [`Added ${name}. ${notEncrypted} Copy a bundle there with: pc-switcher bundle push NAME "${name}"`]
  return [
    `Added ${name}. Copies are made once a day; copy now with: pc-switcher copies run "${name}"`,
    ...(copies.length > 0
      ? [`${copyCount({ copies })} of before are listed by: pc-switcher copies list "${name}"`]
      : []),
    ...(sheet === 'to-do'
      ? [`Print its recovery sheet now, and keep it outside of both laptops: pc-switcher copies sheet "${name}"`]
      : []),
  ]
}

/** Where nothing deletes the snapshots that copies begin with. */
export const offerCleanup = (laptop: string): readonly string[] => [
  `A copy begins with a snapshot, and none is deleted on ${laptop} until you do.`,
  `See what automatic cleanup would delete: pc-switcher snapshots prune --dry-run --on ${laptop}`,
  `Turn it on: pc-switcher snapshots retention --enable --on ${laptop}`,
]

export function restored({ laptop, id, ...how }: Output<typeof calls.copiesBringBack>): readonly string[] {
  return [
    ...cameFromText(how),
    `It is a snapshot of ${laptop} now: ${id}`,
    `Look into it with: pc-switcher snapshots show ${id}`,
  ]
}

export const removed = (place: string): string => `${place} is forgotten. What is in it stays.`

export const sheetConfirmed = 'Noted: the recovery sheet is kept.'

export const keyPrompts = { access: 'Access key of the bucket: ', secret: 'Secret key of the bucket: ' } as const

export const noKeys = {
  message: 'These cannot be the keys of a bucket.',
  hint: 'Give the access key and the secret key as the server shows them, a line each.',
} as const

export const tokenPrompt = (user: string): string => `Token of ${user}: `

export const noLogin = {
  message: 'These cannot be the account and token of a registry.',
  hint: 'Give the account with --user, and the token as the registry shows it, in one line.',
} as const

export const passwordPrompt = ({ wrong }: { readonly wrong: boolean }): string =>
  wrong ? 'That is not the password. Password of the store: ' : 'Password of the store: '

export const noSuchCopy = (id: string, place: string) => ({
  message: `No copy in ${place} has an ID that starts with "${id}".`,
  hint: `List them with: pc-switcher copies list "${place}"`,
})

export const severalCopies = (id: string, found: readonly CopyView[]) => ({
  message: `"${id}" fits ${found.length} copies: ${found
    .slice(0, 5)
    .map((copy) => `${copy.id} of ${copy.laptop}`)
    .join(', ')}${found.length > 5 ? ` and ${found.length - 5} more` : ''}.`,
  hint: 'Type more of the ID, or say whose you mean with --of.',
})

export const onlyWithPath = {
  message: '--beside and --dry-run are for files of a copy.',
  hint: 'Name them with --path; without it, all of the copy comes back as a snapshot.',
} as const
