/** Which sets are kept: a pure assessment, which says of each why. */
import type { RetentionPolicy } from '../../contract/snapshot-calls.ts'
import type { Message } from '../../kernel/message.ts'
import { startOfDay, startOfMonth, startOfWeek } from '../../kernel/local-days.ts'
import { snapshotSetsMessages } from './messages.ts'

/** What the assessment goes by, of one set. */
export interface RetentionCandidate {
  readonly id: string
  readonly at: string
  /** Finished, and all that its description names is there. */
  readonly whole: boolean
  /** False for one that nobody can tell what it is. */
  readonly readable: boolean
  readonly foreign: boolean
  readonly pinned: boolean
  readonly neededBecause: Message | undefined
  /** What was there before a rollback or a restore: perhaps a part only, and nobody else has it. */
  readonly aside: boolean
  /** Of the switch before or after which it was taken. */
  readonly switchId: string | undefined
  /** What deleting it would free, as far as that was measured. */
  readonly bytes: number | undefined
}

export interface RetentionFacts {
  readonly diskBytes: number
  /** What all of them hold together, as far as that was measured: what several share is in nobody's own number. */
  readonly heldBytes?: number | undefined
}

export interface Verdict {
  readonly id: string
  readonly keep: boolean
  readonly why: Message
}

/** One that is not whole may be in the making; after a day it is not. */
const unfinishedMs = 86_400_000
const dayMs = 86_400_000

interface Kept {
  readonly candidate: RetentionCandidate
  readonly why: Message
  /** Kept by its age alone: such a one may go when the disk fills. */
  readonly byAge: boolean
}

/** In the order of `candidates`. Days, weeks and months are those of this laptop's time zone. */
export function assessRetention(
  candidates: readonly RetentionCandidate[],
  policy: RetentionPolicy,
  facts: RetentionFacts,
  now: Date,
): readonly Verdict[] {
  const oldestFirst = candidates.toSorted((one, other) => one.at.localeCompare(other.at))
  const counted = oldestFirst.filter((candidate) => candidate.whole && !candidate.aside && !isFuture(candidate, now))
  const assess = assessOne(policy, now, {
    newest: counted.at(-1)?.id,
    switches: lastSwitches(counted, policy.leastSwitches),
    days: firsts(counted, startOfDay),
    weeks: firsts(counted, startOfWeek),
    months: firsts(counted, startOfMonth),
  })
  const verdicts = new Map(oldestFirst.map((candidate) => [candidate.id, assess(candidate)]))
  for (const id of overShare([...verdicts.values()].filter(isKept), policy, facts)) {
    verdicts.set(id, {
      drop: snapshotSetsMessages.overShare({ percent: Math.round(policy.mostDiskShare * 100) }),
    })
  }
  return candidates.map(({ id }) => viewVerdict(id, verdicts.get(id)))
}

interface Places {
  readonly newest: string | undefined
  readonly switches: ReadonlySet<string>
  readonly days: ReadonlySet<string>
  readonly weeks: ReadonlySet<string>
  readonly months: ReadonlySet<string>
}

type Assessment = Kept | { readonly drop: Message }

function assessOne(policy: RetentionPolicy, now: Date, places: Places): (candidate: RetentionCandidate) => Assessment {
  return (candidate) => {
    const always = whyAlways(candidate, policy, places, now)
    if (always !== undefined) return { candidate, why: always, byAge: false }
    const why = whyByAge(candidate, policy, places, now)
    return why === undefined ? { drop: whyDropped(candidate, policy, now) } : { candidate, why, byAge: true }
  }
}

function whyAlways(
  candidate: RetentionCandidate,
  policy: RetentionPolicy,
  places: Places,
  now: Date,
): Message | undefined {
  if (candidate.foreign) return snapshotSetsMessages.foreign({})
  if (!candidate.readable) return snapshotSetsMessages.undescribed({})
  if (candidate.neededBecause !== undefined) return candidate.neededBecause
  if (candidate.pinned) return snapshotSetsMessages.pinned({})
  if (isFuture(candidate, now)) return snapshotSetsMessages.inFuture({})
  if (candidate.id === places.newest) return snapshotSetsMessages.newest({})
  if (!candidate.whole && ageMs(candidate, now) < unfinishedMs) return snapshotSetsMessages.maybeUnfinished({})
  if (candidate.switchId !== undefined && places.switches.has(candidate.switchId))
    return snapshotSetsMessages.ofLastSwitches({ switches: policy.leastSwitches })
  return undefined
}

