/** One line about what keeps the work safe besides switching: the last copy outside, the disks, the room. Pure. */
import { formatTime } from '../../kernel/format-time.ts'
import { formatGigabytes } from '../../kernel/units.ts'
import { isLateCopy, newestCopyAt, placeState } from '../copies-words.ts'
import type { copiesCalls } from '../copies-calls.ts'
import type { Output } from '../define.ts'
import { diskTroubles } from '../disk-words.ts'
import type { disksCalls } from '../disks-calls.ts'
import type { LaptopStatus, Overview } from '../overview-calls.ts'
import { healthTexts as texts } from './texts.ts'

type Asked<T> = { readonly value: T | undefined; readonly error: unknown }
type Copies = Output<typeof copiesCalls.copiesList>
type Disks = Output<typeof disksCalls.disksList>

interface Known {
  readonly overview: Pick<Overview, 'here' | 'peer'>
  readonly copies: Asked<Copies>
  readonly disks: Asked<Disks>
  readonly nowMs: number
}

export interface HealthPart {
  readonly about: 'backup' | 'disks' | 'room'
  /** The page that says more. */
  readonly page: 'copies' | 'disks'
  /** Good is only what is known to be; amber is for the person to see to. */
  readonly tone: 'good' | 'amber' | 'neutral'
  readonly text: string
}

export function healthOf({ overview, copies, disks, nowMs }: Known): readonly HealthPart[] {
  return [
    { about: 'backup', page: 'copies', ...backupOf(copies, overview, nowMs) },
    { about: 'disks', page: 'disks', ...disksOf(disks, overview) },
    { about: 'room', page: 'disks', ...roomOf(overview) },
  ]
}

type Said = Pick<HealthPart, 'tone' | 'text'>
const neutral = (text: string): Said => ({ tone: 'neutral', text })
const amber = (text: string): Said => ({ tone: 'amber', text })

function backupOf({ value, error }: Asked<Copies>, overview: Known['overview'], nowMs: number): Said {
  if (value === undefined) return neutral(error === undefined ? texts.lookingForBackups : texts.backupsNotKnown)
  const places = value.places.filter(({ kind }) => kind !== 'registry')
  if (places.length === 0) return neutral(value.missing.length > 0 ? texts.backupsNotKnown : texts.noBackup)
  const states = places.map((place) => placeState(place, (host) => labelOf(overview, host), nowMs))
  if (states.some(({ tone }) => tone === 'bad')) return amber(texts.damagedBackup)
  const at = newestCopyAt(places)
  if (at === undefined) return amber(texts.noBackup)
  return isLateCopy(at, nowMs)
    ? amber(texts.lastBackup(formatTime(at, nowMs)))
    : { tone: 'good', text: texts.backup(formatTime(at, nowMs)) }
}

function labelOf({ here, peer }: Known['overview'], host: string): string {
  return [here, peer].find((one) => one?.laptop.name === host)?.laptop.label ?? host
}

function disksOf({ value, error }: Asked<Disks>, overview: Known['overview']): Said {
  if (value === undefined) return neutral(error === undefined ? texts.lookingAtDisks : texts.disksNotKnown)
  const open = value.disks.filter((disk) => diskTroubles(disk).length > 0).length + value.unreadable.length
  if (open > 0) return amber(texts.disksNeed(open))
  const away = value.missing.map(({ laptop }) => labelOf(overview, laptop))
  if (away.length > 0) return neutral(texts.disksNotKnownOf(away))
  return { tone: 'good', text: texts.disksSound }
}

/** What is left on each, as the cards of both say it. */
function roomOf({ here, peer }: Known['overview']): Said {
  const all = [here, ...(peer === undefined ? [] : [peer])]
  const scarce = all.filter(({ facts }) => facts !== undefined && isNearlyFull(facts.disk))
  return { tone: scarce.length > 0 ? 'amber' : 'neutral', text: all.map(freeOn).join(', ') }
}

function freeOn({ laptop, facts }: LaptopStatus): string {
  return facts === undefined
    ? texts.roomNotKnown(laptop.label)
    : texts.free(formatGigabytes(facts.disk.freeBytes), laptop.label)
}

/** Below this a switch of a day's work may not fit. */
const scarceBytes = 5_000_000_000
const scarceShare = 0.05

export function isNearlyFull({
  freeBytes,
  totalBytes,
}: {
  readonly freeBytes: number
  readonly totalBytes: number
}): boolean {
  return totalBytes > 0 && freeBytes < Math.min(scarceBytes, totalBytes * scarceShare)
}
