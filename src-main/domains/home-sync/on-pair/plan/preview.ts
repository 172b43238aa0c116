/** What the person sees of a plan about /home, and what they are asked. */
import type { Change, Preview, PreviewBlock, Question } from '../../../../contract/preview.ts'
import { wizardPages, type WizardPage } from '../../../../contract/wizard-page.ts'
import { stepIds } from '../../../../contract/step-ids.ts'
import { textFromBytePath } from '../../../../kernel/byte-path.ts'
import { countOf } from '../../../../kernel/units.ts'
import type { Pair } from '../../../../switch/step.ts'
import type { ExclusionKind } from '../../../../commons/home-exclusions/exclusions.ts'
import { exclusionTitles, personTitle } from '../../../../commons/home-exclusions/texts.ts'
import { addTally, newTally, sizeOf, type Tally } from './collect-units.ts'
import { safeDefaultOf, type Decision, type HomePlan } from './plan.ts'
import * as texts from '../texts.ts'

/** Small files cost about a millisecond each, whatever their size. */
const itemMs = 1.2
const bytesPerMs = 60_000
const fixedMs = 4_000
const pageId = wizardPages.home.id

export function previewHome(plan: HomePlan, pair: Pair): Preview {
  const tally = tallyOfUsual(plan)
  return {
    summary: texts.summary(tally),
    pages: [{ ...wizardPages.home, ...headingOf(plan, pair) }],
    blocks: [
      changesBlock(plan, pair),
      leftOutNotice(plan),
      ...firstTimeNotice(plan, pair),
      ...devicesNotice(plan, pair),
    ],
    questions: plan.decisions.map((decision) => questionOf(decision, pair)),
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

function changesBlock({ taken }: HomePlan, { from, to }: Pair): PreviewBlock {
  const { tally, examples } = taken
  return {
    kind: 'changes',
    pageId,
    title: texts.blockTitle(from.label),
    summary: texts.blockSummary(tally, to.label),
    count: sizeOf(tally),
    changes: examples.map(({ path, kind, count, bytes }): Change => ({
      effect: kind === 'added' ? 'add' : kind === 'deleted' ? 'remove' : 'update',
      name: textFromBytePath(path),
      kind: count > 1 ? 'folder' : 'file',
      detail: count > 1 ? countOf(count, 'item') : texts.kindText(kind),
      bytes,
    })),
  }
}

function leftOutNotice({ leftOut }: HomePlan): PreviewBlock {
  const found = leftOut.map(({ kind, count }) => ({ title: titleOf(kind), count }))
  return { kind: 'notice', pageId, tone: 'info', settings: 'home-exclusions', ...texts.leftAlone(found) }
}

function titleOf(kind: string): string {
  if (kind === 'person') return personTitle
  return isKind(kind) ? exclusionTitles[kind] : kind
}

function isKind(kind: string): kind is ExclusionKind {
  return kind in exclusionTitles
}

function firstTimeNotice({ base, decisions }: HomePlan, { from, to }: Pair): readonly PreviewBlock[] {
  if (base !== undefined || !decisions.some(({ kind }) => kind === 'first')) return []
  return [{ kind: 'notice', pageId, tone: 'info', ...texts.firstSwitch({ from, to }) }]
}

function devicesNotice({ devices }: HomePlan, { from }: Pair): readonly PreviewBlock[] {
  if (devices === 0) return []
  return [{ kind: 'notice', pageId, tone: 'warning', ...texts.deviceFiles(devices, from.label) }]
}

function questionOf(decision: Decision, { from, to }: Pair): Question {
  const usual = safeDefaultOf(decision)
  return {
    id: decision.id,
    stepId: stepIds.home,
    pageId,
    form: 'choice',
    title: decision.subject,
    subject: { kind: 'home', place: decision.place },
    reason: reasonOf(decision, { from, to }),
    choices: [
      { id: 'keep', ...keepChoice(decision, { from, to }), meaning: 'keep', bulk: true },
      { id: 'take', ...takeChoice(decision, { from, to }), meaning: 'change', bulk: true },
    ],
    ...(usual === undefined ? {} : { safeDefault: usual }),
    required: true,
    secret: false,
    canLook: false,
    ...(decision.to.added > 0 && decision.kind !== 'both'
      ? { consequence: texts.deletes(decision.to.added, { from, to }) }
      : {}),
  }
}

function keepChoice({ kind, to: theirs }: Decision, { from, to }: Pair): texts.ChoiceText {
  return kind === 'vanished' ? texts.keepVanished({ from, to }) : texts.keepChoice(theirs, { from, to })
}

function takeChoice({ kind, to: theirs }: Decision, { from, to }: Pair): texts.ChoiceText {
  return kind === 'vanished' ? texts.removeVanished({ from, to }) : texts.takeChoice(theirs, { from, to })
}

function headingOf({ decisions }: HomePlan, { to }: Pair): Pick<WizardPage, 'heading'> {
  if (decisions.length === 0) return {}
  // On the first switch nobody knows yet who changed what.
  const isAnyTaken = decisions.some((decision) => safeDefaultOf(decision) === 'take')
  return {
    heading: isAnyTaken ? texts.headings.differ(decisions.length, to) : texts.headings.own(decisions.length, to),
  }
}

function reasonOf(decision: Decision, { from, to }: Pair): string {
  switch (decision.kind) {
    case 'first':
      return texts.reasons.first(sizeOf(decision.from))
    case 'both':
      return texts.reasons.both(decision.from, decision.to, { from, to })
    case 'vanished':
      return texts.reasons.vanished(decision.from.deleted, from.label)
    case 'only-there':
      return texts.reasons.onlyThere(decision.to, to.label)
  }
}
