/** What stays different in an area without anybody having decided it, and what that makes of the area. Pure. */
import type { Left, VerificationItem } from '../switch-state.ts'
import { nobodyDecided } from './texts.ts'

const namesShown = 500

/** Of what was compared and is not the same. */
export interface NotSame {
  readonly chosen: number
  readonly left: number
  readonly different: number
}

/** By reason, without those that nothing stays for. */
export function leftFor(reasons: readonly (readonly [why: string, names: readonly string[]])[]): readonly Left[] {
  return reasons.flatMap(([why, names]) =>
    names.length === 0 ? [] : [{ why, count: names.length, names: names.slice(0, namesShown) }],
  )
}

/** What a question was about that nobody answered. */
export function undecidedLeft(names: readonly string[]): readonly Left[] {
  return leftFor([[nobodyDecided, names]]).map((left) => ({ ...left, undecided: true }))
}

/** Of what stays by an answer: what the person said, and what is usual since nobody answered (`undecided`). */
export function sortByWord(
  kept: readonly string[],
  undecided: readonly string[],
): { readonly chosen: string[]; readonly unsaid: readonly Left[] } {
  const isOpen = new Set(undecided)
  return {
    chosen: kept.filter((name) => !isOpen.has(name)),
    unsaid: undecidedLeft(kept.filter((name) => isOpen.has(name))),
  }
}

export function countLeft(left: readonly Left[] = []): number {
  return left.reduce((sum, { count }) => sum + count, 0)
}

type Found = Pick<VerificationItem, 'compared'> &
  Readonly<Record<'chosen' | 'differences', readonly string[]>> & { readonly left: readonly Left[] }

/** What the person chose is never the word for what they were not asked about, or did not answer. */
export function verdictFor({ compared, chosen, left, differences }: Found): VerificationItem['verdict'] {
  if (differences.length > 0) return 'differs'
  if (left.length > 0) return 'left'
  if (chosen.length > 0) return 'as-chosen'
  return compared === 0 ? 'not-compared' : 'same'
}
