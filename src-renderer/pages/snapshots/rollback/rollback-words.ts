/** What a rollback would do, in words. Pure. */
import type { RollbackSubvolume, RollbackPlan, RollbackState } from '../../../../src-main/contract/rollback-calls.ts'
import { countOf, formatCount } from '../../../../src-main/kernel/units.ts'

/** "1,284 files return to their state of then, 36 deleted files come back" */
export function effectText({ counts, disappears }: Pick<RollbackSubvolume, 'counts' | 'disappears'>): string {
  if (counts === undefined) return 'It could not be compared with now. Everything in it returns to its state of then.'
  // Seen from the snapshot: what was added since goes, what was deleted since comes back.
  const back = counts.changed + counts.renamed + counts.attributes
  // Those that disappear are named by themselves where they are known.
  const gone = disappears === undefined ? counts.added : 0
  const said = [
    ...(back === 0
      ? []
      : [`${countOf(back, 'file')} ${back === 1 ? 'returns to its' : 'return to their'} state of then`]),
    ...(counts.deleted === 0
      ? []
      : [`${countOf(counts.deleted, 'deleted file')} ${counts.deleted === 1 ? 'comes' : 'come'} back`]),
    ...(gone === 0 ? [] : [`${countOf(gone, 'newer file')} ${gone === 1 ? 'disappears' : 'disappear'}`]),
  ]
  if (said.length > 0) return said.join(', ')
  return (disappears?.count ?? 0) > 0 ? 'Only newer files disappear' : 'Nothing differs from now'
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
  return count === 1
    ? `1 file exists only on ${label} and would disappear from it:`
    : `${formatCount(count)} files exist only on ${label} and would disappear from it:`
}

export const resultTitles: Readonly<Record<NonNullable<RollbackState['last']>['result'], string>> = {
  done: 'was rolled back',
  'taken-back': 'was not rolled back: it was taken back',
  failed: 'could not be rolled back',
}
