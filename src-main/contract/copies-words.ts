/** What is said of a place and its copies, on the page and on the command line. */
import { formatTime } from '../kernel/format-time.ts'
import { countOf, formatBytes } from '../kernel/units.ts'
import type { copiesCalls, CopyView, PlaceView } from './copies-calls.ts'
import type { Output } from './define.ts'

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
export function placeState(
  { laptop, copies, presence, damagedSince }: PlaceView,
  labelOf: (host: string) => string,
  nowMs: number,
): PlaceState {
  const bad = copies.filter(({ isDamaged }) => isDamaged).length
  if (bad > 0)
    return { tone: 'bad', text: `${countOf(bad, 'copy is', 'copies are')} damaged. Copy to another place now` }
  if (damagedSince !== undefined)
    return {
      tone: 'bad',
      text: `Damaged, found ${formatTime(damagedSince, nowMs)}: some copies are not whole. Copy to another place now`,
    }
  const newest = newestByLaptop(copies, laptop)
  const told = [...newest].map(([name, { at }]) => `${labelOf(name)} ${formatTime(at, nowMs)}`).join('; ')
  const own = newest.get(laptop)
  if (own === undefined) {
    const none = `Nothing of ${labelOf(laptop)} copied yet`
    return { tone: 'warn', text: told === '' ? none : `${none}. Already there: ${told}` }
  }
  if (!own.isWhole) return { tone: 'warn', text: `Copied, but for files that could not be read: ${told}` }
  if (!isLateCopy(own.at, nowMs)) return { tone: 'good', text: `Copied: ${told}` }
  return { tone: 'warn', text: `Last copied: ${told}${presence === 'not-there' ? '. It is not connected' : ''}` }
}

/** By the name of the laptop. `own`: of the one whose place it is, under whatever name it has its copies there. */
function newestByLaptop(copies: readonly CopyView[], own: string): ReadonlyMap<string, CopyView> {
  const newest = new Map<string, CopyView>()
  for (const copy of copies.filter(({ whose }) => whose !== 'nobody')) {
    const name = copy.whose === 'own' ? own : copy.laptop
    if ((newest.get(name)?.at ?? '') < copy.at) newest.set(name, copy)
  }
  return newest
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

/** What was proven of it, by reading it again. "Sent" alone is never called verified; of a store parts are read, not copies. */
export function verifiedText({ kind, verified, copies }: PlaceView, nowMs: number): string {
  if (copies.length === 0) return ''
  if (verified === undefined) return 'Never verified'
  const when = formatTime(verified.at, nowMs)
  const late = nowMs - Date.parse(verified.at) > soonMs ? ', too long ago' : ''
  if (kind === 'store' && verified.of > 1) return `Part ${verified.part} of ${verified.of} verified ${when}${late}`
  const proven = copies.filter(({ verifiedAt }) => verifiedAt !== undefined).length
  return `${proven} of ${countOf(copies.length, 'copy', 'copies')} verified, last looked ${when}${late}`
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

/** Of a registry. */
export const notEncrypted = 'What is in it is not encrypted.'
export const bundlesAlone = `It keeps bundles, where others can fetch them, and no copies of snapshots. ${notEncrypted}`

export const sheetMissing =
  'Cannot be restored if both laptops are lost: its recovery sheet is not printed. Only the laptops know the password.'

export const copyCount = ({ copies }: Pick<PlaceView, 'copies'>): string => countOf(copies.length, 'copy', 'copies')
