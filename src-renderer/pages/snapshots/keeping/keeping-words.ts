/** How long snapshots are kept, as numbers that stand in a sentence. Pure. */
import type {
  FreedSpace,
  PruneResult,
  RetentionPolicy,
  RetentionView,
} from '../../../../src-main/contract/snapshot-calls.ts'
import { spaceOf } from '../list/restore-points.ts'
import { texts } from './texts.ts'

export interface PolicyNumber {
  readonly key: keyof RetentionPolicy
  readonly before: string
  readonly after: string
  /** For a screen reader, who does not see the sentence around it. */
  readonly name: string
  readonly least: number
  readonly most: number
}

/** In the order of the sentence. */
const bounds: readonly (readonly [keyof RetentionPolicy, least: number, most: number])[] = [
  ['allForDays', 0, 3650],
  ['dailyForDays', 0, 3650],
  ['weeklyForWeeks', 0, 520],
  ['monthlyForMonths', 0, 120],
  ['leastSwitches', 1, 100],
  ['mostDiskShare', 1, 100],
]

export const policyNumbers: readonly PolicyNumber[] = bounds.map(([key, least, most]) => ({
  ...{ key, least, most },
  ...texts.policy[key],
}))

/** As it is typed: the share as a percentage. */
export function numberIn(policy: RetentionPolicy, key: keyof RetentionPolicy): number {
  return key === 'mostDiskShare' ? Math.round(policy.mostDiskShare * 100) : policy[key]
}

/** Undefined for what is no whole number within the bounds. */
export function policyWith(
  policy: RetentionPolicy,
  { key, least, most }: PolicyNumber,
  typed: string,
): RetentionPolicy | undefined {
  if (!/^\d{1,4}$/.test(typed.trim())) return undefined
  const value = Number(typed)
  if (value < least || value > most) return undefined
  return { ...policy, [key]: key === 'mostDiskShare' ? value / 100 : value }
}

export const samePolicy = (one: RetentionPolicy, other: RetentionPolicy): boolean =>
  policyNumbers.every(({ key }) => numberIn(one, key) === numberIn(other, key))

/** Whether both laptops are set up the same, so that one form speaks for both. */
export function allSame([first, ...others]: readonly RetentionView[]): boolean {
  return others.every(
    (other) =>
      first !== undefined &&
      samePolicy(first.policy, other.policy) &&
      first.enabled === other.enabled &&
      first.schedule === other.schedule &&
      [...first.extra].sort().join('\n') === [...other.extra].sort().join('\n'),
  )
}

/** What deleting all of these would free; together they may free more than the sum. */
export const freedBy = (results: readonly PruneResult[]): FreedSpace => spaceOf(results.flatMap((one) => one.delete))
