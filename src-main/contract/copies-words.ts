/** What is said of a place and its copies, on the page and on the command line. */
import { formatTime } from '../kernel/format-time.ts'
import { capitalized, countOf, formatBytes, formatGigabytes } from '../kernel/units.ts'
import type { AttachedDisk, copiesCalls, CopyView, PlaceView } from './copies-calls.ts'
import type { Output } from './define.ts'
import { scheduleText } from './job-words.ts'
import type { JobSchedule } from './jobs-calls.ts'

export type PlaceTone = 'good' | 'warn' | 'bad'

export interface PlaceState {
  readonly tone: PlaceTone
  readonly text: string
}

const dayMs = 86_400_000
/** A daily copy that is missing for so long is told. */
const lateMs = 3 * dayMs
const soonMs = 35 * dayMs

export const isLateCopy = (at: string, nowMs: number): boolean => nowMs - Date.parse(at) > lateMs

/** Of what any laptop has in any of these places. */
export function newestCopyAt(places: readonly Pick<PlaceView, 'copies'>[]): string | undefined {
  const all = places.flatMap(({ copies }) => copies.filter(({ whose }) => whose !== 'nobody').map(({ at }) => at))
  return all.toSorted().at(-1)
}

/** Of the laptop that copies there. `labelOf`: what the person calls the laptop with this host name. */
export function placeState(place: PlaceView, labelOf: (host: string) => string, nowMs: number): PlaceState {
  const { laptop, copies, presence, damagedSince } = place
  const bad = copies.filter(({ isDamaged }) => isDamaged).length
  if (bad > 0)
    return { tone: 'bad', text: `${countOf(bad, 'copy is', 'copies are')} damaged. Copy to another place now` }
  if (damagedSince !== undefined)
    return {
      tone: 'bad',
      text: `Damaged, found ${formatTime(damagedSince, nowMs)}: some copies are not whole. Copy to another place now`,
    }
  const newest = newestOwn(place)
  if (newest === undefined) return { tone: 'warn', text: `Nothing of ${labelOf(laptop)} copied yet` }
  const at = formatTime(newest.at, nowMs)
  if (!newest.isWhole) return { tone: 'warn', text: `Copied ${at}, but for files that could not be read` }
  if (!isLateCopy(newest.at, nowMs)) return { tone: 'good', text: `Copied ${at}` }
  return {
    tone: 'warn',
    text: `No copy of ${labelOf(laptop)} since ${at}${presence === 'not-there' ? '. It is not connected' : ''}`,
  }
}

/** Of the laptop whose place it is, under whatever name it has its copies there. */
export function newestOwn({ copies }: Pick<PlaceView, 'copies'>): CopyView | undefined {
  return copies.filter(({ whose }) => whose === 'own').toSorted((one, other) => (one.at < other.at ? 1 : -1))[0]
}

/** "P17: 29, since Tue 3 Mar" for each laptop that has some there, the one whose place it is first. */
export function copiesByLaptop(
  { laptop: own, copies }: Pick<PlaceView, 'laptop' | 'copies'>,
  labelOf: (host: string) => string,
  nowMs: number,
): readonly string[] {
  const found = new Map<string, CopyView[]>([[own, []]])
  for (const copy of copies.filter(({ whose }) => whose !== 'nobody')) {
    const name = copy.whose === 'own' ? own : copy.laptop
    found.set(name, [...(found.get(name) ?? []), copy])
  }
  return [...found].map(([name, all]) => {
    const [oldest] = all.map(({ at }) => at).toSorted()
    const since =
      oldest === undefined ? 'none' : `${all.length}, since ${formatTime(oldest, nowMs).replace(/,[^,]*$/, '')}`
    return `${labelOf(name)}: ${since}`
  })
}

/** A line for each name under which there are copies that no laptop takes for its own. */
export function nobodysText({ kind, copies }: Pick<PlaceView, 'kind' | 'copies'>): readonly string[] {
  const nobodys = copies.filter(({ whose }) => whose === 'nobody')
  return [...new Set(nobodys.map(({ laptop }) => laptop))].map((laptop) => {
    const own = nobodys.filter((copy) => copy.laptop === laptop)
    const bytes = own.reduce((sum, copy) => sum + copy.bytes, 0)
    const they =
      own.length === 1 ? 'belongs to no known laptop, so it stays' : 'belong to no known laptop, so they stay'
    const how =
      kind === 'disk'
        ? `To delete one, delete what is in pc-switcher-copies/${laptop}/ID on the disk: its subvolumes with "btrfs subvolume delete", then its folder.`
        : `To delete them, find them with "restic snapshots --host ${laptop}", as on the recovery sheet, then use "restic forget" and "restic prune".`
    return `${countOf(own.length, 'copy', 'copies')} of ${laptop} (${formatBytes(bytes)} when made) ${they} for ever. ${how}`
  })
}