function whyByAge(
  candidate: RetentionCandidate,
  policy: RetentionPolicy,
  places: Places,
  now: Date,
): Message | undefined {
  const { id, at } = candidate
  const age = ageMs(candidate, now)
  const moment = new Date(at)
  if (age <= policy.allForDays * dayMs) return snapshotSetsMessages.youngerThan({ days: policy.allForDays })
  const asideDays = Math.max(policy.allForDays, policy.dailyForDays)
  if (candidate.aside && candidate.whole && age <= asideDays * dayMs)
    return snapshotSetsMessages.asideYoungerThan({ days: asideDays })
  if (age <= policy.dailyForDays * dayMs && places.days.has(id)) return snapshotSetsMessages.firstOfDay({ at })
  if (age <= policy.weeklyForWeeks * 7 * dayMs && places.weeks.has(id))
    return snapshotSetsMessages.firstOfWeek({ at: startOfWeek(moment).toISOString() })
  if (moment >= monthsBefore(now, policy.monthlyForMonths) && places.months.has(id))
    return snapshotSetsMessages.firstOfMonth({ at })
  return undefined
}

function whyDropped(candidate: RetentionCandidate, policy: RetentionPolicy, now: Date): Message {
  if (!candidate.whole) return snapshotSetsMessages.incomplete({})
  const days = Math.max(policy.allForDays, policy.dailyForDays)
  if (candidate.aside) return snapshotSetsMessages.olderThan({ days })
  const age = ageMs(candidate, now)
  if (age <= policy.dailyForDays * dayMs) return snapshotSetsMessages.notFirstOfDay({ days: policy.allForDays })
  if (age <= policy.weeklyForWeeks * 7 * dayMs) return snapshotSetsMessages.notFirstOfWeek({ days })
  if (new Date(candidate.at) >= monthsBefore(now, policy.monthlyForMonths))
    return snapshotSetsMessages.notFirstOfMonth({ weeks: policy.weeklyForWeeks })
  return snapshotSetsMessages.olderThanAll({ policy })
}

/**
 * Only what was measured counts, and what is known to free something goes for it. What several share goes with the last
 * of them, and nobody knows beforehand which that is: then one goes at a time.
 */
function overShare(kept: readonly Kept[], policy: RetentionPolicy, facts: RetentionFacts): readonly string[] {
  const limit = facts.diskBytes * policy.mostDiskShare
  const alone = kept.reduce((sum, { candidate }) => sum + (candidate.bytes ?? 0), 0)
  let held = Math.max(alone, facts.heldBytes ?? 0)
  const mayGo = kept.filter(({ byAge }) => byAge).map(({ candidate }) => candidate)
  const going: string[] = []
  for (const { id, bytes = 0 } of mayGo) {
    if (held <= limit) return going
    if (bytes === 0) continue
    held -= bytes
    going.push(id)
  }
  const [oldest] = mayGo
  return held > limit && alone <= limit && going.length === 0 && oldest !== undefined ? [oldest.id] : going
}

function lastSwitches(oldestFirst: readonly RetentionCandidate[], count: number): ReadonlySet<string> {
  const newestFirst = oldestFirst.toReversed().flatMap(({ switchId }) => (switchId === undefined ? [] : [switchId]))
  return new Set([...new Set(newestFirst)].slice(0, count))
}

/** The earliest of each day, week or month: it stays the earliest, however often this is asked. */
function firsts(oldestFirst: readonly RetentionCandidate[], startOf: (moment: Date) => Date): ReadonlySet<string> {
  const found = new Map<number, string>()
  for (const { id, at } of oldestFirst) {
    const bucket = startOf(new Date(at)).getTime()
    if (!found.has(bucket)) found.set(bucket, id)
  }
  return new Set(found.values())
}

function isFuture({ at }: RetentionCandidate, now: Date): boolean {
  return Date.parse(at) > now.getTime()
}

function ageMs({ at }: RetentionCandidate, now: Date): number {
  return now.getTime() - Date.parse(at)
}

function monthsBefore(now: Date, months: number): Date {
  if (months === 0) return new Date(now.getTime() + 1)
  const day = new Date(now)
  day.setMonth(day.getMonth() - months)
  return day
}

function isKept(assessment: Assessment): assessment is Kept {
  return 'candidate' in assessment
}

function viewVerdict(id: string, assessment: Assessment | undefined): Verdict {
  if (assessment === undefined) throw new Error(`nothing was assessed of ${id}`)
  return isKept(assessment) ? { id, keep: true, why: assessment.why } : { id, keep: false, why: assessment.drop }
}
