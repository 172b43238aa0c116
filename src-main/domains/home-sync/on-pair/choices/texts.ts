/** What the choices of a question about home files are called, and what each does. */
import { countOf, formatBytes } from '../../../../kernel/units.ts'
import type { Amounts, PairLabels } from '../texts.ts'

export interface ChoiceText {
  readonly label: string
  readonly effect: string
}

export const keepVanished = ({ to }: PairLabels): ChoiceText => ({
  label: `Keep on ${to.label}`,
  effect: `Stays on ${to.label}.`,
})
export const removeVanished = ({ to }: PairLabels): ChoiceText => ({
  label: `Delete from ${to.label}`,
  effect: `Deleted from ${to.label} too, but kept in its snapshot.`,
})

/** `theirs`: what the receiver did since both were last equal. */
export function keepChoice(theirs: Amounts, { from, to }: PairLabels): ChoiceText {
  if (theirs.added + theirs.changed === 0)
    return { label: `Keep deleted on ${to.label}`, effect: `Stays deleted on ${to.label}.` }
  const label = isOnlyAdded(theirs) ? `Keep on ${to.label}` : `Keep ${to.label}'s`
  return { label, effect: `Stays on ${to.label}, and is copied to ${from.label} next time.` }
}

/** Whatever each of them has, and also when that is nothing. */
export const keepAlways = ({ from, to }: PairLabels): string =>
  `${to.label} and ${from.label} both keep what they have: it is no longer copied, and not asked about again.`

export const leaveOwned = ({ from, to }: PairLabels): ChoiceText => ({
  label: 'Leave it out this time',
  effect: `It stays on ${from.label}, and ${to.label} keeps what it has there.`,
})

export const takeCaches = ({ bytes }: { readonly bytes: number }, { to }: PairLabels): ChoiceText => ({
  label: 'Copy them',
  effect: `${formatBytes(bytes)} are copied after everything else. With them you can build on ${to.label} without a network.`,
})
export const leaveCaches = ({ to }: PairLabels): ChoiceText => ({
  label: 'Not this time',
  effect: `${to.label} keeps its own. The next switch brings them.`,
})

export const deleteChoice = ({ to }: PairLabels): ChoiceText => ({
  label: `Delete from ${to.label}`,
  effect: `Deleted from ${to.label}, but kept in its snapshot.`,
})

export function takeChoice(theirs: Amounts, { from, to }: PairLabels): ChoiceText {
  if (theirs.added + theirs.changed === 0)
    return { label: `Restore from ${from.label}`, effect: `Copied from ${from.label} again.` }
  return {
    label: `Use ${from.label}'s`,
    effect: `${from.label}'s version replaces it. ${to.label}'s is kept in the snapshot.`,
  }
}

/** Of several files, how many are newer on each laptop. */
export const newerChoice = (
  newer: { readonly from: number; readonly to: number },
  { from, to }: PairLabels,
): ChoiceText => ({
  label: 'Newer wins',
  effect: `Of each, the version that was changed later: ${countOf(newer.from, 'item')} of ${from.label}, ${countOf(newer.to, 'item')} of ${to.label}. What is replaced is kept in the snapshot.`,
})

/** `name`: what a single file is called then. `others` are folders, links, and what one laptop deleted. */
export const bothChoice = (
  { name, files, others }: { readonly name: string; readonly files: number; readonly others: number },
  { from, to }: PairLabels,
): ChoiceText => ({
  label: 'Keep both',
  effect:
    files + others === 1
      ? `${from.label}'s version takes the name. ${to.label}'s stays next to it as ${name}, and is copied to ${from.label} next time.`
      : `${from.label}'s version of each file takes the name. ${to.label}'s stays next to it with (${to.label}) in its name, and is copied to ${from.label} next time.${othersKept(others, to.label)}`,
})

const othersKept = (others: number, label: string): string =>
  others === 0
    ? ''
    : ` ${label}'s version wins for ${countOf(others, 'item that is not a plain file', 'items that are not plain files')}.`

/** Together with what the choice does anyway: the commits of the version that gives way. */
export const commitsStay = (loser: string, host: string): string =>
  `Commits that only ${loser} has are kept as refs/laptops/${host}.`
export const commitsInSnapshot = (loser: string): string => `Commits that only ${loser} has stay in its snapshot alone.`

/** Of folders alone, which both laptops have. */
export const keepRights = ({ from, to }: PairLabels): ChoiceText => ({
  label: `Keep ${to.label}'s`,
  effect: `${to.label}'s rights and attributes stay, and are copied to ${from.label} next time. What is in the folder is not affected.`,
})
export const takeRights = ({ from, to }: PairLabels): ChoiceText => ({
  label: `Use ${from.label}'s`,
  effect: `${from.label}'s rights and attributes replace them. ${to.label}'s are kept in the snapshot. What is in the folder is not affected.`,
})

export const choicesForMany = {
  keep: ({ to }: PairLabels): string => `Keep ${to.label}'s`,
  take: ({ from }: PairLabels): string => `Use ${from.label}'s`,
} as const

const isOnlyAdded = ({ added, changed, deleted }: Amounts): boolean => added > 0 && changed + deleted === 0

export const deletes = (items: number, { from, to }: PairLabels): string =>
  `Using ${from.label}'s deletes ${countOf(items, 'item')} from ${to.label}. The snapshot keeps them.`