/** What was proven of it, by reading it again: "Today, 17:31, all of it". Of a store parts are read, not copies; "sent" alone is never called verified. */
export function verifiedText({ kind, verified, copies }: PlaceView, nowMs: number): string {
  if (copies.length === 0) return ''
  if (verified === undefined) return 'Never'
  const when = formatTime(verified.at, nowMs)
  const late = nowMs - Date.parse(verified.at) > soonMs ? '. Too long ago' : ''
  const proven = copies.filter(({ verifiedAt }) => verifiedAt !== undefined).length
  const some = kind === 'store' ? `part ${verified.part} of ${verified.of}` : `${proven} of ${copies.length}`
  const isAll = kind === 'store' ? verified.of === 1 : proven === copies.length
  return `${capitalized(when)}, ${isAll ? 'all of it' : some}${late}`
}

/** When the next copy is made by itself. `schedule`: of the job of its laptop. */
export function nextCopyText(
  { kind, presence }: Pick<PlaceView, 'kind' | 'presence'>,
  schedule: JobSchedule | undefined,
  nowMs: number,
): string {
  if (kind === 'registry' || schedule === undefined) return ''
  const text = scheduleText(schedule, nowMs)
  return schedule.every !== 'off' && presence === 'not-there'
    ? text.replace(/(?:, next .*)?$/, ', when it is connected')
    : text
}

type BroughtBack = Output<typeof copiesCalls.copiesBringBack>

/** Empty where it came from the place that was named. */
export function cameFromText({ from, damaged = [] }: Pick<BroughtBack, 'from' | 'damaged'>): readonly string[] {
  return [
    ...damaged.map((place) => `The copy on ${place} is damaged.`),
    ...(from === undefined ? [] : [`It came from ${from}.`]),
  ]
}

export const presenceText = {
  there: 'Connected',
  'not-there': 'Not connected',
  far: 'Over the network',
} as const

export function roomText({ room }: Pick<PlaceView, 'room'>): string {
  return room === undefined ? '' : `${formatBytes(room.freeBytes)} free of ${formatBytes(room.totalBytes)}`
}

const othersTold = 5

/** Empty where there is nothing. */
export function othersText(others: readonly string[] = []): string {
  if (others.length === 0) return ''
  const more = others.length > othersTold ? `, and ${others.length - othersTold} more` : ''
  return `Left there, because pc-switcher did not make it or cannot remove it: ${others.slice(0, othersTold).join(', ')}${more}`
}

/** "Not copied today, 12:00" */
export const failedAt = ({ what, at }: NonNullable<PlaceView['work']>, nowMs: number): string =>
  `${what === 'copy' ? 'Not copied' : 'Not verified'} ${formatTime(at, nowMs)}`

const whyNot = {
  'no-file-system': 'no file system that is known here',
  locked: 'encrypted and locked: unlock it first',
  'part-of-another': 'a part of a larger volume',
  'read-only': 'can only be read',
  'not-mounted': 'not open: open it in the file manager first',
} as const

/** "1.0 TB, ext4, 0.8 TB free · encrypted, in a folder of it" */
export function attachedText({ sizeBytes, freeBytes, fsType, use }: Omit<AttachedDisk, 'name' | 'device'>): string {
  const size = [
    formatGigabytes(sizeBytes),
    ...(fsType === undefined || use.kind === 'cannot' ? [] : [fsType]),
    ...(freeBytes === undefined ? [] : [`${formatGigabytes(freeBytes)} free`]),
  ].join(', ')
  const how = { disk: 'snapshots as they are', folder: 'encrypted, in a folder of it', cannot: '' }[use.kind]
  return `${size} · ${use.kind === 'cannot' ? whyNot[use.why] : how}`
}

/** Of a registry. */
export const notEncrypted = 'What is in it is not encrypted.'
export const bundlesAlone = `It keeps bundles, where others can fetch them, and no copies of snapshots. ${notEncrypted}`

export const sheetMissing =
  'Cannot be restored if both laptops are lost: its recovery sheet is not printed. Only the laptops know the password.'

export const copyCount = ({ copies }: Pick<PlaceView, 'copies'>): string => countOf(copies.length, 'copy', 'copies')
