/** What the calls about rolling back say. */
import type { WorkResult } from '../../../contract/activity-calls.ts'
import type { BroughtOnes } from '../../../contract/brought.ts'
import type { NamedPaths, RollbackState, RollbackSubvolume } from '../../../contract/rollback-calls.ts'
import type { ErrorText } from '../../../kernel/app-error.ts'
import { textFromBytePath } from '../../../kernel/byte-path.ts'
import { countOf, formatCount } from '../../../kernel/units.ts'

export const taskTitles = {
  plan: (label: string): string => `Inspect what rolling back ${label} would change`,
  run: (label: string, when: 'now' | 'next-start'): string =>
    when === 'now' ? `Roll back ${label}` : `Roll back ${label} at the next restart`,
  planUndo: (from: string, to: string): string => `Inspect what undoing ${from} → ${to} would change`,
  undo: (from: string, to: string): string => `Undo the switch ${from} → ${to}`,
} as const

/** What becomes of an order the laptop tells after its restart. */
export function rolledBack({ pending, last }: RollbackState): WorkResult {
  if (pending !== undefined) return { result: 'ordered', summary: 'Ordered for the next restart' }
  return {
    result: last?.result === 'done' ? 'done' : 'failed',
    summary: last?.text ?? 'The laptop did not tell the result',
  }
}

/** The hint of a plan that has expired. */
export const planAgain = 'Start the rollback again.'

export function notInPlan(subvolume: string): ErrorText {
  return { message: `The plan can't roll back "${subvolume}".`, hint: 'Make a plan for it first.' }
}

/** Why a switch cannot be undone. */
export const noSwitchYet: ErrorText = {
  message: 'There is no switch to undo.',
  hint: 'Only a verified switch can be undone.',
}

export const unknownSwitch: ErrorText = {
  message: 'Neither laptop knows this switch.',
  hint: 'Activity lists all that they know. One that was not verified is not undone: roll back in Snapshots instead.',
}

export const unfinishedSwitch = (from: string, to: string): ErrorText => ({
  message: `The switch from ${from} to ${to} is not finished.`,
  hint: 'Resume it or give it up first.',
})

export const laterSwitch: ErrorText = {
  message: 'Another switch came after this one.',
  hint: 'Only the last switch can be undone. To go back further, roll back in Snapshots.',
}

export const undoneAlready = (label: string): ErrorText => ({
  message: `This switch is undone: ${label} is what it was before.`,
  hint: 'Nothing is left to undo.',
})

export const changedNothing = (label: string): ErrorText => ({
  message: `This switch changed nothing on ${label}.`,
  hint: 'Nothing is there to undo.',
})

export const allStays = (label: string, reasons: readonly string[]): ErrorText => ({
  message: `Nothing that this switch changed on ${label} can be taken back.`,
  hint: reasons.join(' '),
})

export const changedHands = (label: string): ErrorText => ({
  message: `${label} was rolled back since this switch.`,
  hint: 'Choose what to go back to in Snapshots.',
})

export const snapshotsGone = (label: string): ErrorText => ({
  message: `The snapshots that ${label} had from before this switch are gone.`,
  hint: 'It can no longer be undone. Other snapshots may still have what you need.',
})

export const rollbackWaits = (label: string): ErrorText => ({
  message: `A rollback waits for the next restart of ${label}.`,
  hint: 'Cancel it in Snapshots first, or restart the laptop.',
})

export const homeStays = (label: string, why: string): string =>
  `The home files of ${label} can't be rolled back: ${why}`

export const staysBecause = (title: string, why: string): string => `${title}: ${why}`

/** Where no step of the switch was about them. */
export const homeFiles = 'Home files'

const goesBack: Readonly<Record<BroughtOnes['effect'], { readonly one: string; readonly many: string }>> = {
  add: { one: 'is removed', many: 'are removed' },
  update: { one: 'goes back', many: 'go back' },
  rename: { one: 'has its old name again', many: 'have their old names again' },
  remove: { one: 'returns', many: 'return' },
  enable: { one: 'no longer starts by itself', many: 'no longer start by themselves' },
  disable: { one: 'starts by itself again', many: 'start by themselves again' },
  keep: { one: 'stays', many: 'stay' },
  cannot: { one: 'stays', many: 'stay' },
}

/** "3 are removed: docker-ce, ripgrep, gh" */
export function broughtGoesBack({ effect, count, names }: BroughtOnes): string {
  const { one, many } = goesBack[effect]
  return `${formatCount(count)} ${count === 1 ? one : many}: ${named(names, count)}`
}

/** "788 new files go: /home/alice/plan.md", "613 files go back", "1 deleted file returns: /home/alice/letter.odt" */
export function filesGoBack({ path, counts, disappears, returns }: RollbackSubvolume): readonly string[] {
  if (counts === undefined) return ['All of them go back. What that changes could not be compared']
  const back = counts.changed + counts.renamed + counts.attributes
  const said = (words: string, { first, count }: NamedPaths = { first: [], count: 0 }): string =>
    first.length === 0
      ? words
      : `${words}: ${named(
          first.map((below) => pathIn(path, below)),
          count,
        )}`
  return [
    ...(counts.added === 0
      ? []
      : [said(`${countOf(counts.added, 'new item')} ${counts.added === 1 ? 'goes' : 'go'}`, disappears)]),
    ...(back === 0 ? [] : [`${countOf(back, 'item')} ${back === 1 ? 'goes' : 'go'} back`]),
    ...(counts.deleted === 0
      ? []
      : [said(`${countOf(counts.deleted, 'deleted item')} ${counts.deleted === 1 ? 'returns' : 'return'}`, returns)]),
  ]
}

function pathIn(top: string, below: string): string {
  return `${top.replace(/\/$/, '')}/${textFromBytePath(below)}`
}

function named(names: readonly string[], count: number): string {
  const more = count - names.length
  return `${names.join(', ')}${more > 0 ? ` and ${formatCount(more)} more` : ''}`
}

export const notInSet = 'its snapshot is gone or was never taken'

/** Of a step that this version does not have. */
export const unknownStep = 'this version of pc-switcher does not know how to take it back'
