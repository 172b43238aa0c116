/** What a rollback would do, in words. Pure. */
import { countOfChanges } from '../../../../src-main/contract/compare-calls.ts'
import type { RollbackSubvolume, RollbackPlan } from '../../../../src-main/contract/rollback-calls.ts'
import { formatCount } from '../../../../src-main/kernel/units.ts'
import { texts } from './texts.ts'

/** "1,284 files go back, 36 deleted files return" */
export function effectText({ counts, disappears }: Pick<RollbackSubvolume, 'counts' | 'disappears'>): string {
  if (counts === undefined) return texts.notCompared
  // Seen from the snapshot: what was added since goes, what was deleted since comes back.
  const back = counts.changed + counts.renamed + counts.attributes
  // Those that disappear are named by themselves where they are known.
  const gone = disappears === undefined ? counts.added : 0
  const said = [
    ...(back === 0 ? [] : [texts.filesBack(back)]),
    ...(counts.deleted === 0 ? [] : [texts.deletedBack(counts.deleted)]),
    ...(gone === 0 ? [] : [texts.newerGo(gone)]),
  ]
  if (said.length > 0) return said.join(', ')
  return (disappears?.count ?? 0) > 0 ? texts.onlyNewerGo : texts.noDifferences
}

/** One that could not be compared may. */
export function differsFromNow({ counts }: Pick<RollbackSubvolume, 'counts'>): boolean {
  return counts === undefined || countOfChanges(counts) > 0
}

export type When = 'now' | 'next-start'

/** What the ticked subvolumes allow: one that has to wait makes all wait. */
export function whenOf(subvolumes: readonly RollbackSubvolume[]): {
  readonly now: boolean
  readonly why: string | undefined
} {
  const waits = subvolumes.find(({ when }) => when.kind === 'next-start')
  return { now: waits === undefined, why: waits?.when.kind === 'next-start' ? waits.when.why : undefined }
}

export const mayRollBack = (plan: RollbackPlan): readonly RollbackSubvolume[] =>
  plan.subvolumes.filter(({ when }) => when.kind !== 'refused')

export interface Disappearing {
  readonly count: number
  /** With the subvolume each is in. */
  readonly first: readonly { readonly subvolume: RollbackSubvolume; readonly path: string }[]
}

/** The first three of all ticked subvolumes together. */
export function disappearingOf(subvolumes: readonly RollbackSubvolume[]): Disappearing {
  const count = subvolumes.reduce((sum, { disappears }) => sum + (disappears?.count ?? 0), 0)
  const first = subvolumes.flatMap((subvolume) =>
    (subvolume.disappears?.first ?? []).map((path) => ({ subvolume, path })),
  )
  return { count, first: first.slice(0, 3) }
}

/** "3 files exist only on XPS 13 now and would disappear:" */
export function disappearTitle(count: number, label: string): string {
  return count === 1 ? texts.oneDisappears(label) : texts.disappear(formatCount(count), label)
}
