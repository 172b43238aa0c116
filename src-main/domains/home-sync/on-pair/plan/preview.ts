/** What the person sees of a plan about /home, and what they are asked. */
import type { Change, Preview, PreviewBlock, Question } from '../../../../contract/preview.ts'
import { textFromBytePath } from '../../../../kernel/byte-path.ts'
import { countOf, formatBytes, formatCount } from '../../../../kernel/units.ts'
import type { Pair } from '../../../../switch/step.ts'
import { exclusionTitles, type ExclusionKind } from '../../../../commons/home-exclusions/exclusions.ts'
import { addTally, newTally, sizeOf, type Tally } from './collect-units.ts'
import { safeDefaultOf, type Decision, type HomePlan } from './plan.ts'

/** Small files cost about a millisecond each, whatever their size. */
const itemMs = 1.2
const bytesPerMs = 60_000
const fixedMs = 4_000

export function previewHome(plan: HomePlan, pair: Pair, stepId: string): Preview {
  const tally = tallyOfUsual(plan)
  return {
    summary: summaryOf(tally),
    blocks: [
      changesBlock(plan, pair),
      leftOutNotice(plan),
      ...firstTimeNotice(plan, pair),
      ...devicesNotice(plan, pair),
    ],
    questions: plan.decisions.map((decision) => questionOf(decision, pair, stepId)),
    blockers: plan.blockers,
    estimate: {
      bytes: tally.bytes,
      items: sizeOf(tally),
      ms: Math.round(fixedMs + sizeOf(tally) * itemMs + tally.bytes / bytesPerMs),
    },
  }
}

/** What crosses if the safe defaults are taken. */
function tallyOfUsual({ taken, decisions }: HomePlan): Tally {
  const sum = newTally()
  addTally(sum, taken.tally)
  for (const decision of decisions) if (safeDefaultOf(decision) === 'take') addTally(sum, decision.from)
  return sum
}

function summaryOf({ added, changed, deleted }: Tally): string {
  if (added + changed + deleted === 0) return 'No changes'
  return `${formatCount(added + changed)} new or changed, ${formatCount(deleted)} deleted`
}

function changesBlock({ taken }: HomePlan, { from, to }: Pair): PreviewBlock {
  const { tally, examples } = taken
  return {
    kind: 'changes',
    title: `Files from ${from.label}`,
    summary: `${summaryOf(tally)}; about ${formatBytes(tally.bytes)} go to ${to.label}`,
    count: sizeOf(tally),
    changes: examples.map(({ path, kind, count, bytes }): Change => ({
      effect: kind === 'added' ? 'add' : kind === 'deleted' ? 'remove' : 'update',
      name: textFromBytePath(path),
      kind: count > 1 ? 'folder' : 'file',
      detail: count > 1 ? countOf(count, 'item') : words(kind),
      bytes,
    })),
  }
}

function words(kind: string): string {
  return kind === 'added' ? 'new' : kind === 'deleted' ? 'deleted' : 'changed'
}

function leftOutNotice({ leftOut }: HomePlan): PreviewBlock {
  const lines = leftOut.map(
    ({ kind, count }) => `${isKind(kind) ? exclusionTitles[kind] : kind} (${formatCount(count)})`,
  )
  const text = lines.length === 0 ? 'Nothing that would have to stay was found.' : `${lines.join('; ')}.`
  return { kind: 'notice', tone: 'info', title: 'Never copied, never removed', text }
}

function isKind(kind: string): kind is ExclusionKind {
  return kind in exclusionTitles
}

function firstTimeNotice({ base, decisions }: HomePlan, { from, to }: Pair): readonly PreviewBlock[] {
  if (base !== undefined || !decisions.some(({ kind }) => kind === 'first')) return []
  return [
    {
      kind: 'notice',
      tone: 'info',
      title: 'The first switch between these two',
      text:
        `Where both have a file and the two differ, nothing tells which is newer: ${from.label}'s version is taken unless ` +
        `you say otherwise, and ${to.label}'s stays in the snapshot. What only ${to.label} has stays there.`,
    },
  ]
}

function devicesNotice({ devices }: HomePlan, { from }: Pair): readonly PreviewBlock[] {
  if (devices === 0) return []
  const text = `${countOf(devices, 'device file')} in /home will not be copied: they belong to ${from.label}.`
  return [{ kind: 'notice', tone: 'warning', title: 'Device files stay', text }]
}

function questionOf(decision: Decision, { from, to }: Pair, stepId: string): Question {
  const usual = safeDefaultOf(decision)
  return {
    id: decision.id,
    stepId,
    form: 'choice',
    subject: decision.subject,
    reason: reasonOf(decision, { from, to }),
    choices: [
      { id: 'keep', label: `Keep ${to.label}'s`, effect: keepEffect(decision, to.label) },
      { id: 'take', label: `Take ${from.label}'s`, effect: takeEffect(decision, { from, to }) },
    ],
    ...(usual === undefined ? {} : { safeDefault: usual }),
    required: true,
    secret: false,
    canLook: false,
    ...(decision.to.added > 0 && decision.kind !== 'both'
      ? {
          consequence: `Taking ${from.label}'s removes ${countOf(decision.to.added, 'item')} from ${to.label}; the snapshot keeps them.`,
        }
      : {}),
  }
}

function reasonOf(decision: Decision, { from, to }: Pair): string {
  switch (decision.kind) {
    case 'first':
      return `Both have it and the two differ (${tallyWords(decision.from)} on ${from.label})`
    case 'both':
      return `Both changed it: ${tallyWords(decision.from)} on ${from.label}, ${tallyWords(decision.to)} on ${to.label}`
    case 'only-there':
      return onlyThereWords(decision.to, to.label)
  }
}

function onlyThereWords({ added, changed, deleted, bytes }: Tally, label: string): string {
  if (changed + deleted === 0) return `Only ${label} has it (${countOf(added, 'item')}, ${formatBytes(bytes)})`
  if (added + changed === 0) return `Only ${label} deleted it (${countOf(deleted, 'item')})`
  return `Only ${label} changed it: ${tallyWords({ added, changed, deleted, bytes })}`
}

function tallyWords({ added, changed, deleted }: Tally): string {
  const parts = [
    added > 0 ? `${formatCount(added)} new` : '',
    changed > 0 ? `${formatCount(changed)} changed` : '',
    deleted > 0 ? `${formatCount(deleted)} deleted` : '',
  ].filter((part) => part !== '')
  return parts.length === 0 ? 'nothing' : parts.join(', ')
}

function keepEffect({ to }: Decision, label: string): string {
  if (to.added + to.changed === 0) return `It stays deleted on ${label}.`
  return `It stays on ${label} as it is, and travels on the way back.`
}

function takeEffect({ to }: Decision, { from, to: taken }: Pair): string {
  if (to.added + to.changed === 0) return `It comes back from ${from.label}.`
  return `${taken.label} becomes like ${from.label}; its own version stays in the snapshot.`
}
