/** What is said of the person's own Syncthing. */
import { inConflictTitle } from '../../../../contract/conflict-words.ts'
import type { Brought } from '../../../../commons/person-syncthing/on-pair/wait-for-syncthing.ts'
import { awayBecause, notSharedBecause } from '../../../../contract/syncthing-between.ts'
import type { SyncthingsOfPair } from '../../../../contract/shared-folders.ts'
import { countOf, formatCount } from '../../../../kernel/units.ts'
import type { PairLabels } from '../texts.ts'
import type { SyncthingPlan } from './syncthing-plan.ts'

type NotShared = SyncthingPlan['notShared'][number]

interface Notice {
  readonly title: string
  readonly text: string
}

export const carries = (labels: readonly string[], behind: readonly string[], ignoring: readonly string[]): Notice => ({
  title: `Syncthing carries ${listed(labels)}`,
  text:
    behind.length === 0
      ? `What is in there is not copied. The switch waits for Syncthing, and compares both laptops like everything else.${ignoring.length === 0 ? '' : ` What it ignores of ${listed(ignoring)} on one laptop is copied.`}`
      : `It is not done with ${listed(behind)} yet. The switch waits for it again, and names what has not arrived.`,
})

/** While it is waited for: one sentence that changes. */
export const brings = ({ label, done, total }: Brought): string =>
  total === 0
    ? `Syncthing reads ${label}`
    : `Syncthing brings ${label}: ${formatCount(done)} of ${countOf(total, 'file')}`

/** What becomes of folders that it is not done with. */
export const behindQuestion = {
  title: (labels: readonly string[]): string => `Syncthing is not done with ${listed(labels)}`,
  reason: 'It still carries files between both laptops, or waits for something.',
  wait: {
    label: 'Wait for it',
    effect: 'Copying starts when Syncthing is done, when it stands still for a minute, or after half an hour.',
  },
  leave: { label: 'Leave it to Syncthing', effect: 'The switch goes on, and names what has not arrived at its end.' },
  copy: {
    label: 'Copy it now',
    effect: 'It is copied like any other folder. If that needs a decision, you are asked before anything starts.',
  },
} as const satisfies Readonly<Record<string, unknown>>

export const copied = ({ label, ...one }: Omit<NotShared, 'id'>, pair: PairLabels): Notice => ({
  title: `${label} is copied`,
  text: `${whyNot(one, pair)}, so the switch copies it like any other folder.`,
})

function whyNot({ why, side }: Omit<NotShared, 'id' | 'label'>, pair: PairLabels): string {
  if (why === 'chosen') return 'Syncthing is not done with it, and you want it copied'
  return notSharedBecause(why, pair[side].label)
}

export const away = ({ side, why }: NonNullable<SyncthingPlan['away']>, pair: PairLabels): Notice => {
  return { title: awayBecause(why, pair[side].label), text: 'Its folders are copied like any others.' }
}

export const inConflict = (files: number) => ({
  title: inConflictTitle(files),
  text: `Syncthing met two versions of ${files === 1 ? 'it' : 'each'}, and keeps both side by side until you decide: pc-switcher conflicts list`,
  changeIn: { label: 'Decide', page: 'conflicts' },
})

/** Outside of a switch. */
export const stillCarried = (items: number): string =>
  `Syncthing was still carrying ${countOf(items, 'file')} between both laptops. Compare again when it is done.`

export const leftThere = 'still carried by Syncthing'

/** Of a whole switch, in place of "safe to close the lid". `why`: what keeps Syncthing from it. */
export const behind = (items: number, { to }: PairLabels, why: string | undefined): readonly string[] =>
  why === undefined
    ? [`Syncthing still carries ${countOf(items, 'file')} to ${to.label}`]
    : [`Syncthing still has to bring ${countOf(items, 'file')} to ${to.label}`, why]

/** What keeps it from a folder of those that were shared when the switch was planned. */
export function whyBehind(
  now: SyncthingsOfPair,
  planned: SyncthingPlan['shared'],
  pair: PairLabels,
): string | undefined {
  if (now.away !== undefined) return awayBecause(now.away.why, pair[now.away.side].label)
  const one = now.notShared.find(({ id }) => planned.some((folder) => folder.id === id))
  return one === undefined ? undefined : notSharedBecause(one.why, pair[one.side].label)
}

function listed(labels: readonly string[]): string {
  const [last = '', ...before] = labels.toReversed()
  return before.length === 0 ? last : `${before.toReversed().join(', ')} and ${last}`
}
