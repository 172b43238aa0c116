/** Which sets are kept: a pure assessment, with a sentence for each that says why. */
import type { RetentionPolicy } from '../../contract/snapshot-calls.ts'
import { formatDate, startOfDay, startOfMonth, startOfWeek } from './local-days.ts'
import { spanOfDays, spanOfMonths, spanOfWeeks } from './policy-sentence.ts'

/** What the assessment goes by, of one set. */
export interface Candidate {
  readonly id: string
  readonly at: string
  /** Finished, and all that its description names is there. */
  readonly whole: boolean
  /** False for one that nobody can tell what it is. */
  readonly readable: boolean
  readonly foreign: boolean
  readonly pinned: boolean
  readonly neededBecause: string | undefined
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
  readonly why: string
}

/** One that is not whole may be in the making; after a day it is not. */
const unfinishedMs = 86_400_000
const dayMs = 86_400_000

interface Kept {
  readonly candidate: Candidate
  readonly why: string
  /** Kept by its age alone: such a one may go when the disk fills. */
  readonly byAge: boolean
}

/** In the order of `candidates`. Days, weeks and months are those of this laptop's time zone. */
export function assessRetention(
  candidates: readonly Candidate[],
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
      drop: `All that is kept holds more than ${percent(policy)} % of the disk, and it is the oldest.`,
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

type Assessment = Kept | { readonly drop: string }

function assessOne(policy: RetentionPolicy, now: Date, places: Places): (candidate: Candidate) => Assessment {
  return (candidate) => {
    const always = whyAlways(candidate, policy, places, now)
    if (always !== undefined) return { candidate, why: always, byAge: false }
    const why = whyByAge(candidate, policy, places, now)
    return why === undefined ? { drop: whyDropped(candidate, policy, now) } : { candidate, why, byAge: true }
  }
}

function whyAlways(candidate: Candidate, policy: RetentionPolicy, places: Places, now: Date): string | undefined {
  if (candidate.foreign) return 'It was not taken by pc-switcher.'
  if (!candidate.readable) return 'Its description cannot be read.'
  if (candidate.neededBecause !== undefined) return candidate.neededBecause
  if (candidate.pinned) return 'It is pinned.'
  if (isFuture(candidate, now)) return 'It is dated in the future.'
  if (candidate.id === places.newest) return 'It is the newest one that is whole.'
  if (!candidate.whole && ageMs(candidate, now) < unfinishedMs) return 'It may still be in the making.'
  if (candidate.switchId !== undefined && places.switches.has(candidate.switchId))
    return policy.leastSwitches === 1
      ? 'It belongs to the last switch.'
      : `It belongs to one of the last ${policy.leastSwitches} switches.`
  return undefined
}

function whyByAge(candidate: Candidate, policy: RetentionPolicy, places: Places, now: Date): string | undefined {
  const { id, at } = candidate
  const age = ageMs(candidate, now)
  const moment = new Date(at)
  if (age <= policy.allForDays * dayMs) return `It is not older than ${spanOfDays(policy.allForDays)}.`
  const asideDays = Math.max(policy.allForDays, policy.dailyForDays)
  if (candidate.aside && candidate.whole && age <= asideDays * dayMs)
    return `It is what was there before, and not older than ${spanOfDays(asideDays)}.`
  if (age <= policy.dailyForDays * dayMs && places.days.has(id)) return `It is the first of ${formatDate(moment)}.`
  if (age <= policy.weeklyForWeeks * 7 * dayMs && places.weeks.has(id))
    return `It is the first of the week of ${formatDate(startOfWeek(moment))}.`
  if (moment >= monthsBefore(now, policy.monthlyForMonths) && places.months.has(id))
    return `It is the first of ${moment.toLocaleDateString('en-GB', { month: 'long', year: 'numeric' })}.`
  return undefined
}

function whyDropped(candidate: Candidate, policy: RetentionPolicy, now: Date): string {
  if (!candidate.whole) return 'It was never finished, or parts of it are missing.'
  if (candidate.aside) return `It is older than ${spanOfDays(Math.max(policy.allForDays, policy.dailyForDays))}.`
  const age = ageMs(candidate, now)
  if (age <= policy.dailyForDays * dayMs)
    return `It is older than ${spanOfDays(policy.allForDays)} and not the first of its day.`
  if (age <= policy.weeklyForWeeks * 7 * dayMs)
    return `It is older than ${spanOfDays(Math.max(policy.allForDays, policy.dailyForDays))} and not the first of its week.`
  if (new Date(candidate.at) >= monthsBefore(now, policy.monthlyForMonths))
    return `It is older than ${spanOfWeeks(policy.weeklyForWeeks)} and not the first of its month.`
  return `It is older than ${longestSpan(policy)}.`
}

function longestSpan({ allForDays, dailyForDays, weeklyForWeeks, monthlyForMonths }: RetentionPolicy): string {
  if (monthlyForMonths * 30 > Math.max(allForDays, dailyForDays, weeklyForWeeks * 7))
    return spanOfMonths(monthlyForMonths)
  if (weeklyForWeeks * 7 > Math.max(allForDays, dailyForDays)) return spanOfWeeks(weeklyForWeeks)
  return spanOfDays(Math.max(allForDays, dailyForDays))
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

function lastSwitches(oldestFirst: readonly Candidate[], count: number): ReadonlySet<string> {
  const newestFirst = oldestFirst.toReversed().flatMap(({ switchId }) => (switchId === undefined ? [] : [switchId]))
  return new Set([...new Set(newestFirst)].slice(0, count))
}

/** The earliest of each day, week or month: it stays the earliest, however often this is asked. */
function firsts(oldestFirst: readonly Candidate[], startOf: (moment: Date) => Date): ReadonlySet<string> {
  const found = new Map<number, string>()
  for (const { id, at } of oldestFirst) {
    const bucket = startOf(new Date(at)).getTime()
    if (!found.has(bucket)) found.set(bucket, id)
  }
  return new Set(found.values())
}

function isFuture({ at }: Candidate, now: Date): boolean {
  return Date.parse(at) > now.getTime()
}

function ageMs({ at }: Candidate, now: Date): number {
  return now.getTime() - Date.parse(at)
}

function monthsBefore(now: Date, months: number): Date {
  if (months === 0) return new Date(now.getTime() + 1)
  const day = new Date(now)
  day.setMonth(day.getMonth() - months)
  return day
}

function percent({ mostDiskShare }: RetentionPolicy): string {
  return String(Math.round(mostDiskShare * 100))
}

function isKept(assessment: Assessment): assessment is Kept {
  return 'candidate' in assessment
}

function viewVerdict(id: string, assessment: Assessment | undefined): Verdict {
  if (assessment === undefined) throw new Error(`nothing was assessed of ${id}`)
  return isKept(assessment) ? { id, keep: true, why: assessment.why } : { id, keep: false, why: assessment.drop }
}
